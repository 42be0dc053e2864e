/** Waits until something is so. Where it never is, the limit of the test ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await turn();
  }
}

/** Lets what has been set off go as far as it can: until no call is unanswered for a while. */
export async function atRest(calls: { list(): readonly { readonly status: number }[] }): Promise<void> {
  for (let quiet = 0; quiet < 200; quiet++) {
    await turn();
    if (calls.list().some(({ status }) => status === 0)) {
      quiet = 0;
    }
  }
}

/** One turn of the event loop: what came in meanwhile is handled. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
