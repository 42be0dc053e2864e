import assert from 'node:assert/strict';
import { Inventory, type InventoryChange } from '../../../../src/core/account/inventory.ts';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import type { Profile } from '../../../../src/core/account/profile.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { newKeyPolicy } from '../../../../src/core/trail/keyPolicy/index.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from './fakeAccount.ts';

export const prod: Profile = { name: 'prod', kind: 'static' };
export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** What the clock says all the time. */
export const readAt = Date.UTC(2026, 0, 1);

export function setUp(
  answers: FakeAnswers,
  regions: readonly string[] = [],
  concurrency = 20,
  profile = prod,
) {
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

export function names(inventory: Inventory): string[] {
  return trailsOf(inventory.state('prod') ?? assert.fail()).map(({ trail }) => trail.name);
}

export function policyFor(trail: string): string {
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

export function gate() {
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

export function metadata(arn = keyArn): KeyMetadata {
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
