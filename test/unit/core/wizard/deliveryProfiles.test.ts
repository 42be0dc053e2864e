import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { WizardContext } from '../../../../src/core/wizard/context.ts';
import { Deliveries } from '../../../../src/core/wizard/run/deliveries.ts';
import { FakeAccount, identity, liveTrail } from '../account/fakeAccount.ts';

const audit = liveTrail('audit', 'eu-west-1');

describe('waiting for a first log file', () => {
  /** The profiles that are opened for it, while minutes pass at once; the one that made the change is the first. */
  async function opened(profiles: Readonly<Record<string, { readonly asksForMfa: boolean }>>) {
    const inventory = new Inventory({
      accounts: {
        open: async () => new FakeAccount({ identity, trails: { 'eu-west-1': [audit] } }),
      },
      settings: () => ({ concurrency: 1, regions: [] }),
      now: () => 0,
    });
    inventory.setProfiles(
      Object.entries(profiles).map(([name, { asksForMfa }]) => ({
        name,
        kind: 'static',
        ...(asksForMfa && { asksForMfa }),
      })),
    );
    await Promise.all(Object.keys(profiles).map(name => inventory.load(name)));
    const names: string[] = [];
    const context: Pick<WizardContext, 'inventory' | 'open' | 'log' | 'settings' | 'clock'> = {
      inventory,
      async open({ name }) {
        names.push(name);
        throw new Error('It is enough to know who is asked.');
      },
      log: () => {},
      settings: () => ({ defaultKeys: {}, newKeyReaders: 'iam', profiles: [], regions: [] }),
      clock: { now: () => 0, sleep: async () => {} },
    };
    const [first = ''] = Object.keys(profiles);
    await new Deliveries().await(first, audit.arn, 0, context as WizardContext);
    return [...new Set(names)];
  }

  it('asks with the profile that made the change', async () => {
    assert.deepEqual(await opened({ admin: { asksForMfa: false } }), ['admin']);
  });

  it('never asks for an MFA code: another profile that sees the trail asks, or nobody', async () => {
    const admin = { asksForMfa: false };
    assert.deepEqual(await opened({ 'break-glass': { asksForMfa: true }, admin }), ['admin']);
    assert.deepEqual(await opened({ 'break-glass': { asksForMfa: true } }), []);
  });
});
