import assert from 'node:assert/strict';
import { GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, failureOf } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const acmeId = '111111111111';
const root = `arn:aws:iam::${acmeId}:root`;
const account = { Sid: 'Account', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' };

const seed: Seed = world => {
  const acme = world.account(acmeId, { accessKeys: ['AKIAACME'] });
  acme.role('Auditor');
  acme.key('eu-west-1', 'alias/key');
  acme.key('eu-west-1', 'alias/aws/s3');
  acme.key('eu-west-1', 'alias/off', { state: 'Disabled' });
};

describe('KMS: PutKeyPolicy', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(seed);
  });
  afterEach(() => emulator.close());

  const put = (policy: string | object, alias = 'alias/key', bypass = false) =>
    clientsFor(emulator.url, 'AKIAACME').kms.send(
      new PutKeyPolicyCommand({
        KeyId: emulator.world.theKey(alias).keyId,
        PolicyName: 'default',
        Policy: typeof policy === 'string' ? policy : JSON.stringify(policy),
        ...(bypass && { BypassPolicyLockoutSafetyCheck: true }),
      }),
    );
  const withStatements = (...statements: object[]) => ({
    Version: '2012-10-17',
    Statement: [account, ...statements],
  });

  const accepted: readonly [string, object][] = [
    ['the account alone', withStatements()],
    ['one statement that is not in a list', { Version: '2012-10-17', Statement: account }],
    ['the old version', { Version: '2008-10-17', Id: 'x', Statement: [account] }],
    [
      'a role that exists',
      withStatements({ ...account, Sid: 'R', Principal: { AWS: `arn:aws:iam::${acmeId}:role/Auditor` } }),
    ],
    [
      'everybody and a service',
      withStatements(
        { ...account, Sid: 'E', Principal: '*' },
        { ...account, Sid: 'S', Principal: { Service: 'cloudtrail.amazonaws.com' } },
      ),
    ],
    ['a statement without an action', withStatements({ Sid: 'N', Effect: 'Allow', Principal: '*' })],
    [
      'NotAction, NotPrincipal and conditions',
      withStatements({
        Sid: 'C',
        Effect: 'Deny',
        NotPrincipal: { AWS: root },
        NotAction: ['kms:*'],
        Resource: '*',
        Condition: {
          'ForAllValues:StringLikeIfExists': { 'aws:TagKeys': ['a', 'b'] },
          Bool: { 'aws:SecureTransport': false },
        },
      }),
    ],
    ['two statements with empty Sids', withStatements({ ...account, Sid: '' }, { ...account, Sid: '' })],
  ];
  for (const [what, policy] of accepted) {
    it(`accepts ${what}, and keeps the text`, async () => {
      await put(policy);
      assert.equal(emulator.world.theKey('alias/key').policy, JSON.stringify(policy));
    });
  }

  const principals = 'Policy contains a statement with one or more invalid principals.';
  const refused: readonly [string, object | string, string, RegExp | undefined][] = [
    ['text that is not JSON', '{', 'MalformedPolicyDocumentException', /Syntax errors/],
    [
      'an unknown version',
      { Version: '2020-01-01', Statement: [account] },
      'MalformedPolicyDocumentException',
      /version/,
    ],
    [
      'an unknown member',
      { Version: '2012-10-17', Statement: [account], Extra: 1 },
      'MalformedPolicyDocumentException',
      /Extra/,
    ],
    ['no statement', { Version: '2012-10-17' }, 'MalformedPolicyDocumentException', undefined],
    [
      'no principal',
      withStatements({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }),
      'MalformedPolicyDocumentException',
      /Principal/,
    ],
    [
      'no effect',
      withStatements({ Principal: '*', Action: 'kms:*', Resource: '*' }),
      'MalformedPolicyDocumentException',
      /Effect/,
    ],
    [
      'an unknown operator',
      withStatements({ ...account, Sid: 'O', Condition: { StringLooksLike: { a: 'b' } } }),
      'MalformedPolicyDocumentException',
      /StringLooksLike/,
    ],
    ['a Sid twice', withStatements(account), 'MalformedPolicyDocumentException', /must be unique/],
    [
      'a user that is gone',
      withStatements({ ...account, Sid: 'G', Principal: { AWS: 'AIDAQRSTABCDEFGHIJKLM' } }),
      'MalformedPolicyDocumentException',
      new RegExp(principals),
    ],
    [
      'a role that does not exist',
      withStatements({ ...account, Sid: 'G', Principal: { AWS: `arn:aws:iam::${acmeId}:role/Nobody` } }),
      'MalformedPolicyDocumentException',
      new RegExp(principals),
    ],
    [
      'a principal of another partition',
      withStatements({ ...account, Sid: 'P', Principal: { AWS: `arn:aws-cn:iam::${acmeId}:root` } }),
      'MalformedPolicyDocumentException',
      new RegExp(principals),
    ],
    [
      'a service that is none',
      withStatements({ ...account, Sid: 'S', Principal: { Service: 'cloudtrail' } }),
      'MalformedPolicyDocumentException',
      new RegExp(principals),
    ],
    [
      'more than 32,768 bytes',
      withStatements({ ...account, Sid: 'x'.repeat(33_000) }),
      'LimitExceededException',
      undefined,
    ],
    [
      'characters outside Latin-1',
      withStatements({ ...account, Sid: '✓' }),
      'ValidationException',
      undefined,
    ],
    [
      'a policy that shuts the caller out',
      { Version: '2012-10-17', Statement: [{ ...account, Action: 'kms:Describe*' }] },
      'MalformedPolicyDocumentException',
      /will not allow you to update the key policy/,
    ],
    [
      'a policy that denies the caller',
      withStatements({ ...account, Sid: 'D', Effect: 'Deny', Principal: '*', Action: 'kms:Put*' }),
      'MalformedPolicyDocumentException',
      /will not allow you to update the key policy/,
    ],
  ];
  for (const [what, policy, name, message] of refused) {
    it(`refuses ${what}`, async () => {
      const before = emulator.world.theKey('alias/key').policy;
      const failure = await failureOf(put(policy));
      assert.equal(failure.name, name);
      if (message) assert.match(failure.message, message);
      assert.equal(emulator.world.theKey('alias/key').policy, before);
    });
  }

  it('lets the caller be shut out when told to skip the check', async () => {
    await put(
      { Version: '2012-10-17', Statement: [{ ...account, Action: 'kms:Describe*' }] },
      'alias/key',
      true,
    );
    assert.match(
      (await failureOf(put(withStatements()))).message,
      /because no resource-based policy allows the kms:PutKeyPolicy action/,
    );
  });

  it('gives back the principals of a list in another order each time', async () => {
    const names = ['2', '3', '4'].map(digit => `arn:aws:iam::${digit.repeat(12)}:root`);
    await put(withStatements({ ...account, Sid: 'Others', Principal: { AWS: names } }));
    const KeyId = emulator.world.theKey('alias/key').keyId;
    const { kms } = clientsFor(emulator.url, 'AKIAACME');
    const read = async () =>
      (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy ?? '';
    const [first, second] = [await read(), await read()].map(
      text => JSON.parse(text).Statement[1].Principal.AWS as readonly string[],
    );
    assert.notDeepEqual(first, second);
    assert.deepEqual([first?.toSorted(), second?.toSorted()], [names, names]);
  });

  it('changes the policy of a disabled key, and of no AWS managed key', async () => {
    await put(withStatements(), 'alias/off');
    assert.equal(
      (await failureOf(put(withStatements(), 'alias/aws/s3'))).name,
      'UnsupportedOperationException',
    );
  });
});
