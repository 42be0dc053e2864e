/** So long, in milliseconds, others may have to wait for their turn. */
const slice = 10;

/** Long work in small pieces: after each piece it is asked whether it is time to let others work. */
export class Turns {
  #began = performance.now();

  async giveWay(): Promise<void> {
    if (performance.now() - this.#began > slice) {
      await new Promise(resolve => setImmediate(resolve));
      this.#began = performance.now();
    }
  }
}
