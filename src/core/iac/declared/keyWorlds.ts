import { knownValue } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import { obstaclesOf } from '../../trail/usable.ts';

/** More inputs than this a key hardly ever depends on: what others lead to makes no difference that anybody knows of. */
export const mostWorldsOfKey = 32;

/** Facts of one key that mean the same for every trail share an id: those by default stand for all. */
export function alikeForTrails(facts: KeyFacts): string {
  return JSON.stringify([obstaclesOf(facts, {}), facts.region, knownValue(facts.rotation)]);
}
