import type { BucketPolicy } from '../../account/ports.ts';
import { type Problem, problemOf } from '../../account/problem.ts';
import { type LiveTrail, ownerOf } from '../../account/trail.ts';
import { bucketRegionOf, type Subject } from '../../remediation/index.ts';
import { regionOfArn, trailNameIn } from '../../trail/arn.ts';
import { type Fact, knownValue } from '../../trail/fact.ts';
import { type Message, message } from '../../wording/message.ts';
import type { OpenAccounts, TrailReference, WizardContext } from '../context.ts';
import type { Answers } from './answers.ts';

/** Why a chosen trail takes no part. */
export type Refusal =
  | { readonly kind: 'gone'; readonly arn: string }
  /** The account that the profile leads to does not see it. */
  | { readonly kind: 'not-seen'; readonly arn: string; readonly account: string }
  | { readonly kind: 'has-key'; readonly arn: string; readonly keyArn: string }
  | { readonly kind: 'bucket-gone'; readonly arn: string; readonly bucket: string };

export interface ReadSubjects {
  readonly subjects: readonly Subject[];
  readonly refusals: readonly Refusal[];
  /** Trails that could not be read; they hide no others. */
  readonly failures: readonly Failure[];
}

interface Failure {
  readonly profile: string;
  readonly problem: Problem;
}

/**
 * Reads the chosen trails in their home Regions, and the Regions of their buckets. The view may be out of date:
 * *enable* must not change a trail that got a key meanwhile.
 */
export async function readSubjects(
  references: readonly TrailReference[],
  purpose: Answers['purpose'],
  accounts: OpenAccounts,
  context: WizardContext,
): Promise<ReadSubjects> {
  const title =
    references.length === 1
      ? message('Reading the trail {0}', trailNameIn(references[0]?.arn ?? ''))
      : message('Reading {0} trails', references.length);
  return context.show.reading(title, async signal => {
    const read = await Promise.all(
      references.map(reference =>
        readSubject(reference, purpose, accounts, context, signal).catch(
          (error: unknown): Failure => ({ profile: reference.profile, problem: problemOf(error) }),
        ),
      ),
    );
    const failures = read.flatMap(one => ('problem' in one ? [one] : []));
    return {
      // Where reading was cancelled, the person gave up.
      subjects: signal.aborted ? [] : read.flatMap(one => ('trail' in one ? [one] : [])),
      refusals: read.flatMap(one => ('kind' in one ? [one] : [])),
      failures: failures.filter((one, index) => failures.findIndex(other => isSame(one, other)) === index),
    };
  });
}

export function refusalInFull(refusal: Refusal, nameKey: (arn: string) => string): Message {
  switch (refusal.kind) {
    case 'gone':
      return message('The trail {0} no longer exists.', trailNameIn(refusal.arn));
    case 'not-seen':
      return message(
        'The trail {0} belongs to account {2}, and account {1} cannot see it. Use a profile of account {2}.',
        trailNameIn(refusal.arn),
        refusal.account,
        ownerOf(refusal.arn),
      );
    case 'has-key':
      return message(
        'The trail {0} already uses KMS key {1}. Nothing was changed.',
        trailNameIn(refusal.arn),
        nameKey(refusal.keyArn),
      );
    case 'bucket-gone':
      return message(
        'The log bucket {1} of the trail {0} does not exist. Create it first: nothing can be delivered without it.',
        trailNameIn(refusal.arn),
        refusal.bucket,
      );
  }
}

/** Without the bucket's Region, its policy cannot be read. */
function unreadPolicy(region: Fact<string>): BucketPolicy {
  const denied = region.kind === 'unknown' && region.cause === 'denied';
  return { kind: 'unread', why: denied ? 'denied' : 'failed' };
}

/**
 * Puts a trail that was just read in the place of the copy held, in every profile that shows it. `asked`: of `Inventory.asking`,
 * before it was read.
 */
export async function showAsRead(
  trail: LiveTrail,
  asked: number,
  { inventory }: Pick<WizardContext, 'inventory'>,
): Promise<void> {
  const showing = inventory
    .states()
    .filter(({ regions }) => regions.some(({ trails }) => trails.some(one => one.trail.arn === trail.arn)));
  await Promise.all(showing.map(({ profile }) => inventory.replace(profile.name, trail, asked)));
}

/** One expired session is reported once, however many trails it concerns. */
function isSame(left: Failure, right: Failure): boolean {
  return left.profile === right.profile && left.problem.kind === right.problem.kind;
}

async function readSubject(
  { profile, arn }: TrailReference,
  purpose: Answers['purpose'],
  accounts: OpenAccounts,
  context: WizardContext,
  signal: AbortSignal,
): Promise<Subject | Refusal> {
  const account = await accounts.of(profile);
  const asked = context.inventory.asking();
  const [caller, trail] = await Promise.all([account.identity(signal), account.trails.get(arn, signal)]);
  if (!trail) {
    void context.inventory.refresh(profile, regionOfArn(arn));
    return ownerOf(arn) === caller.account
      ? { kind: 'gone', arn }
      : { kind: 'not-seen', arn, account: caller.account };
  }
  if (purpose === 'enable' && trail.kmsKeyId !== undefined) {
    showAsRead(trail, asked, context).catch(error =>
      context.log(`${arn} is not shown: ${problemOf(error).kind}`),
    );
    return { kind: 'has-key', arn, keyArn: trail.kmsKeyId };
  }
  const [bucket, status] = await Promise.all([
    account.buckets.facts(trail.bucket, signal),
    // Only a remark on the trail follows from it: if it cannot be read, there is no remark.
    account.trails.status(trail, signal).catch(() => undefined),
  ]);
  const bucketRegion = bucketRegionOf(trail, bucket.region);
  if (!bucketRegion) {
    return { kind: 'bucket-gone', arn, bucket: trail.bucket };
  }
  const region = knownValue(bucket.region);
  const bucketPolicy =
    region === undefined
      ? unreadPolicy(bucket.region)
      : await account.buckets.policy?.(trail.bucket, region, signal);
  const declaredAt = context.declaredAt(trail);
  return {
    profile,
    caller,
    trail,
    bucketRegion,
    bucketKey: knownValue(bucket.bucketKey),
    ...(status && { logging: status.logging }),
    ...(bucketPolicy && { bucketPolicy }),
    ...(declaredAt !== undefined && { declaredAt }),
  };
}
