// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the policy variables of IAM look like template strings.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hole,
  judgeKeyPolicy,
  PartialText,
  type PolicyRequest,
  type PolicySource,
  type PolicyVerdict,
} from '../../../../../src/core/trail/keyPolicy/index.ts';
import { holds } from '../../../holds.ts';
import {
  anyPolicy,
  bucketKeyStatement,
  consolePolicy,
  defaultPolicy,
  keyArn,
  olderPolicy,
  owner,
  policyOf,
  trailArn,
} from './policies.ts';

const request: PolicyRequest = { trailArn, account: owner, bucketKey: false, keyArn };
const admits: PolicyVerdict = { answer: 'admits', describe: true, open: false };
const open: PolicyVerdict = { answer: 'admits', describe: true, open: true };

describe('a key policy that AWS writes or documents', () => {
  const cases: readonly (readonly [string, PolicySource, Partial<PolicyRequest>, PolicyVerdict])[] = [
    [
      'a key made without a policy',
      defaultPolicy,
      {},
      { answer: 'does-not-admit', missing: ['kms:GenerateDataKey', 'kms:DescribeKey'] },
    ],
    ['the console default', consolePolicy, {}, admits],
    [
      'the console default, for a bucket with a Bucket Key',
      consolePolicy,
      { bucketKey: true },
      { answer: 'does-not-admit', missing: ['kms:Decrypt'] },
    ],
    [
      'the console default, for a bucket that cannot be read',
      consolePolicy,
      { bucketKey: undefined },
      { answer: 'cannot-tell', why: { kind: 'bucket-key-unknown' } },
    ],
    [
      'the documented addition for a Bucket Key',
      { ...consolePolicy, Statement: [...consolePolicy.Statement, bucketKeyStatement] },
      { bucketKey: true },
      admits,
    ],
    [
      'the console default, for another trail',
      consolePolicy,
      { trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/other' },
      { answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] },
    ],
    [
      'an older version, a list of contexts, the key by its ARN',
      olderPolicy,
      {},
      { ...admits, describe: false },
    ],
    [
      'an organization trail seen from a member account, admitted by the management account',
      policyOf({
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': owner } },
      }),
      { account: undefined },
      admits,
    ],
  ];
  for (const [name, policy, change, expected] of cases) {
    it(`${name}, as a document and as text`, () => {
      assert.deepEqual(judgeKeyPolicy(policy, { ...request, ...change }), expected);
      const text = typeof policy === 'string' ? policy : JSON.stringify(policy, undefined, 2);
      assert.deepEqual(judgeKeyPolicy(text, { ...request, ...change }), expected);
    });
  }
});

const encrypts = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
};
const here = { StringEquals: { 'aws:SourceArn': trailArn } };
const refuses = (
  ...missing: ('kms:GenerateDataKey' | 'kms:DescribeKey' | 'kms:Decrypt')[]
): PolicyVerdict => ({
  answer: 'does-not-admit',
  missing,
});
const nothing = refuses('kms:GenerateDataKey', 'kms:DescribeKey');
const unknownKey = (key: string): PolicyVerdict => ({
  answer: 'cannot-tell',
  why: { kind: 'unknown-key', key },
});

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

