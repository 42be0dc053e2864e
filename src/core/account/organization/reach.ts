import { actsUnasked, type IsNamed, profilesOfAccount } from '../seenTrails.ts';
import type { AccountState } from '../state.ts';

/**
 * The profiles that lead to an account, the one to take first: those that have been there, then those of which the shared
 * AWS files say so.
 */
export function profilesReaching(
  states: readonly AccountState[],
  account: string,
  isNamed: IsNamed,
): readonly string[] {
  const been = profilesOfAccount(states, account, isNamed).map(({ profile }) => profile.name);
  const said = states
    .filter(({ profile, identity }) => !identity && profile.account === account)
    .sort(
      (left, right) =>
        Number(actsUnasked(right.profile, isNamed)) - Number(actsUnasked(left.profile, isNamed)),
    )
    .map(({ profile }) => profile.name);
  return [...been, ...said];
}
