import { accountOfKey } from '../account/keyDetails.ts';
import { belongsToControlTower, ownerOf } from '../account/trail.ts';
import type { Fitness, KeyNote } from './fitness.ts';
import type { EncryptionRequest, TrailToChange } from './plan.ts';

/** What a person should know before saying yes. */
export type PlanWarning =
  /** A mandatory control of AWS Control Tower denies the change; the key is set in the landing zone. */
  | { readonly kind: 'control-tower'; readonly trailArn: string }
  /** The next deployment of this code takes the change back. */
  | { readonly kind: 'declared-in-code'; readonly trailArn: string; readonly where: string }
  /** Only the management account and a delegated administrator may change an organization's trail. */
  | { readonly kind: 'owned-by-other-account'; readonly trailArn: string; readonly owner: string }
  /** The trail delivers nothing, under whatever key. */
  | { readonly kind: 'trail-not-logging'; readonly trailArn: string }
  /** An UpdateTrail that changes nothing comes first: it is logged, and counted by alarms on changes of CloudTrail. */
  | { readonly kind: 'tries-update-first'; readonly trailArn: string }
  /** Whoever reads new log files needs kms:Decrypt from now on; `organization`: in member accounts too. */
  | { readonly kind: 'readers-need-decrypt'; readonly organization: boolean }
  /** Log files that are there stay under the former key: it must be kept as long as they are. */
  | { readonly kind: 'former-key-needed'; readonly keyArn: string }
  /** A key costs about 1 USD a month, and reading costs requests. */
  | { readonly kind: 'key-cost' }
  /** Nothing but the key itself can be verified: UpdateTrail will tell. */
  | { readonly kind: 'key-of-other-account'; readonly keyArn: string }
  /** KMS may refuse the policy, since it names principals that exist no more. */
  | { readonly kind: 'unknown-principals'; readonly principals: readonly string[] }
  | { readonly kind: 'key'; readonly note: KeyNote };

export function warningsFor(
  changed: readonly TrailToChange[],
  request: EncryptionRequest,
  fitness: Fitness | undefined,
): PlanWarning[] {
  const target = request.key.kind === 'existing' ? request.key.key.arn : undefined;
  const formerKeys = new Set(
    changed.flatMap(({ trail }) => trail.kmsKeyId ?? []).filter(arn => arn !== target),
  );
  return [
    ...changed.flatMap(one => trailWarnings(one, request.caller.account)),
    ...keyWarnings(request, fitness),
    { kind: 'readers-need-decrypt', organization: changed.some(({ trail }) => trail.organization) },
    ...[...formerKeys].map(keyArn => ({ kind: 'former-key-needed', keyArn }) as const),
  ];
}

function trailWarnings({ trail, declaredAt, logging }: TrailToChange, account: string): PlanWarning[] {
  const owner = ownerOf(trail.arn);
  return [
    ...(belongsToControlTower(trail) ? [{ kind: 'control-tower', trailArn: trail.arn } as const] : []),
    ...(owner === account ? [] : [{ kind: 'owned-by-other-account', trailArn: trail.arn, owner } as const]),
    ...(declaredAt === undefined
      ? []
      : [{ kind: 'declared-in-code', trailArn: trail.arn, where: declaredAt } as const]),
    ...(logging === false ? [{ kind: 'trail-not-logging', trailArn: trail.arn } as const] : []),
  ];
}

function keyWarnings({ key, caller }: EncryptionRequest, fitness: Fitness | undefined): PlanWarning[] {
  if (key.kind === 'new') {
    return [{ kind: 'key-cost' }];
  }
  if (key.kind === 'typed') {
    return accountOfKey(key.arn) === caller.account
      ? [{ kind: 'key', note: { kind: 'policy-unreadable' } }]
      : [{ kind: 'key-of-other-account', keyArn: key.arn }];
  }
  if (!fitness || fitness.kind === 'unusable') {
    return [];
  }
  const gone = fitness.kind === 'after-policy-change' ? fitness.policy.unknownPrincipals : [];
  return [
    ...fitness.notes.map(note => ({ kind: 'key', note }) as const),
    ...(gone.length > 0 ? [{ kind: 'unknown-principals', principals: gone } as const] : []),
  ];
}
