import { setImmediate } from 'node:timers/promises';

/** So long, in milliseconds, others may have to wait for their turn. */
const slice = 5;

/** Long work in small pieces: after each piece it is asked whether it is time to let others work. */
export class Turns {
  #began = performance.now();

  /** To be awaited, where it is something. */
  due(): Promise<void> | undefined {
    return performance.now() - this.#began > slice ? this.#giveWay() : undefined;
  }

  async #giveWay(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
