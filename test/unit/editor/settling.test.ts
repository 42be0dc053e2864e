import assert from 'node:assert/strict';
import { longestWait, Settling } from '../../../src/editor/settling.ts';
import { FakeClock } from '../fakeClock.ts';

describe('changes in quick succession', () => {
  let clock: FakeClock;
  let told: number[];
  let settling: Settling;
  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    settling = new Settling(300, () => told.push(clock.time), clock);
  });

  it('are told once, when nothing has changed for a while', () => {
    for (const time of [0, 100, 350]) {
      clock.goTo(time);
      settling.changed();
    }
    clock.goTo(5000);
    assert.deepEqual(told, [650]);
  });

  it('are told every two seconds although they never end', () => {
    for (let time = 0; time <= 5000; time += 50) {
      clock.goTo(time);
      settling.changed();
    }
    clock.goTo(10_000);
    assert.deepEqual(told, [longestWait, 2 * longestWait, 5300]);
  });

  it('are told earlier where one of them cannot wait, and later where one waits longer', () => {
    settling.changed();
    clock.goTo(100);
    settling.changed(0);
    clock.goTo(1000);
    settling.changed();
    clock.goTo(1100);
    settling.changed(600);
    clock.goTo(5000);
    assert.deepEqual(told, [100, 1700]);
  });

  it('are told at once where the machine slept meanwhile', () => {
    settling.changed();
    clock.time = 60_000;
    settling.changed();
    clock.goTo(60_000);
    assert.deepEqual(told, [60_000]);
  });

  it('are not told any more after the end', () => {
    settling.changed();
    settling.dispose();
    clock.goTo(5000);
    assert.deepEqual(told, []);
  });
});
