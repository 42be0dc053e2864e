// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the policy variables of IAM look like template strings.
import assert from 'node:assert/strict';
import { judgeKeyPolicy, type PolicyVerdict } from '../../../../../src/core/trail/keyPolicy/index.ts';
import { keyArn, owner, policyOf, trailArn } from './policies.ts';
import { admits, encrypts, here, nothing, open, refuses, request, unknownKey } from './verdicts.ts';

describe('one statement that allows CloudTrail', () => {
  const cases: readonly (readonly [string, object, PolicyVerdict])[] = [
    ['every action', { Action: 'kms:*' }, admits],
    ['wildcards and odd case', { Action: ['KMS:Generate????Key*', 'kms:d*'] }, admits],
    [
      'all actions but others',
      { Action: undefined, NotAction: ['kms:Put*', 'kms:ScheduleKeyDeletion'] },
      admits,
    ],
    [
      'all actions but these',
      { Action: undefined, NotAction: 'kms:Generate*' },
      refuses('kms:GenerateDataKey'),
    ],
    ['no action', { Action: undefined }, nothing],
    ['no resource', { Resource: undefined }, nothing],
    ['the key itself', { Resource: ['arn:aws:s3:::x', keyArn] }, admits],
    ['another key', { Resource: keyArn.replace('1234abcd', '99999999') }, nothing],
    ['all resources but another', { Resource: undefined, NotResource: 'arn:aws:s3:::x' }, admits],
    ['no describing', { Action: 'kms:GenerateDataKey' }, { ...admits, describe: false }],
    ['an account', { Principal: { AWS: owner } }, nothing],
    ['another service', { Principal: { Service: ['logs.amazonaws.com', 's3.amazonaws.com'] } }, nothing],
    ['everybody, narrowed', { Principal: '*' }, admits],
    ['everybody among others, narrowed', { Principal: { AWS: [owner, '*'] } }, admits],
    [
      'everybody but a user',
      { Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${owner}:user/eve` } },
      { answer: 'cannot-tell', why: { kind: 'malformed', detail: 'an Allow has NotPrincipal' } },
    ],
    [
      'everybody but CloudTrail',
      { Principal: undefined, NotPrincipal: { Service: 'cloudtrail.amazonaws.com' } },
      nothing,
    ],
    [
      'a service name with a Region, which nobody documents',
      { Principal: { Service: 'cloudtrail.eu-west-1.amazonaws.com' } },
      { answer: 'cannot-tell', why: { kind: 'incomplete' } },
    ],
    ['no condition', { Condition: undefined }, open],
    ['an empty condition', { Condition: {} }, open],
    [
      'a condition that narrows nothing',
      { Condition: { Bool: { 'aws:PrincipalIsAWSService': true } } },
      open,
    ],
    ['any trail of any account', { Condition: { StringLike: { 'aws:SourceArn': '*' } } }, open],
    [
      'a trail of this name in any account',
      {
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:*:trail/audit' },
          Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
        },
      },
      { ...open, describe: false },
    ],
    [
      'any trail of its account',
      { Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${owner}:trail/*` } } },
      admits,
    ],
    [
      'its account, by the context alone',
      {
        Action: 'kms:GenerateDataKey*',
        Condition: {
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${owner}:trail/*` },
        },
      },
      { ...admits, describe: false },
    ],
    [
      'an element that IAM does not know',
      { Condition: undefined, Conditions: here },
      {
        answer: 'cannot-tell',
        why: { kind: 'malformed', detail: 'a statement has the unknown element "Conditions"' },
      },
    ],
    ['its account', { Condition: { StringEquals: { 'AWS:sourceACCOUNT': ['1', owner] } } }, admits],
    ['another account', { Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } }, nothing],
    [
      'not another account',
      { Condition: { StringNotEquals: { 'aws:SourceAccount': '999999999999' } } },
      admits,
    ],
    ['not this account', { Condition: { StringNotLike: { 'aws:SourceAccount': '1111*' } } }, nothing],
    [
      'odd case',
      { Condition: { StringEqualsIgnoreCase: { 'aws:SourceArn': trailArn.toUpperCase() } } },
      admits,
    ],
    [
      'odd case where it matters',
      { Condition: { StringEquals: { 'aws:SourceArn': trailArn.toUpperCase() } } },
      nothing,
    ],
    [
      'an ARN component by component',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/a?dit' } } },
      open,
    ],
    [
      'a wildcard that would have to reach over a colon',
      { Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:*:trail/audit:*:*:*' } } },
      nothing,
    ],
    [
      'an ARN that is not this',
      { Condition: { ArnNotLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-*:*:trail/*' } } },
      open,
    ],
    ['both conditions', { Condition: { ...here, Bool: { 'aws:PrincipalIsAWSService': 'true' } } }, admits],
    [
      'one condition of two',
      { Condition: { ...here, Bool: { 'aws:PrincipalIsAWSService': 'false' } } },
      nothing,
    ],
    [
      'the encryption context, which describing does not carry',
      {
        Condition: {
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111122223333:trail/*',
          },
        },
      },
      { ...admits, describe: false },
    ],
    [
      'the encryption context, if there is one',
      {
        Condition: {
          StringLikeIfExists: {
            'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111122223333:trail/*',
          },
        },
      },
      admits,
    ],
    [
      'an encryption context of its own',
      { Condition: { StringEquals: { 'kms:EncryptionContext:Department': 'IT' } } },
      nothing,
    ],
    [
      'a context key among those sent',
      { Condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } } },
      { ...open, describe: false },
    ],
    [
      'one of several context keys, without a quantifier',
      { Condition: { StringEquals: { 'kms:EncryptionContextKeys': 'aws:s3:arn' } } },
      { answer: 'cannot-tell', why: { kind: 'incomplete' } },
    ],
    [
      'all but one of several context keys, without a quantifier',
      { Condition: { StringNotEquals: { 'kms:EncryptionContextKeys': 'aws:s3:arn' } } },
      { answer: 'cannot-tell', why: { kind: 'incomplete' } },
    ],
    [
      'each of several context keys, without a quantifier',
      { Condition: { StringLike: { 'kms:EncryptionContextKeys': 'aws:*:arn' } } },
      { ...open, describe: false },
    ],
    [
      'no other context keys',
      {
        Condition: {
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['aws:s3:arn', 'aws:cloudtrail:arn'] },
        },
      },
      open,
    ],
    ['an account must be named', { Condition: { ...here, Null: { 'aws:SourceAccount': 'false' } } }, admits],
    [
      'an organization must be named',
      { Condition: { ...here, Null: { 'aws:PrincipalOrgID': false } } },
      nothing,
    ],
    [
      'a member of the organization',
      { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      nothing,
    ],
    [
      'a member, if it says so',
      { Condition: { ...here, StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } },
      admits,
    ],
    ['a caller of the account', { Condition: { StringEquals: { 'kms:CallerAccount': owner } } }, nothing],
    [
      'a service in between',
      { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } },
      unknownKey('kms:ViaService'),
    ],
    [
      'an operator we do not evaluate',
      { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      { answer: 'cannot-tell', why: { kind: 'unknown-operator', operator: 'IpAddress' } },
    ],
    [
      'an empty list',
      { Condition: { StringEquals: { 'aws:SourceArn': [] } } },
      {
        answer: 'cannot-tell',
        why: { kind: 'malformed', detail: 'Condition StringEquals on aws:SourceArn has no value' },
      },
    ],
    [
      'a policy variable',
      {
        Condition: {
          StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:${aws:SourceAccount}:trail/audit' },
        },
      },
      { answer: 'cannot-tell', why: { kind: 'incomplete' } },
    ],
    [
      'a policy variable that cannot fit',
      { Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::${aws:SourceAccount}' } } },
      nothing,
    ],
    [
      'an unknown effect',
      { Effect: 'Perhaps' },
      {
        answer: 'cannot-tell',
        why: { kind: 'malformed', detail: 'a statement has neither the Effect Allow nor Deny' },
      },
    ],
    [
      'no principal',
      { Principal: undefined },
      { answer: 'cannot-tell', why: { kind: 'malformed', detail: 'a statement has no Principal' } },
    ],
  ];
  for (const [name, change, expected] of cases) {
    it(name, () => {
      assert.deepEqual(
        judgeKeyPolicy(policyOf({ ...encrypts, Condition: here, ...change }), request),
        expected,
      );
    });
  }

  it('reads ${…} as plain text in a policy of the old version', () => {
    const policy = {
      Version: '2008-10-17',
      Statement: { ...encrypts, Condition: { StringEquals: { 'aws:SourceArn': '${aws:SourceArn}' } } },
    };
    assert.deepEqual(judgeKeyPolicy(policy, request), nothing);
  });
});
