import type { InventoryTrail, KeyDetails } from '../../account/state.ts';
import { trailsOf } from '../../account/state.ts';
import { bucketRegionOf, planEncryption, type Subject } from '../../remediation/index.ts';
import { knownValue } from '../../trail/fact.ts';
import { inEnglish } from '../../wording/message.ts';
import { planRefusalInFull } from '../../wording/plans.ts';
import type { WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { planAsMarkdown } from '../review/planDocument.ts';
import { proposedAlias } from './newKeyPage.ts';
import { refusalInFull } from './subjects.ts';

/**
 * The wizard's plan for a trail, from what was read of it: AWS is not called, and nothing is done. The plan that is run is
 * created again, from the state at that time.
 * @param keyArn the key to use; undefined: a new one
 */
export function planAsText(
  shown: InventoryTrail,
  keyArn: string | undefined,
  { inventory, newId }: Pick<WizardContext, 'inventory' | 'newId'>,
): string {
  const { trail, identity, bucket, profile } = shown;
  const names = keyNames(inventory);
  const region = bucketRegionOf(trail, bucket.region);
  if (!region) {
    return inEnglish(refusalInFull({ kind: 'bucket-gone', arn: trail.arn, bucket: trail.bucket }, names));
  }
  const logging = knownValue(shown.status)?.logging;
  const subject: Subject = {
    trail,
    profile: profile.name,
    caller: identity,
    bucketRegion: region,
    bucketKey: knownValue(bucket.bucketKey),
    ...(logging !== undefined && { logging }),
  };
  const batch = {
    id: newId(),
    profile: profile.name,
    caller: identity,
    bucketRegion: region.kind === 'ask' ? region.suggestion : region.region,
    bucketKey: subject.bucketKey,
    trails: [subject],
  };
  const known = keyArn === undefined ? undefined : knownKey(keyArn, inventory.states().flatMap(trailsOf));
  const result = planEncryption({
    ...batch,
    key: known
      ? { kind: 'existing', key: known }
      : keyArn !== undefined
        ? { kind: 'typed', arn: keyArn }
        : { kind: 'new', alias: proposedAlias(batch), rotation: true, multiRegion: false },
  });
  return result.kind === 'plan'
    ? planAsMarkdown([result.plan], names, inEnglish)
    : inEnglish(planRefusalInFull(result.why));
}

/** A key that some trail has, as it was read there. */
function knownKey(arn: string, trails: readonly InventoryTrail[]): KeyDetails | undefined {
  return trails.find(({ key }) => key?.arn === arn)?.key;
}
