import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { Account } from '../../../../src/core/account/ports.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { FakeAccount, liveTrail } from './fakeAccount.ts';
import { gate, keyArn, metadata, names, policyFor, prod, readAt, setUp } from './inventories.ts';

const trails = { 'eu-west-1': [liveTrail('a', 'eu-west-1')] };

describe('an inventory in which several things happen at once', () => {
  it('keeps a trail that was read after its change, though a reading asked before it answers later', async () => {
    const { inventory, account } = setUp({ trails });
    await inventory.load('prod');
    const slow = gate();
    account.hold = call => (call === 'trails eu-west-1' ? slow.promise : undefined);
    const reading = inventory.refresh('prod');
    await slow.reached(() => account.calls.filter(call => call === 'trails eu-west-1').length === 2);
    const changed = liveTrail('a', 'eu-west-1', { kmsKeyId: keyArn });
    await inventory.replace('prod', changed, inventory.asking());
    slow.open();
    await reading;
    assert.deepEqual(keysOf(inventory), [keyArn]);
    account.hold = () => undefined;
    await inventory.refresh('prod');
    assert.deepEqual(keysOf(inventory), [undefined], 'what is asked for later counts again');
  });

  it('keeps the policy that was read after its change, though an older one comes later', async () => {
    const trail = liveTrail('a', 'eu-west-1', { kmsKeyId: keyArn });
    const withPolicy = (policy: string) => ({ [keyArn]: { metadata: metadata(), policy } });
    const { inventory, account } = setUp({ trails: { 'eu-west-1': [trail] }, keys: withPolicy('{}') });
    const slow = gate();
    account.hold = call => (call === `policy ${keyArn}` ? slow.promise : undefined);
    const { policy } = account.keys;
    account.keys.policy = async (arn, signal) => {
      const old = account.answers.keys?.[arn]?.policy ?? '';
      await policy(arn, signal);
      return old;
    };
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes(`policy ${keyArn}`));
    account.hold = () => undefined;
    account.answers = { trails: { 'eu-west-1': [trail] }, keys: withPolicy(policyFor('a')) };
    await inventory.replace('prod', trail, inventory.asking());
    slow.open();
    await reading;
    assert.deepEqual(first(inventory).key?.policy, { kind: 'known', value: policyFor('a') });
  });

  it('takes no trail that was read before one that is shown', async () => {
    const { inventory } = setUp({ trails });
    await inventory.load('prod');
    const [before, after] = [inventory.asking(), inventory.asking()];
    await inventory.replace('prod', liveTrail('a', 'eu-west-1', { kmsKeyId: keyArn }), after);
    await inventory.replace('prod', liveTrail('a', 'eu-west-1'), before);
    assert.deepEqual(keysOf(inventory), [keyArn]);
  });

  it('ends no reading when the files of the profiles change, and closes its account behind it', async () => {
    const { inventory, account } = setUp({ trails });
    const slow = gate();
    account.hold = call => (call === 'trails eu-west-1' ? slow.promise : undefined);
    const reading = inventory.load('prod');
    await slow.reached(() => account.calls.includes('trails eu-west-1'));
    inventory.setProfiles([prod]);
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(account.disposed, false);
    slow.open();
    await reading;
    assert.deepEqual([inventory.state('prod')?.phase, names(inventory)], ['loaded', ['a']]);
    await slow.reached(() => account.disposed);
  });

  it('keeps the account that was opened after a profile changed when the former cannot be opened', async () => {
    const failing = gate();
    const account = new FakeAccount({ trails });
    const opened: (() => Promise<Account>)[] = [
      async () => {
        await failing.promise;
        throw new ProblemError({ kind: 'profile-incomplete' });
      },
      async () => account,
    ];
    const inventory = inventoryWith(() => opened.shift()?.() ?? assert.fail('opened once more'));
    const former = inventory.load('prod');
    inventory.setProfiles([prod]);
    const slow = gate();
    account.hold = call => (call === 'trails eu-west-1' ? slow.promise : undefined);
    const reading = inventory.refresh('prod');
    await slow.reached(() => account.calls.includes('trails eu-west-1'));
    failing.open();
    await former;
    assert.equal(account.disposed, false);
    slow.open();
    await reading;
    assert.deepEqual([inventory.state('prod')?.phase, names(inventory)], ['loaded', ['a']]);
  });

  it('opens an account anew that could not be opened to show a changed trail', async () => {
    const account = new FakeAccount({ trails });
    let isSignedIn = true;
    const inventory = inventoryWith(async () => {
      if (!isSignedIn) {
        throw new ProblemError({ kind: 'sso-session-expired' });
      }
      return account;
    });
    await inventory.load('prod');
    inventory.setProfiles([prod]);
    isSignedIn = false;
    const changed = liveTrail('a', 'eu-west-1', { kmsKeyId: keyArn });
    await assert.rejects(inventory.replace('prod', changed, inventory.asking()));
    isSignedIn = true;
    await inventory.replace('prod', changed, inventory.asking());
    assert.deepEqual(keysOf(inventory), [keyArn]);
  });
});

function inventoryWith(open: () => Promise<Account>): Inventory {
  const inventory = new Inventory({
    accounts: { open },
    settings: () => ({ concurrency: 20, regions: [] }),
    now: () => readAt,
  });
  inventory.setProfiles([prod]);
  return inventory;
}

function first(inventory: Inventory) {
  const [trail] = trailsOf(inventory.state('prod') ?? assert.fail());
  return trail ?? assert.fail();
}

function keysOf(inventory: Inventory): readonly (string | undefined)[] {
  return trailsOf(inventory.state('prod') ?? assert.fail()).map(({ trail }) => trail.kmsKeyId);
}
