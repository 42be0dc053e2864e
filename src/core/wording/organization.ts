import type { UncollectedSource } from '../account/organization/ports.ts';
import type { OrganizationName, OrganizationState } from '../account/organization/state.ts';
import { type Message, message } from './message.ts';

/** What an organization is called: by its id, else by the aggregator that knows it. */
export function organizationName({ id, aggregator }: OrganizationName): Message {
  return id === undefined ? message('Aggregator {0}', aggregator.name) : message('Organization {0}', id);
}

export function accountCount(count: number): Message {
  return count === 1 ? message('1 account') : message('{0} accounts', count);
}

/** What AWS Config could not collect from a Region of an account. */
export function uncollectedInBrief(status: UncollectedSource['status']): Message {
  return status === 'FAILED'
    ? message('AWS Config cannot collect from it')
    : message('AWS Config has not collected from it recently');
}

/** What the rows of an organization do not show, in full sentences. */
export const limitsOfRecords: readonly Message[] = [
  message('Trails of an organization are shown as AWS Config recorded them, which may be hours ago.'),
  message(
    'A trail is listed only if AWS Config records trails in its account and Region: what is not listed may still exist.',
  ),
  message(
    'AWS Config records no key policy and no delivery. Open a trail through its own account to check them.',
  ),
];

/** Parts of what is known that are missing, by how many. */
export function gapsIn({ uncollected, unread }: OrganizationState): readonly Message[] {
  const count = uncollected?.length ?? 0;
  return [
    ...(uncollected === undefined
      ? [message('Whether AWS Config collects from all accounts is not known')]
      : []),
    ...(count > 0
      ? [
          count === 1
            ? message('AWS Config does not collect from 1 Region')
            : message('AWS Config does not collect from {0} Regions', count),
        ]
      : []),
    ...(unread.length > 0
      ? [
          unread.length === 1
            ? message('1 recorded trail was not read')
            : message('{0} recorded trails were not read', unread.length),
        ]
      : []),
  ];
}
