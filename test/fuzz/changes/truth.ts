import assert from 'node:assert/strict';
import type { Plan, RecordedStep, RunResult } from '../../../src/core/remediation/index.ts';
import { arnOf, keepsKey, writes } from '../../../src/core/remediation/index.ts';
import { samePolicy } from '../../../src/core/trail/keyPolicy/index.ts';
import { account, type Desk } from './desk.ts';

/** What an account holds, as far as a plan can change it. */
export interface Held {
  readonly trails: ReadonlyMap<string, string | undefined>;
  readonly keys: ReadonlyMap<string, HeldKey>;
  readonly aliases: ReadonlyMap<string, string>;
  /** Trails that do not log. */
  readonly stopped: ReadonlySet<string>;
}

interface HeldKey {
  readonly policy: string;
  readonly state: string;
  readonly rotates: boolean;
  readonly description: string;
}

export function held({ emulator }: Desk): Held {
  const { trails, keys, aliases } = emulator.world.account(account);
  return {
    trails: new Map(trails.map(({ arn, kmsKeyId }) => [arn, kmsKeyId])),
    keys: new Map(
      keys.map(({ arn, policy, state, rotationDays, description }) => [
        arn,
        { policy, state, rotates: rotationDays !== undefined, description },
      ]),
    ),
    aliases: new Map(aliases.map(({ name, keyId }) => [name, keyId ?? ''])),
    stopped: new Set(trails.flatMap(({ arn, status }) => (status.logging ? [] : [arn]))),
  };
}

/**
 * A report says of no step that it was done where it was not, nor that it was not where it was. `before` is the account when
 * the plan was made; `foreign` names what somebody else changed since, of which nothing is said.
 */
export function assertReportIsTrue(
  { plan, steps, trails, nextActions, ended }: RunResult,
  before: Held,
  now: Held,
  foreign: ReadonlySet<string>,
): void {
  for (const one of steps) {
    const truth = tookPlace(one, steps, before, now, foreign);
    if (truth !== undefined && one.state !== 'uncertain' && one.state !== 'begun') {
      const said = one.state === 'done' || one.state === 'already-so';
      assert.equal(
        said,
        truth,
        `${one.step.kind} is said to be ${one.state}: ${JSON.stringify(one.failure)}`,
      );
    }
  }
  for (const { trailArn, state } of trails) {
    if (!foreign.has(trailArn) && before.trails.get(trailArn) !== now.trails.get(trailArn)) {
      assert.ok(state === 'changed' || state === 'uncertain', `${trailArn} is said to be ${state}`);
    }
  }
  // A deletion that is cancelled is not scheduled again.
  const changed = steps.some(
    one =>
      writes(one.step) && one.step.kind !== 'cancel-deletion' && tookPlace(one, steps, before, now, foreign),
  );
  if (changed && ended !== 'done' && plan.purpose !== 'restore') {
    assert.ok(
      nextActions.includes('undo'),
      `something was changed, and the next actions are ${nextActions.join(', ')}`,
    );
  }
}

/** What a plan was made from, and what is not so any more, since somebody else changed it. */
export function noLongerSo({ steps }: Plan, { emulator }: Desk): readonly string[] {
  const { trails, keys, aliases } = emulator.world.account(account);
  return steps.flatMap(step => {
    switch (step.kind) {
      case 'update-trail': {
        const trail = trails.find(({ arn }) => arn === step.trailArn);
        const hasTarget = step.to.kind === 'key' && trail?.kmsKeyId === step.to.arn && !keepsKey(step);
        const isSo = hasTarget || (trail?.kmsKeyId === step.from && trail?.bucket === step.bucket);
        return trail && isSo ? [] : [step.trailArn];
      }
      case 'create-key':
        return aliases.some(({ name }) => name === step.alias) ? [step.alias] : [];
      case 'add-statements': {
        const key = keys.find(({ arn }) => arn === step.keyArn);
        const isSo = [step.before, step.after].some(one => samePolicy(key?.policy ?? '', one));
        return isSo && key?.state === 'Enabled' ? [] : [step.keyArn];
      }
      case 'start-logging':
        return trails.some(({ arn }) => arn === step.trailArn) ? [] : [step.trailArn];
      default:
        return [];
    }
  });
}

/** No key is created and no policy extended for what is no longer so; trails that rest on neither end each by themselves. */
export function assertNothingWasSent(
  { steps }: Plan,
  untrue: readonly string[],
  sent: readonly string[],
): void {
  const isShared = steps.some(({ kind }) => kind === 'create-key' || kind === 'add-statements');
  const trails = steps.filter(({ kind }) => kind === 'update-trail' || kind === 'start-logging').length;
  if (untrue.length > 0 && (isShared || untrue.length === trails)) {
    const writes = sent.filter(name => !/^(?:Get|List|Describe)/.test(name));
    assert.deepEqual(writes, [], `sent though ${untrue.join(', ')} was changed`);
  }
}

