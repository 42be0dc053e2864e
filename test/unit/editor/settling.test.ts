import assert from 'node:assert/strict';
import { type Clock, longestWait, Settling } from '../../../src/editor/settling.ts';

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

class FakeClock implements Clock {
  time = 0;
  readonly #due = new Set<{ readonly at: number; readonly work: () => void }>();

  readonly now = () => this.time;

  readonly after = (delay: number, work: () => void) => {
    const entry = { at: this.time + delay, work };
    this.#due.add(entry);
    return () => this.#due.delete(entry);
  };

  /** Lets everything happen that is due until then, in its order. */
  goTo(time: number): void {
    for (;;) {
      const [next] = [...this.#due].filter(({ at }) => at <= time).sort((left, right) => left.at - right.at);
      if (!next) {
        this.time = time;
        return;
      }
      this.#due.delete(next);
      this.time = Math.max(this.time, next.at);
      next.work();
    }
  }
}
