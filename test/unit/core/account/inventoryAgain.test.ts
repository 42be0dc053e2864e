import assert from 'node:assert/strict';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { appearanceOfTrail, trailInBrief } from '../../../../src/core/wording/trails.ts';
import { type FakeAnswers, identity, liveTrail } from './fakeAccount.ts';
import { gate, keyArn, metadata, names, policyFor, readAt, setUp } from './inventories.ts';

describe('an inventory that is read again', () => {
  for (const call of [
    'identity',
    'regions',
    'trails eu-west-1',
    'status audit',
    'bucket logs',
    `key ${keyArn}`,
  ]) {
    for (const comes of ['though it was cancelled', 'as a cancellation'] as const) {
      it(`drops an answer to a reading that was replaced, which comes late ${comes}: ${call}`, async () => {
        const audit = { ...liveTrail('audit', 'eu-west-1'), bucket: 'logs', kmsKeyId: keyArn };
        const key = { metadata: metadata(), policy: policyFor('audit') };
        const now: FakeAnswers = { trails: { 'eu-west-1': [audit] }, keys: { [keyArn]: key } };
        const before: FakeAnswers = {
          identity: { ...identity, arn: 'arn:aws:iam::111122223333:user/former' },
          trails: { 'eu-west-1': [{ ...audit, multiRegion: !audit.multiRegion }] },
          statuses: { audit: { logging: false } },
          buckets: { logs: { region: known('us-east-1'), bucketKey: known(true) } },
          keys: { [keyArn]: { ...key, metadata: { ...key.metadata, state: 'Disabled' } } },
        };
        const { inventory, account } = setUp(before);
        account.heedsSignals = comes === 'as a cancellation';
        const late = gate();
        account.hold = one => (one === call ? late.promise : undefined);
        const first = inventory.load('prod');
        await late.reached(() => account.calls.includes(call));
        account.hold = () => undefined;
        account.answers = now;
        await inventory.refresh('prod');
        account.answers = before;
        late.open();
        await first;
        const anew = setUp(now).inventory;
        await anew.load('prod');
        assert.deepEqual(inventory.state('prod'), anew.state('prod'));
      });
    }
  }

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

  it('cancels while what stands behind a trail is read: that was not read, and is not on its way', async () => {
    const { inventory, account } = setUp({
      trails: { 'eu-west-1': [liveTrail('a', 'eu-west-1', { kmsKeyId: keyArn })] },
      keys: { [keyArn]: { metadata: metadata(), policy: policyFor('a') } },
    });
    const slow = gate();
    account.hold = call => (/^(status|bucket|key) /.test(call) ? slow.promise : undefined);
    const shown = () => trailsOf(inventory.state('prod') ?? assert.fail())[0] ?? assert.fail();
    const seen = () => [appearanceOfTrail(shown()), ...trailInBrief(shown()).map(inEnglish)];
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes(`key ${keyArn}`));
    const id = '11111111-2222-3333-4444-555555555555';
    assert.deepEqual(seen(), ['being-read', 'key is being read', id]);
    inventory.cancel('prod');
    slow.open();
    await reading;
    assert.deepEqual(seen(), ['unknown', 'key could not be read', id]);
    const { status, bucket, problems } = shown();
    const notRead = { kind: 'unknown', cause: 'failed' };
    assert.deepEqual([status, bucket.region, bucket.bucketKey], [notRead, notRead, notRead]);
    assert.deepEqual([...new Set(problems.map(({ kind }) => kind))], ['cancelled']);
    await inventory.refresh('prod');
    assert.deepEqual(seen(), ['encrypted', id]);
    assert.deepEqual(shown().problems, []);
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
});
