import assert from 'node:assert/strict';
import { type Problem, ProblemError } from '../../../../src/core/account/problem.ts';
import {
  auditOf,
  closeRun,
  journalIn,
  type Plan,
  type Progress,
  planUndo,
  type RunOptions,
  type RunResult,
  restorable,
  runPlan,
  runsIn,
  unfinishedRuns,
} from '../../../../src/core/remediation/index.ts';
import { planFor, planNewKey } from './plans.ts';
import {
  account,
  formerKeyArn,
  keyArn,
  metadataOf,
  never,
  refuse,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

const made = `arn:aws:kms:eu-west-1:${account}:key/made-1`;

function run(
  world: World,
  plan: Plan,
  options: Partial<RunOptions> = {},
  window = 'window',
): Promise<RunResult> {
  const { account, storage, clock } = world;
  return runPlan(plan, { account, storage, clock, window }, { signal: never, ...options });
}

function statesOf(result: RunResult): string[] {
  return result.steps.map(({ step, state }) => `${step.kind} ${state}`);
}

async function recorded(world: World) {
  return runsIn(await journalIn(world.storage).read());
}

/** Every way to a key that needs writes of its own. */
const ways: readonly (readonly [string, (world: World) => Plan])[] = [
  ['a new key', world => planNewKey(world)],
  ['statements added to a key', world => planFor(world)],
];

describe('running a plan', () => {
  it('makes a key, names it, rotates it, and then sets it', async () => {
    const world = new World();
    const result = await run(world, planNewKey(world));
    assert.equal(result.ended, 'done');
    assert.deepEqual(statesOf(result), [
      'create-key done',
      'create-alias done',
      'enable-rotation done',
      'update-trail done',
      'confirm done',
    ]);
    assert.deepEqual(result.trails, [{ trailArn, state: 'changed', delivery: { kind: 'waiting' } }]);
    assert.deepEqual(world.state().trails, { [trailArn]: made });
    const key = world.state().keys[1];
    assert.deepEqual([key?.arn, key?.rotation, key?.aliases], [made, true, ['alias/cloudtrail']]);
    assert.ok(
      result.steps.filter(({ step }) => step.kind !== 'confirm').every(one => one.requestIds.length === 1),
    );
  });

  it('adds statements before it sets the key', async () => {
    const world = new World();
    const result = await run(world, planFor(world));
    assert.deepEqual(statesOf(result), ['add-statements done', 'update-trail done', 'confirm done']);
    assert.deepEqual(world.state().trails, { [trailArn]: keyArn });
  });

  it('waits for a fresh key or policy, and says so', async () => {
    for (const [, plan] of ways) {
      const world = new World();
      world.consistentAfter = 5;
      const waits: string[] = [];
      const onProgress = (progress: Progress) => {
        if (progress.kind === 'waiting') {
          waits.push(`${progress.attempt} ${progress.delay}`);
        }
      };
      const result = await run(world, plan(world), { onProgress });
      assert.equal(result.ended, 'done');
      assert.deepEqual(waits, ['1 2000', '2 4000', '3 8000', '4 10000', '5 10000']);
    }
  });

  it('gives a fresh key up to 90 seconds, and then gives up', async () => {
    const world = new World();
    world.consistentAfter = 100;
    const begun = world.time;
    const result = await run(world, planFor(world));
    assert.equal(result.ended, 'failed');
    assert.ok(world.time - begun > 70_000 && world.time - begun < 100_000, `${world.time - begun}`);
    assert.equal(result.failure?.kind, 'aws');
    assert.deepEqual(result.remedies.slice(-1), ['undo']);
  });

  it('does not wait for a key that was there', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.trails.set(trailArn, trailNamed(trailArn));
    const plan = planFor(world, { id: 'plan-2' });
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('InsufficientEncryptionPolicyException');
      }
    };
    const before = world.time;
    const result = await run(world, plan);
    assert.equal(result.ended, 'failed');
    assert.equal(world.time, before);
    assert.deepEqual(
      result.trails.map(one => one.state),
      ['failed'],
    );
  });

  it('stops where somebody else set a key meanwhile', async () => {
    const world = new World();
    const plan = planFor(world);
    world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'trail-changed', trailArn, found: formerKeyArn });
    assert.equal(world.trails.get(trailArn)?.kmsKeyId, formerKeyArn);
  });

  it('stops where the trail is gone', async () => {
    const world = new World();
    const plan = planFor(world);
    world.trails.clear();
    assert.deepEqual((await run(world, plan)).failure, { kind: 'trail-gone', trailArn });
  });

  it('stops where somebody changed the key policy meanwhile, and changes nothing', async () => {
    const world = new World();
    const plan = planFor(world);
    const other = '{"Version":"2012-10-17","Statement":[]}';
    world.keys.set(keyArn, { metadata: metadataOf(keyArn), policy: other, rotation: true });
    const before = world.state();
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'policy-changed', keyArn, found: other });
    assert.deepEqual(statesOf(result), [
      'add-statements failed',
      'update-trail not-begun',
      'confirm not-begun',
    ]);
    assert.deepEqual(world.state(), before);
  });

  it('makes no key where the alias is taken', async () => {
    const world = new World();
    const plan = planNewKey(world, { alias: 'logs' });
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'alias-taken', alias: 'alias/logs' });
    assert.equal(world.keys.size, 1);
  });

  it('says that a key was made without its alias, and goes on without it', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'CreateAlias' && phase === 'before') {
        refuse('LimitExceededException');
      }
    };
    const failed = await run(world, plan);
    assert.deepEqual([failed.ended, failed.madeKey], ['failed', made]);
    assert.deepEqual(failed.remedies, ['retry', 'go-on', 'undo', 'delete-made-key']);
    const [resume] = await recorded(world);
    assert.ok(resume);
    const done = await run(world, plan, { resume, leave: new Set([1]) });
    assert.equal(done.ended, 'done');
    assert.deepEqual(statesOf(done)[1], 'create-alias left');
    assert.deepEqual(world.state().trails, { [trailArn]: made });
  });

  it('does nothing in another account than the plan was made for', async () => {
    const world = new World();
    const plan = planFor(world);
    world.caller = { ...world.caller, account: '999999999999' };
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'other-account', expected: account, found: '999999999999' });
    assert.deepEqual(world.calls, ['GetCallerIdentity']);
  });

  it('does nothing that cannot be written down', async () => {
    const world = new World();
    const plan = planFor(world);
    const before = world.state();
    world.hook = call => {
      if (call === 'append') {
        throw new Error('disk full');
      }
    };
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'not-recorded', detail: 'disk full' });
    assert.deepEqual(world.state(), before);
  });

  it('changes several trails under one key, and one that fails does not keep the others', async () => {
    const world = new World();
    world.trails.clear();
    const third = trailArn.replace('audit', 'third');
    for (const arn of [trailArn, secondArn, third]) {
      world.trails.set(arn, trailNamed(arn));
    }
    const plan = planNewKey(world);
    world.trails.delete(secondArn);
    const result = await run(world, plan);
    assert.equal(result.ended, 'failed');
    assert.deepEqual(result.trails, [
      { trailArn, state: 'changed', delivery: { kind: 'waiting' } },
      { trailArn: secondArn, state: 'failed', failure: { kind: 'trail-gone', trailArn: secondArn } },
      { trailArn: third, state: 'changed', delivery: { kind: 'waiting' } },
    ]);
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });
});

