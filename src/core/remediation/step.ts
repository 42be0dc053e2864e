import type { PolicyStatement } from '../trail/keyPolicy/index.ts';

/** One step of a plan, as data: it can be shown, written down, rendered as a command, and done. */
export type Step =
  | {
      readonly kind: 'create-key';
      readonly region: string;
      /** Says which plan created the key, so that it is found again after a crash. */
      readonly description: string;
      readonly policy: string;
      readonly multiRegion: boolean;
      /** Looked up first: if the alias is taken, the key is better not created. */
      readonly alias: string;
    }
  /** Of the key that the plan creates, like the next. */
  | { readonly kind: 'create-alias'; readonly region: string; readonly alias: string }
  | { readonly kind: 'enable-rotation'; readonly region: string }
  | {
      readonly kind: 'add-statements';
      readonly keyArn: string;
      readonly before: string;
      readonly after: string;
      readonly added: readonly PolicyStatement[];
      /** Other trails that were seen under the key before; absent = none. */
      readonly formerUsers?: readonly string[];
    }
  /**
   * Puts the former text back, if the policy is still what was written and no trail delivers under the key but those that
   * did before; otherwise leaves it. The trails are read by name, and the Regions for all others.
   */
  | {
      readonly kind: 'restore-policy';
      readonly keyArn: string;
      readonly before: string;
      readonly after: string;
      readonly trailArns: readonly string[];
      readonly formerUsers: readonly string[];
      readonly regions: readonly string[];
    }
  /**
   * `from` is the current key of the trail; absent = SSE-S3. If it is also the target, the key policy was extended, and
   * CloudTrail is made to check the key.
   */
  | {
      readonly kind: 'update-trail';
      readonly trailArn: string;
      readonly from?: string;
      readonly to: KeyTarget;
      /** Bucket of the trail when the plan was created: its Region is that of the key, and its policy was judged. */
      readonly bucket?: string;
      /** An organization trail that another account owns: a refusal may mean that this account may not change it. */
      readonly foreignOrganizationTrail?: true;
    }
  | { readonly kind: 'confirm'; readonly trailArn: string; readonly to: KeyTarget }
  /**
   * UpdateTrail with the current key of the trail (absent = SSE-S3), which changes nothing: it shows whether this account
   * may change an organization trail of another account before anything is created.
   */
  | {
      readonly kind: 'try-update';
      readonly trailArn: string;
      readonly keyArn?: string;
      /** As of `update-trail`. */
      readonly bucket?: string;
    }
  /** Looks for the key of a CreateKey that got no answer, by its description. From then on it is the key of the plan. */
  | { readonly kind: 'find-key'; readonly region: string; readonly description: string }
  /**
   * For a key that no trail ever used; skipped if a trail uses it, or if its policy is not the one that it was created
   * with. The trails are read by name, and the Regions for all others.
   */
  | {
      readonly kind: 'schedule-deletion';
      readonly key: KeyReference;
      readonly days: number;
      readonly policy: string;
      readonly trailArns: readonly string[];
      readonly regions: readonly string[];
    }
  /** CancelKeyDeletion: KMS leaves the key disabled. `trailArns` are the trails that deliver under it. */
  | { readonly kind: 'cancel-deletion'; readonly keyArn: string; readonly trailArns: readonly string[] }
  /** `saved`: behind a `cancel-deletion`, which KMS may not show for a while. */
  | {
      readonly kind: 'enable-key';
      readonly keyArn: string;
      readonly trailArns: readonly string[];
      readonly saved?: true;
    }
  /** Takes an `enable-key` back: only if no trail delivers under the key but those that did before. */
  | {
      readonly kind: 'disable-key';
      readonly keyArn: string;
      readonly formerUsers: readonly string[];
      readonly regions: readonly string[];
    }
  /** `foreignOrganizationTrail`: as of `update-trail`. */
  | { readonly kind: 'start-logging'; readonly trailArn: string; readonly foreignOrganizationTrail?: true }
  /** Takes a `start-logging` back. */
  | { readonly kind: 'stop-logging'; readonly trailArn: string; readonly foreignOrganizationTrail?: true };

export type StepKind = Step['kind'];

export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

/** What a trail is encrypted with: the key that the plan creates, an existing key, or none (SSE-S3). */
export type KeyTarget = KeyReference | NoKey;

/** A key: the one that the plan creates or finds, or an existing one. */
export type KeyReference = { readonly kind: 'made' } | ExistingKey;

export interface ExistingKey {
  readonly kind: 'key';
  readonly arn: string;
}

export interface NoKey {
  readonly kind: 'none';
}

/** An IAM action that the caller needs. */
export interface IamNeed {
  readonly action: string;
  /** ARN, possibly with wildcards. */
  readonly resource: string;
}

