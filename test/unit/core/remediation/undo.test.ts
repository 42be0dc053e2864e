import assert from 'node:assert/strict';
import {
  auditOf,
  planUndo,
  restorable,
  restsOnRegions,
  unfinishedRuns,
} from '../../../../src/core/remediation/index.ts';
import { newKey, planFor, planNewKey } from './plans.ts';
import {
  assertUndone,
  made,
  planPolicy,
  recorded,
  run,
  statesOf,
  undo,
  withoutTrailsOnceAKeyIsMade,
} from './runs.ts';
import {
  formerKeyArn,
  keyArn,
  metadataOf,
  problem,
  refuse,
  regions,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

describe('the way back', () => {
  it('rests on every Region of the account, and on those of its own key and trails, where a key or policy is taken away', async () => {
    for (const planOf of [planFor, planNewKey]) {
      const world = new World();
      world.trails.set(secondArn, trailNamed(secondArn));
      // A key that no trail ever delivered under is deleted.
      world.hook = (call, phase) => {
        if (call === 'UpdateTrail' && phase === 'before' && planOf === planNewKey) {
          refuse('ConflictException');
        }
      };
      await run(world, planOf(world));
      const runs = await recorded(world);
      const request = {
        id: 'undo',
        profile: 'prod',
        run: runs[0] ?? assert.fail(),
        runs,
        deleteMadeKey: true,
      };
      const plan = planUndo({ ...request, regions: ['sa-east-1'] });
      assert.ok(plan && restsOnRegions(plan));
      assert.deepEqual(
        plan.steps.flatMap(step => ('regions' in step ? [step.regions] : [])),
        [['eu-west-1', 'sa-east-1', 'us-east-1']],
      );
    }
    const world = new World();
    world.keys.set(keyArn, {
      metadata: metadataOf(keyArn),
      policy: planPolicy(planNewKey(world)),
      rotation: true,
    });
    await run(world, planFor(world));
    const runs = await recorded(world);
    const plan = planUndo({ id: 'undo', profile: 'prod', run: runs[0] ?? assert.fail(), runs, regions: [] });
    assert.ok(plan && !restsOnRegions(plan), 'a trail that goes back leaves key and policy as they are');
  });

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

  it('gives the key of a trail its former policy, where only that was mended', async () => {
    const world = new World();
    world.trails.set(trailArn, trailNamed(trailArn, keyArn));
    world.trails.set(secondArn, trailNamed(secondArn));
    const initial = world.state();
    const result = await run(world, planFor(world));
    assert.deepEqual(statesOf(result), [
      'add-statements done',
      'update-trail done',
      'confirm done',
      'update-trail done',
      'confirm done',
    ]);
    assert.deepEqual(world.state().trails, { [trailArn]: keyArn, [secondArn]: keyArn });
    // The one that moved rests on the policy: it goes back with the last.
    const first = await undo(world, [secondArn]);
    assert.deepEqual(first && statesOf(first), ['update-trail done', 'confirm done']);
    const second = await undo(world, [trailArn], 'undo-2');
    assert.deepEqual(second && statesOf(second), ['restore-policy done']);
    assert.deepEqual(world.state(), initial);
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

  it('takes the last change back, also where the clock was set back before it', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.time -= 86_400_000;
    const [trail] = world.trails.values();
    assert.ok(trail);
    await run(world, planFor(world, { id: 'plan-2', trails: [{ trail }], key: { kind: 'new', ...newKey } }));
    assert.deepEqual(
      restorable(await recorded(world)).map(({ run, from }) => [run.id, from]),
      [['plan-2', keyArn]],
    );
  });

  it('takes back what a resumed run did after another', async () => {
    const world = new World();
    const first = planFor(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('ConflictException');
      }
    };
    await run(world, first);
    world.hook = () => {};
    const [broken] = await recorded(world);
    assert.ok(broken);
    await run(world, planNewKey(world, { id: 'plan-2' }));
    await undo(world, undefined, 'undo-2', 'plan-2');
    const finished = await run(world, first);
    assert.equal(finished.ended, 'done');
    assert.deepEqual(
      restorable(await recorded(world)).map(({ run, to }) => [run.id, to]),
      [['plan-1', keyArn]],
    );
  });

  it('is what is left to finish where it broke off, and not what it takes back', async () => {
    const world = new World();
    world.trails.set(secondArn, trailNamed(secondArn));
    let updates = 0;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before' && ++updates === 2) {
        refuse('SomethingException');
      }
    };
    await run(world, planFor(world));
    world.hook = (call, phase) => {
      if (call === 'PutKeyPolicy' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    const undone = await undo(world);
    assert.equal(undone?.ended, 'failed');
    assert.deepEqual(world.state().trails, { [trailArn]: 'SSE-S3', [secondArn]: 'SSE-S3' });
    const left = await unfinishedRuns(world.storage, world.clock);
    assert.deepEqual(
      left.map(one => one.run.id),
      ['undo'],
    );
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

  describe('keeps a key under which log files may lie', () => {
    const failing = async () => {
      const world = new World();
      world.hook = (call, phase) => {
        if (call === 'UpdateTrail' && phase === 'before') {
          refuse('SomethingException');
        }
      };
      await run(world, planNewKey(world));
      world.hook = () => {};
      return world;
    };

    it('since somebody else gave it to the trail before the run was finished', async () => {
      const world = await failing();
      world.trails.set(trailArn, trailNamed(trailArn, made));
      const [broken] = await recorded(world);
      assert.ok(broken);
      const finished = await run(world, broken.plan);
      assert.deepEqual(
        finished.trails.map(({ state }) => state),
        ['already-so'],
      );
      assert.ok(!finished.nextActions.includes('delete-made-key'));
      world.trails.set(trailArn, trailNamed(trailArn));
      assert.equal(await undo(world), undefined);
    });

    it('since another plan found a trail under it', async () => {
      const world = await failing();
      world.trails.set(trailArn, trailNamed(trailArn, made));
      await run(world, planFor(world, { id: 'plan-2' }));
      assert.equal(await undo(world, undefined, 'undo', 'plan-1'), undefined);
    });

    it('since the run was finished while the way back was reviewed', async () => {
      const world = await failing();
      const [broken] = await recorded(world);
      assert.ok(broken);
      const request = { id: 'undo-1', profile: 'prod', run: broken, regions, deleteMadeKey: true };
      const reviewed = planUndo({ ...request, runs: await recorded(world) });
      assert.ok(reviewed);
      assert.equal((await run(world, broken.plan)).ended, 'done');
      assert.equal((await undo(world, [trailArn], 'undo-2'))?.ended, 'done');
      const result = await run(world, reviewed);
      assert.deepEqual(statesOf(result), ['schedule-deletion left']);
      assert.deepEqual(result.steps[0]?.failure, { kind: 'key-served', keyArn: made });
      assert.equal(world.keys.get(made)?.metadata.state, 'Enabled');
    });
  });

  it('does not take an old copy of its own trail in another Region for a trail that uses the key', async () => {
    const world = new World();
    await run(world, planFor(world));
    world.staleShadows = true;
    const result = await undo(world);
    assert.deepEqual(result && statesOf(result), [
      'update-trail done',
      'confirm done',
      'restore-policy done',
    ]);
  });

  it('deletes a key that served nothing, in 30 days', async () => {
    const world = withoutTrailsOnceAKeyIsMade();
    await run(world, planNewKey(world));
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

  describe('asks the account, not only the journal', () => {
    const strangerArn = 'arn:aws:cloudtrail:eu-north-1:111122223333:trail/stranger';

    async function withKeyThatServedNothing(): Promise<World> {
      const world = withoutTrailsOnceAKeyIsMade();
      await run(world, planNewKey(world));
      return world;
    }

    it('keeps a key that a trail of somebody else delivers under by now, and says which', async () => {
      const world = await withKeyThatServedNothing();
      world.trails.set(strangerArn, { ...trailNamed(strangerArn, made), multiRegion: false });
      const result = await undo(world);
      assert.deepEqual(result && [result.ended, ...statesOf(result)], ['done', 'schedule-deletion left']);
      assert.deepEqual(result?.steps[0]?.failure, {
        kind: 'key-in-use',
        keyArn: made,
        trailArn: strangerArn,
      });
      assert.equal(world.keys.get(made)?.metadata.state, 'Enabled');
    });

    it('keeps a key whose policy is not the one that the plan wrote', async () => {
      const world = await withKeyThatServedNothing();
      const key = world.keys.get(made);
      assert.ok(key);
      key.policy = key.policy.replace('CloudTrailEncryptsLogs', 'Changed');
      const result = await undo(world);
      assert.deepEqual(result && statesOf(result), ['schedule-deletion left']);
      assert.equal(result?.steps[0]?.failure?.kind, 'policy-changed');
      assert.equal(world.keys.get(made)?.metadata.state, 'Enabled');
    });

    it('leaves a policy to a trail of somebody else that delivers under the key', async () => {
      const world = new World();
      await run(world, planFor(world));
      world.trails.set(strangerArn, { ...trailNamed(strangerArn, keyArn), multiRegion: false });
      const policy = world.keys.get(keyArn)?.policy;
      const result = await undo(world);
      assert.deepEqual(result && statesOf(result), [
        'update-trail done',
        'confirm done',
        'restore-policy left',
      ]);
      assert.deepEqual(result?.steps[2]?.failure, { kind: 'key-in-use', keyArn, trailArn: strangerArn });
      assert.equal(world.keys.get(keyArn)?.policy, policy);
    });

    it('restores the policy of a key that others used before, who need nothing of what was added', async () => {
      const world = new World();
      world.trails.set(secondArn, trailNamed(secondArn, keyArn));
      const { keys } = world.state();
      const trails = [{ trail: trailNamed(trailArn) }];
      await run(world, planFor(world, { trails, trailsUnder: () => [secondArn] }));
      world.trails.set(strangerArn, { ...trailNamed(strangerArn, keyArn), multiRegion: false });
      const kept = await undo(world);
      assert.deepEqual(kept && statesOf(kept).at(-1), 'restore-policy left');
      assert.deepEqual(kept?.steps.at(-1)?.failure, { kind: 'key-in-use', keyArn, trailArn: strangerArn });
      world.trails.delete(strangerArn);
      const result = await run(world, kept?.plan ?? assert.fail());
      assert.deepEqual(statesOf(result).at(-1), 'restore-policy done');
      assert.deepEqual(world.state().keys, keys);
    });

    it('takes nothing away where a Region cannot be read, and says so', async () => {
      for (const what of [{ kind: 'access-denied' }, { kind: 'timeout' }, { kind: 'throttled' }] as const) {
        for (const world of [await withKeyThatServedNothing(), new World()]) {
          if (!world.keys.has(made)) {
            await run(world, planFor(world));
          }
          let read = 0;
          world.hook = (call, phase) => {
            if (call === 'DescribeTrails' && phase === 'before' && ++read === 2) {
              problem(what);
            }
          };
          const { keys } = world.state();
          const result = await undo(world);
          assert.equal(result?.ended, 'failed');
          assert.deepEqual(result?.failure, {
            kind: 'use-unknown',
            keyArn: world.keys.has(made) ? made : keyArn,
            region: regions[1],
            problem: what,
          });
          assert.deepEqual(world.state().keys, keys);
        }
      }
    });

    it('takes no Region that refuses the credentials for one without trails: AWS listed it as switched on', async () => {
      const world = await withKeyThatServedNothing();
      world.hook = (call, phase) => {
        if (call === 'DescribeTrails' && phase === 'before') {
          problem({ kind: 'credentials-invalid' });
        }
      };
      const result = await undo(world);
      assert.deepEqual(result && statesOf(result), ['schedule-deletion failed']);
      assert.deepEqual(result?.failure, {
        kind: 'use-unknown',
        keyArn: made,
        region: regions[0],
        problem: { kind: 'region-disabled', region: regions[0] },
      });
      assert.equal(world.keys.get(made)?.metadata.state, 'Enabled');
    });
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
