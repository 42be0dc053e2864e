import type { Clock } from '../../src/core/base/clock.ts';

/** A clock on which time goes by only when a test says so. */
export class FakeClock implements Clock {
  time = 0;
  readonly #due = new Set<{ readonly at: number; readonly work: () => void }>();

  readonly now = () => this.time;

  readonly after = (delay: number, work: () => void) => {
    const entry = { at: this.time + delay, work };
    this.#due.add(entry);
    return () => {
      this.#due.delete(entry);
    };
  };

  /** How many are waiting. */
  get waiting(): number {
    return this.#due.size;
  }

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
