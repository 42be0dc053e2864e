/** What waiting is measured with: the timers of the machine, or those of a test. Times are in milliseconds. */
export interface Clock {
  readonly now: () => number;
  /** Answers how to cancel it. */
  readonly after: (delay: number, work: () => void) => () => void;
}
