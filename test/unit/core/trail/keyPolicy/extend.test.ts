import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ExtendRequest,
  extendKeyPolicy,
  judgeKeyPolicy,
  type PolicyVerdict,
  policyDifference,
  policySizeLimit,
  samePolicy,
  utf8Length,
} from '../../../../../src/core/trail/keyPolicy/index.ts';
import { holds } from '../../../holds.ts';
import {
  anyPolicy,
  consolePolicy,
  defaultPolicy,
  keyArn,
  owner,
  policyOf,
  rootStatement,
  trailArn,
} from './policies.ts';
import { extensions, isSubsequence } from './properties.ts';

const asked = { trailArn, account: undefined, bucketKey: false, keyArn };
const request: ExtendRequest = { trailArns: [trailArn], bucketKey: false, keyArn };

describe('extending a key policy', () => {
  it('inserts what is missing behind the last statement, indented as it is', () => {
    const text = JSON.stringify(defaultPolicy, undefined, 2);
    const extension = extendKeyPolicy(text, request);
    assert.equal(
      extension.kind === 'extended' && extension.text,
      `{
  "Version": "2012-10-17",
  "Id": "key-default-1",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "CloudTrailEncryptsLogs",
      "Effect": "Allow",
      "Principal": {
        "Service": "cloudtrail.amazonaws.com"
      },
      "Action": "kms:GenerateDataKey*",
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit"
        },
        "StringLike": {
          "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*"
        }
      }
    },
    {
      "Sid": "CloudTrailDescribesKey",
      "Effect": "Allow",
      "Principal": {
        "Service": "cloudtrail.amazonaws.com"
      },
      "Action": "kms:DescribeKey",
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit"
        }
      }
    }
  ]
}`,
    );
  });

  it('adds only the one statement that is missing', () => {
    const extension = extendKeyPolicy(JSON.stringify(consolePolicy), { ...request, bucketKey: true });
    assert.ok(extension.kind === 'extended');
    assert.deepEqual(extension.added, [
      {
        Sid: 'CloudTrailUsesBucketKey',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
      },
    ]);
    assert.deepEqual(judged(extension.text, true), { answer: 'admits', describe: true, open: false });
  });

  it('finds nothing missing in the console default', () => {
    assert.deepEqual(extendKeyPolicy(JSON.stringify(consolePolicy), request), {
      kind: 'nothing-missing',
    });
  });

  it('takes Sids that are free', () => {
    const taken = { ...rootStatement, Sid: 'CloudTrailEncryptsLogs' };
    const extension = extendKeyPolicy(policyOf(taken, { ...taken, Sid: 'CloudTrailEncryptsLogs2' }), request);
    assert.deepEqual(extension.kind === 'extended' && extension.added.map(one => one.Sid), [
      'CloudTrailEncryptsLogs3',
      'CloudTrailDescribesKey',
    ]);
  });

  it('uses the partition and the owner in the trail ARN', () => {
    const gov = 'arn:aws-us-gov:cloudtrail:us-gov-west-1:222233334444:trail/org';
    const extension = extendKeyPolicy(policyOf(), { ...request, trailArns: [gov] });
    assert.deepEqual(extension.kind === 'extended' && extension.added[0]?.Condition, {
      StringEquals: { 'aws:SourceArn': gov },
      StringLike: {
        'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws-us-gov:cloudtrail:*:222233334444:trail/*',
      },
    });
  });

  it('refuses what a Deny would defeat', () => {
    const deny = { Sid: 'Perimeter', Effect: 'Deny', Principal: '*', Action: 'kms:G*', Resource: '*' };
    assert.deepEqual(extendKeyPolicy(policyOf(deny), request), {
      kind: 'refused',
      why: { kind: 'denied', statement: 'Perimeter', action: 'kms:GenerateDataKey' },
    });
  });

  it('leaves kms:Decrypt alone where it is denied and perhaps not needed', () => {
    const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    const extension = extendKeyPolicy(policyOf(deny), { ...request, bucketKey: undefined });
    assert.deepEqual(extension.kind === 'extended' && extension.added.map(one => one.Action), [
      'kms:GenerateDataKey*',
      'kms:DescribeKey',
    ]);
  });

  it('leaves kms:DescribeKey alone where it is denied: log files are delivered without it', () => {
    const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:DescribeKey', Resource: '*' };
    const extension = extendKeyPolicy(policyOf(deny), request);
    assert.ok(extension.kind === 'extended');
    assert.deepEqual(
      extension.added.map(one => one.Action),
      ['kms:GenerateDataKey*'],
    );
    assert.deepEqual(judged(extension.text, false), { answer: 'admits', describe: false, open: false });
  });

  it('refuses text that is no policy, and an ARN that is no trail', () => {
    const refusals = [
      extendKeyPolicy('{', request),
      extendKeyPolicy(policyOf(), { ...request, trailArns: [keyArn] }),
    ];
    assert.deepEqual(
      refusals.map(one => one.kind === 'refused' && one.why.kind),
      ['malformed', 'not-a-trail'],
    );
  });

  it('drops white space before it gives up on the size limit, counted in bytes', () => {
    const filler = (bytes: number) => ({ ...rootStatement, Sid: 'ü'.repeat(bytes / 2) });
    const spacious = JSON.stringify(JSON.parse(policyOf(filler(30_000))), undefined, 40);
    assert.ok(utf8Length(`${spacious}${' '.repeat(3_000)}`) > policySizeLimit - 2_000);
    const squeezed = extendKeyPolicy(`${spacious}${' '.repeat(3_000)}`, request);
    assert.ok(squeezed.kind === 'extended' && Buffer.byteLength(squeezed.text) <= policySizeLimit);
    assert.doesNotMatch(squeezed.text, /\s{2}/);
    const full = extendKeyPolicy(policyOf(filler(32_400)), request);
    assert.deepEqual(full.kind === 'refused' && full.why.kind, 'too-large');
  });

  it('warns of principals that exist no more', () => {
    const gone = { ...rootStatement, Sid: 'Gone', Principal: { AWS: ['AIDAI44QH8DHBEXAMPLE', owner] } };
    const extension = extendKeyPolicy(policyOf(gone), request);
    assert.deepEqual(extension.kind === 'extended' && extension.warnings, [
      { kind: 'unknown-principal', principal: 'AIDAI44QH8DHBEXAMPLE' },
    ]);
  });
});

