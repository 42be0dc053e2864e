import { type AccountState, unreadRegionsOf } from '../account/state.ts';
import { trailCount } from './counts.ts';
import { type Message, message } from './message.ts';
import { problemInBrief } from './problems.ts';

/** What is said of an account in which no trail was found: not that it has none where nobody could look. */
export function withoutTrails(account: AccountState): readonly Message[] {
  const unread = unreadRegionsOf(account);
  const [first] = unread;
  if (!first) {
    return [trailCount(0)];
  }
  return account.regions.some(({ phase }) => phase === 'read')
    ? [trailCount(0), unreadRegions(unread.length)]
    : [problemInBrief(first.problem ?? { kind: 'cancelled' })];
}

export function unreadRegions(count: number): Message {
  return count === 1 ? message('1 Region was not read') : message('{0} Regions were not read', count);
}
