import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Megabytes of heap that stay when something was done so many times more, behind the first ten. */
export async function keptBy(times: number, work: () => Promise<void>): Promise<number> {
  const heap = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 1e6;
  };
  for (let round = 0; round < 10; round++) await work();
  const before = heap();
  for (let round = 0; round < times; round++) await work();
  return Math.max(0, heap() - before);
}

/** Node lends its own on request. */
const collectGarbage = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();
