/**
 * Asks again and again until the answer is what one waits for. Between two questions the page gets time to draw;
 * this is not a sleep before a question that is asked once.
 */
export async function waitFor<Observed, Result>(
  observe: () => Promise<Observed>,
  accept: (observed: Observed) => Result | undefined,
  describe: (observed: Observed) => string,
  timeout = 45_000,
): Promise<Result> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const observed = await observe();
    const result = accept(observed);
    if (result !== undefined) return result;
    if (Date.now() > deadline) throw new Error(`Waited ${timeout / 1000} s for ${describe(observed)}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
