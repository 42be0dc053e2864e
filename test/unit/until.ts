import { setImmediate } from 'node:timers/promises';

/** Waits for something that other work brings about. Nothing is timed: the test's own limit ends what never comes. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await setImmediate();
  }
}

/** Gives what was set off its turns to come to rest, where nothing is to come of it. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    await setImmediate();
  }
}
