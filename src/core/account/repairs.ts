import { accountOfArn } from '../trail/arn.ts';
import { knownValue } from '../trail/fact.ts';
import { dyingStates } from '../trail/usable.ts';
import type { InventoryTrail } from './state.ts';
import { ownerOf } from './trail.ts';

/** What puts a trail back to work without another key. */
export type Repair = 'enable-key' | 'cancel-deletion' | 'start-logging';

/**
 * What can be done for a trail through the profile that sees it: its key switched on or saved, logging started. Nothing of a
 * key that belongs to another account: only that account can. KMS Developer Guide, "Key states of AWS KMS keys".
 */
export function repairsOf({ trail, key, status, identity }: InventoryTrail): readonly Repair[] {
  const metadata = key && knownValue(key.metadata);
  const isOwnKey = metadata?.manager === 'CUSTOMER' && accountOfArn(metadata.arn) === identity.account;
  const stopped = knownValue(status)?.logging === false;
  const mayStart = trail.organization || ownerOf(trail.arn) === identity.account;
  return [
    ...(isOwnKey && metadata.state === 'Disabled' ? (['enable-key'] as const) : []),
    ...(isOwnKey && dyingStates.includes(metadata.state) ? (['cancel-deletion'] as const) : []),
    ...(stopped && mayStart ? (['start-logging'] as const) : []),
  ];
}
