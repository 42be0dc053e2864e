/** The first of each list, then the second of each, and so on: no list comes last because another one is long. */
export function byTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const most = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) => lists.flatMap(one => one.slice(place, place + 1))).flat();
}
