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
  segment,
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
import { admits, encrypts, here, nothing, open, refuses, request, unknownKey } from './verdicts.ts';

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
      {},
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

  it('is in doubt about the account of a trail that is not named by its ARN', () => {
    const policy = policyOf({ ...encrypts, Condition: { StringEquals: { 'aws:SourceAccount': owner } } });
    assert.deepEqual(judgeKeyPolicy(policy, { ...request, trailArn: 'audit' }), {
      answer: 'cannot-tell',
      why: { kind: 'incomplete' },
    });
  });

  it('in doubt does not hide that nothing allows CloudTrail', () => {
    const policy = policyOf({ ...deny, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });
    assert.deepEqual(judgeKeyPolicy(policy, request), nothing);
  });
});

describe('a policy in code', () => {
  const unknown: PolicyRequest = { trailArn: undefined, bucketKey: undefined };
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
    [
      "with an account's ID that is not known",
      document({ ...root, Principal: { AWS: [segment] } }),
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
      why: { kind: 'malformed', detail: 'the key "Effect" appears twice' },
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
        const known = judgeKeyPolicy(text, { trailArn, bucketKey, keyArn });
        const less = judgeKeyPolicy(text, { trailArn: undefined, bucketKey: undefined });
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
          const forOther = judgeKeyPolicy(allows, { trailArn: other, bucketKey: false });
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
