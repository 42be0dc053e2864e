/** Pieces of work that are done one after the other, in the order in which they were given: an older one cannot come last. */
export class Sequence {
  #last: Promise<unknown> = Promise.resolve();

  /** What the work brings, once those before it have ended, well or not. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
