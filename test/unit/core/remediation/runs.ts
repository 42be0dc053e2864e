import assert from 'node:assert/strict';
import {
  journalIn,
  keepsKey,
  type Plan,
  planUndo,
  type RunOptions,
  type RunResult,
  runPlan,
  runsIn,
} from '../../../../src/core/remediation/index.ts';
import { planFor, planNewKey, planRepairOf } from './plans.ts';
import { account, keyArn, never, regions, trailArn, trailNamed, World } from './world.ts';

export const made = `arn:aws:kms:eu-west-1:${account}:key/made-1`;

export function run(
  world: World,
  plan: Plan,
  options: Partial<RunOptions> = {},
  window = 'window',
): Promise<RunResult> {
  return runPlan(plan, portsOf(world, window), { signal: never, ...options });
}

export function portsOf({ account, storage, clock }: World, window = 'window') {
  return { open: async () => account, storage, clock, window };
}

export function statesOf(result: RunResult): string[] {
  return result.steps.map(({ step, state }) => `${step.kind} ${state}`);
}

export async function recorded(world: World) {
  return runsIn(await journalIn(world.storage).read());
}

/** Every way to a key that needs writes of its own. */
export const waysToAKey: readonly (readonly [string, (world: World) => Plan])[] = [
  ['a new key', world => planNewKey(world)],
  ['statements added to a key', world => planFor(world)],
  [
    'the policy of the key that a trail has mended',
    world => {
      world.trails.set(trailArn, trailNamed(trailArn, keyArn));
      return planFor(world);
    },
  ],
];

/** The same, and every repair. */
export const ways: readonly (readonly [string, (world: World) => Plan])[] = [
  ...waysToAKey,
  ['a key enabled', world => planRepairOf(withKey(world, 'Disabled'), 'enable-key')],
  ['a key saved from deletion', world => planRepairOf(withKey(world, 'PendingDeletion'), 'cancel-deletion')],
  [
    'logging started',
    world => {
      world.stopped.add(trailArn);
      return planRepairOf(world, 'start-logging');
    },
  ],
];

/** The trails are deleted by somebody else once the key of a plan is created. */
export function withoutTrailsOnceAKeyIsMade(world = new World()): World {
  world.hook = (call, phase) => {
    if (call === 'CreateKey' && phase === 'after') {
      world.trails.clear();
    }
  };
  return world;
}

/** The world with its trail under its key, and the key in a state. */
export function withKey(world: World, state: 'Disabled' | 'PendingDeletion'): World {
  world.trails.set(trailArn, trailNamed(trailArn, keyArn));
  const key = world.keys.get(keyArn);
  assert.ok(key);
  key.metadata = { ...key.metadata, state };
  return world;
}

/** A result never claims what is not so, nor hides what is. */
export function assertTrue(result: RunResult, world: World, where: string): void {
  const keysMade = world.keys.size - 1;
  for (const { step, state } of result.steps) {
    const happened = state === 'done' || state === 'already-so';
    switch (step.kind) {
      case 'create-key':
        assert.ok(state === 'uncertain' || happened === (keysMade === 1), where);
        assert.ok(keysMade <= 1, where);
        break;
      case 'create-alias':
        assert.ok(state === 'uncertain' || happened === world.aliases.has(step.alias), where);
        break;
      case 'add-statements':
        assert.ok(
          state === 'uncertain' || happened === (world.keys.get(step.keyArn)?.policy === step.after),
          where,
        );
        break;
      case 'update-trail':
        assert.ok(
          state === 'uncertain' ||
            keepsKey(step) ||
            happened === (world.trails.get(step.trailArn)?.kmsKeyId !== step.from),
          where,
        );
        break;
      case 'cancel-deletion':
      case 'enable-key':
      case 'disable-key': {
        const found = world.keys.get(step.keyArn)?.metadata.state ?? 'NotFound';
        assert.ok(state === 'uncertain' || happened === reached[step.kind].includes(found), where);
        break;
      }
      case 'start-logging':
      case 'stop-logging': {
        const isSo = world.stopped.has(step.trailArn) === (step.kind === 'stop-logging');
        assert.ok(state === 'uncertain' || happened === isSo, where);
        break;
      }
      default:
        break;
    }
  }
}

/** The states in which a key is once a step is done; those behind it count too. */
const reached = {
  'cancel-deletion': ['Disabled', 'Enabled'],
  'enable-key': ['Enabled'],
  'disable-key': ['Disabled'],
};

/** What is taken back is as it was, but for a deletion that was cancelled: that is not scheduled again. */
export async function assertUndone(
  world: World,
  initial: ReturnType<World['state']>,
  where: string,
): Promise<void> {
  const result = await undo(world);
  assert.ok(result === undefined || result.ended === 'done', `${where}: ${JSON.stringify(result?.failure)}`);
  const { trails, stopped, keys } = world.state();
  assert.deepEqual(trails, initial.trails, where);
  assert.deepEqual(stopped, initial.stopped, where);
  const steps = (await recorded(world)).flatMap(one => one.steps);
  const mayBeSaved = steps.some(
    ({ step, state }) => step.kind === 'cancel-deletion' && state !== 'not-begun',
  );
  const wanted = initial.keys.map((key, index) =>
    mayBeSaved && key.state === 'PendingDeletion' && keys[index]?.state === 'Disabled'
      ? { ...key, state: 'Disabled' }
      : key,
  );
  assert.deepEqual(keys.slice(0, initial.keys.length), wanted, where);
}

export async function undo(
  world: World,
  trailArns?: readonly string[],
  id = 'undo',
  of?: string,
): Promise<RunResult | undefined> {
  const runs = await recorded(world);
  const undone = of === undefined ? runs[0] : runs.find(one => one.id === of);
  const plan =
    undone &&
    planUndo({
      id,
      profile: 'prod',
      run: undone,
      runs,
      regions,
      deleteMadeKey: true,
      ...(trailArns && { trailArns }),
    });
  return plan && run(world, JSON.parse(JSON.stringify(plan)), {}, 'undoing');
}

export async function callsOf(planOf: (world: World) => Plan): Promise<readonly string[]> {
  const world = new World();
  await run(world, planOf(world));
  return world.calls;
}

/** The account when the plan is made. */
export function initialState(planOf: (world: World) => Plan) {
  const world = new World();
  planOf(world);
  return world.state();
}

export async function finalState(planOf: (world: World) => Plan) {
  const world = new World();
  await run(world, planOf(world));
  return world.state();
}

export function planPolicy(plan: Plan): string {
  const [step] = plan.steps;
  assert.ok(step?.kind === 'create-key');
  return step.policy;
}

export function copyOf(world: World): World {
  const copy = new World();
  copy.time = world.time;
  copy.journal.push(...world.journal);
  copy.trails.clear();
  copy.keys.clear();
  for (const [arn, trail] of world.trails) {
    copy.trails.set(arn, trail);
  }
  for (const [arn, key] of world.keys) {
    copy.keys.set(arn, { ...key });
  }
  for (const [name, arn] of world.aliases) {
    copy.aliases.set(name, arn);
  }
  for (const arn of world.stopped) {
    copy.stopped.add(arn);
  }
  return copy;
}

export function isAws(call: string): boolean {
  return /^[A-Z]/.test(call);
}

export function isWrite(call: string): boolean {
  return /^(?:Cancel|Create|Disable|Enable|Put|Update|Schedule|Start|Stop)/.test(call);
}
