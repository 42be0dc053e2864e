import type { KeyMetadata } from '../account/ports.ts';
import type { KeyDetails } from '../account/state.ts';
import { isForeignOrganizationTrail, type LiveTrail } from '../account/trail.ts';
import {
  accessOfTrails,
  judgeKeyPolicy,
  newKeyPolicy,
  policySizeLimit,
  type Reader,
  utf8Length,
  withinLimit,
} from '../trail/keyPolicy/index.ts';
import { checkAlias } from './alias.ts';
import type { Batch, TrailToChange } from './batch.ts';
import { type Fitness, fitnessOf, type KeyNeed, type KeyObstacle, obstacleIn } from './fitness.ts';
import { checkKeyArn, type TypedKey } from './keyChoice.ts';
import { type IamNeed, iamNeedsOf, type KeyTarget, type Step, type StepOf } from './step.ts';
import { type PlanWarning, warningsFor } from './warning.ts';

/** What will be done, in order. Plain data: it survives JSON, and the journal keeps it whole. */
export interface Plan {
  /** Identifies the plan and its run, in the journal and in the description of a key that it creates. */
  readonly id: string;
  readonly purpose: 'enable' | 'change' | 'restore' | 'repair';
  readonly profile: string;
  /** Account of the caller, and of every key that is created or changed. */
  readonly account: string;
  readonly partition: string;
  readonly steps: readonly Step[];
  readonly warnings: readonly PlanWarning[];
  /** The run that is undone. */
  readonly undoes?: string;
}

/** Trails, and the key they shall deliver under. */
export interface EncryptionRequest extends Omit<Batch, 'id' | 'trails'> {
  /** Unique, created by the caller. */
  readonly id: string;
  readonly trails: readonly TrailToChange[];
  readonly key: KeyAnswer;
  /** Who may decrypt log files in addition to those whom the key policy and IAM allow; absent = no one. */
  readonly readers?: readonly Reader[];
  /** Every trail that is known under a key, by the key's ARN; absent = none is. */
  readonly trailsUnder?: (keyArn: string) => readonly string[];
}

export type KeyAnswer =
  | { readonly kind: 'existing'; readonly key: KeyDetails }
  /** An ARN that was typed; the metadata if DescribeKey answered. */
  | { readonly kind: 'typed'; readonly arn: string; readonly metadata?: KeyMetadata }
  | ({ readonly kind: 'new' } & NewKeyAnswer);

export interface NewKeyAnswer {
  readonly alias: string;
  readonly rotation: boolean;
  readonly multiRegion: boolean;
}

export type PlanResult =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly why: PlanRefusal };

export type PlanRefusal =
  /** Every trail has this key already. */
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'alias-invalid'; readonly why: 'empty' | 'characters' | 'too-long' | 'reserved' }
  | { readonly kind: 'key-arn-invalid'; readonly why: Exclude<TypedKey, { kind: 'ok' }> }
  | { readonly kind: 'key-unusable'; readonly why: KeyObstacle }
  | { readonly kind: 'not-a-trail'; readonly arns: readonly string[] };

/**
 * The plan that puts trails under a key, or mends the policy of the key that they have. Key and policy come before the
 * trail, since CloudTrail tries the key at once.
 */
export function planEncryption(request: EncryptionRequest): PlanResult {
  const settled = settleKey(request);
  if (settled.kind === 'refused') {
    return settled;
  }
  const changed = request.trails.filter(
    ({ trail }) =>
      settled.target.kind !== 'key' ||
      trail.kmsKeyId !== settled.target.arn ||
      isKeptOut(trail, settled.fitness, request),
  );
  if (changed.length === 0) {
    return refused({ kind: 'nothing-to-do' });
  }
  const tries = settled.steps.length > 0 ? changed.flatMap(({ trail }) => trySteps(trail, request)) : [];
  const replaces = changed.some(({ trail }) => trail.kmsKeyId !== undefined);
  return {
    kind: 'plan',
    plan: {
      id: request.id,
      purpose: replaces ? 'change' : 'enable',
      profile: request.profile,
      account: request.caller.account,
      partition: request.caller.partition,
      steps: [
        ...tries,
        ...settled.steps,
        ...changed.flatMap(({ trail }) => trailSteps(trail, settled.target, request)),
      ],
      warnings: [
        ...tries.map(({ trailArn }) => ({ kind: 'tries-update-first', trailArn }) as const),
        ...warningsFor(changed, request, settled.fitness),
      ],
    },
  };
}

