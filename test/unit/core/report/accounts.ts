import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import { recordedTrails, takeRecord } from '../../../../src/core/account/organization/recordedTrails.ts';
import { readTrailRecord, type TrailRecord } from '../../../../src/core/account/organization/records.ts';
import type { OrganizationState } from '../../../../src/core/account/organization/state.ts';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import type { Profile } from '../../../../src/core/account/profile.ts';
import { seenTrails } from '../../../../src/core/account/seenTrails.ts';
import type { AccountState } from '../../../../src/core/account/state.ts';
import { TextLines } from '../../../../src/core/base/text.ts';
import { pairsOf } from '../../../../src/core/drift/index.ts';
import { createAnalyzer, createLanguages } from '../../../../src/core/iac/index.ts';
import type { Reported } from '../../../../src/core/report/index.ts';
import { accountOfArn, keyIdIn } from '../../../../src/core/trail/arn.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from '../account/fakeAccount.ts';
import { MemorySources } from '../iac/memorySources.ts';

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

/**
 * The same, beside code: `payments` is to get another key, `app` has one that is not deployed, and two declarations may be
 * those of `central`.
 */
export async function readReported(): Promise<Reported> {
  const accounts = await readAccounts();
  const sources = new MemorySources();
  const analyzer = createAnalyzer({ languages: await createLanguages(), now: () => at.getTime() });
  const declared = await Promise.all(
    Object.entries(code).map(async ([path, text]) => {
      const document = sources.write(`file:///infra/${path}`, text);
      const { assessments, lines } = await analyzer.analyze(document, sources);
      return assessments.map(assessment => {
        const starts = new TextLines(lines.get(document.uri) ?? text);
        const { line } = starts.positionAt(assessment.declaration.header.start);
        return { assessment, path, line: line + 1 };
      });
    }),
  );
  const lives = seenTrails(accounts, () => true).map(({ acting }) => acting);
  const pairs = pairsOf(lives, declared.flat()).map(({ declared: { path, line }, ...pair }) => ({
    ...pair,
    declared: { path, line },
  }));
  return { accounts, organizations: [organizationOf(accounts)], pairs };
}

/**
 * What AWS Config recorded, asked through `prod`: `payments`, which was read in its account; a trail without a key and one under a
 * key that is not recorded, of accounts that nobody read; a Region that it could not collect, and a trail of which no item came.
 */
function organizationOf(accounts: readonly AccountState[]): OrganizationState {
  const state = accounts.find(({ profile }) => profile.name === 'prod');
  assert.ok(state?.identity);
  const record = (arn: string, kmsKeyId?: string) =>
    JSON.stringify({
      accountId: accountOfArn(arn),
      awsRegion: 'eu-west-1',
      arn,
      configurationItemCaptureTime: '2026-02-01T08:00:00.000Z',
      configuration: { homeRegion: 'eu-west-1', s3BucketName: 'logs', isMultiRegionTrail: true, kmsKeyId },
    });
  const trails = new Map<string, TrailRecord>();
  for (const text of [
    record('arn:aws:cloudtrail:eu-west-1:111122223333:trail/payments'),
    record('arn:aws:cloudtrail:eu-west-1:777788889999:trail/bare'),
    record('arn:aws:cloudtrail:eu-west-1:777788889999:trail/kept', otherKey),
  ]) {
    const one = readTrailRecord(text);
    assert.ok(one);
    takeRecord(trails, one);
  }
  const { profile, identity: caller } = state;
  const arn = 'arn:aws:config:eu-west-1:111122223333:config-aggregator/config-aggregator-1';
  return {
    aggregator: {
      name: 'organization',
      arn,
      region: 'eu-west-1',
      ofOrganization: true,
      regions: 'all',
    },
    id: 'o-a1b2c3d4e5',
    profile,
    phase: 'loaded',
    readAt: at.getTime(),
    trails: recordedTrails(
      { trails, keys: new Map(), buckets: new Map(), aggregator: arn, profile, caller },
      at.getTime(),
    ),
    accounts: ['111122223333', '777788889999'],
    names: new Map(),
    uncollected: [{ account: '888899990000', region: 'us-east-1', status: 'FAILED', code: 'AccessDenied' }],
    unread: ['arn:aws:cloudtrail:eu-west-1:888899990000:trail/unread'],
  };
}

const code = {
  'infra/audit.tf': `
resource "aws_cloudtrail" "payments" {
  name           = "payments"
  s3_bucket_name = "logs"
  kms_key_id     = "arn:aws:kms:eu-west-1:111122223333:alias/logs"
}

resource "aws_cloudtrail" "app" {
  name           = "app"
  s3_bucket_name = "logs"
  kms_key_id     = "${keyArn}"
}
`,
  'one/central trail.tf': 'resource "aws_cloudtrail" "central" {\n  name = "central"\n}\n',
  'two/main.tf': 'resource "aws_cloudtrail" "central" {\n  name = "central"\n}\n',
};

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
