import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { titleOf } from '../../../../src/editor/commands/title.ts';
import { commands } from '../../../../src/editor/contributions.ts';

describe('the title of a question', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8'));
  const manifest = read('package.json');

  for (const [what, names, title] of [
    ['English', read('package.nls.json'), 'Show Trails That Use a KMS Key'],
    ['German', read('package.nls.de.json'), 'Trails anzeigen, die einen KMS-Schlüssel verwenden'],
  ]) {
    it(`is what its command is called, in ${what}`, () => {
      const translated = (text: string) => names[text.slice(1, -1)];
      const plain = manifest.contributes.commands.map((one: { readonly title: string }) => ({
        ...one,
        title: translated(one.title),
      }));
      assert.equal(titleOf(commands.showTrailsUnderKey, { contributes: { commands: plain } }), title);
      // As VS Code keeps it beside the original.
      const both = plain.map((one: { readonly title: string }) => ({
        ...one,
        title: { value: one.title, original: 'x' },
      }));
      assert.equal(titleOf(commands.showTrailsUnderKey, { contributes: { commands: both } }), title);
    });
  }
});
