import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/core/account/problem.ts';
import { planUndo, runPlan, unfinishedRuns } from '../../../../src/core/remediation/index.ts';
import { planFor, planNewKey, planRepairOf } from './plans.ts';
import {
  assertUndone,
  isWrite,
  made,
  portsOf,
  recorded,
  run,
  statesOf,
  undo,
  ways,
  withKey,
} from './runs.ts';
import {
  broken,
  keyArn,
  never,
  problem,
  refuse,
  regions,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

/** What comes in place of an answer. */
const noAnswers: readonly Problem[] = [
  { kind: 'timeout' },
  { kind: 'network', detail: 'ECONNRESET' },
  { kind: 'not-aws' },
  { kind: 'aws-error', name: 'UnknownError', detail: 'HTTP 503' },
  { kind: 'access-denied' },
];

const writes = [
  'CreateKey',
  'CreateAlias',
  'EnableKeyRotation',
  'PutKeyPolicy',
  'UpdateTrail',
  'CancelKeyDeletion',
  'EnableKey',
  'StartLogging',
];

describe('a write without an answer', () => {
  it('that takes effect late, behind every reading, ends uncertain, and can be finished and undone', async () => {
    for (const [name, planOf] of ways) {
      for (const call of writes) {
        for (const what of noAnswers) {
          const where = `${name}, ${call}, ${JSON.stringify(what)}`;
          const world = new World();
          const plan = planOf(world);
          const initial = world.state();
          let isStruck = false;
          world.hook = (current, phase) => {
            if (current === call && phase === 'before') {
              isStruck = true;
              problem(what);
            }
          };
          const result = await run(world, plan);
          world.hook = () => {};
          if (!isStruck) {
            continue;
          }
          assert.equal(result.steps.find(({ failure }) => failure)?.state, 'uncertain', where);
          assert.equal(result.failure?.kind, 'no-answer', where);
          // A deletion that is cancelled is not scheduled again.
          const undoes = call !== 'CancelKeyDeletion';
          assert.equal(result.nextActions.includes('undo'), undoes, where);
          const [left] = await unfinishedRuns(world.storage, world.clock);
          assert.deepEqual(left?.offers, ['finish', ...(undoes ? ['undo'] : []), 'close'], where);
          await land(world, call);
          await assertUndone(world, initial, where);
        }
      }
    }
  });

  it('is sent again only after reading, and is done when a later attempt is answered', async () => {
    const world = new World();
    let lost = 2;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before' && lost-- > 0) {
        broken();
      }
    };
    const result = await run(world, planFor(world));
    assert.equal(result.ended, 'done');
    const calls = world.calls.filter(call => /Trail$/.test(call));
    assert.deepEqual(calls, [
      // Before the first step, then before and after each try.
      'GetTrail',
      'GetTrail',
      'GetTrail',
      'GetTrail',
      'GetTrail',
      'GetTrail',
      'UpdateTrail',
      'GetTrail',
    ]);
  });

  it('stays in doubt where a later attempt is refused', async () => {
    const world = new World();
    let attempt = 0;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        attempt++;
        return attempt === 1 ? broken() : refuse('NotOrganizationMasterAccountException');
      }
    };
    const result = await run(world, planFor(world));
    assert.deepEqual(
      result.trails.map(({ state }) => state),
      ['uncertain'],
    );
    assert.equal(result.failure?.kind === 'aws' && result.failure.cause, 'not-organization-administrator');
  });

  it('is done where a later attempt is refused, and reading shows it', async () => {
    const world = new World();
    const plan = planNewKey(world);
    let attempt = 0;
    world.hook = (call, phase) => {
      if (call === 'CreateAlias' && phase === 'before') {
        attempt++;
        if (attempt === 1) {
          broken();
        }
        // The first one takes effect now, between the reading and the second.
        world.aliases.set('alias/cloudtrail', made);
      }
    };
    const result = await run(world, plan);
    assert.deepEqual([result.ended, statesOf(result)[1]], ['done', 'create-alias done']);
  });

  it('stays in doubt where somebody else changed the trail after it', async () => {
    const world = new World();
    const plan = planFor(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        world.hook = () => {};
        const trail = world.trails.get(trailArn);
        assert.ok(trail);
        world.trails.set(trailArn, { ...trail, kmsKeyId: `${keyArn}-other` });
        broken();
      }
    };
    const result = await run(world, plan);
    assert.deepEqual(
      result.trails.map(({ state, failure }) => [state, failure?.kind]),
      [['uncertain', 'trail-changed']],
    );
  });

  it('stays in doubt where finishing it cannot even read', async () => {
    const world = new World();
    const plan = planFor(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        broken();
      }
    };
    await run(world, plan);
    world.hook = (call, phase) => {
      if (call === 'GetTrail' && phase === 'before') {
        problem({ kind: 'access-denied', effect: 'none' });
      }
    };
    const result = await run(world, plan);
    assert.deepEqual([result.ended, ...result.trails.map(({ state }) => state)], ['failed', 'uncertain']);
    assert.ok(result.nextActions.includes('undo'));
  });
});

