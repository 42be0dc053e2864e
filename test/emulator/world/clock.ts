/** The time in the emulated world: real time, moved by `advance`. */
export class Clock {
  #offset = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Lets time pass: sessions expire, scheduled keys go. Negative to make every client's clock run fast. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
