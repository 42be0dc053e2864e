import type { LiveTrail, TrailStatus } from '../account/trail.ts';
import { samePolicy } from '../trail/keyPolicy/index.ts';
import { concurrently } from './concurrently.ts';
import { type Failure, FailureError } from './failure.ts';
import { arnOf } from './history.ts';
import type { Delivery, StepEnd } from './journal.ts';
import type { ChangeableAccount, Written } from './ports.ts';
import { keepsKey, type Step } from './step.ts';
import { type Write, type WriteContext, write } from './write.ts';

export interface StepContext extends WriteContext {
  readonly account: ChangeableAccount;
  readonly madeKey: string | undefined;
  /** When the trail of the step was updated, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/**
 * Does one step. Before anything is written, what it rests on is read again: what is so already is not done
 * twice, and what somebody changed meanwhile stops it. Throws `FailureError`, `CancelledError`, or what a port throws.
 */
export function perform(step: Step, context: StepContext): Promise<StepEnd> {
  switch (step.kind) {
    case 'create-key':
      return createKey(step, context);
    case 'create-alias':
      return createAlias(step, context);
    case 'enable-rotation':
      return enableRotation(step, context);
    case 'add-statements':
      return putPolicy(step, context);
    case 'restore-policy':
      return restorePolicy(step, context);
    case 'update-trail':
      return updateTrail(step, context);
    case 'confirm':
      return confirm(step, context);
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

async function createKey(step: Of<'create-key'>, context: StepContext): Promise<StepEnd> {
  let found = context.begunBefore ? await keyMadeFor(step, context) : undefined;
  if (found !== undefined) {
    return { state: 'done', keyArn: found, requestIds: [] };
  }
  const end = await write(
    {
      step,
      isNeedless: async () => {
        if ((await aliasTarget(step.region, step.alias, context)) !== undefined) {
          throw new FailureError({ kind: 'alias-taken', alias: step.alias });
        }
        return false;
      },
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

async function createAlias(step: Of<'create-alias'>, context: StepContext): Promise<StepEnd> {
  const key = made(context);
  const target = () => aliasTarget(step.region, step.alias, context);
  const isOurs = (found: string | undefined) => found !== undefined && key.endsWith(`/${found}`);
  return done(
    {
      step,
      isNeedless: async () => {
        const found = await target();
        if (found !== undefined && !isOurs(found)) {
          throw new FailureError({ kind: 'alias-taken', alias: step.alias });
        }
        return isOurs(found);
      },
      send: () => context.account.keys.createAlias(step.alias, key),
      tookPlace: () => orUndefined(target().then(isOurs)),
    },
    context,
  );
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

async function putPolicy(
  step: Of<'add-statements'> | Of<'restore-policy'>,
  context: StepContext,
): Promise<StepEnd> {
  const { keys } = context.account;
  const isSo = async () => {
    const found = await keys.policy(step.keyArn, context.signal);
    if (samePolicy(found, step.after)) {
      return true;
    }
    if (!samePolicy(found, step.before)) {
      throw new FailureError({ kind: 'policy-changed', keyArn: step.keyArn, found });
    }
    return false;
  };
  return done(
    {
      step,
      isNeedless: isSo,
      send: () => keys.putPolicy(step.keyArn, step.after),
      tookPlace: () => orUndefined(isSo()),
    },
    context,
  );
}

/** What somebody built on since, or a trail still rests on, stays. */
async function restorePolicy(step: Of<'restore-policy'>, context: StepContext): Promise<StepEnd> {
  const used = await useOf(step, context);
  if (used) {
    return { state: 'left', requestIds: [], failure: used };
  }
  try {
    return await putPolicy(step, context);
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'policy-changed') {
      return { state: 'left', requestIds: [], failure: error.failure };
    }
    throw error;
  }
}

async function updateTrail(step: Of<'update-trail'>, context: StepContext): Promise<StepEnd> {
  const wanted = step.to.kind === 'made' ? made(context) : arnOf(step.to, undefined);
  const isSo = async () => {
    const { kmsKeyId } = await trailAt(step.trailArn, context);
    if (kmsKeyId === wanted) {
      return true;
    }
    if (kmsKeyId !== step.from) {
      throw new FailureError(trailHas('trail-changed', step.trailArn, kmsKeyId));
    }
    return false;
  };
  // Sent although it changes nothing: CloudTrail tries the key. Once more does no harm.
  const tries = keepsKey(step);
  return done(
    {
      step,
      isNeedless: async () => (await isSo()) && !tries,
      send: () => context.account.trails.setKey(step.trailArn, wanted ?? ''),
      tookPlace: async () => (tries ? false : orUndefined(isSo())),
    },
    context,
  );
}

async function confirm(step: Of<'confirm'>, context: StepContext): Promise<StepEnd> {
  const wanted = step.to.kind === 'made' ? made(context) : arnOf(step.to, undefined);
  const trail = await trailAt(step.trailArn, context);
  if (trail.kmsKeyId !== wanted) {
    throw new FailureError(trailHas('not-confirmed', step.trailArn, trail.kmsKeyId));
  }
  const status = await orUndefined(context.account.trails.status(trail, context.signal));
  const delivery: Delivery = status ? deliveryOf(status, context.updatedAt) : { kind: 'waiting' };
  return { state: 'done', requestIds: [], delivery };
}

async function scheduleDeletion(step: Of<'schedule-deletion'>, context: StepContext): Promise<StepEnd> {
  const { keys } = context.account;
  const used = await useOf(step, context);
  if (used) {
    return { state: 'left', requestIds: [], failure: used };
  }
  const isSo = async () => {
    const key = await keys.describe(step.keyArn, context.signal);
    return key === undefined || key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion';
  };
  return done(
    {
      step,
      isNeedless: isSo,
      send: () => keys.scheduleDeletion(step.keyArn, step.days),
      tookPlace: () => orUndefined(isSo()),
    },
    context,
  );
}

async function useOf(
  { keyArn, trailArns }: Of<'restore-policy'> | Of<'schedule-deletion'>,
  { account, signal }: StepContext,
): Promise<Failure | undefined> {
  for (const trailArn of trailArns) {
    const trail = await account.trails.get(trailArn, signal);
    if (trail?.kmsKeyId === keyArn) {
      return { kind: 'key-in-use', keyArn, trailArn };
    }
  }
  return undefined;
}

async function done(work: Write<Written>, context: StepContext): Promise<StepEnd> {
  const { written: _, ...end } = await write(work, context);
  return end;
}

/** KMS answers 2,000 DescribeKey calls a second in a Region. */
const describesAtOnce = 24;

/** The key that this plan made in an attempt whose answer never came: the description names the plan. */
async function keyMadeFor(step: Of<'create-key'>, context: StepContext): Promise<string | undefined> {
  const { keys } = context.account;
  for await (const page of keys.list(step.region, context.signal)) {
    const described = concurrently(page, describesAtOnce, arn =>
      orUndefined(keys.describe(arn, context.signal)),
    );
    for await (const key of described) {
      if (key?.description === step.description && key.state !== 'PendingDeletion') {
        return key.arn;
      }
    }
  }
  return undefined;
}

/** Id of the key behind an alias; empty for an alias that has no key yet. */
async function aliasTarget(region: string, alias: string, context: StepContext): Promise<string | undefined> {
  for await (const page of context.account.keys.listAliases(region, context.signal)) {
    const found = page.find(({ name }) => name === alias);
    if (found) {
      return found.keyId ?? '';
    }
  }
  return undefined;
}

async function trailAt(trailArn: string, context: StepContext): Promise<LiveTrail> {
  const trail = await context.account.trails.get(trailArn, context.signal);
  if (!trail) {
    throw new FailureError({ kind: 'trail-gone', trailArn });
  }
  return trail;
}

function trailHas(kind: 'trail-changed' | 'not-confirmed', trailArn: string, found: string | undefined) {
  return { kind, trailArn, ...(found !== undefined && { found }) };
}

function made(context: StepContext): string {
  if (context.madeKey === undefined) {
    throw new FailureError({ kind: 'no-key-made' });
  }
  return context.madeKey;
}

/** Reading that only helps to tell more: where it fails, nothing is told. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch {
    return undefined;
  }
}
