/** The time in the emulated world: real time, or one that stands still, moved by `advance`. */
export class Clock {
  #offset = 0;
  #standsAt: number | undefined;

  /** Milliseconds since 1970. */
  now(): number {
    return (this.#standsAt ?? Date.now()) + this.#offset;
  }

  /** From now on, time passes by `advance` alone: what a slow machine does takes none. */
  stop(): void {
    this.#standsAt ??= Date.now();
  }

  /** Lets time pass: sessions expire, scheduled keys go. Negative to make every client's clock run fast. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
