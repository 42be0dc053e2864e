import assert from 'node:assert/strict';
import { readProgram as readCdk } from '../../../../../../src/core/iac/languages/cdk/read.ts';
import { words as wordsOfCdk } from '../../../../../../src/core/iac/languages/cdk/words.ts';
import { Programs } from '../../../../../../src/core/iac/languages/programs/files.ts';
import { readProgram as readPulumi } from '../../../../../../src/core/iac/languages/pulumi/program/read.ts';
import { words as wordsOfPulumi } from '../../../../../../src/core/iac/languages/pulumi/program/words.ts';
import { casesOf, readCase } from '../../golden.ts';
import { MemorySources } from '../../memorySources.ts';

/* Statements without a word that is sought are passed over: what a program declares is what it declares if none is. */
describe('the words by which programs are searched', () => {
  const every = /./g;
  for (const [language, words, read] of [
    ['cdk', wordsOfCdk, readCdk],
    ['pulumi', wordsOfPulumi, readPulumi],
  ] as const) {
    describe(`of ${language}`, () => {
      let trails = 0;
      for (const folder of [...casesOf(language), ...casesOf('same')]) {
        it(`stand in all that counts: ${folder}`, async () => {
          const sources = new MemorySources(readCase(folder));
          const programs = sources.documents.filter(
            ({ uri, text }) =>
              /\.(?:[jt]s|py|java|go|cs)$/.test(uri) && text.toLowerCase().includes(language),
          );
          for (const document of programs) {
            const found = await read(new Programs(words), document, sources);
            const all = await read(new Programs(every), document, sources);
            assert.deepEqual(
              found.map(({ declaration }) => declaration),
              all.map(({ declaration }) => declaration),
              document.uri,
            );
            trails += all.length;
          }
        });
      }

      it('were compared on many trails', () => {
        assert.ok(trails > 50, `${trails}`);
      });
    });
  }
});
