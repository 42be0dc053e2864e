import assert from 'node:assert/strict';
import fc from 'fast-check';
import { holds } from '../../../../holds.ts';
import { assess, change, jsonTexts, share } from './caseTexts.ts';

describe("Terraform's JSON that is broken", () => {
  for (const { name, files, uri } of jsonTexts) {
    it(`reads ${name} when any line is missing`, async () => {
      const lines = (files[uri] ?? '').split(/(?<=\n)/);
      for (const index of lines.keys()) {
        await assess({ ...files, [uri]: lines.filter((_, other) => other !== index).join('') }, uri);
      }
    });
  }

  it('finds the trails that any beginning of a text holds whole', async () => {
    await holds(
      fc.asyncProperty(fc.constantFrom(...jsonTexts), share, async ({ files, uri }, part) => {
        const text = files[uri] ?? '';
        const cut = Math.floor(text.length * part);
        const whole = (await assess(files, uri)).filter(({ declaration }) => declaration.whole.end <= cut);
        const found = await assess({ ...files, [uri]: text.slice(0, cut) }, uri);
        const names = found.map(({ declaration }) => declaration.resource);
        assert.deepEqual(
          whole.map(({ declaration }) => declaration.resource).filter(name => !names.includes(name)),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  it('reads any change', async () => {
    await holds(
      fc.asyncProperty(
        fc.constantFrom(...jsonTexts),
        share,
        change,
        async ({ files, uri }, part, inserted) => {
          const text = files[uri] ?? '';
          const at = Math.floor(text.length * part);
          await assess({ ...files, [uri]: text.slice(0, at) + inserted + text.slice(at + 2) }, uri);
        },
      ),
      { numRuns: 300 },
    );
  });
});
