import type { Clock } from '../core/base/clock.ts';
import { machineClock } from '../machineClock.ts';

/** Longest delay of a report, in milliseconds, however often something changes. */
export const longestWait = 2000;

/**
 * Debounces changes: calls back once nothing has changed for `quiet` milliseconds, or `longestWait` milliseconds after
 * the first unreported change, whichever comes first.
 */
export class Settling {
  readonly #quiet: number;
  readonly #onSettled: () => void;
  readonly #clock: Clock;
  #first: number | undefined;
  #cancel: () => void = () => {};

  constructor(quiet: number, onSettled: () => void, clock: Clock = machineClock) {
    this.#quiet = quiet;
    this.#onSettled = onSettled;
    this.#clock = clock;
  }

  /** Something changed. `quiet`: milliseconds to wait after this one, where it is another kind of change. */
  changed(quiet = this.#quiet): void {
    const now = this.#clock.now();
    this.#first ??= now;
    this.#cancel();
    const wait = Math.min(quiet, Math.max(this.#first + longestWait - now, 0));
    this.#cancel = this.#clock.after(wait, () => {
      this.#first = undefined;
      this.#onSettled();
    });
  }

  /** No more reports. */
  dispose(): void {
    this.#cancel();
  }
}
