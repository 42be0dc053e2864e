import { problemOf, regionProblem } from '../account/problem.ts';
import type { LiveTrail } from '../account/trail.ts';
import { samePolicy } from '../trail/keyPolicy/index.ts';
import { dyingStates } from '../trail/usable.ts';
import { concurrently } from './concurrently.ts';
import { type Failure, FailureError } from './failure.ts';
import { type Guard, guardsOf } from './guards.ts';
import { arnOf } from './history.ts';
import type { ChangeableAccount } from './ports.ts';
import type { KeyTarget, Step } from './step.ts';
import type { Look } from './write.ts';

export interface GuardContext {
  readonly account: ChangeableAccount;
  readonly signal: AbortSignal;
  /** The key that the plan created or found. */
  readonly madeKey: string | undefined;
}

export type GuardAnswer =
  /** As it was when the plan was created. */
  | { readonly kind: 'holds' }
  /** As the step wants it: nothing is left to do. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'broken'; readonly failure: Failure };

/** Asks AWS whether a guard holds. Throws `FailureError`, or what a port throws, where that cannot be read. */
export async function checkGuard(guard: Guard, context: GuardContext): Promise<GuardAnswer> {
  switch (guard.kind) {
    case 'trail-key': {
      const { trailArn, after, bucket } = guard;
      const before = targetIn(guard.before, context);
      const wanted = after && targetIn(after, context);
      const trail = await trailAt(trailArn, context);
      const { kmsKeyId: found } = trail;
      if (after && found === wanted) {
        return settled;
      }
      if (found !== before) {
        return broken({
          kind: 'trail-changed',
          trailArn,
          ...(before !== undefined && { before }),
          ...(found !== undefined && { found }),
        });
      }
      return bucket === undefined || trail.bucket === bucket
        ? holds
        : broken({ kind: 'bucket-changed', trailArn, before: bucket, found: trail.bucket });
    }
    case 'key-policy': {
      const keyArn = keyIn(guard.key, context);
      const found = await context.account.keys.policy(keyArn, context.signal);
      if (guard.after !== undefined && samePolicy(found, guard.after)) {
        return settled;
      }
      const { before } = guard;
      return samePolicy(found, before) ? holds : broken({ kind: 'policy-changed', keyArn, before, found });
    }
    case 'alias-free': {
      const { region, alias, after } = guard;
      const key = after && keyIn(after, context);
      const found = await aliasTarget(region, alias, context);
      if (found === undefined) {
        return holds;
      }
      return key?.endsWith(`/${found}`) ? settled : broken({ kind: 'alias-taken', alias });
    }
    case 'key-unused': {
      const keyArn = keyIn(guard.key, context);
      const trailArn = await userOf(keyArn, guard, context);
      return trailArn === undefined ? holds : broken({ kind: 'key-in-use', keyArn, trailArn });
    }
    case 'key-state': {
      const { keyArn, before, after } = guard;
      const found = (await context.account.keys.describe(keyArn, context.signal))?.state;
      if (found !== undefined && after?.includes(found)) {
        return settled;
      }
      const [wanted = ''] = before;
      return found !== undefined && before.includes(found)
        ? holds
        : broken({
            kind: 'key-state-changed',
            keyArn,
            before: wanted,
            ...(found !== undefined && { found }),
          });
    }
    case 'trail-logging': {
      const trail = await trailAt(guard.trailArn, context);
      const { logging } = await context.account.trails.status(trail, context.signal);
      return logging === guard.after ? settled : holds;
    }
    case 'key-kept': {
      const key = await context.account.keys.describe(keyIn(guard.key, context), context.signal);
      return key && !dyingStates.includes(key.state) ? holds : settled;
    }
  }
}

/** Asks the guards of a step, in their order, up to the first that settles it. */
export async function lookAt(step: Step, context: GuardContext): Promise<Look> {
  for (const guard of guardsOf(step)) {
    const answer = await checkGuard(guard, context);
    if (answer.kind === 'settled') {
      return answer;
    }
    if (answer.kind === 'broken') {
      return { kind: guard.otherwise, failure: answer.failure };
    }
  }
  return { kind: 'open' };
}

/** Reads a trail, in its home Region; throws `FailureError` where there is none. */
export async function trailAt(trailArn: string, { account, signal }: GuardContext): Promise<LiveTrail> {
  const trail = await account.trails.get(trailArn, signal);
  if (!trail) {
    throw new FailureError({ kind: 'trail-gone', trailArn });
  }
  return trail;
}

/** ARN of the key that a trail shall have; undefined = SSE-S3. */
export function targetIn(target: KeyTarget, context: GuardContext): string | undefined {
  return target.kind === 'none' ? undefined : keyIn(target, context);
}

export function keyIn(
  key: Exclude<KeyTarget, { kind: 'none' }>,
  { madeKey }: Pick<GuardContext, 'madeKey'>,
): string {
  const arn = arnOf(key, madeKey);
  if (arn === undefined) {
    throw new FailureError({ kind: 'no-key-made' });
  }
  return arn;
}

const holds: GuardAnswer = { kind: 'holds' };
const settled: GuardAnswer = { kind: 'settled' };

function broken(failure: Failure): GuardAnswer {
  return { kind: 'broken', failure };
}

/** ID of the key of an alias; empty for an alias that has no key yet. */
async function aliasTarget(
  region: string,
  alias: string,
  { account, signal }: GuardContext,
): Promise<string | undefined> {
  for await (const page of account.keys.listAliases(region, signal)) {
    const found = page.find(({ name }) => name === alias);
    if (found) {
      return found.keyId ?? '';
    }
  }
  return undefined;
}

const regionsAtOnce = 24;

/**
 * A trail that delivers under a key, and did not before. Throws where a Region cannot be read, also where it seems to be switched
 * off: AWS listed it as switched on, and one of those that every account does not have refuses session tokens of the global
 * STS endpoint in the same words (IAM User Guide, "Manage AWS STS in an AWS Region").
 */
async function userOf(
  keyArn: string,
  { regions, trailArns, formerUsers }: Extract<Guard, { kind: 'key-unused' }>,
  { account, signal }: GuardContext,
): Promise<string | undefined> {
  // Those of the plan are read at home: another Region may list them for a while as they were.
  const known = [...formerUsers, ...trailArns];
  const reading = concurrently(regions, regionsAtOnce, async region => {
    try {
      const trails = await account.trails.inRegion(region, signal);
      return trails.find(({ arn, kmsKeyId }) => kmsKeyId === keyArn && !known.includes(arn))?.arn;
    } catch (error) {
      const problem = regionProblem(problemOf(error), region);
      if (problem.kind === 'cancelled') {
        throw error;
      }
      throw new FailureError({ kind: 'use-unknown', keyArn, region, problem });
    }
  });
  for await (const found of reading) {
    if (found !== undefined) {
      return found;
    }
  }
  for (const trailArn of trailArns) {
    const trail = await account.trails.get(trailArn, signal);
    if (trail?.kmsKeyId === keyArn) {
      return trailArn;
    }
  }
  return undefined;
}