describe('an error at any call', () => {
  const problems: readonly Problem[] = [
    ...[
      'InsufficientEncryptionPolicyException',
      'KmsKeyNotFoundException',
      'KmsException',
      'KmsKeyDisabledException',
      'InvalidHomeRegionException',
      'TrailNotFoundException',
      'NotOrganizationMasterAccountException',
      'ConflictException',
      'InsufficientS3BucketPolicyException',
      'CloudWatchLogsDeliveryUnavailableException',
      'OperationNotPermittedException',
      'AlreadyExistsException',
      'LimitExceededException',
      'MalformedPolicyDocumentException',
      'NotFoundException',
      'KMSInternalException',
      'SomethingNewException',
    ].map(name => ({ kind: 'aws-error', name, requestId: 'id' }) as const),
    { kind: 'access-denied', action: 'kms:PutKeyPolicy', explicitDeny: 'service-control-policy' },
    { kind: 'sso-session-expired' },
    { kind: 'credentials-expired' },
    { kind: 'throttled' },
    { kind: 'network', detail: 'ECONNRESET' },
    { kind: 'timeout' },
    { kind: 'not-aws' },
  ];

  for (const [name, planOf] of ways) {
    it(`leaves ${name} in a state that the result tells truly, and can be finished and undone`, async () => {
      const calls = await callsOf(planOf);
      for (const [index, call] of calls.entries()) {
        for (const what of problems) {
          for (const phase of ['before', 'after'] as const) {
            await oneError(planOf, index, call, phase, what);
          }
        }
      }
    }).timeout(120_000);
  }

  async function oneError(
    planOf: (world: World) => Plan,
    index: number,
    call: string,
    phase: 'before' | 'after',
    what: Problem,
  ): Promise<void> {
    // Once a call took place, only its answer can be lost.
    const lost = what.kind === 'network' || what.kind === 'timeout' || what.kind === 'not-aws';
    if (phase === 'after' && !lost) {
      return;
    }
    const where = `${JSON.stringify(what)} ${phase} call ${index}, ${call}`;
    const world = new World();
    const initial = world.state();
    const plan = planOf(world);
    let at = -1;
    world.hook = (current, now) => {
      at += now === 'before' ? 1 : 0;
      if (now === phase && (at === index || (at > index && phase === 'before')) && isAws(current)) {
        throw new ProblemError(what);
      }
    };
    const result = await run(world, plan);
    world.hook = () => {};
    assert.ok(result.ended !== 'cancelled', where);
    assertTrue(result, world, where);
    assert.ok(result.ended === 'done' || (result.failure && result.remedies.length > 0), where);
    if (result.ended === 'done') {
      return;
    }
    const runs = await recorded(world);
    const [broken] = runs;
    if (!broken) {
      assert.deepEqual(world.state(), initial, where);
      return;
    }
    const copy = structuredCloneOf(world);
    const finished = await run(world, plan, { resume: broken });
    assert.equal(finished.ended, 'done', where);
    assert.deepEqual(world.state(), await finalState(planOf), where);
    await assertUndone(copy, initial, where);
  }
});

