import assert from 'node:assert/strict';
import { contextOf } from './policy/condition.ts';
import { readPolicy } from './policy/document.ts';
import { judge } from './policy/judge.ts';
import { matchesArn, matchesWildcard } from './policy/wildcard.ts';

const trail = 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/main';
const allow = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
};

/** What a policy of these statements says to CloudTrail's request for a data key. */
function verdict(...statements: object[]) {
  return judge(readPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements })), {
    who: { kind: 'service', name: 'cloudtrail.amazonaws.com' },
    action: 'kms:GenerateDataKey',
    resource: 'arn:aws:kms:eu-west-1:111111111111:key/1',
    context: contextOf({
      'aws:SourceArn': trail,
      'aws:SourceAccount': '111111111111',
      'kms:EncryptionContextKeys': ['aws:cloudtrail:arn', 'aws:s3:arn'],
      'aws:SecureTransport': 'true',
      'test:Number': '7',
      'test:Date': '2024-06-01T00:00:00Z',
      'test:Ip': '203.0.113.9',
    }),
  });
}

describe('The emulator’s judge of policies', () => {
  const cases: readonly [string, object | readonly object[], string][] = [
    ['a plain Allow', allow, 'allowed'],
    ['another service', { ...allow, Principal: { Service: 'logs.amazonaws.com' } }, 'silent'],
    ['everybody', { ...allow, Principal: '*' }, 'allowed'],
    ['everybody of AWS', { ...allow, Principal: { AWS: '*' } }, 'allowed'],
    [
      'NotPrincipal with another',
      { ...allow, Principal: undefined, NotPrincipal: { Service: 'x.amazonaws.com' } },
      'allowed',
    ],
    [
      'NotPrincipal with CloudTrail',
      { ...allow, Principal: undefined, NotPrincipal: allow.Principal },
      'silent',
    ],
    ['an action in other case', { ...allow, Action: 'KMS:generatedatake?' }, 'allowed'],
    ['NotAction', { ...allow, Action: undefined, NotAction: 'kms:Put*' }, 'allowed'],
    ['NotAction that covers it', { ...allow, Action: undefined, NotAction: ['kms:Generate*'] }, 'silent'],
    ['another resource', { ...allow, Resource: 'arn:aws:kms:*:*:key/2' }, 'silent'],
    ['NotResource', { ...allow, Resource: undefined, NotResource: 'arn:aws:kms:*:*:key/2' }, 'allowed'],
    ['no action', { ...allow, Action: undefined }, 'silent'],
    ['no resource', { ...allow, Resource: undefined }, 'silent'],
    ['a Deny beside', [allow, { ...allow, Effect: 'Deny' }], 'denied'],
    [
      'a Deny for everybody but CloudTrail',
      [allow, { ...allow, Effect: 'Deny', Principal: undefined, NotPrincipal: allow.Principal }],
      'allowed',
    ],
    [
      'a Deny whose condition fails',
      [
        allow,
        { ...allow, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceAccount': '111111111111' } } },
      ],
      'allowed',
    ],
    [
      'several conditions, all of which hold',
      conditions({
        StringEquals: { 'AWS:sourcearn': [`${trail}x`, trail], 'aws:SourceAccount': '111111111111' },
      }),
      'allowed',
    ],
    [
      'several conditions, one of which fails',
      conditions({ StringEquals: { 'aws:SourceArn': trail, 'aws:SourceAccount': '2' } }),
      'silent',
    ],
    ['StringEquals takes * as it is', conditions({ StringEquals: { 'aws:SourceArn': 'arn:*' } }), 'silent'],
    ['StringLike', conditions({ StringLike: { 'aws:SourceArn': 'arn:*:trail/ma?n' } }), 'allowed'],
    ['StringNotLike', conditions({ StringNotLike: { 'aws:SourceArn': ['x', 'arn:*'] } }), 'silent'],
    [
      'StringEqualsIgnoreCase',
      conditions({ StringEqualsIgnoreCase: { 'aws:SourceArn': trail.toUpperCase() } }),
      'allowed',
    ],
    [
      'ArnLike',
      conditions({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } }),
      'allowed',
    ],
    [
      'ArnLike does not reach over colons',
      conditions({ ArnLike: { 'aws:SourceArn': 'arn:aws:*:trail/main' } }),
      'silent',
    ],
    ['ArnNotEquals', conditions({ ArnNotEquals: { 'aws:SourceArn': trail } }), 'silent'],
    ['an absent key', conditions({ StringEquals: { 'aws:SourceVpc': 'x' } }), 'silent'],
    [
      'an absent key with IfExists',
      conditions({ StringEqualsIfExists: { 'aws:SourceVpc': 'x' } }),
      'allowed',
    ],
    ['an absent key, negated', conditions({ StringNotEquals: { 'aws:SourceVpc': 'x' } }), 'allowed'],
    ['Null true of an absent key', conditions({ Null: { 'aws:SourceVpc': 'true' } }), 'allowed'],
    ['Null true of a present key', conditions({ Null: { 'aws:SourceArn': true } }), 'silent'],
    ['Null false of a present key', conditions({ Null: { 'aws:SourceArn': 'false' } }), 'allowed'],
    ['Bool', conditions({ Bool: { 'aws:SecureTransport': 'true' } }), 'allowed'],
    [
      'ForAllValues, all covered',
      conditions({ 'ForAllValues:StringLike': { 'kms:EncryptionContextKeys': 'aws:*' } }),
      'allowed',
    ],
    [
      'ForAllValues, one not covered',
      conditions({ 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } }),
      'silent',
    ],
    [
      'ForAllValues of an absent key',
      conditions({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } }),
      'allowed',
    ],
    [
      'ForAnyValue',
      conditions({ 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } }),
      'allowed',
    ],
    [
      'ForAnyValue of an absent key',
      conditions({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } }),
      'silent',
    ],
    ['Numeric', conditions({ NumericLessThanEquals: { 'test:Number': 7 } }), 'allowed'],
    ['Date', conditions({ DateGreaterThan: { 'test:Date': '2024-01-01T00:00:00Z' } }), 'allowed'],
    ['IpAddress', conditions({ IpAddress: { 'test:Ip': '203.0.113.0/24' } }), 'allowed'],
    ['NotIpAddress', conditions({ NotIpAddress: { 'test:Ip': '203.0.113.0/24' } }), 'silent'],
    [
      'a policy variable',
      conditions({ StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:${aws:SourceAccount}:*' } }),
      'allowed',
    ],
  ];
  for (const [what, statements, expected] of cases) {
    it(`${what}: ${expected}`, () => {
      assert.equal(
        verdict(...(Array.isArray(statements) ? (statements as object[]) : [statements])),
        expected,
      );
    });
  }

  it('tells an Allow by name from one to the whole account', () => {
    const policy = (principal: string) =>
      readPolicy(JSON.stringify({ Statement: { ...allow, Principal: { AWS: principal }, Action: 'kms:*' } }));
    const request = {
      who: { kind: 'principal', arns: ['arn:aws:iam::111111111111:user/a'], accountId: '111111111111' },
      action: 'kms:PutKeyPolicy',
      resource: '*',
      context: contextOf({}),
    } as const;
    assert.equal(judge(policy('arn:aws:iam::111111111111:root'), request), 'allowed to the account');
    assert.equal(judge(policy('111111111111'), request), 'allowed to the account');
    assert.equal(judge(policy('arn:aws:iam::111111111111:user/a'), request), 'allowed');
    assert.equal(judge(policy('222222222222'), request), 'silent');
  });

  it('matches patterns literally but for * and ?', () => {
    assert.equal(matchesWildcard('a.c', 'abc'), false);
    assert.equal(matchesWildcard('a*c?', 'a--cd'), true);
    assert.equal(matchesArn('arn:aws:kms:*:*:key/*', 'arn:aws:kms:eu-west-1:1:key/2'), true);
    assert.equal(matchesArn('*', 'arn:aws:kms:eu-west-1:1:key/2'), true);
    assert.equal(matchesArn('arn:aws:*', 'arn:aws:kms:eu-west-1:1:key/2'), false);
  });
});

function conditions(condition: object) {
  return { ...allow, Condition: condition };
}
