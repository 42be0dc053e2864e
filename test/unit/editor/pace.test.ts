import assert from 'node:assert/strict';
import { Pace } from '../../../src/editor/pace.ts';

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

describe('work in several turns', () => {
  it('is done in order, so many pieces in each turn, the first of them at once', async () => {
    const pace = new Pace(3);
    const done: number[] = [];
    const results = Array.from({ length: 8 }, (_, index) => pace.run(() => done.push(index)));
    const seen = [[...done]];
    for (let turn = 0; turn < 3; turn++) {
      await nextTurn();
      seen.push([...done]);
    }
    assert.deepEqual(seen, [
      [0, 1, 2],
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]);
    assert.deepEqual(await Promise.all(results), [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is done at once again in a later turn', async () => {
    const pace = new Pace(1);
    assert.equal(
      pace.run(() => 'first'),
      'first',
    );
    await nextTurn();
    assert.equal(
      pace.run(() => 'second'),
      'second',
    );
    const waiting = pace.run(() => 'third');
    assert.ok(waiting instanceof Promise);
    assert.equal(await waiting, 'third');
  });

  it('fails where it fails, and goes on', async () => {
    const pace = new Pace(1);
    void pace.run(() => 0);
    const failing = pace.run(() => {
      throw new Error('no row');
    });
    const next = pace.run(() => 'next');
    await assert.rejects(async () => failing, /no row/);
    assert.equal(await next, 'next');
  });
});
