import assert from 'node:assert/strict';
import { type Problem, ProblemError } from '../../../../src/core/account/problem.ts';
import type { Plan } from '../../../../src/core/remediation/index.ts';
import {
  assertTrue,
  assertUndone,
  callsOf,
  copyOf,
  finalState,
  isAws,
  isWrite,
  recorded,
  run,
  ways,
} from './runs.ts';
import { World } from './world.ts';

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
      'SomethingNewException',
    ].map(name => ({ kind: 'aws-error', name, requestId: 'id', effect: 'none' }) as const),
    ...['KMSInternalException', 'ServiceUnavailable', 'SomethingNewException', 'UnknownError'].map(
      name => ({ kind: 'aws-error', name }) as const,
    ),
    {
      kind: 'access-denied',
      action: 'kms:PutKeyPolicy',
      explicitDeny: 'service-control-policy',
      effect: 'none',
    },
    { kind: 'access-denied' },
    { kind: 'sso-session-expired', effect: 'none' },
    { kind: 'credentials-expired', effect: 'none' },
    { kind: 'throttled', effect: 'none' },
    { kind: 'network', detail: 'ENOTFOUND', effect: 'none' },
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
    // Once a call took place, only its answer can be lost, or replaced by what stands before AWS or broke in it.
    const lost = what.effect !== 'none';
    if (phase === 'after' && !lost) {
      return;
    }
    const where = `${JSON.stringify(what)} ${phase} call ${index}, ${call}`;
    const world = new World();
    const plan = planOf(world);
    const initial = world.state();
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
    assert.ok(result.ended === 'done' || (result.failure && result.nextActions.length > 0), where);
    if (result.ended === 'done') {
      return;
    }
    const runs = await recorded(world);
    const [broken] = runs;
    if (!broken) {
      assert.deepEqual(world.state(), initial, where);
      return;
    }
    const copy = copyOf(world);
    const finished = await run(world, plan);
    assert.equal(finished.ended, 'done', where);
    assert.deepEqual(world.state(), await finalState(planOf), where);
    await assertUndone(world, initial, where);
    await assertUndone(copy, initial, where);
  }
});

describe('a disk that is full from any line of the journal on', () => {
  for (const [name, planOf] of ways) {
    it(`ends ${name} before the next write, and hides nothing`, async () => {
      const calls = await callsOf(planOf);
      const lines = calls.filter(call => call === 'append').length;
      for (let full = 0; full < lines; full++) {
        const where = `full at line ${full}`;
        const world = new World();
        const plan = planOf(world);
        const initial = world.state();
        let appended = 0;
        let writes = 0;
        world.hook = (call, phase) => {
          if (call === 'append' && phase === 'before' && appended++ >= full) {
            throw new Error('ENOSPC');
          }
          writes += appended > full && phase === 'before' && isWrite(call) ? 1 : 0;
        };
        const result = await run(world, plan);
        world.hook = () => {};
        assert.equal(writes, 0, where);
        assertTrue(result, world, where);
        if (result.ended === 'done') {
          // Only its end could not be written down.
          assert.equal(full, lines - 1);
          continue;
        }
        assert.deepEqual(result.failure, { kind: 'not-recorded', detail: 'ENOSPC' }, where);
        const finished = await run(world, plan);
        assert.equal(finished.ended, 'done', where);
        assert.deepEqual(world.state(), await finalState(planOf), where);
        await assertUndone(world, initial, where);
      }
    });
  }
});