describe('a crash at any call', () => {
  for (const [name, planOf] of ways) {
    it(`leaves ${name} to be finished, exactly once`, async () => {
      const calls = await callsOf(planOf);
      const wanted = await finalState(planOf);
      for (const [world, where] of await crashes(planOf, calls)) {
        const [left] = await unfinishedRuns(world.storage, world.clock);
        if (!left) {
          const ended = (await recorded(world)).at(-1)?.ended;
          assert.ok(ended === 'done' || world.journal.length === 0, where);
          continue;
        }
        assert.ok(left.offers.includes('finish'), where);
        const result = await run(world, left.run.plan, { resume: left.run }, 'after the restart');
        assert.equal(result.ended, 'done', `${where}: ${JSON.stringify(result.failure)}`);
        assert.deepEqual(world.state(), wanted, where);
        assert.deepEqual(await unfinishedRuns(world.storage, world.clock), [], where);
      }
    });

    it(`leaves ${name} to be undone`, async () => {
      const calls = await callsOf(planOf);
      const initial = new World().state();
      for (const [world, where] of await crashes(planOf, calls)) {
        await assertUndone(world, initial, where);
      }
    });
  }

  async function crashes(planOf: (world: World) => Plan, calls: readonly string[]) {
    const left: [World, string][] = [];
    for (const index of calls.keys()) {
      for (const phase of ['before', 'after'] as const) {
        const world = new World();
        const plan = planOf(world);
        let at = -1;
        let dead = false;
        world.hook = (_call, now) => {
          at += now === 'before' ? 1 : 0;
          dead ||= at === index && now === phase;
          if (dead) {
            throw new Error('the window is gone');
          }
        };
        await run(world, plan, {}, 'before the crash');
        world.hook = () => {};
        // The claims of the window that is gone run out.
        assert.deepEqual(await unfinishedRuns(world.storage, { ...world.clock, now: () => 0 }), []);
        world.time += 10 * 60_000;
        left.push([world, `crash ${phase} call ${index}, ${calls[index]}`]);
      }
    }
    return left;
  }
});

describe('cancelling at any call', () => {
  for (const [name, planOf] of ways) {
    it(`keeps ${name} from all later writes, and can be gone on with`, async () => {
      const calls = await callsOf(planOf);
      const wanted = await finalState(planOf);
      for (const index of calls.keys()) {
        const where = `cancelled at call ${index}, ${calls[index]}`;
        const world = new World();
        const initial = world.state();
        const plan = planOf(world);
        const cancel = new AbortController();
        let writes = 0;
        let at = -1;
        world.hook = (call, phase) => {
          at += phase === 'before' ? 1 : 0;
          writes += phase === 'before' && cancel.signal.aborted && isWrite(call) ? 1 : 0;
          if (at === index && phase === 'after') {
            cancel.abort();
          }
        };
        const result = await run(world, plan, { signal: cancel.signal });
        world.hook = () => {};
        assert.equal(writes, 0, where);
        assertTrue(result, world, where);
        const [left] = await recorded(world);
        if (!left || result.ended === 'done') {
          assert.ok(result.ended === 'done' || result.ended === 'cancelled', where);
          continue;
        }
        assert.equal(result.ended, 'cancelled', where);
        const copy = structuredCloneOf(world);
        const finished = await run(world, plan, { resume: left });
        assert.equal(finished.ended, 'done', where);
        assert.deepEqual(world.state(), wanted, where);
        await assertUndone(copy, initial, where);
      }
    });
  }
});

