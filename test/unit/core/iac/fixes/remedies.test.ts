import assert from 'node:assert/strict';
import { inOrder, namedBy, thoughtOver, waysFor } from '../../../../../src/core/iac/fixes/remedies.ts';

describe('what is written where the ARN of a key belongs', () => {
  const cases = {
    key: [
      'alias/logs',
      'mrk-1234abcd12ab34cd56ef1234567890ab',
      '1234abcd-12ab-34cd-56ef-1234567890ab',
      'arn:aws:kms:eu-west-1:111122223333:alias/logs',
    ],
    nothing: ['', 'logs', 'true', '1234abcd'],
    expression: [undefined],
  } as const;
  for (const [named, texts] of Object.entries(cases)) {
    for (const text of texts) {
      it(`${text ?? 'an expression'}: ${named}`, () => assert.equal(namedBy(text), named));
    }
  }

  it('decides what answers it: its ARN alone where it names a key, any key where it names none', () => {
    assert.deepEqual(waysFor('kms-key-not-arn', 'reference'), ['useArn', 'ignoreHere']);
    assert.deepEqual(waysFor('kms-key-not-arn', 'key'), ['useKeyArn', 'ignoreHere']);
    assert.deepEqual(waysFor('kms-key-not-arn', 'nothing'), waysFor('no-kms-key'));
    assert.deepEqual(thoughtOver([{}], 'expression'), [{ needsThought: true }]);
    assert.deepEqual(thoughtOver([{}], 'key'), [{}]);
  });
});

describe('edits of one text', () => {
  const edit = (offset: number, length: number, content = '') => ({ offset, length, content });

  it('come in their order, with what is inserted at one place as one', () => {
    assert.deepEqual(inOrder([edit(4, 0, 'b'), edit(2, 2), edit(4, 0, 'c'), edit(0, 0, 'a')]), [
      edit(0, 0, 'a'),
      edit(2, 2),
      edit(4, 0, 'bc'),
    ]);
  });

  it('are none where two overlap', () => {
    assert.equal(inOrder([edit(0, 3), edit(2, 1)]), undefined);
    assert.equal(inOrder([edit(0, 3), edit(2, 0, 'a')]), undefined);
  });
});