/** What was there before somebody asked is still there, and no plan made two keys. */
export function assertNothingIsLost(plans: readonly Plan[], before: Held, now: Held): void {
  for (const [arn, { policy, state }] of before.keys) {
    const kept = statementsOf(now.keys.get(arn)?.policy ?? '{}');
    for (const statement of statementsOf(policy)) {
      assert.ok(kept.includes(statement), `${arn} lost ${statement}`);
    }
    assert.ok(
      state === 'PendingDeletion' || now.keys.get(arn)?.state !== 'PendingDeletion',
      `${arn} is to be deleted`,
    );
  }
  for (const plan of plans) {
    const made = keysOf(plan, now);
    assert.ok(made.length <= 1, `${plan.id} made ${made.length} keys`);
  }
  for (const [trail, key] of now.trails) {
    assert.ok(
      before.trails.get(trail) === key || (key && now.keys.get(key)?.state) !== 'PendingDeletion',
      `${trail} delivers under a dying key`,
    );
  }
}

/** Keys that a plan made, by the description that names it. */
export function keysOf({ id }: Plan, { keys }: Held): string[] {
  return [...keys].filter(([, { description }]) => description.includes(id)).map(([arn]) => arn);
}

/** KMS names principals in any order: here they are in one. */
function statementsOf(policy: string): string[] {
  const { Statement = [] } = JSON.parse(policy, (name, value) =>
    name === 'AWS' && Array.isArray(value) ? value.toSorted() : value,
  ) as { readonly Statement?: unknown };
  return [Statement].flat().map(one => JSON.stringify(one));
}

/**
 * Whether a step took place since `before`; undefined where the account does not tell, since it was so already or somebody else
 * had a hand in it.
 */
function tookPlace(
  { step }: RecordedStep,
  steps: readonly RecordedStep[],
  before: Held,
  now: Held,
  foreign: ReadonlySet<string>,
): boolean | undefined {
  const made = steps.find(one => one.keyArn !== undefined)?.keyArn ?? keyLookedFor(steps, now);
  const isSo = (held: Held): boolean | undefined => {
    switch (step.kind) {
      case 'create-key':
        return [...held.keys.values()].some(({ description }) => description === step.description);
      case 'create-alias':
        return made !== undefined && held.aliases.get(step.alias) === made.slice(made.lastIndexOf('/') + 1);
      case 'enable-rotation':
        return made !== undefined && held.keys.get(made)?.rotates === true;
      case 'add-statements':
      case 'restore-policy':
        return foreign.has(step.keyArn)
          ? undefined
          : samePolicy(held.keys.get(step.keyArn)?.policy ?? '', step.after);
      case 'update-trail': {
        if (foreign.has(step.trailArn) || keepsKey(step)) {
          return undefined;
        }
        if (step.to.kind === 'made') {
          return made !== undefined && held.trails.get(step.trailArn) === made;
        }
        return held.trails.get(step.trailArn) === (step.to.kind === 'key' ? step.to.arn : undefined);
      }
      case 'cancel-deletion':
        return foreign.has(step.keyArn) ? undefined : held.keys.get(step.keyArn)?.state !== 'PendingDeletion';
      case 'enable-key':
        return foreign.has(step.keyArn) ? undefined : held.keys.get(step.keyArn)?.state === 'Enabled';
      case 'disable-key':
        return foreign.has(step.keyArn) ? undefined : held.keys.get(step.keyArn)?.state === 'Disabled';
      case 'start-logging':
        return !held.stopped.has(step.trailArn);
      case 'stop-logging':
        return held.stopped.has(step.trailArn);
      case 'schedule-deletion': {
        const key = arnOf(step.key, made);
        // Without a key there is nothing to delete.
        return key === undefined ? undefined : held.keys.get(key)?.state === 'PendingDeletion';
      }
      default:
        return undefined;
    }
  };
  return isSo(before) === false ? isSo(now) : undefined;
}

/** The key that a way back looked for: once it waits for its deletion there is none to find. */
function keyLookedFor(steps: readonly RecordedStep[], { keys }: Held): string | undefined {
  const [looked] = steps.flatMap(({ step }) => (step.kind === 'find-key' ? [step] : []));
  return [...keys].find(([, { description }]) => description === looked?.description)?.[0];
}
