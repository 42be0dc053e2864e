import { onceFor } from '../../base/onceFor.ts';
import { knownValue } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import { obstaclesOf } from '../../trail/usable.ts';

/** More inputs than this a key hardly ever depends on: what others lead to makes no known difference. */
export const mostWorldsOfKey = 32;

/** Facts of one key that mean the same for every trail share an id: those by default stand for all. */
export const alikeForTrails = onceFor((facts: KeyFacts) =>
  JSON.stringify([obstaclesOf(facts, {}), facts.region, knownValue(facts.rotation)]),
);

/**
 * Completes the facts of a key by the verdict of its policy on a trail: one object for all trails of one verdict, so that
 * its consequences are computed, and sent, once.
 */
export function factsByVerdict(facts: Omit<KeyFacts, 'policy'>): (policy: KeyFacts['policy']) => KeyFacts {
  const made = new Map<string, KeyFacts>();
  return policy => {
    const id = JSON.stringify(policy);
    const one = made.get(id) ?? { ...facts, policy };
    made.set(id, one);
    return one;
  };
}
