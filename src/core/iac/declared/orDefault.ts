import { type Fact, known } from '../../trail/fact.ts';

/** What AWS takes where nothing is written. */
export function orDefault<T>(fact: Fact<T>, byDefault: T): Fact<T> {
  return fact.kind === 'absent' ? known(byDefault) : fact;
}
