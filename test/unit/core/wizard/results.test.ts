import assert from 'node:assert/strict';
import type { Delivery, Failure, RunResult } from '../../../../src/core/remediation/index.ts';
import { resultsInFull } from '../../../../src/core/wizard/run/results.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { planFor, planNewKey } from '../remediation/plans.ts';
import { run, undo } from '../remediation/runs.ts';
import {
  accountPolicy,
  broken,
  keyArn,
  refuse,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from '../remediation/world.ts';

describe('what is told of runs', () => {
  const nameKey = () => 'alias/logs';
  const told = (...results: readonly (RunResult | undefined)[]) =>
    resultsInFull(
      results.flatMap(result => result ?? []),
      nameKey,
    ).map(inEnglish);

  it('is not that something was undone where it was left as it is', async () => {
    const world = new World();
    world.trails.set(trailArn, trailNamed(trailArn, keyArn));
    await run(world, planFor(world));
    const key = world.keys.get(keyArn);
    assert.ok(key);
    key.policy = accountPolicy.replace('"Root"', '"Mine"');
    assert.deepEqual(told(await undo(world)), [
      'Nothing was undone.',
      'The policy of alias/logs was changed in the meantime, in these statements: Root, CloudTrailEncryptsLogs, CloudTrailDescribesAndDecrypts, Mine. It was left unchanged.',
    ]);
  });

  it('is that what was done is undone, where it is', async () => {
    const world = new World();
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, planNewKey(world));
    assert.deepEqual(told(await undo(world)), ['The change was undone.']);
  });

  it('promises a log file only where one is waited for', async () => {
    const world = new World();
    const result = await run(world, planFor(world));
    const promised = (delivery: Delivery) =>
      told({ ...result, trails: result.trails.map(trail => ({ ...trail, delivery })) });
    const changed = 'New log files of the trail audit are now encrypted with SSE-KMS.';
    assert.deepEqual(promised({ kind: 'waiting' }), [
      changed,
      'The first one arrives in about five minutes.',
    ]);
    // Where the trail was read again long after the change, more is known.
    assert.deepEqual(promised({ kind: 'confirmed', time: 1 }), [changed]);
    assert.deepEqual(promised({ kind: 'failing', error: 'AccessDenied' }), [
      changed,
      'The last log file of the trail audit could not be delivered: AccessDenied.',
    ]);
  });

  it('promises no log file of a trail that something else keeps from delivering', async () => {
    const world = new World();
    const { plan, ...result } = await run(world, planFor(world));
    const repaired = (warnings: RunResult['plan']['warnings']) =>
      told({
        ...result,
        plan: { ...plan, purpose: 'repair', warnings },
        steps: [
          {
            step: { kind: 'enable-key', keyArn, trailArns: [trailArn] },
            state: 'done',
            requestIds: [],
          },
        ],
      });
    const enabled = 'alias/logs was enabled.';
    assert.deepEqual(repaired([]), [enabled, 'The next log file arrives in about five minutes.']);
    assert.deepEqual(repaired([{ kind: 'still-kept-out', trailArn, reason: 'kms-key-policy' }]), [enabled]);
  });

  const byOthers: readonly Failure[] = [
    { kind: 'trail-changed', trailArn },
    { kind: 'bucket-changed', trailArn, before: 'logs', found: 'others' },
    { kind: 'policy-changed', keyArn, before: '{}', found: '[]' },
    { kind: 'key-state-changed', keyArn, before: 'Enabled' },
    { kind: 'taken-back' },
  ];
  for (const failure of byOthers) {
    it(`is that nothing was changed, where what was reviewed is no longer so: ${failure.kind}`, async () => {
      const result = await run(new World(), planFor(new World()));
      const [first] = told({ ...result, ended: 'failed', failure, steps: [] });
      assert.equal(first, 'Nothing was changed.');
    });
  }

  it('names the trails of which it is not known', async () => {
    const world = new World();
    world.trails.set(secondArn, trailNamed(secondArn));
    const plan = planFor(world);
    let updates = 0;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before' && ++updates > 1) {
        broken();
      }
    };
    const result = await run(world, plan);
    assert.deepEqual(
      result.trails.map(({ state }) => state),
      ['changed', 'uncertain'],
    );
    assert.deepEqual(told(result).slice(0, 2), [
      '1 of 2 trails were changed.',
      'It is not known whether these trails were changed: second.',
    ]);
  });

  const problem = 'AWS reported an internal error (ServiceUnavailable). Try again in a moment.';
  for (const { call, said } of [
    { call: 'UpdateTrail', said: ['It is not known whether the trail audit was changed.', problem] },
    {
      call: 'CreateKey',
      said: [
        'The trail audit was not changed.',
        problem,
        'It is not known whether this step took effect: Create a KMS key in eu-west-1.',
      ],
    },
  ]) {
    it(`says once of what it is not known whether it took effect: ${call}`, async () => {
      const world = new World();
      world.hook = (name, phase) => {
        if (name === call && phase === 'before') {
          broken();
        }
      };
      const sentences = told(await run(world, planNewKey(world)));
      assert.deepEqual(sentences.slice(0, said.length + 1), [
        ...said,
        'Steps that are done are not repeated when you try again.',
      ]);
    });
  }
});
