import assert from 'node:assert/strict';
import { gitIgnore } from '../../../../src/core/iac/gitIgnore.ts';

describe('one .gitignore', () => {
  const says = gitIgnore('# builds\nbuild/\n*.tf.json\n!main.tf.json\n');

  for (const [path, answer] of [
    ['build/main.tf', 'ignored'],
    ['x/build/main.tf', 'ignored'],
    ['plan.tf.json', 'ignored'],
    ['main.tf.json', 'kept'],
    ['main.tf', undefined],
  ] as const) {
    it(`says of ${path}: ${answer ?? 'nothing'}`, () => {
      assert.equal(says(path), answer);
    });
  }
});
