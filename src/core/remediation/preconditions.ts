import { type Guard, guardsOf } from './guards.ts';
import { arnOf, isOver, madeKeyOf, mayHaveHappened, type RecordedStep } from './history.ts';
import { type ExistingKey, type KeyReference, type NoKey, trailOf } from './step.ts';

/** A guard that is read before anything is written, and the step of the plan that it belongs to. */
export interface Precondition {
  readonly index: number;
  readonly guard: Guard<ExistingKey>;
}

/**
 * What a plan rests on, to be read before its first step: a key is not created, nor a policy extended, for a trail that
 * was changed since. The run asks it of AWS, and the script renders it.
 *
 * These are the guards that stop a run, of each step behind one that serves the whole plan. Left out are those of the
 * first step, which are read right before it is sent, when nothing is written yet either; all but the first about the same
 * thing, which an earlier step of the plan may change; and what rests on a key that has yet to be created. Trails whose
 * steps rest on no other's end each by themselves, when it is their turn.
 *
 * @param steps as far as they are recorded: those that are done, or may be, are not asked about again
 */
export function preconditionsOf(steps: readonly RecordedStep[]): readonly Precondition[] {
  const madeKey = madeKeyOf({ steps });
  const subjects = new Set<string>();
  const found: Precondition[] = [];
  let isShared = false;
  for (const [index, { step, state }] of steps.entries()) {
    if (isOver(step, state)) {
      continue;
    }
    for (const guard of guardsOf(step)) {
      const subject = subjectOf(guard);
      const known = withExistingKeys(guard, madeKey);
      if (
        known &&
        isShared &&
        guard.otherwise === 'stop' &&
        !subjects.has(subject) &&
        !mayHaveHappened(state)
      ) {
        found.push({ index, guard: known });
      }
      subjects.add(subject);
    }
    isShared ||= trailOf(step) === undefined;
  }
  return found;
}

/** What a guard reads. */
function subjectOf(guard: Guard): string {
  switch (guard.kind) {
    case 'trail-key':
    case 'trail-logging':
      return `${guard.kind} ${guard.trailArn}`;
    case 'key-state':
      return `${guard.kind} ${guard.keyArn}`;
    case 'alias-free':
      return `${guard.kind} ${guard.region} ${guard.alias}`;
    case 'key-policy':
    case 'key-unused':
    case 'key-kept':
      return `${guard.kind} ${arnOf(guard.key, undefined) ?? ''}`;
  }
}

/** The guard with the key of the plan by its ARN; undefined if it rests on a key that is not created yet. */
function withExistingKeys(guard: Guard, madeKey: string | undefined): Guard<ExistingKey> | undefined {
  switch (guard.kind) {
    case 'trail-key': {
      const { after, ...rest } = guard;
      const before = existing(rest.before, madeKey);
      const wanted = after && existing(after, madeKey);
      // Nobody has given a trail a key that does not exist.
      return before && { ...rest, before, ...(wanted && { after: wanted }) };
    }
    case 'alias-free': {
      const { after, ...rest } = guard;
      const wanted = after && existing(after, madeKey);
      return { ...rest, ...(wanted && { after: wanted }) };
    }
    case 'key-policy':
    case 'key-unused':
    case 'key-kept': {
      const key = existing(guard.key, madeKey);
      return key && { ...guard, key };
    }
    case 'key-state':
    case 'trail-logging':
      return guard;
  }
}

function existing<T extends KeyReference | NoKey>(
  target: T,
  madeKey: string | undefined,
): Exclude<T, { kind: 'made' }> | ExistingKey | undefined {
  if (target.kind !== 'made') {
    return target as Exclude<T, { kind: 'made' }>;
  }
  return madeKey === undefined ? undefined : { kind: 'key', arn: madeKey };
}
