import type { Answers } from './answers.ts';
import { type Explorer, explore } from './explore.ts';

/**
 * What is the same whatever the inputs are: undefined where it differs, or where there are too many to look at. So is asked in
 * which Region something is created: a default is replaced where it is deployed, and held against a trail it would be a false
 * alarm.
 */
export function forAllInputs<W extends Explorer, T>(
  open: (answers: Answers) => W,
  read: (world: W) => T | undefined,
): T | undefined {
  const { outcomes, complete } = explore(open, read, mostWorlds);
  const [first, ...others] = outcomes.map(({ result }) => result);
  return complete && others.every(one => one === first) ? first : undefined;
}

/** More worlds than one asks of hardly ever agree. */
const mostWorlds = 8;
