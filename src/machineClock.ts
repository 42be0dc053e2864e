import type { Clock } from './core/base/clock.ts';

/** The timers of the machine. */
export const machineClock: Clock = {
  now: () => performance.now(),
  after: (delay, work) => {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};
