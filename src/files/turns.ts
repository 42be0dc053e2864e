import { setImmediate } from 'node:timers/promises';

/** How long others may have to wait for their turn, in ms. */
const slice = 5;

/** Long work in small pieces: after each piece it is asked whether it is time to let others work. */
export class Turns {
  #began = performance.now();

  /** Undefined while the time slice lasts; otherwise await it. */
  due(): Promise<void> | undefined {
    return performance.now() - this.#began > slice ? this.#giveWay() : undefined;
  }

  async #giveWay(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
