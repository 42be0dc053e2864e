/** Does work for every item, at most so many at once; gives each result as it comes, in no order. */
export async function* concurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<readonly [number, R]>>();
  let next = 0;
  while (next < items.length || running.size > 0) {
    while (next < items.length && running.size < limit) {
      const index = next++;
      const item = items[index];
      if (item !== undefined) {
        running.set(
          index,
          work(item).then(result => [index, result] as const),
        );
      }
    }
    const [index, result] = await Promise.race(running.values());
    running.delete(index);
    yield result;
  }
}
