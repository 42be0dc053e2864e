import type { Identity } from '../../account/ports.ts';
import { namedIn, seenTrails } from '../../account/seenTrails.ts';
import { ownerOf } from '../../account/trail.ts';
import { type KeyChoice, partsOfTrail, type WantedKey } from '../../remediation/index.ts';
import { knownValue } from '../../trail/fact.ts';
import type { Text } from '../ask.ts';
import type { WizardContext } from '../context.ts';

/** What is already known of the trail; what decides the Region of the key is asked for. */
export interface KeyArnRequest {
  readonly title: Text;
  /** Account of the trail. */
  readonly account?: string | undefined;
  /** Of the log bucket. */
  readonly region?: string | undefined;
  /** Name that the trail has or will have. */
  readonly name?: string | undefined;
  readonly bucketKey?: boolean | undefined;
}

export interface KeyArnAnswers {
  readonly profile?: string;
  readonly caller?: Identity;
  readonly region?: string;
  readonly isTyped?: boolean;
  /** What was typed when the person went back. */
  readonly typing?: string;
  /** The person wants another profile than the one that acted unasked. */
  readonly asksForProfile?: boolean;
  readonly arn?: string;
  /** The key as it was judged when it was picked. */
  readonly choice?: KeyChoice;
}

/**
 * The trail as it will be: its name from the code, its account the one that was chosen. Where a trail of that name is
 * known to live there, its home Region and its bucket are known, too.
 */
export function wantedFor(
  { name, account, bucketKey }: Pick<KeyArnRequest, 'name' | 'account' | 'bucketKey'>,
  caller: Identity,
  bucketRegion: string,
  { inventory, settings }: Pick<WizardContext, 'inventory' | 'settings'>,
): WantedKey {
  const owner = account ?? caller.account;
  const named = seenTrails(inventory.states(), namedIn(settings())).filter(
    ({ trail }) => trail.name === name && ownerOf(trail.arn) === owner,
  );
  const [live, ...others] = named;
  if (live && others.length === 0) {
    return {
      trails: [partsOfTrail(live.trail.arn)],
      bucketRegion,
      bucketKey: bucketKey ?? knownValue(live.acting.bucket.bucketKey),
      ...(live.trail.kmsKeyId !== undefined && { currentKeyArn: live.trail.kmsKeyId }),
    };
  }
  return { trails: [{ partition: caller.partition, account: owner, name }], bucketRegion, bucketKey };
}
