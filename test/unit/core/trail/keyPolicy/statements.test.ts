import assert from 'node:assert/strict';
import {
  accessOfTrails,
  cloudTrailStatements,
  judgeKeyPolicy,
  newKeyPolicy,
  type Reader,
} from '../../../../../src/core/trail/keyPolicy/index.ts';
import { contextOf } from '../../../../emulator/policy/condition.ts';
import { readPolicy } from '../../../../emulator/policy/document.ts';
import { judge } from '../../../../emulator/policy/judge.ts';
import { keyArn, owner, trailArn } from './policies.ts';

const everyReader: readonly Reader[] = [
  { kind: 'account' },
  { kind: 'accounts', ids: ['222233334444'] },
  { kind: 'organization', id: 'o-a1b2c3d4e5' },
];

describe('the policy of a new key', () => {
  const access = { trailArn, contextArn: `arn:aws:cloudtrail:*:${owner}:trail/*`, bucketKey: true };
  const key = { ...access, partition: 'aws', keyAccount: owner };

  it('begins with the account, then allows CloudTrail for the trail', () => {
    assert.deepEqual(newKeyPolicy(key), {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccountAdministersKey',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${owner}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'CloudTrailEncryptsLogs',
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 'kms:GenerateDataKey*',
          Resource: '*',
          Condition: {
            StringEquals: { 'aws:SourceArn': trailArn },
            StringLike: {
              'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${owner}:trail/*`,
            },
          },
        },
        {
          Sid: 'CloudTrailDescribesAndDecrypts',
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: ['kms:DescribeKey', 'kms:Decrypt'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
        },
      ],
    });
  });

  it('lets CloudTrail describe the key alone where the bucket surely has no Bucket Key', () => {
    assert.deepEqual(newKeyPolicy({ ...key, bucketKey: false }).Statement.slice(2), [
      {
        Sid: 'CloudTrailDescribesKey',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
      },
    ]);
  });

  it('lets every principal of the account read, where that is asked for', () => {
    assert.deepEqual(newKeyPolicy({ ...key, readers: [{ kind: 'account' }] }).Statement.at(-1), {
      Sid: 'AccountPrincipalsDecryptLogs',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': owner },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${owner}:trail/*` },
      },
    });
  });

  it('lets other accounts and an organization decrypt the log files of these trails, and nothing else', () => {
    const StringLike = {
      'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${owner}:trail/*`,
    };
    const readers = [
      { kind: 'organization', id: 'o-a1b2c3d4e5' },
      { kind: 'accounts', ids: ['222233334444', '333344445555'] },
      { kind: 'accounts', ids: ['222233334444'] },
    ] as const;
    assert.deepEqual(newKeyPolicy({ ...key, readers }).Statement.slice(3), [
      {
        Sid: 'OtherAccountsDecryptLogs',
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::222233334444:root', 'arn:aws:iam::333344445555:root'] },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringLike },
      },
      {
        Sid: 'OrganizationDecryptsLogs',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, StringLike },
      },
    ]);
  });

  it('lets readers decrypt log files and nothing else, as the emulated account judges it', () => {
    const policy = readPolicy(JSON.stringify(newKeyPolicy({ ...key, readers: everyReader })));
    const decrypts = (accountId: string, organization: string, context: string) =>
      judge(policy, {
        who: { kind: 'principal', arns: [`arn:aws:iam::${accountId}:user/ann`], accountId },
        action: 'kms:Decrypt',
        resource: keyArn,
        context: contextOf({
          'kms:CallerAccount': accountId,
          'aws:PrincipalOrgID': organization,
          'kms:EncryptionContext:aws:cloudtrail:arn': context,
        }),
      });
    const [member, stranger] = ['o-a1b2c3d4e5', 'o-zzzzzzzzzz'];
    assert.deepEqual(
      [
        decrypts(owner, stranger, trailArn),
        decrypts('222233334444', stranger, trailArn),
        decrypts('333344445555', member, trailArn),
        decrypts('333344445555', stranger, trailArn),
        decrypts('333344445555', member, trailArn.replace(owner, '999999999999')),
        decrypts('222233334444', stranger, 'secrets'),
      ],
      ['allowed', 'allowed to the account', 'allowed', 'silent', 'silent', 'silent'],
    );
  });

  for (const bucketKey of [true, false]) {
    for (const readers of [[], everyReader]) {
      it(`allows CloudTrail and is open to nobody else (Bucket Key ${bucketKey}, ${readers.length} readers)`, () => {
        const policy = JSON.stringify(newKeyPolicy({ ...key, bucketKey, readers }));
        assert.deepEqual(judgeKeyPolicy(policy, { trailArn, bucketKey }), {
          answer: 'admits',
          describe: true,
          open: false,
        });
      });
    }
  }

  it('serves several trails, of other accounts too', () => {
    const trails = [trailArn, 'arn:aws:cloudtrail:us-east-1:222233334444:trail/org'];
    const several = accessOfTrails(trails, true);
    assert.deepEqual(several, {
      trailArn: trails,
      contextArn: [`arn:aws:cloudtrail:*:${owner}:trail/*`, 'arn:aws:cloudtrail:*:222233334444:trail/*'],
      bucketKey: true,
    });
    const policy = JSON.stringify(newKeyPolicy({ ...several, partition: 'aws', keyAccount: owner }));
    for (const trail of trails) {
      assert.equal(judgeKeyPolicy(policy, { trailArn: trail, bucketKey: true }).answer, 'admits');
    }
  });

  it('is narrowed to the account where the trail cannot be named', () => {
    const statements = cloudTrailStatements({ ...access, trailArn: undefined, sourceAccount: owner });
    assert.deepEqual(
      statements.map(one => one.Condition?.['StringEquals']),
      [{ 'aws:SourceAccount': owner }, { 'aws:SourceAccount': owner }],
    );
  });

  it('is not made for what is no trail', () => {
    assert.equal(accessOfTrails(['arn:aws:s3:::bucket'], true), undefined);
    assert.equal(accessOfTrails([], true), undefined);
  });
});