describe('extending a key policy for several trails and their readers', () => {
  const others = Array.from(
    { length: 19 },
    (_, index) => `arn:aws:cloudtrail:us-east-1:${index < 10 ? owner : '222233334444'}:trail/team-${index}`,
  );
  const twenty = { ...request, trailArns: [trailArn, ...others], bucketKey: true };

  it('adds two statements for twenty trails, each with all their ARNs, far from the limit', () => {
    const extension = extendKeyPolicy(policyOf(), twenty);
    assert.ok(extension.kind === 'extended');
    assert.deepEqual(extension.added, [
      {
        Sid: 'CloudTrailEncryptsLogs',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:SourceArn': twenty.trailArns },
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': [
              `arn:aws:cloudtrail:*:${owner}:trail/*`,
              'arn:aws:cloudtrail:*:222233334444:trail/*',
            ],
          },
        },
      },
      {
        Sid: 'CloudTrailDescribesAndDecrypts',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['kms:DescribeKey', 'kms:Decrypt'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceArn': twenty.trailArns } },
      },
    ]);
    assert.ok(utf8Length(extension.text) < policySizeLimit / 4);
    for (const arn of twenty.trailArns) {
      assert.equal(
        judgeKeyPolicy(extension.text, { ...asked, trailArn: arn, bucketKey: true }).answer,
        'admits',
      );
    }
  });

  it('names in each statement the trails that lack it, and nobody who is admitted already', () => {
    const [first = '', second = '', third = ''] = others;
    const before = extendKeyPolicy(policyOf(), { ...request, trailArns: [first, second] });
    assert.ok(before.kind === 'extended');
    const whole = extendKeyPolicy(before.text, { ...request, trailArns: [second], bucketKey: true });
    assert.ok(whole.kind === 'extended');
    const extension = extendKeyPolicy(whole.text, {
      ...request,
      trailArns: [first, second, third, third],
      bucketKey: true,
    });
    assert.deepEqual(
      extension.kind === 'extended' &&
        extension.added.map(({ Sid, Action, Condition }) => [
          Sid,
          Action,
          Condition?.['StringEquals']?.['aws:SourceArn'],
        ]),
      [
        ['CloudTrailEncryptsLogs2', 'kms:GenerateDataKey*', third],
        ['CloudTrailUsesBucketKey2', 'kms:Decrypt', first],
        ['CloudTrailDescribesAndDecrypts', ['kms:DescribeKey', 'kms:Decrypt'], third],
      ],
    );
  });

  it('lets readers in beside the trails, and finds them there the next time', () => {
    const readers = [{ kind: 'accounts', ids: ['333344445555'] }, { kind: 'account' }] as const;
    const extension = extendKeyPolicy(JSON.stringify(consolePolicy), { ...request, readers });
    assert.ok(extension.kind === 'extended');
    // The statement for the account is in the console's policy already, under another Sid.
    assert.deepEqual(extension.added, [
      {
        Sid: 'OtherAccountsDecryptLogs',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::333344445555:root' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${owner}:trail/*` },
        },
      },
    ]);
    assert.deepEqual(extendKeyPolicy(extension.text, { ...request, readers }), { kind: 'nothing-missing' });
  });

  it('adds no readers again that KMS answers in another order', () => {
    const readers = [{ kind: 'accounts', ids: ['333344445555', '444455556666'] }] as const;
    const extension = extendKeyPolicy(JSON.stringify(consolePolicy), { ...request, readers });
    assert.ok(extension.kind === 'extended');
    const { Statement, ...frame } = JSON.parse(extension.text);
    const turned = Statement.map((one: { readonly Principal: { readonly AWS?: unknown } }) => {
      const { AWS } = one.Principal;
      return Array.isArray(AWS) ? { ...one, Principal: { AWS: AWS.toReversed() } } : one;
    });
    const text = JSON.stringify({ ...frame, Statement: turned });
    assert.notEqual(text, extension.text);
    assert.deepEqual(extendKeyPolicy(text, { ...request, readers }), { kind: 'nothing-missing' });
  });
});

