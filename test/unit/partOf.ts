/** Set, `WHOLE_MATRIX` makes tests take every cell of a matrix, which takes many minutes. */
export const wholeMatrix = process.env['WHOLE_MATRIX'] !== undefined;

/**
 * Every `n`th cell of a matrix of answers and calls, from the first on; all of them with `WHOLE_MATRIX`. The sentence for
 * each answer of AWS has a test of its own (`test/unit/aws/errorWords.test.ts`): what a part cannot show is that a case nobody
 * took behaves unlike its neighbours.
 */
export function partOf<T>(cells: readonly T[], n: number): readonly T[] {
  return wholeMatrix ? cells : cells.filter((_, index) => index % n === 0);
}
