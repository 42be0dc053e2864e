import assert from 'node:assert/strict';
import { Inventory, type InventoryChange } from '../../../../src/core/account/inventory.ts';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import type { Profile } from '../../../../src/core/account/profile.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { newKeyPolicy } from '../../../../src/core/trail/keyPolicy/index.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from './fakeAccount.ts';

const prod: Profile = { name: 'prod', kind: 'static' };
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** What the clock says all the time. */
const readAt = Date.UTC(2026, 0, 1);

describe('inventory', () => {
  it('asks nothing before a profile is loaded, and reads it once', async () => {
    const { inventory, account } = setUp({ trails: { 'eu-west-1': [] } });
    assert.deepEqual(account.calls, []);
    assert.equal(inventory.state('prod')?.phase, 'not-loaded');
    await Promise.all([inventory.load('prod'), inventory.load('prod')]);
    await inventory.load('prod');
    assert.deepEqual(account.calls, ['identity', 'regions', 'trails eu-west-1']);
    assert.deepEqual(inventory.state('prod'), {
      profile: prod,
      phase: 'loaded',
      identity,
      regionSource: { kind: 'account' },
      regions: [{ name: 'eu-west-1', phase: 'read', readAt, trails: [] }],
    });
  });

  it('shows a trail once, at its home Region, however many Regions see it', async () => {
    const home = liveTrail('org', 'eu-west-1', { multiRegion: true });
    const { inventory } = setUp({
      trails: {
        'ap-south-1': [{ ...home, readFrom: 'ap-south-1' }],
        'eu-west-1': [home],
        'us-east-1': [{ ...home, readFrom: 'us-east-1' }],
      },
    });
    await inventory.load('prod');
    const state = inventory.state('prod');
    assert.deepEqual(
      state?.regions.map(region => [
        region.name,
        region.trails.map(({ trail }) => [trail.name, trail.readFrom]),
      ]),
      [
        ['ap-south-1', []],
        ['eu-west-1', [['org', 'eu-west-1']]],
        ['us-east-1', []],
      ],
    );
  });

  it('shows a trail under a home Region that could not be read, as another Region saw it', async () => {
    const shadow = liveTrail('org', 'eu-west-1', { multiRegion: true, readFrom: 'us-east-1' });
    const { inventory } = setUp({
      trails: { 'eu-west-1': new ProblemError({ kind: 'throttled' }), 'us-east-1': [shadow] },
    });
    await inventory.load('prod');
    const home = inventory.state('prod')?.regions[0];
    assert.equal(home?.phase, 'unreadable');
    assert.deepEqual(home?.problem, { kind: 'throttled' });
    assert.deepEqual(
      home?.trails.map(({ trail }) => trail),
      [shadow],
    );
  });

  it('asks for key and bucket once, however many trails share them', async () => {
    const shared = { bucket: 'logs', kmsKeyId: keyArn };
    const { inventory, account } = setUp({
      trails: {
        'eu-west-1': [liveTrail('one', 'eu-west-1', shared), liveTrail('two', 'eu-west-1', shared)],
        'us-east-1': [liveTrail('three', 'us-east-1', shared)],
      },
      keys: { [keyArn]: { metadata: metadata(), policy: policyFor('one'), aliases: ['alias/ct'] } },
    });
    await inventory.load('prod');
    assert.deepEqual(
      account.calls.filter((call, index) => account.calls.indexOf(call) !== index),
      [],
    );
    const [one, two] = trailsOf(inventory.state('prod') ?? assert.fail());
    assert.deepEqual(
      one?.verdict.reasons.map(reason => reason.code),
      ['kms-key-shared'],
    );
    assert.deepEqual(
      two?.verdict.reasons.map(reason => reason.code),
      ['kms-key-policy', 'kms-key-shared'],
    );
  });

  it('reads what stands behind a trail once more where it got another key while the account was read', async () => {
    const trail = liveTrail('audit', 'eu-west-1', { bucket: 'logs', multiRegion: true });
    const formerKey = keyArn.replace('1111-', '9999-');
    const { inventory, account } = setUp({
      trails: {
        'us-east-1': [{ ...trail, readFrom: 'us-east-1', kmsKeyId: formerKey }],
        'eu-west-1': [{ ...trail, kmsKeyId: keyArn }],
      },
      keys: Object.fromEntries(
        [formerKey, keyArn].map(arn => [arn, { metadata: metadata(arn), policy: '{}' }]),
      ),
    });
    const late = gate();
    account.hold = call => (call === 'trails eu-west-1' ? late.promise : undefined);
    const loading = inventory.load('prod');
    await late.reached(() => account.calls.includes(`policy ${formerKey}`));
    late.open();
    await loading;
    const [shown] = trailsOf(inventory.state('prod') ?? assert.fail());
    assert.deepEqual(shown?.key?.metadata, { kind: 'known', value: metadata(keyArn) });
    // Nothing else of the trail was asked for again.
    const asked = (what: string) => account.calls.filter(call => call.startsWith(what)).length;
    assert.deepEqual([asked('status '), asked('bucket '), asked('key ')], [1, 1, 2]);
  });

  it('judges a policy that names the key by its ARN', async () => {
    const named = (arn: string) => policyFor('one').replaceAll('"Resource":"*"', `"Resource":"${arn}"`);
    const verdictWith = async (policy: string) => {
      const { inventory } = setUp({
        trails: { 'eu-west-1': [liveTrail('one', 'eu-west-1', { kmsKeyId: keyArn })] },
        keys: { [keyArn]: { metadata: metadata(), policy } },
      });
      await inventory.load('prod');
      const key = trailsOf(inventory.state('prod') ?? assert.fail())[0]?.facts.key;
      return key?.kind === 'known' && key.value.policy.kind === 'known' && key.value.policy.value.answer;
    };
    assert.equal(await verdictWith(named(keyArn)), 'admits');
    assert.equal(await verdictWith(named(keyArn.replace('11111111', '99999999'))), 'does-not-admit');
  });

  it('tells a Region that is not enabled from bad credentials', async () => {
    const { inventory } = setUp({
      trails: { 'ap-east-1': new ProblemError({ kind: 'credentials-invalid' }), 'eu-west-1': [] },
    });
    await inventory.load('prod');
    assert.deepEqual(inventory.state('prod')?.regions[0]?.problem, {
      kind: 'region-disabled',
      region: 'ap-east-1',
    });
  });

  it('fails as a whole only when nobody can tell whose account it is, and recovers', async () => {
    const { inventory, account } = setUp({
      identity: new ProblemError({ kind: 'sso-session-expired' }),
      trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')] },
    });
    await inventory.load('prod');
    assert.equal(inventory.state('prod')?.phase, 'failed');
    assert.deepEqual(inventory.state('prod')?.problem, { kind: 'sso-session-expired' });
    account.answers = { trails: account.answers.trails };
    await inventory.refresh('prod');
    assert.equal(inventory.state('prod')?.phase, 'loaded');
    assert.equal(trailsOf(inventory.state('prod') ?? assert.fail()).length, 1);
    assert.ok(account.disposed, 'a failed account is opened anew');
  });

  it('reads only chosen Regions of the partition, without asking which there are', async () => {
    const { inventory, account } = setUp({ trails: { 'us-east-1': [] } }, ['us-east-1', 'cn-north-1']);
    await inventory.load('prod');
    assert.deepEqual(account.calls, ['identity', 'trails us-east-1']);
  });

  it('asks which Regions there are when none of the chosen ones lies in the partition', async () => {
    const { inventory, account } = setUp({ trails: { 'us-east-1': [] } }, ['cn-north-1']);
    await inventory.load('prod');
    assert.deepEqual(account.calls, ['identity', 'regions', 'trails us-east-1']);
  });

  it('asks the own Region of the profile at once, and not twice', async () => {
    const answers = { trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')], 'us-east-1': [] } };
    const { inventory, account } = setUp(answers, [], 20, { ...prod, region: 'eu-west-1' });
    const who = gate();
    account.hold = call => (call === 'identity' ? who.promise : undefined);
    const reading = inventory.load('prod');
    await who.reached(() => account.calls.includes('trails eu-west-1'));
    who.open();
    await reading;
    assert.deepEqual(
      account.calls.filter(call => !/^(status|bucket)/.test(call)),
      ['identity', 'regions', 'trails eu-west-1', 'trails us-east-1'],
    );
    assert.deepEqual(names(inventory), ['a']);
  });

  it('leaves the own Region of the profile out where others are chosen', async () => {
    const answers = { trails: { 'us-east-1': [] } };
    const { inventory, account } = setUp(answers, ['us-east-1'], 20, { ...prod, region: 'eu-west-1' });
    await inventory.load('prod');
    assert.deepEqual(account.calls, ['identity', 'trails us-east-1']);
  });

  it('drops the answers of a reading that was replaced', async () => {
    const { inventory, account } = setUp({ trails: { 'eu-west-1': [liveTrail('old', 'eu-west-1')] } });
    const late = gate();
    account.hold = call => (call === 'trails eu-west-1' ? late.promise : undefined);
    const first = inventory.load('prod');
    await late.reached(() => account.calls.includes('trails eu-west-1'));
    account.hold = () => undefined;
    account.answers = { trails: { 'eu-west-1': [liveTrail('new', 'eu-west-1')] } };
    await inventory.refresh('prod');
    account.answers = { trails: { 'eu-west-1': [liveTrail('old', 'eu-west-1')] } };
    late.open();
    await first;
    assert.deepEqual(names(inventory), ['new']);
  });

  it('keeps rows in view while they are read again, and removes what is gone', async () => {
    const { inventory, account } = setUp({
      trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1'), liveTrail('b', 'eu-west-1')] },
    });
    await inventory.load('prod');
    const slow = gate();
    account.hold = call => (call === 'trails eu-west-1' ? slow.promise : undefined);
    account.answers = { trails: { 'eu-west-1': [liveTrail('b', 'eu-west-1')] } };
    const again = inventory.refresh('prod');
    await slow.reached(() => account.calls.filter(call => call === 'trails eu-west-1').length === 2);
    assert.deepEqual(names(inventory), ['a', 'b']);
    slow.open();
    await again;
    assert.deepEqual(names(inventory), ['b']);
  });

  it('cancels: nothing new is asked, what was read stays, the rest says so', async () => {
    const { inventory, account } = setUp(
      { trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')], 'us-east-1': [] } },
      [],
      1,
    );
    const slow = gate();
    account.hold = call => (call === 'trails us-east-1' ? slow.promise : undefined);
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes('trails us-east-1'));
    inventory.cancel('prod');
    slow.open();
    await reading;
    const state = inventory.state('prod');
    assert.equal(state?.phase, 'loaded');
    assert.deepEqual(
      state?.regions.map(region => [region.name, region.phase, region.problem?.kind]),
      [
        ['eu-west-1', 'read', undefined],
        ['us-east-1', 'unreadable', 'cancelled'],
      ],
    );
    assert.deepEqual(names(inventory), ['a']);
    assert.ok(!account.calls.some(call => call.startsWith('status')));
  });

  it('cancels before it is known whose account it is, and reads again only when asked', async () => {
    const { inventory, account } = setUp({ trails: { 'eu-west-1': [] } });
    const slow = gate();
    account.hold = call => (call === 'identity' ? slow.promise : undefined);
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes('identity'));
    inventory.cancel();
    slow.open();
    await reading;
    assert.equal(inventory.state('prod')?.phase, 'failed');
    assert.deepEqual(inventory.state('prod')?.problem, { kind: 'cancelled' });
    await inventory.load('prod');
    assert.equal(inventory.state('prod')?.phase, 'failed');
    await inventory.refresh('prod');
    assert.equal(inventory.state('prod')?.phase, 'loaded');
  });

  it('says that a session has ended once, and keeps the trails it had read', async () => {
    const { inventory, account } = setUp({
      trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')], 'us-east-1': [] },
    });
    await inventory.load('prod');
    const expired = new ProblemError({ kind: 'credentials-expired' });
    account.answers = { trails: { 'eu-west-1': expired, 'us-east-1': expired } };
    await inventory.refresh('prod', 'eu-west-1');
    assert.equal(inventory.state('prod')?.phase, 'failed');
    assert.deepEqual(inventory.state('prod')?.problem, { kind: 'credentials-expired' });
    assert.deepEqual(names(inventory), ['a']);
  });

  it('keeps saying what is wrong while it tries again', async () => {
    const { inventory, account } = setUp({ trails: { 'eu-west-1': new ProblemError({ kind: 'network' }) } });
    await inventory.load('prod');
    const slow = gate();
    account.hold = call => (call === 'trails eu-west-1' ? slow.promise : undefined);
    account.answers = { trails: { 'eu-west-1': [] } };
    const again = inventory.refresh('prod', 'eu-west-1');
    await slow.reached(() => account.calls.filter(call => call === 'trails eu-west-1').length === 2);
    assert.deepEqual(inventory.state('prod')?.regions, [
      { name: 'eu-west-1', phase: 'loading', problem: { kind: 'network' }, trails: [] },
    ]);
    slow.open();
    await again;
    assert.deepEqual(inventory.state('prod')?.regions, [
      { name: 'eu-west-1', phase: 'read', readAt, trails: [] },
    ]);
  });

  it('knows where a profile is declared after its file was edited above it', async () => {
    const { inventory, account } = setUp({ trails: { 'eu-west-1': [] } });
    await inventory.load('prod');
    const declaredAt = { path: '/people/anna/.aws/config', line: 7 };
    inventory.setProfiles([{ ...prod, declaredAt }]);
    assert.deepEqual(inventory.state('prod')?.profile.declaredAt, declaredAt);
    assert.equal(inventory.state('prod')?.phase, 'loaded');
    assert.deepEqual(account.calls, ['identity', 'regions', 'trails eu-west-1']);
  });

  it('reads one Region again and leaves the others alone', async () => {
    const { inventory, account } = setUp({
      trails: {
        'eu-west-1': new ProblemError({ kind: 'network' }),
        'us-east-1': [liveTrail('u', 'us-east-1')],
      },
    });
    await inventory.load('prod');
    account.calls.length = 0;
    account.answers = { trails: { 'eu-west-1': [liveTrail('e', 'eu-west-1')] } };
    await inventory.refresh('prod', 'eu-west-1');
    assert.deepEqual(account.calls, ['trails eu-west-1', 'status e', 'bucket e-logs']);
    assert.deepEqual(names(inventory), ['e', 'u']);
  });

  it('begins no second reading of a Region while the account is read, and waits for the first', async () => {
    for (const held of ['identity', 'trails eu-west-1']) {
      const { inventory, account } = setUp({ trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')] } });
      const late = gate();
      account.hold = call => (call === held ? late.promise : undefined);
      const loading = inventory.load('prod');
      await late.reached(() => account.calls.includes(held));
      const ended: string[] = [];
      const refreshing = inventory.refresh('prod', 'eu-west-1').then(() => ended.push('refreshed'));
      late.open();
      await Promise.all([loading.then(() => ended.push('loaded')), refreshing]);
      assert.deepEqual(account.calls, [
        'identity',
        'regions',
        'trails eu-west-1',
        'status a',
        'bucket a-logs',
      ]);
      assert.deepEqual(ended.sort(), ['loaded', 'refreshed']);
      assert.deepEqual([inventory.state('prod')?.phase, names(inventory)], ['loaded', ['a']]);
    }
  });

  it('says of every change what it touches', async () => {
    const { inventory, changes } = setUp({ trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')] } });
    await inventory.load('prod');
    const arn = liveTrail('a', 'eu-west-1').arn;
    assert.deepEqual(changes, [
      { kind: 'account', profile: 'prod' },
      { kind: 'account', profile: 'prod' },
      { kind: 'regions', regions: ['eu-west-1'], profile: 'prod' },
      { kind: 'trails', arns: [arn], profile: 'prod' },
      { kind: 'trails', arns: [arn], profile: 'prod' },
      { kind: 'account', profile: 'prod' },
    ]);
  });

  it('forgets profiles that are gone and keeps what was read of the others', async () => {
    const { inventory } = setUp({ trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1')] } });
    await inventory.load('prod');
    inventory.setProfiles([{ name: 'dev', kind: 'sso' }, prod]);
    assert.deepEqual(
      inventory.states().map(state => [state.profile.name, state.phase]),
      [
        ['dev', 'not-loaded'],
        ['prod', 'loaded'],
      ],
    );
    inventory.setProfiles([{ name: 'dev', kind: 'sso' }]);
    assert.equal(inventory.state('prod'), undefined);
  });
});

function setUp(answers: FakeAnswers, regions: readonly string[] = [], concurrency = 20, profile = prod) {
  const account = new FakeAccount(answers);
  const inventory = new Inventory({
    accounts: { open: async () => account },
    settings: () => ({ concurrency, regions }),
    now: () => readAt,
  });
  inventory.setProfiles([profile]);
  const changes: InventoryChange[] = [];
  inventory.onDidChange(change => changes.push(change));
  return { inventory, account, changes };
}

function names(inventory: Inventory): string[] {
  return trailsOf(inventory.state('prod') ?? assert.fail()).map(({ trail }) => trail.name);
}

function policyFor(trail: string): string {
  const { arn } = liveTrail(trail, 'eu-west-1');
  const contextArn = 'arn:aws:cloudtrail:*:111122223333:trail/*';
  return JSON.stringify(
    newKeyPolicy({
      partition: 'aws',
      keyAccount: identity.account,
      trailArn: arn,
      contextArn,
      bucketKey: false,
    }),
  );
}

function gate() {
  let open = () => {};
  const promise = new Promise<void>(resolve => {
    open = resolve;
  });
  const reached = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return { promise, open: () => open(), reached };
}

function metadata(arn = keyArn): KeyMetadata {
  return {
    arn,
    id: '11111111-2222-3333-4444-555555555555',
    account: identity.account,
    region: 'eu-west-1',
    description: '',
    manager: 'CUSTOMER',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    multiRegion: false,
  };
}