describe('two windows', () => {
  for (const [name, planOf] of ways) {
    it(`at once make ${name} only once`, async () => {
      const world = new World();
      const results = await Promise.all([
        run(world, planOf(world), {}, 'one'),
        run(world, { ...planOf(world), id: 'plan-2' }, {}, 'other'),
      ]);
      const ended = results.map(one => one.ended);
      assert.ok(!ended.every(one => one === 'done'), `${ended}`);
      for (const result of results) {
        assert.ok(
          result.ended === 'done' || result.failure?.kind === 'claimed',
          JSON.stringify(result.failure),
        );
      }
      assert.ok(world.calls.filter(call => call === 'UpdateTrail').length <= 1);
      assert.deepEqual([...world.claims.keys()], []);
    });
  }

  it('do not finish the same broken run twice', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'EnableKeyRotation' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, plan);
    world.hook = () => {};
    const [resume] = await recorded(world);
    assert.ok(resume);
    const results = await Promise.all([
      run(world, plan, { resume }, 'one'),
      run(world, plan, { resume }, 'other'),
    ]);
    assert.ok(results.some(one => one.failure?.kind === 'claimed'));
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });
});

describe('the way back', () => {
  it('gives a trail its former key and the policy its former text', async () => {
    const world = new World();
    world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
    const policy = JSON.parse(planPolicy(planNewKey(world)));
    world.keys.set(formerKeyArn, {
      metadata: metadataOf(formerKeyArn),
      policy: JSON.stringify(policy),
      rotation: true,
    });
    const initial = world.state();
    await run(world, planFor(world));
    assert.deepEqual(world.state().trails, { [trailArn]: keyArn });
    await assertUndone(world, initial, 'restore');
    assert.deepEqual(restorable(await recorded(world)), []);
  });

  it('leaves a policy that somebody changed since, and says so', async () => {
    const world = new World();
    await run(world, planFor(world));
    const key = world.keys.get(keyArn);
    assert.ok(key);
    key.policy = key.policy.replace('"Root"', '"Changed"');
    const changed = key.policy;
    const result = await undo(world);
    assert.equal(result?.ended, 'done');
    assert.deepEqual(result && statesOf(result), [
      'update-trail done',
      'confirm done',
      'restore-policy left',
    ]);
    assert.equal(world.keys.get(keyArn)?.policy, changed);
    assert.deepEqual(world.state().trails, { [trailArn]: 'SSE-S3' });
  });

  it('stops where the trail has another key since', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
    assert.equal((await undo(world))?.failure?.kind, 'trail-changed');
  });

  it('leaves the policy while a trail still delivers under the key', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('NotOrganizationMasterAccountException');
      }
    };
    const result = await undo(world);
    assert.deepEqual(result && [result.ended, ...statesOf(result)], [
      'failed',
      'update-trail failed',
      'confirm not-begun',
      'restore-policy left',
    ]);
    assert.deepEqual(result?.steps[2]?.failure, { kind: 'key-in-use', keyArn, trailArn });
    assert.equal(restorable(await recorded(world)).length, 1);
  });

  it('leaves the policy to a trail that was put under the key again', async () => {
    const world = new World();
    world.trails.set(secondArn, trailNamed(secondArn));
    await run(world, planFor(world));
    await undo(world, [trailArn]);
    const again = world.trails.get(trailArn);
    assert.ok(again);
    await run(world, planFor(world, { id: 'plan-2', trails: [{ trail: again }] }));
    const result = await undo(world, [secondArn], 'undo-2');
    assert.deepEqual(result && statesOf(result), ['update-trail done', 'confirm done']);
  });

  it('never offers to delete a key under which a trail delivered', async () => {
    const world = new World();
    await run(world, planNewKey(world));
    const result = await undo(world);
    assert.deepEqual(result && statesOf(result), ['update-trail done', 'confirm done']);
    assert.equal(world.keys.get(made)?.metadata.state, 'Enabled');
  });

  it('deletes a key that served nothing, in 30 days', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.trails.clear();
    await run(world, plan);
    const result = await undo(world);
    assert.deepEqual(result && statesOf(result), ['schedule-deletion done']);
    assert.equal(world.keys.get(made)?.metadata.state, 'PendingDeletion');
  });

  it('takes one trail of several back, and the policy with the last', async () => {
    const world = new World();
    world.trails.set(secondArn, trailNamed(secondArn));
    await run(world, planFor(world));
    const first = await undo(world, [trailArn]);
    assert.deepEqual(first && statesOf(first), ['update-trail done', 'confirm done']);
    assert.deepEqual(world.state().trails, { [trailArn]: 'SSE-S3', [secondArn]: keyArn });
    const second = await undo(world, [secondArn], 'undo-2');
    assert.deepEqual(second && statesOf(second), [
      'update-trail done',
      'confirm done',
      'restore-policy done',
    ]);
    assert.deepEqual(world.state().keys, new World().state().keys);
  });

  it('is a change of its own in the history', async () => {
    const world = new World();
    await run(world, planFor(world));
    await undo(world);
    const entries = auditOf(await recorded(world)).map(one => [
      one.purpose,
      one.change,
      one.before === undefined,
      one.after === undefined,
      one.state,
      one.requestIds.length,
    ]);
    assert.deepEqual(entries, [
      ['enable', 'key-policy', false, false, 'done', 1],
      ['enable', 'trail', true, false, 'done', 1],
      ['restore', 'trail', false, true, 'done', 1],
      ['restore', 'key-policy', false, false, 'done', 1],
    ]);
  });
});