describe('a Deny', () => {
  const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' };
  const denies: PolicyVerdict = { answer: 'denies', statement: 'No' };
  const cases: readonly (readonly [string, object, PolicyVerdict])[] = [
    ['of everything', {}, denies],
    ['without a Sid is named by its position', { Sid: undefined }, { answer: 'denies', statement: '3' }],
    [
      'of principals outside the organization, which CloudTrail is',
      { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      denies,
    ],
    [
      'of principals outside the organization that are no AWS service',
      {
        Condition: {
          StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
      admits,
    ],
    ['of calls without TLS', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, admits],
    ['of other trails', { Condition: { StringNotEquals: { 'aws:SourceArn': trailArn } } }, admits],
    [
      'of this trail',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:*:cloudtrail:*:*:trail/audit' } } },
      denies,
    ],
    ['of describing alone', { Action: 'kms:DescribeKey' }, { ...admits, describe: false }],
    ['of decrypting, where nobody decrypts', { Action: 'kms:Decrypt' }, admits],
    ['of deletion', { Action: ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'] }, admits],
    [
      'of everybody but the account',
      { Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${owner}:root` } },
      denies,
    ],
    ['of other principals', { Principal: { AWS: 'arn:aws:iam::999999999999:root' } }, admits],
    [
      'that hangs on what AWS does not document',
      { Condition: { StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } },
      unknownKey('kms:ViaService'),
    ],
    [
      'of callers from other accounts',
      { Condition: { StringNotEquals: { 'kms:CallerAccount': owner } } },
      unknownKey('kms:CallerAccount'),
    ],
    [
      'by an operator we do not evaluate',
      { Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      { answer: 'cannot-tell', why: { kind: 'unknown-operator', operator: 'NotIpAddress' } },
    ],
  ];
  for (const [name, change, expected] of cases) {
    it(name, () => {
      const policy = policyOf({ ...encrypts, Condition: here }, { ...deny, ...change });
      assert.deepEqual(judgeKeyPolicy(policy, request), expected);
    });
  }

  it('of decrypting keeps CloudTrail out of a bucket with a Bucket Key', () => {
    const policy = policyOf(
      { ...encrypts, Action: 'kms:*', Condition: here },
      { ...deny, Action: 'kms:Decrypt' },
    );
    assert.deepEqual(judgeKeyPolicy(policy, { ...request, bucketKey: true }), denies);
    assert.deepEqual(judgeKeyPolicy(policy, { ...request, bucketKey: undefined }), {
      answer: 'cannot-tell',
      why: { kind: 'bucket-key-unknown' },
    });
  });

  it('in doubt does not hide that nothing allows CloudTrail', () => {
    const policy = policyOf({ ...deny, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });
    assert.deepEqual(judgeKeyPolicy(policy, request), nothing);
  });
});

describe('a policy in code', () => {
  const unknown: PolicyRequest = { trailArn: undefined, account: undefined, bucketKey: undefined };
  const incomplete: PolicyVerdict = { answer: 'cannot-tell', why: { kind: 'incomplete' } };
  const root = {
    Effect: 'Allow',
    Principal: { AWS: new PartialText(['arn:aws:iam::', hole, ':root']) },
    Action: 'kms:*',
    Resource: '*',
  };
  const document = (...Statement: PolicySource[]): PolicySource => ({ Version: '2012-10-17', Statement });
  const cases: readonly (readonly [string, PolicySource, PolicyVerdict])[] = [
    ['that is not known', hole, incomplete],
    ['of unknown statements', { Version: '2012-10-17', Statement: hole }, incomplete],
    [
      'with an account that is not known',
      document(root),
      refuses('kms:GenerateDataKey', 'kms:DescribeKey', 'kms:Decrypt'),
    ],
    ['with a statement that is not known', document(root, hole), incomplete],
    ['with a principal that is not known', document({ ...root, Principal: { AWS: hole } }), incomplete],
    [
      'for a trail that is not known',
      document(root, {
        ...encrypts,
        Action: 'kms:*',
        Condition: { StringEquals: { 'aws:SourceArn': hole } },
      }),
      incomplete,
    ],
    [
      'whose pattern takes every trail',
      document(root, {
        ...encrypts,
        Action: 'kms:*',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:*:cloudtrail:*:*:trail/*' } },
      }),
      open,
    ],
    [
      'for another kind of source',
      document(root, {
        ...encrypts,
        Condition: { ArnLike: { 'aws:SourceArn': new PartialText(['arn:aws:s3:::', hole]) } },
      }),
      refuses('kms:GenerateDataKey', 'kms:DescribeKey', 'kms:Decrypt'),
    ],
    [
      'with a Deny that surely matches beside what is not known',
      document(root, hole, { ...root, Effect: 'Deny', Principal: '*', Sid: 'No' }),
      { answer: 'denies', statement: 'No' },
    ],
  ];
  const takesAll = {
    ...encrypts,
    Action: 'kms:*',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:*:cloudtrail:*:*:trail/*' } },
  };

  it('admits nobody for sure beside a statement that may be a Deny', () => {
    assert.deepEqual(judgeKeyPolicy(document(takesAll), unknown), open);
    const others: PolicySource[] = [hole, { ...root, Principal: '*', Effect: hole }];
    for (const other of others) {
      assert.deepEqual(judgeKeyPolicy(document(takesAll, other), unknown), incomplete);
    }
    const senseless = judgeKeyPolicy(
      document(takesAll, { ...root, Principal: '*', Effect: 'deny' }),
      unknown,
    );
    assert.equal(senseless.answer === 'cannot-tell' && senseless.why.kind, 'malformed');
    const elsewhere: PolicySource = { ...root, Principal: '*', Effect: hole, Action: 's3:*' };
    assert.deepEqual(judgeKeyPolicy(document(takesAll, elsewhere), unknown), open);
  });

  for (const [name, policy, expected] of cases) {
    it(name, () => {
      assert.deepEqual(judgeKeyPolicy(policy, unknown), expected);
    });
  }
});

describe('a policy that is none', () => {
  for (const text of ['', '{', 'null', '[]', '"x"', '12', '{}', '{"Statement":7}', '{"Statement":null}']) {
    it(`cannot be told: ${text}`, () => {
      const verdict = judgeKeyPolicy(text, request);
      assert.equal(verdict.answer === 'cannot-tell' && verdict.why.kind, 'malformed');
    });
  }

  it('is a member that stands twice, of which JSON would keep the last', () => {
    assert.deepEqual(judgeKeyPolicy('{"Statement":[{"Effect":"Deny","Effect":"Allow"}]}', request), {
      answer: 'cannot-tell',
      why: { kind: 'malformed', detail: 'the key "Effect" stands twice' },
    });
  });

  it('is nested deeper than any stack', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = `{"Statement":{"Effect":"Allow","Principal":"*","Action":${deep},"Resource":"*","Condition":{"Null":{"a":${deep}}}}}`;
    assert.equal(judgeKeyPolicy(text, request).answer, 'cannot-tell');
  });
});

describe('the judge of key policies', () => {
  it('never throws, whatever the JSON', () => {
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.jsonValue().map(value => JSON.stringify({ Version: '2012-10-17', Statement: value })),
      fc.tuple(anyPolicy, fc.nat()).map(([{ text }, at]) => text.slice(0, at % text.length)),
      fc
        .tuple(
          anyPolicy,
          fc.jsonValue(),
          fc.constantFrom('Action', 'Principal', 'Condition', 'Resource', 'Effect', 'Sid'),
        )
        .map(([{ statements }, value, name]) =>
          JSON.stringify({ Statement: statements.map(one => ({ ...(one as object), [name]: value })) }),
        ),
    );
    holds(
      fc.property(anything, fc.constantFrom(true, false, undefined), (text, bucketKey) => {
        assert.ok(judgeKeyPolicy(text, { ...request, bucketKey }).answer);
      }),
      { numRuns: 1000 },
    );
  });

  it('is certain only of what stays true when more is known', () => {
    holds(
      fc.property(anyPolicy, fc.constantFrom(true, false), ({ text }, bucketKey) => {
        const known = judgeKeyPolicy(text, { trailArn, account: owner, bucketKey, keyArn });
        const less = judgeKeyPolicy(text, { trailArn: undefined, account: undefined, bucketKey: undefined });
        if (less.answer !== 'cannot-tell' && known.answer !== 'cannot-tell') {
          assert.equal(less.answer === 'admits', known.answer === 'admits');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('says "open" exactly where a trail of the same name in another account is let in as well', () => {
    const other = trailArn.replace(owner, '999999999999');
    holds(
      fc.property(anyPolicy, fc.constantFrom(true, false), ({ text }, bucketKey) => {
        const verdict = judgeKeyPolicy(text, { ...request, bucketKey });
        if (verdict.answer === 'admits' && verdict.open && !text.includes('999999999999')) {
          const { Statement } = JSON.parse(text);
          const statements = Array.isArray(Statement) ? Statement : [Statement];
          const allows = JSON.stringify({
            Version: '2012-10-17',
            Statement: statements.filter(one => one.Effect === 'Allow'),
          });
          const forOther = judgeKeyPolicy(allows, { trailArn: other, account: undefined, bucketKey: false });
          const everybody = statements.some(
            one =>
              JSON.stringify(one.Principal ?? '*').includes('"*"') && !Object.keys(one.Condition ?? {})[0],
          );
          assert.ok(everybody || forOther.answer !== 'does-not-admit', JSON.stringify(forOther));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('answers a Deny of everything with that Deny, whatever else stands there', () => {
    holds(
      fc.property(anyPolicy, ({ text }) => {
        const policy = JSON.parse(text);
        const others = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
        const everything = { Sid: 'First', Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
        const verdict = judgeKeyPolicy({ ...policy, Statement: [everything, ...others] }, request);
        assert.deepEqual(verdict, { answer: 'denies', statement: 'First' });
      }),
    );
  });
});
