import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import type { Profile } from '../../../../src/core/account/profile.ts';
import type { AccountState } from '../../../../src/core/account/state.ts';
import { accountOfArn, keyIdIn } from '../../../../src/core/trail/arn.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from '../account/fakeAccount.ts';

export const at = new Date(Date.UTC(2026, 1, 3, 9, 41));

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/**
 * Three profiles, read as the extension reads them. `prod` has a trail under a disabled key, one without a key, one whose
 * key belongs to another account, and two Regions that refuse; `break-glass` sees the same account; the session of the last
 * has expired, and its name begins with what a spreadsheet takes for a formula.
 */
export async function readAccounts(): Promise<readonly AccountState[]> {
  const profiles: readonly (readonly [Profile, FakeAnswers])[] = [
    [
      { name: 'break-glass', kind: 'assume-role', asksForMfa: true },
      { ...prod, trails: whole },
    ],
    [
      { name: 'prod', kind: 'static' },
      { ...prod, trails: { ...whole, ...refused } },
    ],
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

const otherKey = keyArn.replace('111122223333', '444455556666');

const whole: FakeAnswers['trails'] = {
  'eu-west-1': [
    liveTrail('payments', 'eu-west-1', { kmsKeyId: keyArn, prefix: 'trails', logFileValidation: false }),
    liveTrail('app', 'eu-west-1', { multiRegion: true }),
    liveTrail('central', 'eu-west-1', { kmsKeyId: otherKey }),
  ],
  'us-east-1': [],
};

const refused: FakeAnswers['trails'] = {
  'ap-east-1': refusal('0f1e'),
  'ap-south-1': refusal('2a3b'),
};

function metadata(arn: string, state: KeyMetadata['state']): KeyMetadata {
  return {
    arn,
    id: keyIdIn(arn),
    account: accountOfArn(arn) ?? '',
    region: 'eu-west-1',
    description: '',
    manager: 'CUSTOMER',
    state,
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    multiRegion: false,
  };
}

function refusal(requestId: string): ProblemError {
  return new ProblemError({
    kind: 'access-denied',
    service: 'cloudtrail',
    operation: 'DescribeTrails',
    action: 'cloudtrail:DescribeTrails',
    requestId,
  });
}

const prod: Omit<FakeAnswers, 'trails'> = {
  identity,
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
      metadata: metadata(keyArn, 'Disabled'),
      policy: '{"Version":"2012-10-17","Statement":[]}',
      aliases: ['alias/payments'],
      rotation: true,
    },
    [otherKey]: { metadata: metadata(otherKey, 'Enabled'), policy: '' },
  },
  buckets: { 'payments-logs': { region: known('eu-west-1'), bucketKey: known(true) } },
};
