import { Inventory } from '../../../../src/core/account/inventory.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import type { Profile } from '../../../../src/core/account/profile.ts';
import type { AccountState } from '../../../../src/core/account/state.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from '../account/fakeAccount.ts';

export const at = new Date(Date.UTC(2026, 1, 3, 9, 41));

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/**
 * Two profiles, read as the extension reads them. `prod` has a trail under a disabled key, one without a key whose
 * bucket begins with what a spreadsheet takes for a formula, and a Region that refuses; the session of `dev` has expired.
 */
export async function twoAccounts(): Promise<readonly AccountState[]> {
  const profiles: readonly (readonly [Profile, FakeAnswers])[] = [
    [{ name: 'prod', kind: 'static' }, prod],
    [
      { name: '=dev|"x"', kind: 'sso' },
      { identity: new ProblemError({ kind: 'sso-session-expired' }), trails: {} },
    ],
  ];
  const accounts = new Map(profiles.map(([{ name }, answers]) => [name, new FakeAccount(answers)]));
  const inventory = new Inventory({
    accounts: { open: async ({ name }) => accounts.get(name) ?? new FakeAccount({ trails: {} }) },
    settings: () => ({ concurrency: 20, regions: [] }),
    now: () => at.getTime(),
  });
  inventory.setProfiles(profiles.map(([profile]) => profile));
  for (const [{ name }] of profiles) {
    await inventory.load(name);
  }
  return inventory.states();
}

const prod: FakeAnswers = {
  identity,
  trails: {
    'ap-east-1': new ProblemError({
      kind: 'access-denied',
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      action: 'cloudtrail:DescribeTrails',
      requestId: '0f1e',
    }),
    'eu-west-1': [
      liveTrail('payments', 'eu-west-1', { kmsKeyId: keyArn, prefix: 'trails', logFileValidation: false }),
      liveTrail('app', 'eu-west-1', { multiRegion: true }),
    ],
    'us-east-1': [],
  },
  statuses: {
    payments: {
      logging: true,
      latestDelivery: Date.UTC(2026, 1, 2),
      latestDeliveryError: 'KMS.DisabledException',
    },
    app: { logging: true },
  },
  keys: {
    [keyArn]: {
      metadata: {
        arn: keyArn,
        id: '11111111-2222-3333-4444-555555555555',
        account: identity.account,
        region: 'eu-west-1',
        description: '',
        manager: 'CUSTOMER',
        state: 'Disabled',
        spec: 'SYMMETRIC_DEFAULT',
        usage: 'ENCRYPT_DECRYPT',
        origin: 'AWS_KMS',
        multiRegion: false,
      },
      policy: '{"Version":"2012-10-17","Statement":[]}',
      aliases: ['alias/payments'],
      rotation: true,
    },
  },
  buckets: { 'payments-logs': { region: known('eu-west-1'), bucketKey: known(true) } },
};
