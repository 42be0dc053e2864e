import { ProblemError, problemOf } from '../account/problem.ts';
import type { TrailStatus } from '../account/trail.ts';
import { dyingStates } from '../trail/usable.ts';
import type { Seen } from './attempt.ts';
import { checkGuard, type GuardContext, keyIn, lookAt, targetIn, trailAt } from './checkGuard.ts';
import { concurrently } from './concurrently.ts';
import { FailureError } from './failure.ts';
import { guardsOf, tellsEffect } from './guards.ts';
import type { Delivery, StepEnd } from './journal.ts';
import type { Written } from './ports.ts';
import type { Step, StepOf } from './step.ts';
import { tryUpdate } from './tryUpdate.ts';
import { type Write, type WriteContext, write } from './write.ts';

export interface StepContext extends WriteContext, GuardContext {
  /** When the trail of the step was updated, in milliseconds since 1970. */
  readonly updatedAt: number;
  /** Whether log files may be encrypted with a key, as far as is recorded. */
  readonly everServed: (keyArn: string) => boolean;
}

/**
 * Does one step. Before anything is written, its conditions are read again: a step that needs no change is not
 * repeated, and a change made meanwhile stops it. Throws `FailureError`, `CancelledError`, or what a port throws.
 */
export function perform(step: Step, context: StepContext): Promise<StepEnd> {
  const { keys, trails } = context.account;
  switch (step.kind) {
    case 'create-key':
      return createKey(step, context);
    case 'create-alias':
      return guarded(step, () => keys.createAlias(step.alias, made(context)), context);
    case 'enable-rotation':
      return enableRotation(step, context);
    case 'add-statements':
    case 'restore-policy':
      return guarded(step, () => keys.putPolicy(step.keyArn, step.after), context);
    case 'update-trail': {
      const wanted = targetIn(step.to, context) ?? '';
      return guarded(step, () => trails.setKey(step.trailArn, wanted), context);
    }
    case 'confirm':
      return confirm(step, context);
    case 'try-update':
      return tryUpdate(step, context);
    case 'find-key':
      return findKey(step, context);
    case 'schedule-deletion':
      return scheduleDeletion(step, context);
    case 'cancel-deletion':
      return guarded(step, () => keys.cancelDeletion(step.keyArn), context);
    case 'enable-key':
      return guarded(step, () => keys.enable(step.keyArn), context);
    case 'disable-key':
      return guarded(step, () => keys.disable(step.keyArn), context);
    case 'start-logging':
      return guarded(step, () => trails.startLogging(step.trailArn), context);
    case 'stop-logging':
      return guarded(step, () => trails.stopLogging(step.trailArn), context);
  }
}

/** What a trail's status says of delivery under the new key, if it was updated at a time of this computer's clock. */
export function deliveryOf(status: TrailStatus, updatedAt: number): Delivery {
  const { latestDelivery, latestDeliveryError, clockOffset = 0 } = status;
  if (latestDelivery === undefined || latestDelivery - clockOffset <= updatedAt) {
    // An error of before the change says nothing of the new key.
    return status.logging ? { kind: 'waiting' } : { kind: 'not-logging' };
  }
  return latestDeliveryError === undefined
    ? { kind: 'confirmed', time: latestDelivery }
    : { kind: 'failing', error: latestDeliveryError };
}

/** A write whose guards alone decide: they also show whether it took effect. */
async function guarded(step: Step, send: () => Promise<Written>, context: StepContext): Promise<StepEnd> {
  return done(
    {
      step,
      look: () => lookAt(step, context),
      send,
      seen: () => seenOf(step, context),
      confirm: tellsNothing(step) ? 'always' : 'without-request-id',
    },
    context,
  );
}

/** Whether the answer contains nothing that only AWS could know: an empty success may come from anything. */
function tellsNothing({ kind }: Step): boolean {
  switch (kind) {
    case 'add-statements':
    case 'restore-policy':
    case 'enable-key':
    case 'disable-key':
    case 'start-logging':
    case 'stop-logging':
      return true;
    default:
      return false;
  }
}

/** What the guards that know what the step wants say after it was sent. */
async function seenOf(step: Step, context: StepContext): Promise<Seen> {
  for (const guard of guardsOf(step)) {
    if (tellsEffect(guard)) {
      const answer = await orUndefined(checkGuard(guard, context));
      return answer?.kind === 'settled' ? 'done' : answer?.kind === 'holds' ? 'not-done' : 'not-read';
    }
  }
  return 'not-read';
}

/** Milliseconds after which a key is looked for whose CreateKey got no answer: it may take effect late. */
export const lookingAfter: readonly number[] = [0, 5_000, 10_000];

