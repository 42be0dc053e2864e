/**
 * Runs some work and tells the longest time in which nothing else got its turn, in milliseconds. A timer that should
 * fire every millisecond shows it: how late it comes is how long it was kept waiting.
 */
export async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
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

/** Prints a figure for `npm run bench`, which runs this suite alone and shows it beside its budget. Nothing fails on time. */
export function printFigure(what: string, measured: number, budget: number, unit = 'ms'): void {
  console.log(`FIGURE ${JSON.stringify({ what, measured: Math.round(measured * 10) / 10, budget, unit })}`);
}