describe('a write that AWS refused', () => {
  it('and that somebody else made meanwhile is not ours, and is not taken back', async () => {
    const world = new World();
    const plan = planFor(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        world.hook = () => {};
        world.trails.set(trailArn, trailNamed(trailArn, keyArn));
        refuse('ConflictException');
      }
    };
    const result = await run(world, plan);
    assert.deepEqual(
      result.trails.map(({ state }) => state),
      ['already-so'],
    );
    const undone = await undo(world);
    // The statements that were added stay: the trail rests on them.
    assert.deepEqual(undone && statesOf(undone), ['restore-policy left']);
    assert.equal(world.trails.get(trailArn)?.kmsKeyId, keyArn);
  });
});

describe('what is left to others when a run is finished', () => {
  for (const [name, write] of [
    ['a key that was disabled again', 'DisableKey'],
    ['a policy that was put back', 'PutKeyPolicy'],
  ] as const) {
    it(`is not said to be unchanged where it was changed before the answer was lost: ${name}`, async () => {
      const world = write === 'DisableKey' ? withKey(new World(), 'Disabled') : new World();
      await run(world, write === 'DisableKey' ? planRepairOf(world, 'enable-key') : planFor(world));
      let dead = false;
      world.hook = (call, phase) => {
        dead ||= call === write && phase === 'after';
        if (dead) {
          throw new Error('the window is gone');
        }
      };
      await undo(world);
      world.hook = () => {};
      world.time += 10 * 60_000;
      // Somebody puts another trail under the key, which no longer serves.
      world.trails.set(secondArn, trailNamed(secondArn, keyArn));
      const [left] = await unfinishedRuns(world.storage, world.clock);
      assert.ok(left);
      const result = await run(world, left.run.plan);
      assert.equal(result.steps.at(-1)?.state, 'done');
    });
  }
});

describe('a success', () => {
  it('that only a proxy tells of is not believed until it is seen', async () => {
    for (const call of ['PutKeyPolicy', 'UpdateTrail', 'CreateAlias', 'EnableKeyRotation']) {
      const world = new World();
      world.swallows = call;
      const plan =
        call === 'CreateAlias' || call === 'EnableKeyRotation' ? planNewKey(world) : planFor(world);
      const result = await run(world, plan);
      const step = result.steps.find(({ state }) => state === 'uncertain');
      assert.ok(step, `${call} ${JSON.stringify(statesOf(result))}`);
      assert.equal(world.calls.filter(one => one === call).length, 3);
      world.swallows = undefined;
      assert.equal((await run(world, plan)).ended, 'done');
    }
  });

  it('of PutKeyPolicy is read back though AWS answered', async () => {
    const world = new World();
    await run(world, planFor(world));
    const policies = world.calls.filter(call => call.endsWith('KeyPolicy'));
    assert.deepEqual(policies, ['GetKeyPolicy', 'PutKeyPolicy', 'GetKeyPolicy']);
  });
});