/** Everything that the caller must be allowed to do, each once. */
export function iamNeedsOfPlan(plan: Plan): IamNeed[] {
  const needs = plan.steps.flatMap(step => iamNeedsOf(step, plan.account, plan.partition));
  const seen = new Set<string>();
  return needs.filter(({ action, resource }) => {
    const key = `${action} ${resource}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The trails that a plan changes, or whose key it repairs, in its order. */
export function trailsIn(plan: Plan): string[] {
  return [...new Set(plan.steps.flatMap(trailsOfStep))];
}

function trailsOfStep(step: Step): readonly string[] {
  switch (step.kind) {
    case 'update-trail':
    case 'start-logging':
    case 'stop-logging':
      return [step.trailArn];
    case 'cancel-deletion':
    case 'enable-key':
      return step.trailArns;
    case 'disable-key':
      return step.formerUsers;
    default:
      return [];
  }
}

type SettledKey =
  | {
      readonly kind: 'settled';
      readonly target: KeyTarget;
      readonly steps: readonly Step[];
      readonly fitness?: Fitness;
    }
  | { readonly kind: 'refused'; readonly why: PlanRefusal };

function settleKey(request: EncryptionRequest): SettledKey {
  switch (request.key.kind) {
    case 'existing':
      return settleExisting(request.key.key, request);
    case 'typed':
      return settleTyped(request.key.arn, request.key.metadata, request);
    case 'new':
      return settleNew(request.key, request);
  }
}

/** Whether the current policy does not certainly allow CloudTrail for a trail. */
function isKeptOut(
  { arn }: LiveTrail,
  fitness: Fitness | undefined,
  { bucketKey, key }: EncryptionRequest,
): boolean {
  return (
    fitness?.kind === 'after-policy-change' &&
    key.kind === 'existing' &&
    judgeKeyPolicy(fitness.policy.before, {
      trailArn: arn,
      bucketKey,
      keyArn: key.key.arn,
    }).answer !== 'admits'
  );
}

function settleExisting(key: KeyDetails, request: EncryptionRequest): SettledKey {
  const fitness = fitnessOf(key, needOf(request));
  if (fitness.kind === 'unusable') {
    return refused({ kind: 'key-unusable', why: fitness.why });
  }
  const target: KeyTarget = { kind: 'key', arn: key.arn };
  if (fitness.kind === 'ready') {
    return { kind: 'settled', target, steps: [], fitness };
  }
  const { before, after, added } = fitness.policy;
  const own = new Set(request.trails.map(({ trail }) => trail.arn));
  const formerUsers = (request.trailsUnder?.(key.arn) ?? []).filter(arn => !own.has(arn));
  const step: Step = {
    kind: 'add-statements',
    keyArn: key.arn,
    before,
    after,
    added,
    ...(formerUsers.length > 0 && { formerUsers }),
  };
  return { kind: 'settled', target, steps: [step], fitness };
}

function settleTyped(arn: string, metadata: KeyMetadata | undefined, request: EncryptionRequest): SettledKey {
  const typed = checkKeyArn(arn, request.bucketRegion, request.caller);
  if (typed.kind !== 'ok') {
    return refused({ kind: 'key-arn-invalid', why: typed });
  }
  const obstacle = metadata && obstacleIn(metadata, request);
  return obstacle
    ? refused({ kind: 'key-unusable', why: obstacle })
    : { kind: 'settled', target: { kind: 'key', arn: typed.arn }, steps: [] };
}

function settleNew(answer: NewKeyAnswer, request: EncryptionRequest): SettledKey {
  const alias = checkAlias(answer.alias);
  if (alias.kind === 'invalid') {
    return refused({ kind: 'alias-invalid', why: alias.why });
  }
  const arns = request.trails.map(({ trail }) => trail.arn);
  const access = accessOfTrails(arns, request.bucketKey !== false);
  if (!access) {
    return refused({ kind: 'not-a-trail', arns });
  }
  const { partition, account } = request.caller;
  const written = newKeyPolicy({
    ...access,
    partition,
    keyAccount: account,
    readers: request.readers ?? [],
  });
  const policy = withinLimit(JSON.stringify(written, undefined, 2));
  const bytes = utf8Length(policy);
  if (bytes > policySizeLimit) {
    const refusal = { kind: 'too-large', bytes, limit: policySizeLimit } as const;
    return refused({ kind: 'key-unusable', why: { kind: 'policy', refusal } });
  }
  const region = request.bucketRegion;
  return {
    kind: 'settled',
    target: { kind: 'made' },
    steps: [
      {
        kind: 'create-key',
        region,
        description: descriptionOf(request),
        policy,
        multiRegion: answer.multiRegion,
        alias: alias.alias,
      },
      { kind: 'create-alias', region, alias: alias.alias },
      ...(answer.rotation ? [{ kind: 'enable-rotation', region } as const] : []),
    ],
  };
}

/** Where another account owns the organization's trail, it is known first whether this one may change it. */
function trySteps(trail: LiveTrail, { caller }: EncryptionRequest): StepOf<'try-update'>[] {
  return isForeignOrganizationTrail(trail, caller.account)
    ? [
        {
          kind: 'try-update',
          trailArn: trail.arn,
          ...(trail.kmsKeyId !== undefined && { keyArn: trail.kmsKeyId }),
          ...bucketOf(trail),
        },
      ]
    : [];
}

function trailSteps(trail: LiveTrail, to: KeyTarget, { caller }: EncryptionRequest): Step[] {
  const from = trail.kmsKeyId;
  return [
    {
      kind: 'update-trail',
      trailArn: trail.arn,
      ...(from !== undefined && { from }),
      to,
      ...bucketOf(trail),
      ...(isForeignOrganizationTrail(trail, caller.account) && { foreignOrganizationTrail: true }),
    },
    { kind: 'confirm', trailArn: trail.arn, to },
  ];
}

function bucketOf({ bucket }: LiveTrail): { readonly bucket?: string } {
  return bucket === '' ? {} : { bucket };
}

function needOf(request: EncryptionRequest): KeyNeed {
  const { trails, bucketRegion, bucketKey, readers = [] } = request;
  return { trailArns: trails.map(({ trail }) => trail.arn), bucketRegion, bucketKey, readers };
}

/** At most 8,192 characters are allowed; names are cut long before. */
function descriptionOf({ trails, id }: EncryptionRequest): string {
  const names = trails.map(({ trail }) => trail.name).join(', ');
  return `Log files of CloudTrail: ${names.length > 200 ? `${trails.length} trails` : names} (${id})`;
}

function refused(why: PlanRefusal): { kind: 'refused'; why: PlanRefusal } {
  return { kind: 'refused', why };
}
