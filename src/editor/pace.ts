/**
 * Does many small pieces of work in the order in which they come, and not too many in one turn of the event loop: the
 * first ones at once, the others in the next turns.
 */
export class Pace {
  readonly #perTurn: number;
  #left: number;
  #waiting: (() => void)[] = [];
  #next: NodeJS.Immediate | undefined;

  constructor(perTurn: number) {
    this.#perTurn = perTurn;
    this.#left = perTurn;
  }

  run<T>(work: () => T): T | Promise<T> {
    this.#next ??= setImmediate(() => this.#turn());
    if (this.#left > 0) {
      this.#left--;
      return work();
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #turn(): void {
    const now = this.#waiting.slice(0, this.#perTurn);
    this.#waiting = this.#waiting.slice(this.#perTurn);
    this.#left = this.#perTurn - now.length;
    this.#next = now.length > 0 ? setImmediate(() => this.#turn()) : undefined;
    for (const work of now) {
      work();
    }
  }
}
