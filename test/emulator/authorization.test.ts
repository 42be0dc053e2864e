import assert from 'node:assert/strict';
import { DescribeTrailsCommand, GetTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeKeyCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, failureOf } from './testClients.ts';
import type { PermissionOptions } from './world/accountSeed.ts';

const acmeId = '111111111111';

describe('Permissions', () => {
  const users: readonly [string, PermissionOptions, string][] = [
    ['NONE', { may: [] }, 'because no identity-based policy allows the cloudtrail:DescribeTrails action'],
    [
      'OTHER',
      { may: ['kms:*'] },
      'because no identity-based policy allows the cloudtrail:DescribeTrails action',
    ],
    ['DENIED', { mayNot: ['cloudtrail:Describe*'] }, 'with an explicit deny in an identity-based policy'],
    [
      'BOUND',
      { mayNot: [{ actions: ['*'], source: 'permissions boundary', explicit: false }] },
      'because no permissions boundary allows the cloudtrail:DescribeTrails action',
    ],
    [
      'SESSION',
      { mayNot: [{ actions: ['cloudtrail:*'], source: 'session policy' }] },
      'with an explicit deny in a session policy',
    ],
  ];

  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(world => {
      const acme = world.account(acmeId);
      for (const [name, permissions] of users)
        acme.user(name, { accessKeys: [`AKIA${name}`], ...permissions });
      acme.user('NARROW', {
        accessKeys: ['AKIANARROW'],
        mayNot: [
          { actions: ['cloudtrail:GetTrail'], source: 'identity-based policy', resource: '*:trail/secret' },
          { actions: ['s3:*'], source: 'identity-based policy', resource: 'arn:aws:s3:::secret' },
        ],
      });
      acme.buckets('name | Region\nlogs | eu-west-1\nsecret | eu-west-1');
      acme.trails('name | home | bucket\nopen | eu-west-1 | logs\nsecret | eu-west-1 | logs');
      acme.key('eu-west-1', 'alias/logs');
    });
  });
  after(() => emulator.close());

  for (const [name, permissions, words] of users) {
    it(`${JSON.stringify(permissions)}: ${words}`, async () => {
      const { cloudtrail, sts } = clientsFor(emulator.url, `AKIA${name}`);
      assert.deepEqual(await failureOf(cloudtrail.send(new DescribeTrailsCommand({}))), {
        name: 'AccessDeniedException',
        message: `User: arn:aws:iam::${acmeId}:user/${name} is not authorized to perform: cloudtrail:DescribeTrails ${words}`,
        status: 400,
      });
      // Nobody can be kept from asking who they are.
      assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, acmeId);
    });
  }

  it('allow what is named, and no more', async () => {
    const { kms } = clientsFor(emulator.url, 'AKIAOTHER');
    assert.equal((await kms.send(new ListAliasesCommand({}))).Aliases?.length, 1);
    assert.equal(
      (await kms.send(new DescribeKeyCommand({ KeyId: 'alias/logs' }))).KeyMetadata?.KeyState,
      'Enabled',
    );
  });

  it('may be refused for one resource', async () => {
    const { cloudtrail, s3 } = clientsFor(emulator.url, 'AKIANARROW');
    assert.equal((await cloudtrail.send(new GetTrailCommand({ Name: 'open' }))).Trail?.Name, 'open');
    const refused = await failureOf(cloudtrail.send(new GetTrailCommand({ Name: 'secret' })));
    assert.match(
      refused.message,
      /on resource: arn:aws:cloudtrail:eu-west-1:111111111111:trail\/secret with an explicit deny/,
    );
    assert.equal((await s3.send(new HeadBucketCommand({ Bucket: 'logs' }))).BucketRegion, 'eu-west-1');
    assert.equal((await failureOf(s3.send(new HeadBucketCommand({ Bucket: 'secret' })))).status, 403);
  });
});
