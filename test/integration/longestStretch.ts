/**
 * Runs some work and tells the longest time for which it kept everything else from its turn, in milliseconds. A timer
 * that should fire every millisecond shows it: what this thread did from one firing to the next is how long it was kept
 * waiting. The time for which the operating system let other programs run is not counted, where Node can tell it.
 */
export async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = busyTime();
  const tick = () => {
    const now = busyTime();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const ticker = setInterval(tick, 1);
  await work();
  await new Promise(resolve => setTimeout(resolve, 5));
  tick();
  clearInterval(ticker);
  return longest;
}

/** The time that this thread has worked, as Node tells it since version 23.9; before that, all that has passed. */
function busyTime(): number {
  const { threadCpuUsage }: { threadCpuUsage?: () => NodeJS.CpuUsage } = process;
  const usage = threadCpuUsage?.();
  return usage ? (usage.user + usage.system) / 1000 : performance.now();
}

/** Prints a figure for `npm run bench`, which runs this suite alone and shows it beside its budget. Nothing fails on time. */
export function printFigure(what: string, value: number, budget: number, unit = 'ms'): void {
  console.log(`FIGURE ${JSON.stringify({ what, value: Math.round(value * 10) / 10, budget, unit })}`);
}
