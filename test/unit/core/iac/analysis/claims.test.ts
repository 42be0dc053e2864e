import assert from 'node:assert/strict';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import type { LanguageId } from '../../../../../src/core/iac/languageTable.ts';
import { casesOf, readCase } from '../golden.ts';

describe('A program', () => {
  // It would be parsed by each: a keystroke in a program of one framework would cost as much again.
  it('is not shown to the language of another framework', () => {
    const frameworks: readonly LanguageId[] = ['cdk', 'pulumi'];
    const languages = createLanguages().filter(({ id }) => frameworks.includes(id));
    const shown = frameworks.flatMap(own =>
      casesOf(own).flatMap(folder =>
        Object.entries(readCase(folder))
          .filter(([uri]) => /\.(?:[cm]?[jt]sx?|py|java|go|cs)$/.test(uri))
          .flatMap(([uri, text]) =>
            languages
              .filter(language => language.id !== own && language.claims({ uri, text }))
              .map(language => `${language.id}: ${folder} ${uri}`),
          ),
      ),
    );
    assert.deepEqual(shown, []);
  });
});