/** The trail a step is about; the others serve all trails of the plan. */
export function trailOf(step: Step): string | undefined {
  switch (step.kind) {
    case 'update-trail':
    case 'confirm':
    case 'start-logging':
    case 'stop-logging':
      return step.trailArn;
    default:
      return undefined;
  }
}

/** Whether the trail has the key already, and CloudTrail only tries it. */
export function keepsKey({ from, to }: StepOf<'update-trail'>): boolean {
  return to.kind === 'key' && to.arn === from;
}

/**
 * Whether the step creates a key, writes its policy or changes its state, which may take a while to be known everywhere in
 * KMS.
 */
export function changesKey({ kind }: Step): boolean {
  return (
    kind === 'create-key' ||
    kind === 'add-statements' ||
    kind === 'restore-policy' ||
    kind === 'cancel-deletion' ||
    kind === 'enable-key'
  );
}

/** Whether the step changes something in AWS. */
export function writes(step: Step): boolean {
  return step.kind !== 'confirm' && step.kind !== 'find-key' && step.kind !== 'try-update';
}

/** From the Service Authorization Reference, "AWS KMS" and "AWS CloudTrail". */
export function iamNeedsOf(step: Step, account: string, partition: string): IamNeed[] {
  switch (step.kind) {
    case 'create-key':
      return [
        { action: 'kms:ListAliases', resource: '*' },
        { action: 'kms:CreateKey', resource: '*' },
        // Where it got no answer, and in the script, the key is looked for by its description; the script compares its policy.
        { action: 'kms:ListKeys', resource: '*' },
        { action: 'kms:DescribeKey', resource: `arn:${partition}:kms:${step.region}:${account}:key/*` },
        { action: 'kms:GetKeyPolicy', resource: `arn:${partition}:kms:${step.region}:${account}:key/*` },
        ...(step.multiRegion ? [{ action: 'iam:CreateServiceLinkedRole', resource: '*' }] : []),
      ];
    case 'create-alias': {
      const prefix = `arn:${partition}:kms:${step.region}:${account}:`;
      return [
        { action: 'kms:ListAliases', resource: '*' },
        { action: 'kms:CreateAlias', resource: prefix + step.alias },
        { action: 'kms:CreateAlias', resource: `${prefix}key/*` },
      ];
    }
    case 'enable-rotation':
      return [
        { action: 'kms:EnableKeyRotation', resource: `arn:${partition}:kms:${step.region}:${account}:key/*` },
      ];
    case 'add-statements':
      return [describeKey(step.keyArn), ...policyNeeds(step.keyArn)];
    case 'restore-policy':
      return [...step.trailArns.map(getTrail), describeTrails, ...policyNeeds(step.keyArn)];
    case 'update-trail':
    case 'try-update':
      return [getTrail(step.trailArn), { action: 'cloudtrail:UpdateTrail', resource: step.trailArn }];
    case 'confirm':
      return [getTrail(step.trailArn), { action: 'cloudtrail:GetTrailStatus', resource: step.trailArn }];
    case 'find-key':
      return [
        { action: 'kms:ListKeys', resource: '*' },
        { action: 'kms:DescribeKey', resource: `arn:${partition}:kms:${step.region}:${account}:key/*` },
      ];
    case 'schedule-deletion': {
      const key = step.key.kind === 'key' ? step.key.arn : `arn:${partition}:kms:*:${account}:key/*`;
      return [
        ...step.trailArns.map(getTrail),
        describeTrails,
        { action: 'kms:DescribeKey', resource: key },
        { action: 'kms:GetKeyPolicy', resource: key },
        { action: 'kms:ScheduleKeyDeletion', resource: key },
      ];
    }
    case 'cancel-deletion':
      return [describeKey(step.keyArn), { action: 'kms:CancelKeyDeletion', resource: step.keyArn }];
    case 'enable-key':
      return [describeKey(step.keyArn), { action: 'kms:EnableKey', resource: step.keyArn }];
    case 'disable-key':
      return [describeTrails, describeKey(step.keyArn), { action: 'kms:DisableKey', resource: step.keyArn }];
    case 'start-logging':
    case 'stop-logging': {
      const action = step.kind === 'start-logging' ? 'StartLogging' : 'StopLogging';
      return [
        getTrail(step.trailArn),
        { action: 'cloudtrail:GetTrailStatus', resource: step.trailArn },
        { action: `cloudtrail:${action}`, resource: step.trailArn },
      ];
    }
  }
}

const describeTrails: IamNeed = { action: 'cloudtrail:DescribeTrails', resource: '*' };

function describeKey(keyArn: string): IamNeed {
  return { action: 'kms:DescribeKey', resource: keyArn };
}

function policyNeeds(keyArn: string): IamNeed[] {
  return [
    { action: 'kms:GetKeyPolicy', resource: keyArn },
    { action: 'kms:PutKeyPolicy', resource: keyArn },
  ];
}

function getTrail(trailArn: string): IamNeed {
  return { action: 'cloudtrail:GetTrail', resource: trailArn };
}
