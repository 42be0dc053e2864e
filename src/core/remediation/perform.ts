import type { TrailStatus } from '../account/trail.ts';
import { checkGuard, type GuardContext, keyIn, targetIn, trailAt, trailHas } from './checkGuard.ts';
import { concurrently } from './concurrently.ts';
import { FailureError } from './failure.ts';
import { guardsOf } from './guards.ts';
import type { Delivery, StepEnd } from './journal.ts';
import type { Written } from './ports.ts';
import type { Step } from './step.ts';
import { type Write, type WriteContext, write } from './write.ts';

export interface StepContext extends WriteContext, GuardContext {
  /** When the trail of the step was updated, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/**
 * Does one step. Before anything is written, what it rests on is read again: what is so already is not done
 * twice, and what somebody changed meanwhile stops it. Throws `FailureError`, `CancelledError`, or what a port throws.
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
    case 'find-key':
      return findKey(step, context);
    case 'schedule-deletion':
      return scheduleDeletion(step, context);
  }
}

/** What a trail's status says of delivery under the new key, if it was updated at a time. */
export function deliveryOf(status: TrailStatus, updatedAt: number): Delivery {
  const { latestDelivery, latestDeliveryError } = status;
  if (latestDelivery === undefined || latestDelivery <= updatedAt) {
    // An error of before the change says nothing of the new key.
    return { kind: 'waiting' };
  }
  return latestDeliveryError === undefined
    ? { kind: 'confirmed', time: latestDelivery }
    : { kind: 'failing', error: latestDeliveryError };
}

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

/** A write that rests on its guards alone: they tell, too, whether it took place. */
async function guarded(step: Step, send: () => Promise<Written>, context: StepContext): Promise<StepEnd> {
  return done(
    { step, isNeedless: () => isSettled(step, context), send, tookPlace: () => tookPlace(step, context) },
    context,
  );
}

/** Asks the guards of a step, in their order. True = nothing is left to do. Throws where one does not hold. */
async function isSettled(step: Step, context: StepContext): Promise<boolean> {
  for (const guard of guardsOf(step)) {
    const answer = await checkGuard(guard, context);
    if (answer.kind === 'settled') {
      return true;
    }
    if (answer.kind === 'broken') {
      throw guard.otherwise === 'leave' ? new LeftError(answer.failure) : new FailureError(answer.failure);
    }
  }
  return false;
}

/** What the guards that know what the step wants say after it was sent. Undefined = it cannot be told. */
async function tookPlace(step: Step, context: StepContext): Promise<boolean | undefined> {
  for (const guard of guardsOf(step)) {
    if ('after' in guard || guard.kind === 'key-kept') {
      const answer = await orUndefined(checkGuard(guard, context));
      return answer?.kind === 'settled' ? true : answer?.kind === 'holds' ? false : undefined;
    }
  }
  return false;
}

/** What the step would change is left as it is. */
class LeftError extends FailureError {}

async function createKey(step: Of<'create-key'>, context: StepContext): Promise<StepEnd> {
  let found = context.begunBefore ? await keyMadeFor(step, context) : undefined;
  if (found !== undefined) {
    return { state: 'done', keyArn: found, requestIds: [] };
  }
  const end = await write(
    {
      step,
      isNeedless: () => isSettled(step, context),
      send: () => context.account.keys.create(step),
      tookPlace: async () => {
        found = await orUndefined(keyMadeFor(step, context));
        return found === undefined ? undefined : true;
      },
    },
    context,
  );
  const { written, ...rest } = end;
  const keyArn = written?.arn ?? found;
  return { ...rest, ...(keyArn !== undefined && { keyArn }) };
}

async function enableRotation(step: Of<'enable-rotation'>, context: StepContext): Promise<StepEnd> {
  const key = made(context);
  return done(
    {
      step,
      isNeedless: async () => false,
      send: () => context.account.keys.enableRotation(key),
      tookPlace: () => orUndefined(context.account.keys.rotation(key, context.signal)),
    },
    context,
  );
}

async function confirm(step: Of<'confirm'>, context: StepContext): Promise<StepEnd> {
  const trail = await trailAt(step.trailArn, context);
  if (trail.kmsKeyId !== targetIn(step.to, context)) {
    throw new FailureError(trailHas('not-confirmed', step.trailArn, trail.kmsKeyId));
  }
  const status = await orUndefined(context.account.trails.status(trail, context.signal));
  const delivery: Delivery = status ? deliveryOf(status, context.updatedAt) : { kind: 'waiting' };
  return { state: 'done', requestIds: [], delivery };
}

async function findKey(step: Of<'find-key'>, context: StepContext): Promise<StepEnd> {
  const keyArn = await keyMadeFor(step, context);
  return { state: 'done', requestIds: [], ...(keyArn !== undefined && { keyArn }) };
}

async function scheduleDeletion(step: Of<'schedule-deletion'>, context: StepContext): Promise<StepEnd> {
  if (step.key.kind === 'made' && context.madeKey === undefined) {
    // It was looked for, and CreateKey took no effect.
    return { state: 'already-so', requestIds: [] };
  }
  const { keys } = context.account;
  return guarded(step, () => keys.scheduleDeletion(keyIn(step.key, context), step.days), context);
}

async function done(work: Write<Written>, context: StepContext): Promise<StepEnd> {
  try {
    const { written: _, ...end } = await write(work, context);
    return end;
  } catch (error) {
    if (error instanceof LeftError) {
      return { state: 'left', requestIds: [], failure: error.failure };
    }
    throw error;
  }
}

/** KMS answers 2,000 DescribeKey calls a second in a Region. */
const describesAtOnce = 24;

/** The key that a plan made in an attempt whose answer never came: the description names the plan. */
async function keyMadeFor(
  { region, description }: Of<'create-key'> | Of<'find-key'>,
  context: StepContext,
): Promise<string | undefined> {
  const { keys } = context.account;
  for await (const page of keys.list(region, context.signal)) {
    const described = concurrently(page, describesAtOnce, arn =>
      orUndefined(keys.describe(arn, context.signal)),
    );
    for await (const key of described) {
      if (key?.description === description && key.state !== 'PendingDeletion') {
        return key.arn;
      }
    }
  }
  return undefined;
}

function made(context: StepContext): string {
  return keyIn({ kind: 'made' }, context);
}

/** Reading that only helps to tell more: where it fails, nothing is told. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch {
    return undefined;
  }
}
