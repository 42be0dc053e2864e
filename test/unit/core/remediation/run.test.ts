import assert from 'node:assert/strict';
import { type Progress, planEnableKey } from '../../../../src/core/remediation/index.ts';
import { planFor, planNewKey } from './plans.ts';
import { made, run, statesOf, waysToAKey, withKey } from './runs.ts';
import {
  account,
  accountPolicy,
  formerKeyArn,
  keyArn,
  metadataOf,
  refuse,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

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
    for (const [, plan] of waysToAKey) {
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
    assert.deepEqual(result.nextActions.slice(-1), ['undo']);
  });

  it('does not wait for a key that was there', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.trails.set(trailArn, trailNamed(trailArn));
    world.time += 10 * 60_000;
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

  it('waits for a key that another run has enabled a moment ago', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.trails.set(trailArn, trailNamed(trailArn));
    world.time += 10 * 60_000;
    const plan = planFor(world, { id: 'plan-2' });
    withKey(world, 'Disabled');
    world.trails.set(trailArn, trailNamed(trailArn));
    assert.equal((await run(world, plan)).failure?.kind, 'aws');
    assert.equal((await run(world, planEnableKey('enable', plan, keyArn, []))).ended, 'done');
    let tries = 0;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before' && ++tries < 3) {
        refuse('KmsException');
      }
    };
    assert.equal((await run(world, plan)).ended, 'done');
    assert.equal(tries, 3);
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
    assert.deepEqual(result.failure, { kind: 'policy-changed', keyArn, before: accountPolicy, found: other });
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
    assert.deepEqual(failed.nextActions, ['retry', 'go-on', 'undo', 'delete-made-key']);
    const done = await run(world, plan, { leave: new Set([1]) });
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
    world.hook = (call, phase) => {
      if (call === 'CreateKey' && phase === 'after') {
        world.trails.delete(secondArn);
      }
    };
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
