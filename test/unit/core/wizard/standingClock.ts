import assert from 'node:assert/strict';
import type { Clock } from '../../../../src/core/remediation/index.ts';

/** In milliseconds. */
export const minute = 60_000;

/**
 * Stands still until a test moves it. Waits of less than a minute belong to the run of a plan and pass at once.
 */
export class StandingClock implements Clock {
  readonly pauses: number[] = [];
  #now = Date.now();
  #wake: (() => void) | undefined;

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds < minute) {
      return new Promise(resolve => setImmediate(resolve));
    }
    this.pauses.push(milliseconds / minute);
    return new Promise(resolve => {
      const end = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#wake = () => {
        this.#now += milliseconds;
        end();
      };
      signal.addEventListener('abort', end);
    });
  }

  get isAwaited(): boolean {
    return this.#wake !== undefined;
  }

  /** Lets the wait end that is under way. */
  pass(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    assert.ok(wake, 'nobody waits');
    wake();
  }
}
