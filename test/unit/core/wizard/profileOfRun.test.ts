import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import { profileFor } from '../../../../src/core/wizard/history/profileOfRun.ts';
import { FakeAccount, identity } from '../account/fakeAccount.ts';
import { planFor } from '../remediation/plans.ts';
import { World } from '../remediation/world.ts';

const here = identity.account;
const elsewhere = '999999999999';

describe('the profile that takes a run up again', () => {
  /** Of profiles that lead to these accounts; where one is not loaded, nobody knows where it leads. */
  async function profileAmong(
    accounts: Readonly<Record<string, string>>,
    loaded: readonly string[] = Object.keys(accounts),
    { withMfa = [], shown = [] }: { withMfa?: readonly string[]; shown?: readonly string[] } = {},
  ): Promise<string> {
    const inventory = new Inventory({
      accounts: {
        open: async ({ name }) =>
          new FakeAccount({ identity: { ...identity, account: accounts[name] ?? '' }, trails: {} }),
      },
      settings: () => ({ concurrency: 1, regions: [] }),
      now: () => 0,
    });
    inventory.setProfiles(
      Object.keys(accounts).map(name => ({
        name,
        kind: 'static',
        ...(withMfa.includes(name) && { asksForMfa: true }),
      })),
    );
    await Promise.all(loaded.map(name => inventory.load(name)));
    const plan = { ...planFor(new World()), profile: 'prod', account: here };
    const settings = () => ({
      defaultKeys: {},
      newKeyReaders: 'iam' as const,
      profiles: shown,
      regions: [],
    });
    return profileFor({ plan }, { inventory, settings });
  }

  it('is the one of then, also where it was not read yet', async () => {
    assert.equal(await profileAmong({ admin: here, prod: here }), 'prod');
    assert.equal(await profileAmong({ admin: here, prod: here }, ['admin']), 'prod');
  });

  it('is another of the same account where that one is gone or leads elsewhere now', async () => {
    assert.equal(await profileAmong({ dev: elsewhere, admin: here }), 'admin');
    assert.equal(await profileAmong({ prod: elsewhere, admin: here }), 'admin');
  });

  it('is never by itself one that asks for an MFA code, or that nobody chose to be shown', async () => {
    const all = { 'break-glass': here, admin: here };
    assert.equal(await profileAmong(all, Object.keys(all), { withMfa: ['break-glass'] }), 'admin');
    assert.equal(await profileAmong({ admin: here }, ['admin'], { withMfa: ['admin'] }), 'prod');
    assert.equal(await profileAmong({ admin: here }, ['admin'], { shown: ['dev'] }), 'prod');
  });

  it('is the one of then where no other is known: the run says what is wrong with it', async () => {
    assert.equal(await profileAmong({ prod: elsewhere, admin: here }, ['prod']), 'prod');
    assert.equal(await profileAmong({}), 'prod');
  });
});
