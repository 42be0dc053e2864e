import assert from 'node:assert/strict';
import { ProblemError, problemOf } from '../../../../src/core/account/problem.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { problemInFull } from '../../../../src/core/wording/problems.ts';
import { identity, liveTrail } from './fakeAccount.ts';
import { gate, keyArn, metadata, names, policyFor, prod, readAt, setUp } from './inventories.ts';

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

  it('knows where a profile is declared after its file was edited above it', async () => {
    const { inventory, account } = setUp({ trails: { 'eu-west-1': [] } });
    await inventory.load('prod');
    const declaredAt = { path: '/people/anna/.aws/config', line: 7 };
    inventory.setProfiles([{ ...prod, declaredAt }]);
    assert.deepEqual(inventory.state('prod')?.profile.declaredAt, declaredAt);
    assert.equal(inventory.state('prod')?.phase, 'loaded');
    assert.deepEqual(account.calls, ['identity', 'regions', 'trails eu-west-1']);
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
    await assert.rejects(inventory.open('prod'), error => {
      assert.equal(
        inEnglish(problemInFull(problemOf(error))),
        'This profile cannot be used as it is. Open the configuration file and complete it. Profile prod is no longer in the shared AWS files.',
      );
      return true;
    });
  });
});
