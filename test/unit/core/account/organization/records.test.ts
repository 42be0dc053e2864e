import assert from 'node:assert/strict';
import {
  bucketsNamed,
  inParts,
  isBucketName,
  isTrailArn,
  keysNamed,
  trailsAtHome,
  trailsNamed,
} from '../../../../../src/core/account/organization/expressions.ts';
import {
  preferred,
  readBucketRegion,
  readCount,
  readKeyRecord,
  readTrailRecord,
} from '../../../../../src/core/account/organization/records.ts';
import { problemOf } from '../../../../../src/core/account/problem.ts';

const arn = (account: string, name = 'audit', region = 'eu-west-1') =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

describe('A query of AWS Config', () => {
  it('holds nothing that could end its quotation, since AWS does not say how to write that', () => {
    for (const hostile of [
      "arn:aws:cloudtrail:eu-west-1:111122223333:trail/a' OR arn > '",
      'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit x',
      'arn:aws:cloudtrail::111122223333:trail/audit',
      'audit',
    ]) {
      assert.equal(isTrailArn(hostile), false);
    }
    assert.throws(() => trailsNamed(["x'"]));
    assert.throws(() => keysNamed(['a b']));
    assert.throws(() => bucketsNamed(["logs' OR 'a' = 'a"]));
    assert.equal(isBucketName("logs' OR 'a' = 'a"), false);
    assert.throws(() => trailsAtHome("eu-west-1'", []));
    assert.match(trailsAtHome('eu-west-1', [arn('111122223333')]), /AND NOT arn IN \('arn:[^']+'\)$/);
  });

  it('is never longer than 4,096 characters, and every value is in one', () => {
    for (const count of [0, 1, 45, 46, 1000, 2000]) {
      const arns = Array.from({ length: count }, (_, index) => arn(String(100_000_000_000 + index)));
      const parts = inParts(arns, trailsNamed);
      assert.deepEqual(parts.flat(), arns);
      for (const part of parts) {
        assert.ok(trailsNamed(part).length <= 4096, `${trailsNamed(part).length}`);
      }
      assert.ok(parts.length <= Math.ceil(count / 45));
    }
  });
});

describe('A recorded item', () => {
  const item = (region: string, account: string, more: object = {}) =>
    JSON.stringify({
      accountId: account,
      awsRegion: region,
      arn: arn('111122223333'),
      configurationItemCaptureTime: '2026-03-01T09:41:00.000Z',
      configuration: { homeRegion: 'eu-west-1', s3BucketName: 'logs', isOrganizationTrail: true, ...more },
    });
  const read = (text: string) => {
    const record = readTrailRecord(text);
    assert.ok(record);
    return record;
  };

  it('is a trail, with the truth values that AWS Config writes as texts', () => {
    assert.deepEqual(read(item('eu-west-1', '111122223333', { isMultiRegionTrail: 'true', kmsKeyId: '' })), {
      account: '111122223333',
      recordedAt: Date.UTC(2026, 2, 1, 9, 41),
      trail: {
        arn: arn('111122223333'),
        name: 'audit',
        homeRegion: 'eu-west-1',
        readFrom: 'eu-west-1',
        bucket: 'logs',
        multiRegion: true,
        organization: true,
        logFileValidation: true,
      },
    });
    const flat = JSON.stringify({
      accountId: '111122223333',
      awsRegion: 'eu-west-1',
      'configuration.trailARN': arn('111122223333', 'flat'),
    });
    assert.equal(read(flat).trail.name, 'flat');
  });

  it('of the home Region comes before any other, then that of the owner, then the newer', () => {
    const home = read(item('eu-west-1', '444455556666', { name: 'home' }));
    const own = read(item('us-east-1', '111122223333', { name: 'own' }));
    const both = read(item('eu-west-1', '111122223333', { name: 'both' }));
    const newer = {
      ...read(item('us-east-1', '111122223333', { name: 'newer' })),
      recordedAt: Date.UTC(2027, 0),
    };
    const best = (...records: readonly (typeof home)[]) => records.reduce(preferred).trail.name;
    assert.equal(best(own, home, both, newer), 'both');
    assert.equal(best(both, newer, home, own), 'both');
    assert.equal(best(own, home), 'home');
    assert.equal(best(own, newer), 'newer');
    assert.equal(best(newer, own), 'newer');
  });

  for (const text of [
    '',
    'null',
    '[]',
    '"text"',
    '{',
    '{"arn":"x"}',
    '{"accountId":7,"awsRegion":"x","arn":"y"}',
  ]) {
    it(`is no answer of AWS Config: ${text}`, () => {
      assert.throws(
        () => readTrailRecord(text),
        error => problemOf(error).kind === 'not-aws',
      );
    });
  }

  it('about something that CloudTrail could not have made is left out', () => {
    assert.equal(
      readTrailRecord(JSON.stringify({ accountId: '111122223333', awsRegion: 'eu-west-1', arn: "a'b" })),
      undefined,
    );
    assert.equal(
      readKeyRecord(JSON.stringify({ arn: 'arn:aws:kms:eu-west-1:111122223333:alias/x' })),
      undefined,
    );
  });

  it('is a key, of which the policy is never known', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-1111-2222-3333-444444444444';
    const details = readKeyRecord(
      JSON.stringify({
        arn: key,
        configuration: {
          keyState: 'PendingDeletion',
          keyManager: 'CUSTOMER',
          deletionDate: 1_800_000_000_000,
        },
        supplementaryConfiguration: { KeyRotationStatus: false },
      }),
    );
    assert.equal(details?.metadata.kind === 'known' && details.metadata.value.state, 'PendingDeletion');
    assert.equal(
      details?.metadata.kind === 'known' && details.metadata.value.deletionDate,
      1_800_000_000_000,
    );
    assert.deepEqual(details?.rotation, { kind: 'known', value: false });
    assert.deepEqual(details?.policy, { kind: 'unknown', cause: 'not-recorded' });
    const strange = readKeyRecord(JSON.stringify({ arn: key, configuration: { keyState: 'Melted' } }));
    assert.deepEqual(strange?.metadata, { kind: 'unknown', cause: 'not-recorded' });
  });

  it('is a bucket, of which the Region is told and nothing else', () => {
    assert.deepEqual(readBucketRegion('{"resourceId":"logs","awsRegion":"us-east-1","COUNT(*)":1}'), {
      name: 'logs',
      region: 'us-east-1',
    });
    for (const text of ['{}', '{"resourceId":"logs"}', '{"resourceId":"logs","awsRegion":"global"}']) {
      assert.equal(readBucketRegion(text), undefined);
    }
  });

  it('counts what its group has', () => {
    assert.deepEqual(readCount('{"arn":"a","COUNT(*)":17}', 'arn'), { name: 'a', count: 17 });
    assert.deepEqual(readCount('{"arn":"a"}', 'arn'), { name: 'a', count: 1 });
    assert.equal(readCount('{"COUNT(*)":17}', 'arn'), undefined);
  });
});
