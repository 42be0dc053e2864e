import assert from 'node:assert/strict';
import { join } from 'node:path';
import { meansKey } from '../../../../../src/core/iac/declared/misspelling.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import { readCase } from '../golden.ts';
import { MemorySources } from '../memorySources.ts';
import { situations } from '../situations.ts';

describe('a property that was meant for the key of a trail', () => {
  it('is told by its name', () => {
    const names = ['KmsKeyId', 'kms_key', 'kmsMasterKeyArn', 'encryption_key', 'EncryptionKeyArn'];
    assert.deepEqual([...names, 'kmsKeyIdRef', 'key', 'encryption'].filter(meansKey), names);
  });

  const one = situations().find(({ name }) => name === 'misspelt-attribute');
  for (const id of ['cloudformation', 'crossplane', 'ack', 'pulumi']) {
    it(`is the same in every language: ${id}`, async () => {
      const files = Object.entries(readCase(join(one?.folder ?? '', id))).map(([uri, text]) => ({
        uri,
        text: text.replace(/\bkmsKeyId:/i, 'EncryptionKeyArn:'),
      }));
      const sources = new MemorySources(Object.fromEntries(files.map(({ uri, text }) => [uri, text])));
      const language = createLanguages().find(language => language.id === id);
      const declared = await Promise.all(files.map(file => language?.read(file, sources)));
      const trails = declared.flatMap(reading => reading?.trails ?? []);
      assert.deepEqual(
        trails.map(({ misspelling }) => misspelling?.written),
        ['EncryptionKeyArn'],
      );
    });
  }
});