describe('a key whose CreateKey got no answer', () => {
  const lose = (phase: 'before' | 'after') => {
    const world = new World();
    world.hook = (call, now) => {
      if (call === 'CreateKey' && now === phase) {
        problem({ kind: 'timeout' });
      }
    };
    return world;
  };

  it('is found where it comes late, while the run waits', async () => {
    const world = lose('before');
    const { clock } = world;
    let waited = 0;
    const ports = {
      ...portsOf(world),
      clock: {
        ...clock,
        sleep: async (milliseconds: number, signal: AbortSignal) => {
          await clock.sleep(milliseconds, signal);
          waited += milliseconds;
          if (waited >= 15_000 && world.keys.size === 1) {
            world.hook = () => {};
            await land(world, 'CreateKey');
          }
        },
      },
    };
    const result = await runPlan(planNewKey(world), ports, { signal: never });
    assert.deepEqual([result.ended, result.madeKey, world.keys.size], ['done', made, 2]);
  });

  it('is looked for by its description when the run is undone, and its deletion scheduled', async () => {
    const world = lose('before');
    const result = await run(world, planNewKey(world));
    world.hook = () => {};
    assert.deepEqual(statesOf(result).slice(0, 2), ['create-key uncertain', 'create-alias not-begun']);
    assert.ok(result.nextActions.includes('undo'));
    await land(world, 'CreateKey');
    const undone = await undo(world);
    assert.deepEqual(undone && [undone.ended, ...statesOf(undone)], [
      'done',
      'find-key done',
      'schedule-deletion done',
    ]);
    assert.equal(world.keys.get(made)?.metadata.state, 'PendingDeletion');
  });

  it('leaves nothing to delete where CreateKey took no effect', async () => {
    const world = lose('before');
    await run(world, planNewKey(world));
    world.hook = () => {};
    const undone = await undo(world);
    assert.deepEqual(undone && [undone.ended, ...statesOf(undone)], [
      'done',
      'find-key done',
      'schedule-deletion already-so',
    ]);
    assert.deepEqual(await unfinishedRuns(world.storage, world.clock), []);
  });

  it('is found when the window went away before the answer was written down', async () => {
    const world = new World();
    let dead = false;
    world.hook = (call, phase) => {
      dead ||= call === 'CreateKey' && phase === 'after';
      if (dead) {
        throw new Error('the window is gone');
      }
    };
    await run(world, planNewKey(world));
    world.hook = () => {};
    world.time += 20 * 60_000;
    const undone = await undo(world);
    assert.deepEqual(undone && statesOf(undone), ['find-key done', 'schedule-deletion done']);
  });

  it('is not made twice where a key that may be it cannot be read', async () => {
    const world = lose('after');
    world.hook = (call, phase) => {
      if (call === 'CreateKey' && phase === 'after') {
        problem({ kind: 'timeout' });
      }
      if (call === 'DescribeKey' && phase === 'before') {
        problem({ kind: 'timeout' });
      }
    };
    const plan = planNewKey(world);
    await run(world, plan);
    const result = await run(world, plan);
    assert.deepEqual([result.ended, statesOf(result)[0]], ['failed', 'create-key uncertain']);
    world.hook = () => {};
    assert.equal((await run(world, plan)).ended, 'done');
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });

  it('is not looked for where AWS refused to make it', async () => {
    const world = new World();
    world.hook = (call, phase) => {
      if (call === 'CreateKey' && phase === 'before') {
        refuse('LimitExceededException');
      }
    };
    const result = await run(world, planNewKey(world));
    assert.ok(!result.nextActions.includes('undo'));
    const runs = await recorded(world);
    assert.ok(runs[0]);
    assert.equal(
      planUndo({ id: 'undo', profile: 'prod', run: runs[0], runs, regions, deleteMadeKey: true }),
      undefined,
    );
  });
});

/** The call takes effect now, as the plan of the journal has it. */
async function land(world: World, call: string): Promise<void> {
  const [broken] = await recorded(world);
  const { keys, trails } = world.account;
  for (const { step } of broken?.steps ?? []) {
    const key = [...world.keys.keys()].at(-1) ?? '';
    if (step.kind === 'create-key' && call === 'CreateKey') {
      await keys.create(step);
    } else if (step.kind === 'create-alias' && call === 'CreateAlias') {
      await keys.createAlias(step.alias, key);
    } else if (step.kind === 'enable-rotation' && call === 'EnableKeyRotation') {
      await keys.enableRotation(key);
    } else if (step.kind === 'add-statements' && call === 'PutKeyPolicy') {
      await keys.putPolicy(step.keyArn, step.after);
    } else if (step.kind === 'update-trail' && call === 'UpdateTrail') {
      await trails.setKey(step.trailArn, step.to.kind === 'key' ? step.to.arn : key);
    } else if (step.kind === 'cancel-deletion' && call === 'CancelKeyDeletion') {
      await keys.cancelDeletion(step.keyArn);
    } else if (step.kind === 'enable-key' && call === 'EnableKey') {
      await keys.enable(step.keyArn);
    } else if (step.kind === 'start-logging' && call === 'StartLogging') {
      await trails.startLogging(step.trailArn);
    }
  }
  assert.ok(isWrite(call));
}
