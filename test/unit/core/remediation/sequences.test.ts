import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  journalIn,
  type Plan,
  planEncryption,
  planUndo,
  restorable,
  runPlan,
  runsIn,
  unfinishedRuns,
} from '../../../../src/core/remediation/index.ts';
import { judgeKeyPolicy } from '../../../../src/core/trail/keyPolicy/index.ts';
import { holds } from '../../holds.ts';
import { detailsOf, newKey, requestFor } from './plans.ts';
import { portsOf } from './runs.ts';
import { keyArn, never, regions, secondArn, trailArn, trailNamed, World } from './world.ts';

/** What may happen to an account one after another; `crashAt` ends the window at a call. */
type Event =
  | { readonly kind: 'enable'; readonly trail: string; readonly fresh: boolean; readonly crashAt: number }
  | { readonly kind: 'undo'; readonly trail: string; readonly crashAt: number }
  | { readonly kind: 'finish'; readonly crashAt: number }
  | { readonly kind: 'undo-unfinished'; readonly crashAt: number };

const trail = fc.constantFrom(trailArn, secondArn);
const crashAt = fc.oneof({ weight: 2, arbitrary: fc.constant(1000) }, { weight: 1, arbitrary: fc.nat(40) });
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('enable' as const), trail, fresh: fc.boolean(), crashAt }),
  fc.record({ kind: fc.constant('undo' as const), trail, crashAt }),
  fc.record({ kind: fc.constant('finish' as const), crashAt }),
  fc.record({ kind: fc.constant('undo-unfinished' as const), crashAt }),
);

describe('any sequence of changes, crashes and ways back', () => {
  it('never takes a key from a trail that delivers under it, nor a statement, nor makes a key twice', async () => {
    await holds(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 8 }), async events => {
        const world = new World();
        world.trails.set(secondArn, trailNamed(secondArn));
        let keysAsked = 0;
        for (const [index, one] of events.entries()) {
          const asked = await happen(world, one, index);
          keysAsked += asked ? 1 : 0;
          assertSound(world, keysAsked);
        }
      }),
      { numRuns: 300 },
    );
  }).timeout(60_000);
});

/** Returns whether a new key was asked for. */
async function happen(world: World, event: Event, index: number): Promise<boolean> {
  const runs = runsIn(await journalIn(world.storage).read());
  const id = `plan-${index}`;
  switch (event.kind) {
    case 'enable': {
      const current = world.trails.get(event.trail);
      assert.ok(current);
      const key = event.fresh
        ? ({ kind: 'new', ...newKey, alias: `key-${index}` } as const)
        : ({ kind: 'existing', key: detailsOf(world, keyArn) } as const);
      const planned = planEncryption(requestFor(world, { id, key, trails: [{ trail: current }] }));
      if (planned.kind === 'plan') {
        await runUntil(world, planned.plan, event.crashAt);
      }
      return event.fresh;
    }
    case 'undo': {
      const last = restorable(runs).find(one => one.trailArn === event.trail);
      const plan =
        last && planUndo({ id, profile: 'prod', run: last.run, runs, regions, trailArns: [event.trail] });
      if (plan) {
        await runUntil(world, plan, event.crashAt);
      }
      return false;
    }
    case 'finish': {
      const [left] = await unfinishedRuns(world.storage, world.clock);
      if (left) {
        await runUntil(world, left.run.plan, event.crashAt);
      }
      return false;
    }
    case 'undo-unfinished': {
      const [left] = await unfinishedRuns(world.storage, world.clock);
      const plan =
        left && planUndo({ id, profile: 'prod', run: left.run, runs, regions, deleteMadeKey: true });
      if (plan) {
        await runUntil(world, plan, event.crashAt);
      }
      return false;
    }
  }
}

async function runUntil(world: World, plan: Plan, crashAt: number) {
  let at = -1;
  world.hook = (_call, phase) => {
    at += phase === 'before' ? 1 : 0;
    if (at >= crashAt) {
      throw new Error('the window is gone');
    }
  };
  await runPlan(plan, portsOf(world, `window ${world.calls.length}`), { signal: never });
  world.hook = () => {};
  world.time += 10 * 60_000;
}

function assertSound(world: World, keysAsked: number): void {
  for (const [arn, { kmsKeyId }] of world.trails) {
    const key = kmsKeyId === undefined ? undefined : world.keys.get(kmsKeyId);
    if (kmsKeyId !== undefined) {
      assert.equal(key?.metadata.state, 'Enabled');
      const request = { trailArn: arn, account: undefined, bucketKey: true };
      assert.equal(key && judgeKeyPolicy(key.policy, request).answer, 'admits');
    }
  }
  assert.equal(JSON.parse(world.keys.get(keyArn)?.policy ?? '{}').Statement[0].Sid, 'Root');
  assert.ok(world.keys.size - 1 <= keysAsked, `${world.keys.size - 1} keys for ${keysAsked} plans`);
  assert.ok([...world.leases.values()].every(({ until }) => until <= world.time));
}
