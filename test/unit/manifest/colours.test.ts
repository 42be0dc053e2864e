import assert from 'node:assert/strict';
import { contributes } from './manifest.ts';

describe('the colours of the manifest', () => {
  it('gives each colour a value in all four kinds of theme', () => {
    for (const { id, defaults } of contributes.colors) {
      assert.deepEqual(
        Object.keys(defaults).sort(),
        ['dark', 'highContrast', 'highContrastLight', 'light'],
        id,
      );
      for (const value of Object.values(defaults)) {
        assert.match(value, /^#[0-9a-f]{6}$/, id);
      }
    }
  });

  it('shows its colours with enough contrast against the side bar of each kind of theme', () => {
    const sideBars = {
      light: '#f8f8f8',
      dark: '#181818',
      highContrast: '#000000',
      highContrastLight: '#ffffff',
    };
    for (const { id, defaults } of contributes.colors) {
      for (const [theme, background] of Object.entries(sideBars)) {
        const ratio = contrast(defaults[theme] ?? '', background);
        // WCAG 2.2: 3 for graphics, 7 where the person asked for high contrast.
        assert.ok(ratio >= (theme.startsWith('high') ? 7 : 3), `${id} in ${theme}: ${ratio.toFixed(1)}`);
      }
    }
  });
});

/** Contrast ratio by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(start => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
