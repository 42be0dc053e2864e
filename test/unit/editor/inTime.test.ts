import assert from 'node:assert/strict';
import { inTime } from '../../../src/editor/inTime.ts';
import { FakeClock } from '../fakeClock.ts';

describe('work that may never end', () => {
  it('is waited for no longer than patience lasts', async () => {
    const clock = new FakeClock();
    const waiting = inTime(new Promise(() => {}), 30_000, clock);
    clock.goTo(30_000);
    await assert.rejects(waiting, { message: 'no answer within 30 s' });
  });

  it('brings what it brings before, and leaves no timer behind', async () => {
    const clock = new FakeClock();
    assert.equal(await inTime(Promise.resolve('text'), 30_000, clock), 'text');
    await assert.rejects(inTime(Promise.reject(new Error('gone')), 30_000, clock), { message: 'gone' });
    assert.equal(clock.waiting, 0);
  });
});
