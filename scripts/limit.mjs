/**
 * Lets at most so many pieces of work run at once; the others wait in the order in which they came.
 * @param {number} places
 * @returns {<T>(work: () => Promise<T>) => Promise<T>}
 */
export function atMost(places) {
  const waiting = [];
  let free = places;
  return async work => {
    if (free > 0) free--;
    else await new Promise(begin => waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
