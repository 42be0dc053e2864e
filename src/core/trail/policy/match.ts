import type { Doubt } from './doubt.ts';

/** Whether something matches: yes, no, or the doubt that keeps us from telling. */
export type Match = 'yes' | 'no' | Doubt;

export const incomplete: Doubt = { kind: 'incomplete' };

export function malformed(detail: string): Doubt {
  return { kind: 'malformed', detail };
}

export function isDoubt(match: Match): match is Doubt {
  return typeof match === 'object';
}

/** A single "no" is decisive, whatever else is in doubt. */
export function all(matches: readonly Match[]): Match {
  return matches.includes('no') ? 'no' : (matches.find(isDoubt) ?? 'yes');
}

/** A single "yes" is decisive, whatever else is in doubt. */
export function any(matches: readonly Match[]): Match {
  return matches.includes('yes') ? 'yes' : (matches.find(isDoubt) ?? 'no');
}

export function not(match: Match): Match {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : match;
}
