import type { KeyState } from '../trail/key.ts';
import { dyingStates, usableStates } from '../trail/usable.ts';
import { type KeyReference, keepsKey, type NoKey, type Step, type StepOf } from './step.ts';

/**
 * One thing that is read right before a step writes, and what it must be. Where it is what the step wants already
 * (`after`), nothing is left to do. Data, so that the run asks it of AWS and the script renders it for the AWS CLI.
 * `Guard<ExistingKey>` names no key that the plan has yet to create: it can be read before the first step.
 */
export type Guard<Key extends KeyReference = KeyReference> = (
  | {
      /** GetTrail: the key of a trail, and its bucket where the plan rests on it. */
      readonly kind: 'trail-key';
      readonly trailArn: string;
      readonly before: Key | NoKey;
      readonly after?: Key | NoKey;
      readonly bucket?: string;
    }
  | {
      /** GetKeyPolicy, compared as `samePolicy` does. */
      readonly kind: 'key-policy';
      readonly key: Key;
      readonly before: string;
      readonly after?: string;
    }
  | {
      /** ListAliases of the Region: the alias has to be free. */
      readonly kind: 'alias-free';
      readonly region: string;
      readonly alias: string;
      readonly after?: Key;
    }
  | {
      /**
       * DescribeTrails with shadow trails in every Region, for all trails but those that are named, then GetTrail of each of
       * `trailArns`: none delivers under the key but those that did before.
       */
      readonly kind: 'key-unused';
      readonly key: Key;
      readonly regions: readonly string[];
      readonly trailArns: readonly string[];
      readonly formerUsers: readonly string[];
    }
  | {
      /** DescribeKey: the state of a key. */
      readonly kind: 'key-state';
      readonly keyArn: string;
      readonly before: readonly KeyState[];
      readonly after?: readonly KeyState[];
    }
  | {
      /** GetTrailStatus: whether a trail logs. Where it does, or does not, as the step wants it, nothing is left to do. */
      readonly kind: 'trail-logging';
      readonly trailArn: string;
      readonly after: boolean;
    }
  | {
      /** DescribeKey: a key that is deleted or pending deletion leaves nothing to do; every other state is good. */
      readonly kind: 'key-kept';
      readonly key: Key;
    }
) & {
  /**
   * What happens to the step if the guard does not hold: it stops the run, or is left unchanged and the run continues.
   */
  readonly otherwise: 'stop' | 'leave';
};

/** The conditions of a step, in the order in which they are read. A condition that cannot be read stops the step. */
export function guardsOf(step: Step): readonly Guard[] {
  switch (step.kind) {
    case 'create-key':
      return [{ kind: 'alias-free', region: step.region, alias: step.alias, otherwise: 'stop' }];
    case 'create-alias': {
      const { region, alias } = step;
      return [{ kind: 'alias-free', region, alias, after: { kind: 'made' }, otherwise: 'stop' }];
    }
    case 'add-statements':
      // To a key that was disabled since, statements would be added for nothing: no trail can be put under it.
      return [
        { kind: 'key-state', keyArn: step.keyArn, before: usableStates, otherwise: 'stop' },
        policyOf(step, 'stop'),
      ];
    case 'restore-policy':
      // Policies have no version that KMS would check: they are read as the last.
      return [unusedBy({ ...step, key: { kind: 'key', arn: step.keyArn } }), policyOf(step, 'leave')];
    case 'update-trail': {
      // Sent although it changes nothing: CloudTrail tries the key.
      const after = keepsKey(step) ? {} : { after: step.to };
      return [{ ...keyBefore(step, step.from), ...after }];
    }
    case 'try-update':
      return [keyBefore(step, step.keyArn)];
    case 'schedule-deletion': {
      const { key, policy } = step;
      return [
        { kind: 'key-kept', key, otherwise: 'leave' },
        { kind: 'key-policy', key, before: policy, otherwise: 'leave' },
        unusedBy({ ...step, formerUsers: [] }),
      ];
    }
    case 'cancel-deletion':
      return [stateOf(step, dyingStates, kept, 'stop')];
    case 'enable-key':
      // KMS refuses to enable a key that is still to be deleted.
      return [stateOf(step, ['Disabled', ...(step.saved ? dyingStates : [])], usableStates, 'stop')];
    case 'disable-key':
      return [
        unusedBy({ ...step, key: { kind: 'key', arn: step.keyArn }, trailArns: [] }),
        stateOf(step, usableStates, ['Disabled'], 'leave'),
      ];
    case 'start-logging':
    case 'stop-logging': {
      const { trailArn, kind } = step;
      return [{ kind: 'trail-logging', trailArn, after: kind === 'start-logging', otherwise: 'stop' }];
    }
    case 'enable-rotation':
    case 'confirm':
    case 'find-key':
      return [];
  }
}

/**
 * Whether it shows, after the step was sent, that the step took effect. The others show only whether it may be sent.
 */
export function tellsEffect(guard: Guard): boolean {
  return 'after' in guard || guard.kind === 'key-kept';
}

function policyOf(
  { keyArn, before, after }: StepOf<'add-statements' | 'restore-policy'>,
  otherwise: Guard['otherwise'],
): Guard {
  return { kind: 'key-policy', key: { kind: 'key', arn: keyArn }, before, after, otherwise };
}

function keyBefore(
  { trailArn, bucket }: StepOf<'update-trail' | 'try-update'>,
  keyArn: string | undefined,
): Extract<Guard, { kind: 'trail-key' }> {
  return {
    kind: 'trail-key',
    trailArn,
    before: keyArn === undefined ? { kind: 'none' } : { kind: 'key', arn: keyArn },
    ...(bucket !== undefined && { bucket }),
    otherwise: 'stop',
  };
}

/** The state of a key whose deletion is cancelled: disabled, unless its material or its key store is missing. */
const kept: readonly KeyState[] = ['Disabled', 'Enabled', 'PendingImport', 'Unavailable'];

function stateOf(
  { keyArn }: { readonly keyArn: string },
  before: readonly KeyState[],
  after: readonly KeyState[],
  otherwise: Guard['otherwise'],
): Guard {
  return { kind: 'key-state', keyArn, before, after, otherwise };
}

type Use = Omit<Extract<Guard, { kind: 'key-unused' }>, 'kind' | 'otherwise'>;

function unusedBy({ key, regions, trailArns, formerUsers }: Use): Guard {
  return { kind: 'key-unused', key, regions, trailArns, formerUsers, otherwise: 'leave' };
}
