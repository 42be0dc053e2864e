import assert from 'node:assert/strict';
import { Sequence } from '../../../../src/core/base/sequence.ts';

describe('work that is done one after the other', () => {
  it('begins when what was given before has ended, also where that failed', async () => {
    const sequence = new Sequence();
    const told: string[] = [];
    let fail = (_: Error) => {};
    const first = sequence.run(() => {
      told.push('first begins');
      return new Promise<void>((_, reject) => {
        fail = reject;
      });
    });
    const second = sequence.run(() => {
      told.push('second begins');
      return 'second';
    });
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(told, ['first begins']);
    fail(new Error('no luck'));
    await assert.rejects(first, { message: 'no luck' });
    assert.equal(await second, 'second');
    assert.deepEqual(told, ['first begins', 'second begins']);
  });
});
