import assert from 'node:assert/strict';
import type { OpenAccount } from '../../../src/aws/index.ts';
import { readKeyDetails } from '../../../src/core/account/keyDetails.ts';
import {
  deliveryOf,
  journalIn,
  type Plan,
  planEncryption,
  planUndo,
  type RunResult,
  runPlan,
  runsIn,
} from '../../../src/core/remediation/index.ts';
import type { Failure, Seed } from '../../emulator/index.ts';
import { World } from '../core/remediation/world.ts';
import { accountId, Bench, keyId, never, staticKeys } from './bench.ts';

const trailArn = `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/audit`;

const seed: Seed = world => {
  const account = world.account(accountId, { accessKeys: [keyId] });
  account.bucket('logs', 'eu-west-1');
  account.key('eu-west-1', 'alias/app', { admits: 'account' });
  account.trail('audit', { home: 'eu-west-1', bucket: 'logs' });
};

const answers: readonly { readonly status: number; readonly body: string }[] = [
  { status: 503, body: '' },
  { status: 502, body: '{"__type":"SomethingNewException"}' },
  { status: 200, body: '{}' },
];

const writes = [
  ['new', ['CreateKey', 'CreateAlias', 'EnableKeyRotation', 'UpdateTrail']],
  ['existing', ['PutKeyPolicy', 'UpdateTrail']],
] as const;

describe('A run through the SDK', () => {
  let bench: Bench;
  let account: OpenAccount;
  let world: World;

  beforeEach(async () => {
    bench = await Bench.start(seed);
    await bench.config(`[profile a]\nendpoint_url = $URL\nregion = us-east-1\n${staticKeys}\n`);
    account = await bench.open('a');
    world = new World();
  });

  afterEach(() => bench.stop());

  const run = (plan: Plan): Promise<RunResult> =>
    runPlan(
      plan,
      { open: async () => account, storage: world.storage, clock: world.clock, window: 'window' },
      { signal: never },
    );

  async function planOf(kind: 'new' | 'existing'): Promise<Plan> {
    const caller = await account.identity(never);
    const trail = await account.trails.get(trailArn, never);
    assert.ok(trail);
    const key = await readKeyDetails(
      account.keys,
      bench.emulator.world.theKey('alias/app').arn,
      caller,
      never,
    );
    const result = planEncryption({
      id: 'plan-1',
      profile: 'a',
      caller,
      trails: [{ trail }],
      bucketRegion: 'eu-west-1',
      bucketKey: false,
      key:
        kind === 'existing'
          ? { kind, key }
          : { kind, alias: 'cloudtrail', rotation: true, multiRegion: false },
    });
    assert.ok(result.kind === 'plan', JSON.stringify(result));
    return result.plan;
  }

  async function undo(): Promise<RunResult | undefined> {
    const runs = runsIn(await journalIn(world.storage).read());
    const [broken] = runs;
    const { names: regions } = await account.regions(never);
    const plan =
      broken && planUndo({ id: 'undo', profile: 'a', run: broken, runs, regions, deleteMadeKey: true });
    return plan && run(plan);
  }

  const stateOf = () => ({
    trail: bench.emulator.world.theTrail('audit').kmsKeyId,
    policy: bench.emulator.world.theKey('alias/app').policy,
    made: bench.emulator.world
      .account(accountId)
      .keys.filter(({ description, state }) => description !== '' && state !== 'PendingDeletion').length,
  });

  for (const minutes of [3, 90, -90]) {
    it(`takes a log file of before the change for none of after it, where AWS's clock is ${minutes} minutes ahead`, async () => {
      const aws = bench.emulator.world;
      aws.clock.advance(minutes * 60_000);
      const { status } = aws.theTrail('audit');
      status.deliveredAt = aws.clock.now() - 60_000;
      const plan = await planOf('existing');
      const clock = { now: Date.now, sleep: world.clock.sleep };
      const ports = { open: async () => account, storage: world.storage, clock, window: 'window' };
      const result = await runPlan(plan, ports, { signal: never });
      assert.deepEqual(result.trails[0]?.delivery, { kind: 'waiting' });
      const updated = result.steps.find(({ step }) => step.kind === 'update-trail')?.time ?? Number.NaN;
      status.deliveredAt = aws.clock.now() + 60_000;
      const trail = await account.trails.get(trailArn, never);
      assert.ok(trail);
      assert.equal(deliveryOf(await account.trails.status(trail, never), updated).kind, 'confirmed');
    });
  }

  for (const [kind, operations] of writes) {
    for (const operation of operations) {
      it(`with another answer to ${operation}, ${kind} key, never tells what is not so, makes no second key, and leads back`, async () => {
        const plan = await planOf(kind);
        const initial = stateOf();
        for (const answer of answers) {
          for (const takesEffect of ['before', 'never', 'late'] as const) {
            const fails: Failure = { kind: 'other answer', ...answer, takesEffect };
            const where = JSON.stringify(fails);
            world = new World();
            bench.emulator.calls.clear();
            bench.emulator.faults.add({ operation, fails });
            const result = await run(plan);
            bench.emulator.faults.clear();
            const step = result.steps.find(({ failure }) => failure);
            // Seen by reading, it is done; else nobody knows.
            const isSeen = takesEffect === 'before';
            assert.equal(result.ended, isSeen ? 'done' : 'failed', where);
            assert.equal(step?.state, isSeen ? undefined : 'uncertain', where);
            assert.ok(bench.emulator.calls.count({ operation: 'CreateKey' }) <= 1, where);
            bench.emulator.faults.takeLateEffect();
            const undone = await undo();
            assert.ok(!undone || undone.ended === 'done', `${where} ${JSON.stringify(undone?.failure)}`);
            const after = stateOf();
            // A key that a trail had is kept: log files may lie under it.
            const isKept = kind === 'new' && step?.step.kind !== 'create-key' && after.made > 0;
            assert.deepEqual({ ...after, made: isKept ? initial.made : after.made }, initial, where);
            for (const key of bench.emulator.world.account(accountId).keys) {
              if (key.description !== '') {
                bench.emulator.events.deleteKey(key.arn);
              }
            }
          }
        }
      }).timeout(60_000);
    }
  }
});