describe('any extension of any policy', () => {
  const bucketKey = fc.constantFrom(true, false, undefined);
  it('for several trails and readers loses nothing, admits every trail, and has nothing left to add', () => {
    holds(extensions(), { numRuns: 200 });
  });

  it('loses, changes and moves no statement, and only inserts into the text', () => {
    holds(
      fc.property(anyPolicy, bucketKey, ({ text, statements }, bucketKey) => {
        const extension = extendKeyPolicy(text, { ...request, bucketKey });
        fc.pre(extension.kind === 'extended');
        const { Statement, ...frame } = JSON.parse(extension.text);
        const { Statement: _, ...former } = JSON.parse(text);
        assert.deepEqual(Statement, JSON.parse(JSON.stringify([...statements, ...extension.added])));
        assert.deepEqual(Object.entries(frame), Object.entries(former));
        assert.ok(isSubsequence(text, extension.text), 'bytes of the former text are gone');
        const sids = extension.added.map(one => one.Sid);
        const before = statements.map(one => (one as { Sid?: string }).Sid);
        assert.ok(new Set(sids).size === sids.length && !sids.some(sid => before.includes(sid)));
      }),
      { numRuns: 500 },
    );
  });

  it('allows CloudTrail for the trail, or is in doubt about a Deny alone', () => {
    holds(
      fc.property(anyPolicy, bucketKey, ({ text }, bucketKey) => {
        const extension = extendKeyPolicy(text, { ...request, bucketKey });
        fc.pre(extension.kind === 'extended');
        const needed = bucketKey === undefined ? { bucketKey: false } : { bucketKey };
        const verdict = judgeKeyPolicy(extension.text, { ...asked, ...needed });
        assert.ok(verdict.answer === 'admits' || verdict.answer === 'cannot-tell', verdict.answer);
        const { Statement, ...frame } = JSON.parse(extension.text);
        const [denies, allows] = [true, false].map(wanted =>
          Statement.filter((one: { Effect: string }) => (one.Effect === 'Deny') === wanted),
        );
        const judged = (statements: object[]) =>
          judgeKeyPolicy({ ...frame, Statement: statements }, { ...asked, ...needed });
        const undenied = judged(allows);
        const unhindered = judged([...denies, { ...rootStatement, Principal: '*' }]);
        assert.ok(undenied.answer === 'admits');
        // What a Deny of describing forbids is not asked for.
        assert.ok(undenied.describe || unhindered.answer !== 'admits' || !unhindered.describe);
      }),
      { numRuns: 500 },
    );
  });

  it('has nothing left to add', () => {
    holds(
      fc.property(anyPolicy, bucketKey, ({ text }, bucketKey) => {
        const extension = extendKeyPolicy(text, { ...request, bucketKey });
        fc.pre(extension.kind === 'extended');
        assert.equal(extendKeyPolicy(extension.text, { ...request, bucketKey }).kind, 'nothing-missing');
      }),
    );
  });

  it('is refused where the judge finds a Deny, with the same statement', () => {
    holds(
      fc.property(anyPolicy, fc.boolean(), ({ text }, bucketKey) => {
        const verdict = judgeKeyPolicy(text, { ...asked, bucketKey });
        fc.pre(verdict.answer === 'denies');
        const extension = extendKeyPolicy(text, { ...request, bucketKey });
        assert.equal(extension.kind === 'refused' && extension.why.kind, 'denied');
      }),
    );
  });

  it('shows as added lines alone', () => {
    holds(
      fc.property(anyPolicy, bucketKey, ({ text }, bucketKey) => {
        const extension = extendKeyPolicy(text, { ...request, bucketKey });
        fc.pre(extension.kind === 'extended');
        const shown = policyDifference(text, extension.text);
        const lines = shown.after.split('\n');
        let at = 0;
        for (const line of shown.before.split('\n')) {
          at = lines.indexOf(line, at) + 1;
          assert.ok(at > 0, `"${line}" is gone`);
        }
        assert.ok(samePolicy(shown.before, text) && samePolicy(shown.after, extension.text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the same policy', () => {
  it('may be laid out and ordered otherwise, and hold lists of one', () => {
    assert.ok(
      samePolicy(
        '{"Statement":[{"Action":["a"],"Effect":"Allow"}]}',
        '{ "Statement" : {"Effect":"Allow","Action":"a"} }',
      ),
    );
  });

  it('may name principals and what else is a list of texts in another order', () => {
    const naming = (...names: readonly string[]) =>
      JSON.stringify({
        Statement: [{ Principal: { AWS: names }, Condition: { StringLike: { key: names } } }],
      });
    assert.ok(samePolicy(naming('a', 'b', 'c'), naming('c', 'a', 'b')));
    assert.ok(!samePolicy(naming('a', 'b', 'b'), naming('a', 'a', 'b')));
  });

  for (const other of [
    '{"Statement":[{"Action":["a","c"]}]}',
    '{"Statement":[{"Action":["a","b","b"]}]}',
    '{"Statement":[{"Action":["a","b"],"Sid":"x"}]}',
    '{',
    '{}',
  ]) {
    it(`is not ${other}`, () => {
      assert.ok(!samePolicy('{"Statement":[{"Action":["a","b"]}]}', other));
    });
  }

  it('is itself even where it is no JSON', () => {
    assert.ok(samePolicy('{', '{'));
  });
});

function judged(text: string, bucketKey: boolean): PolicyVerdict {
  return judgeKeyPolicy(text, { ...asked, bucketKey });
}
