import { actsUnasked, type IsNamed, profilesOfAccount } from '../seenTrails.ts';
import type { AccountState } from '../state.ts';

/**
 * The profiles of an account, best first: those that have already signed in to it, then those whose role is in it
 * according to the shared AWS files.
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