describe('the journal', () => {
  it('passes over lines that a crash cut short, and lines of a later version', async () => {
    const world = new World();
    await run(world, planFor(world));
    const whole = await recorded(world);
    world.journal.splice(
      2,
      0,
      '{"v":1,"kind":"step-be',
      '',
      'null',
      '7',
      '{"v":2,"kind":"run-ended","run":"plan-1","time":1}',
      '{"v":1,"kind":"step-ended","run":"plan-1","time":1}',
    );
    assert.deepEqual(await recorded(world), whole);
  });

  it('asks no more about a run that a person closed', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.trails.clear();
    await run(world, plan);
    const [left] = await unfinishedRuns(world.storage, world.clock);
    assert.deepEqual(left && [left.done.length, left.uncertain.length, left.notDone.length, left.offers], [
      3,
      0,
      2,
      ['finish', 'undo', 'close'],
    ]);
    assert.ok(left);
    await closeRun(left.run, world.storage, world.clock);
    assert.deepEqual(await unfinishedRuns(world.storage, world.clock), []);
  });
});

/** A result never claims what is not so, nor hides what is. */
function assertTrue(result: RunResult, world: World, where: string): void {
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
          state === 'uncertain' || happened === (world.trails.get(step.trailArn)?.kmsKeyId !== step.from),
          where,
        );
        break;
      default:
        break;
    }
  }
}

async function assertUndone(world: World, initial: ReturnType<World['state']>, where: string): Promise<void> {
  const result = await undo(world);
  assert.ok(result === undefined || result.ended === 'done', `${where}: ${JSON.stringify(result?.failure)}`);
  const { trails, keys } = world.state();
  assert.deepEqual(trails, initial.trails, where);
  assert.deepEqual(keys.slice(0, initial.keys.length), initial.keys, where);
}

async function undo(
  world: World,
  trailArns?: readonly string[],
  id = 'undo',
): Promise<RunResult | undefined> {
  const runs = await recorded(world);
  const [first] = runs;
  const plan =
    first &&
    planUndo({ id, profile: 'prod', run: first, runs, deleteMadeKey: true, ...(trailArns && { trailArns }) });
  return plan && run(world, JSON.parse(JSON.stringify(plan)), {}, 'undoing');
}

async function callsOf(planOf: (world: World) => Plan): Promise<readonly string[]> {
  const world = new World();
  await run(world, planOf(world));
  return world.calls;
}

async function finalState(planOf: (world: World) => Plan) {
  const world = new World();
  await run(world, planOf(world));
  return world.state();
}

function planPolicy(plan: Plan): string {
  const [step] = plan.steps;
  assert.ok(step?.kind === 'create-key');
  return step.policy;
}

function structuredCloneOf(world: World): World {
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
  return copy;
}

function isAws(call: string): boolean {
  return /^[A-Z]/.test(call);
}

function isWrite(call: string): boolean {
  return /^(?:Create|Enable|Put|Update|Schedule)/.test(call);
}