async function createKey(step: StepOf<'create-key'>, context: StepContext): Promise<StepEnd> {
  let found = context.begunBefore ? await keyMadeFor(step, context) : undefined;
  if (found !== undefined) {
    return { state: 'done', keyArn: found, requestIds: [] };
  }
  const end = await write(
    {
      step,
      look: () => lookAt(step, context),
      send: () => context.account.keys.create(step),
      seen: async () => {
        found = await orUndefined(lookForKey(step, context));
        return found === undefined ? 'not-read' : 'done';
      },
      // Only KMS knows its ARN.
      confirm: 'never',
    },
    context,
  );
  const { written, ...rest } = end;
  const keyArn = written?.arn ?? found;
  return { ...rest, ...(keyArn !== undefined && { keyArn }) };
}

async function enableRotation(step: StepOf<'enable-rotation'>, context: StepContext): Promise<StepEnd> {
  const key = made(context);
  return done(
    {
      step,
      look: () => lookAt(step, context),
      send: () => context.account.keys.enableRotation(key),
      seen: async () => {
        const rotates = await orUndefined(context.account.keys.rotation(key, context.signal));
        return rotates === undefined ? 'not-read' : rotates ? 'done' : 'not-done';
      },
      confirm: 'without-request-id',
    },
    context,
  );
}

async function confirm(step: StepOf<'confirm'>, context: StepContext): Promise<StepEnd> {
  const trail = await trailAt(step.trailArn, context);
  if (trail.kmsKeyId !== targetIn(step.to, context)) {
    const found = trail.kmsKeyId;
    throw new FailureError({
      kind: 'not-confirmed',
      trailArn: step.trailArn,
      ...(found !== undefined && { found }),
    });
  }
  const status = await orUndefined(context.account.trails.status(trail, context.signal));
  const delivery: Delivery = status ? deliveryOf(status, context.updatedAt) : { kind: 'waiting' };
  return { state: 'done', requestIds: [], delivery };
}

async function findKey(step: StepOf<'find-key'>, context: StepContext): Promise<StepEnd> {
  const keyArn = await lookForKey(step, context);
  return { state: 'done', requestIds: [], ...(keyArn !== undefined && { keyArn }) };
}

async function scheduleDeletion(step: StepOf<'schedule-deletion'>, context: StepContext): Promise<StepEnd> {
  if (step.key.kind === 'made' && context.madeKey === undefined) {
    // It was looked for, and CreateKey took no effect.
    return { state: 'already-so', requestIds: [] };
  }
  const { keys } = context.account;
  const keyArn = keyIn(step.key, context);
  if (context.everServed(keyArn)) {
    return { state: 'left', requestIds: [], failure: { kind: 'key-served', keyArn } };
  }
  return guarded(step, () => keys.scheduleDeletion(keyArn, step.days), context);
}

async function done(work: Write<Written>, context: StepContext): Promise<StepEnd> {
  const { written: _, ...end } = await write(work, context);
  return end;
}

/** Looks for a key that may appear late, for a while. Throws if the keys cannot be listed. */
async function lookForKey(
  step: StepOf<'create-key'> | StepOf<'find-key'>,
  context: StepContext,
): Promise<string | undefined> {
  for (const delay of lookingAfter) {
    await context.clock.sleep(delay, context.signal);
    const found = await keyMadeFor(step, context);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** KMS answers 2,000 DescribeKey calls a second in a Region. */
const describesAtOnce = 24;

/**
 * The key that a plan created in an attempt that got no answer: the description names the plan. Throws if a key that may
 * be it cannot be read, because a second key would be created.
 */
async function keyMadeFor(
  { region, description }: StepOf<'create-key'> | StepOf<'find-key'>,
  { account: { keys }, signal }: StepContext,
): Promise<string | undefined> {
  let isAnyRead = false;
  let unread: ProblemError | undefined;
  for await (const page of keys.list(region, signal)) {
    const described = concurrently(page, describesAtOnce, arn =>
      keys.describe(arn, signal).catch((error: unknown) => new ProblemError(problemOf(error))),
    );
    for await (const key of described) {
      if (key instanceof ProblemError) {
        // Where others can be read, a key that keeps the caller out has a policy of its own, and is none of ours.
        unread = unread && unread.problem.kind !== 'access-denied' ? unread : key;
        continue;
      }
      isAnyRead = true;
      if (key?.description === description && !dyingStates.includes(key.state)) {
        return key.arn;
      }
    }
  }
  if (unread && !(isAnyRead && unread.problem.kind === 'access-denied')) {
    throw unread;
  }
  return undefined;
}

function made(context: StepContext): string {
  return keyIn({ kind: 'made' }, context);
}

/** Reading that only adds detail: if it fails, nothing is added. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch {
    return undefined;
  }
}
