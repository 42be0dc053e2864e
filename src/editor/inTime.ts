import type { Clock } from '../core/base/clock.ts';
import { machineClock } from '../machineClock.ts';

/** What the work brings, or an error when it has brought nothing after `patience` milliseconds. The work itself goes on. */
export async function inTime<T>(work: Promise<T>, patience: number, clock: Clock = machineClock): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(patience, () => reject(new Error(`no answer within ${patience / 1000} s`)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
