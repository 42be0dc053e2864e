import fc, { type IAsyncProperty, type IProperty, type Parameters } from 'fast-check';

/**
 * Tries a property with cases of a seed that never changes, so that a run says the same as the last, and with as many of a
 * seed of its own, so that each run also learns something new. A failure prints its seed: `FC_SEED=N` makes the cases again.
 * Counterexamples are kept as `examples`.
 */
export function holds<T>(property: IProperty<T>, parameters?: Parameters<T>): void;
export function holds<T>(property: IAsyncProperty<T>, parameters?: Parameters<T>): Promise<void>;
export function holds<T>(
  property: IProperty<T> | IAsyncProperty<T>,
  { numRuns = 100, ...others }: Parameters<T> = {},
): unknown {
  const half = { ...others, numRuns: Math.ceil(numRuns / 2) };
  const pinned = fc.assert(property as IProperty<T>, { ...half, seed: pinnedSeed }) as unknown;
  const random = () => fc.assert(property as IProperty<T>, { ...half, seed: randomSeed }) as unknown;
  return pinned instanceof Promise ? pinned.then(random) : random();
}

const pinnedSeed = 1;
const randomSeed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
