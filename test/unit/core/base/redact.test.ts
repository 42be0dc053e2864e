import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../../src/core/base/redact.ts';
import { holds } from '../../holds.ts';

describe('redact', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['key AKIAIOSFODNN7EXAMPLE is bad', 'key [removed] is bad'],
    ['ASIAIOSFODNN7EXAMPLE', '[removed]'],
    ['aws_secret_access_key = wJalrXUtnFEMI', 'aws_secret_access_key = [removed]'],
    ['{"SecretAccessKey":"wJalr/x+y","Version":1}', '{"SecretAccessKey":"[removed]","Version":1}'],
    ['{\\"SessionToken\\": \\"abc\\"}', '{\\"SessionToken\\": \\"[removed]\\"}'],
    ['found wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here', 'found [removed] here'],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIA/2024, Signature=abc\nHost: x',
      'Authorization: [removed]\nHost: x',
    ],
    ['x-amz-security-token: abc', 'x-amz-security-token: [removed]'],
    ['Bearer abcdefghijkl', 'Bearer [removed]'],
    [
      'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F1&X-Amz-Date=2024&X-Amz-Signature=0af',
      'https://b.s3.amazonaws.com/k?X-Amz-Credential=[removed]&X-Amz-Date=2024&X-Amz-Signature=[removed]',
    ],
    ['http://me:pass@proxy:3128/', 'http://[removed]@proxy:3128/'],
    ['http://me:p@ss@proxy:3128/', 'http://[removed]@proxy:3128/'],
    ['git::https://glpat-Ab1@git.example/logs.git', 'git::https://[removed]@git.example/logs.git'],
    ['AWS_SECRET_KEY=hunter2 terraform plan', 'AWS_SECRET_KEY=[removed] terraform plan'],
    ['sk=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'sk=[removed]'],
    ["{'password'=>'hunter2'}", "{'password'=>'[removed]'}"],
    ['TokenCode=123456&x=1', 'TokenCode=[removed]&x=1'],
    ['the code was 123456.', 'the code was [removed].'],
    ['--password hunter2 --region eu-west-1', '--password [removed] --region eu-west-1'],
    ['<SessionToken>abc</SessionToken>', '<SessionToken>[removed]</SessionToken>'],
    ['"accessToken": "a.b", "expiresAt": "2024"', '"accessToken": "[removed]", "expiresAt": "2024"'],
  ];
  for (const [text, expected] of cases) {
    it(text, () => assert.equal(redact(text), expected));
  }

  it('leaves alone what is no secret', () => {
    const texts = [
      'User: arn:aws:sts::111122223333:assumed-role/Admin/me is not authorized to perform: cloudtrail:DescribeTrails',
      'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'request 4f1c2d3e-1111-2222-3333-444455556666, 200 in 84 ms',
      'commit 0123456789abcdef0123456789abcdef01234567',
      "Key 'alias/secrets' does not exist; the security token included in the request is invalid.",
      'https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?account_id=111122223333',
      'git::ssh://git@git.example/logs.git?ref=v1, https://example.com/@scope/package',
    ];
    assert.deepEqual(
      texts.map(text => redact(text)),
      texts,
    );
  });

  it('removes known values, and those that contain one another', () => {
    assert.equal(
      redact('a=hush-hush-hush-hush b=hush-hush-hush-hush-hush c=hush-hush-hush-hush%2F1', [
        'hush-hush-hush-hush',
        'hush-hush-hush-hush-hush',
        'hush-hush-hush-hush/1',
      ]),
      'a=[removed] b=[removed] c=[removed]',
    );
  });

  it('leaves the words alone that stand-ins for AWS take as keys', () => {
    const text = 'arn:aws:kms:eu-west-1:111111111111:key/test-a of user test (a, 000000000000)';
    assert.equal(redact(text, ['test', '111111111111', '000000000000', 'a', '']), text);
  });

  it('removes the code of an MFA device where it is a word, not where it is part of a number', () => {
    assert.equal(
      redact('123456 was refused: 123456, account 111123456222', ['123456']),
      '[removed] was refused: [removed], account 111123456222',
    );
  });

  const word = fc.string({
    unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='),
    minLength: 12,
    maxLength: 400,
  });
  const places: readonly ((secret: string) => string)[] = [
    secret => `aws_secret_access_key=${secret}`,
    secret => `aws_session_token = ${secret}\nregion = x`,
    secret => JSON.stringify({ Credentials: { SecretAccessKey: secret, SessionToken: secret } }),
    secret =>
      JSON.stringify(JSON.stringify({ accessToken: secret, refreshToken: secret, clientSecret: secret })),
    secret => `X-Amz-Security-Token: ${secret}`,
    secret => `Authorization: Bearer ${secret}`,
    secret => `https://x/?X-Amz-Signature=${secret}&y=1`,
    secret => `{ password: '${secret}' }`,
    secret => `<SecretAccessKey>${secret}</SecretAccessKey>`,
  ];

  it('lets no planted secret through, wherever it stands', () => {
    holds(
      fc.property(
        word,
        fc.constantFrom(...places),
        fc.lorem(),
        fc.lorem(),
        (secret, place, before, after) => {
          const clean = redact(`${before} ${place(secret)} ${after}`);
          assert.ok(!clean.includes(secret), clean);
        },
      ),
    );
  });

  it('never changes what is clean already', () => {
    holds(
      fc.property(word, fc.constantFrom(...places), (secret, place) => {
        const once = redact(place(secret));
        assert.equal(redact(once), once);
      }),
    );
  });
});
