import type { Clock } from '../core/base/clock.ts';
import { machineClock } from '../machineClock.ts';

/** However often something changes, it is told after this many milliseconds at the latest. */
export const longestWait = 2000;

/**
 * Gathers changes that come in quick succession: calls back once nothing has changed for `quiet` milliseconds, or since
 * the first change that was not told `longestWait` have gone by, whatever comes first.
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

  /** Something changed. */
  changed(): void {
    const now = this.#clock.now();
    this.#first ??= now;
    this.#cancel();
    const wait = Math.min(this.#quiet, Math.max(this.#first + longestWait - now, 0));
    this.#cancel = this.#clock.after(wait, () => {
      this.#first = undefined;
      this.#onSettled();
    });
  }

  /** Nothing is told any more. */
  dispose(): void {
    this.#cancel();
  }
}
