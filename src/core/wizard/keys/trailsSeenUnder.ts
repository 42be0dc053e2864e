import type { Inventory } from '../../account/inventory.ts';
import { trailsOf } from '../../account/state.ts';

/** The ARNs of all trails, of any profile, that were seen under a key. */
export function trailsSeenUnder(inventory: Pick<Inventory, 'states'>): (keyArn: string) => readonly string[] {
  const seen = inventory.states().flatMap(trailsOf);
  return keyArn => [
    ...new Set(seen.filter(({ trail }) => trail.kmsKeyId === keyArn).map(({ trail }) => trail.arn)),
  ];
}
