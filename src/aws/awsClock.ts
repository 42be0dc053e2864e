/** The time at AWS, as its answers say it: a computer's clock may be hours off. */
export class AwsClock {
  readonly #now: () => number;
  #offset: number | undefined;

  /** `now` is this computer's time, in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds by which AWS's clock was ahead of this computer's at the last answer; 0 before there was one. */
  get offset(): number {
    return this.#offset ?? 0;
  }

  /** Whether AWS has said its time. */
  get isKnown(): boolean {
    return this.#offset !== undefined;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#now() + this.offset;
  }

  /** Takes the head of an answer. One that was kept on the way, which has an age, says the time of another. */
  hear(headers: Readonly<Record<string, string>>): void {
    const date = Date.parse(headers['date'] ?? '');
    if (!Number.isNaN(date) && headers['age'] === undefined) {
      this.#offset = date - this.#now();
    }
  }
}
