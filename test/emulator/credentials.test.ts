import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetBucketLocationCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf, post } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const homeId = '111111111111';
const awayId = '222222222222';

const seed: Seed = world => {
  const home = world.account(homeId, { accessKeys: ['AKIAHOME'] });
  const away = world.account(awayId, { accessKeys: ['AKIAAWAY'] });
  home.role('Jump');
  away.role('Auditor', { trusts: [`arn:aws:iam::${homeId}:role/Jump`], externalId: 'acme' });
  away.role('Guarded', { trusts: [homeId], mfaCode: '123456', mfaSerial: `arn:aws:iam::${homeId}:mfa/ada` });
  away.role('Pipeline', { trusts: [], webIdentityToken: 'a.web.token' });
  const viewer = away.role('Viewer', { trusts: [], ssoToken: 'sso-access-token' });
  away.session(viewer, 'late', { accessKeyId: 'ASIALATE', sessionToken: 'late-token', seconds: -60 });
};

describe('Credentials', () => {
  let emulator: Emulator;
  let folder: string;
  const names = ['HOME', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_ENDPOINT_URL'];
  const environment = names.map(name => [name, process.env[name]] as const);
  before(async () => {
    emulator = await startEmulator(seed);
    folder = await mkdtemp(join(tmpdir(), 'emulator-'));
    Object.assign(process.env, {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      // Web identity and SSO are asked by clients that take no endpoint from fromIni.
      AWS_ENDPOINT_URL: emulator.url,
    });
    await writeFile(join(folder, 'web-token'), 'a.web.token');
    await writeFile(
      join(folder, 'credentials'),
      '[base]\naws_access_key_id = AKIAHOME\naws_secret_access_key = secret\n',
    );
    await writeFile(
      join(folder, 'config'),
      `
[profile jump]
role_arn = arn:aws:iam::${homeId}:role/Jump
source_profile = base
[profile auditor]
role_arn = arn:aws:iam::${awayId}:role/Auditor
source_profile = jump
external_id = acme
role_session_name = ada
[profile guarded]
role_arn = arn:aws:iam::${awayId}:role/Guarded
source_profile = base
mfa_serial = arn:aws:iam::${homeId}:mfa/ada
[profile pipeline]
role_arn = arn:aws:iam::${awayId}:role/Pipeline
web_identity_token_file = ${join(folder, 'web-token')}
[profile sso]
sso_start_url = https://acme.awsapps.example/start
sso_region = eu-west-1
sso_account_id = ${awayId}
sso_role_name = Viewer
`,
    );
  });
  after(async () => {
    for (const [name, value] of environment) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await emulator.close();
    await rm(folder, { recursive: true });
  });

  const provider = (profile: string, code?: string) =>
    fromIni({
      profile,
      filepath: join(folder, 'credentials'),
      configFilepath: join(folder, 'config'),
      clientConfig: { endpoint: emulator.url, region: 'eu-west-1' },
      ...(code !== undefined && { mfaCodeProvider: async () => code }),
    });
  const identity = async (who: Parameters<typeof clientsFor>[1]) => {
    const { Account, Arn } = await clientsFor(emulator.url, who).sts.send(new GetCallerIdentityCommand({}));
    return [Account, Arn];
  };

  it('knows accounts by their access keys', async () => {
    assert.deepEqual(await identity('AKIAHOME'), [homeId, `arn:aws:iam::${homeId}:user/admin`]);
    assert.deepEqual(await identity('AKIAAWAY'), [awayId, `arn:aws:iam::${awayId}:user/admin`]);
  });

  it('follows a chain of roles through fromIni', async () => {
    assert.deepEqual(await identity(provider('auditor')), [
      awayId,
      `arn:aws:sts::${awayId}:assumed-role/Auditor/ada`,
    ]);
    const { cloudtrail } = clientsFor(emulator.url, provider('auditor'));
    assert.deepEqual((await cloudtrail.send(new DescribeTrailsCommand({}))).trailList, []);
  });

  it('asks for an MFA code and takes the right one only', async () => {
    assert.equal((await identity(provider('guarded', '123456')))[0], awayId);
    const wrong = await failureOf(identity(provider('guarded', '000000')));
    assert.deepEqual(
      [wrong.name, wrong.message],
      ['AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.'],
    );
  });

  it('takes a web identity token', async () => {
    assert.equal((await identity(provider('pipeline')))[0], awayId);
    await writeFile(join(folder, 'web-token'), 'a.wrong.token');
    assert.equal(await errorName(identity(provider('pipeline'))), 'InvalidIdentityTokenException');
  });

  it('hands out SSO role credentials for a token', async () => {
    const cache = join(folder, '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    const name = createHash('sha1').update('https://acme.awsapps.example/start').digest('hex');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const token = {
      startUrl: 'https://acme.awsapps.example/start',
      accessToken: 'sso-access-token',
      expiresAt,
    };
    await writeFile(join(cache, `${name}.json`), JSON.stringify(token));
    assert.deepEqual(await identity(provider('sso')), [
      awayId,
      `arn:aws:sts::${awayId}:assumed-role/Viewer/sso-user`,
    ]);
    await writeFile(join(cache, `${name}.json`), JSON.stringify({ ...token, accessToken: 'revoked' }));
    const response = await fetch(
      `${emulator.url}/federation/credentials?role_name=Viewer&account_id=${awayId}`,
      {
        headers: { 'x-amz-sso_bearer_token': 'revoked' },
      },
    );
    assert.deepEqual(
      [response.status, response.headers.get('x-amzn-errortype')],
      [401, 'UnauthorizedException'],
    );
  });

  it('AssumeRole refuses what the trust policy does not allow', async () => {
    const assume = (who: string, input: Partial<ConstructorParameters<typeof AssumeRoleCommand>[0]>) =>
      failureOf(
        clientsFor(emulator.url, who).sts.send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${awayId}:role/Guarded`,
            RoleSessionName: 'ada',
            ...input,
          }),
        ),
      );
    const denied = await assume('AKIAHOME', { RoleArn: `arn:aws:iam::${awayId}:role/Auditor` });
    assert.deepEqual(denied, {
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${homeId}:user/admin is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${awayId}:role/Auditor`,
      status: 403,
    });
    assert.equal((await assume('AKIAHOME', {})).name, 'AccessDenied');
    assert.equal(
      (await assume('AKIAHOME', { RoleArn: `arn:aws:iam::${awayId}:role/None` })).name,
      'AccessDenied',
    );
    assert.equal((await assume('AKIAHOME', { DurationSeconds: 60 })).name, 'ValidationError');
    assert.equal((await assume('AKIAHOME', { RoleSessionName: 'a b' })).name, 'ValidationError');
    assert.equal((await assume('AKIAHOME', { RoleArn: 'nonsense-that-is-no-arn' })).name, 'ValidationError');
    const off = clientsFor(emulator.url, 'AKIAHOME', 'af-south-1').sts;
    const input = { RoleArn: `arn:aws:iam::${homeId}:role/Jump`, RoleSessionName: 'ada' };
    assert.equal(await errorName(off.send(new AssumeRoleCommand(input))), 'RegionDisabledException');
  });

  describe('that do not hold', () => {
    const late = { accessKeyId: 'ASIALATE', secretAccessKey: 'x', sessionToken: 'late-token' };
    const asked = async (who: Parameters<typeof clientsFor>[1]) => {
      const { cloudtrail, sts, s3, account } = clientsFor(emulator.url, who, 'us-east-1');
      const calls = [
        cloudtrail.send(new DescribeTrailsCommand({})),
        sts.send(new GetCallerIdentityCommand({})),
        s3.send(new GetBucketLocationCommand({ Bucket: 'any-bucket' })),
        account.send(new ListRegionsCommand({})),
      ];
      const failures = await Promise.all(calls.map(failureOf));
      return failures.map(({ name, status }) => `${name} ${status}`);
    };

    it('expired sessions', async () => {
      assert.deepEqual(await asked(late), [
        'ExpiredTokenException 400',
        'ExpiredToken 403',
        'ExpiredToken 400',
        'ExpiredTokenException 403',
      ]);
    });

    it('unknown access keys, and sessions without their token', async () => {
      const expected = [
        'UnrecognizedClientException 400',
        'InvalidClientTokenId 403',
        'InvalidAccessKeyId 403',
        'UnrecognizedClientException 403',
      ];
      assert.deepEqual(await asked('AKIANOBODY'), expected);
      assert.deepEqual(await asked({ ...late, sessionToken: 'another-token' }), expected);
      assert.deepEqual(await asked('ASIALATE'), expected);
    });

    it('sessions that expire meanwhile', async () => {
      const credentials = provider('auditor');
      assert.equal((await identity(credentials))[0], awayId);
      const fixed = await credentials();
      emulator.events.expireSessions(awayId);
      assert.equal(await errorName(identity(fixed)), 'ExpiredToken');
    });

    it('clocks that are wrong', async () => {
      emulator.events.passTime(16 * 60_000);
      const expected = [
        'InvalidSignatureException 400',
        'SignatureDoesNotMatch 403',
        'RequestTimeTooSkewed 403',
        'InvalidSignatureException 403',
      ];
      assert.deepEqual(await asked('AKIAHOME'), expected);
      emulator.events.passTime(-32 * 60_000);
      assert.deepEqual(await asked('AKIAHOME'), expected);
      emulator.events.passTime(16 * 60_000);
    });

    it('clocks that are wrong are put right by the SDK’s second attempt', async () => {
      emulator.events.passTime(3_600_000);
      const { cloudtrail } = clientsFor(emulator.url, 'AKIAHOME');
      cloudtrail.config.maxAttempts = async () => 2;
      assert.equal(
        await errorName(cloudtrail.send(new DescribeTrailsCommand({}))),
        'InvalidSignatureException',
      );
      assert.deepEqual((await cloudtrail.send(new DescribeTrailsCommand({}))).trailList, []);
      emulator.events.passTime(-3_600_000);
    });

    it('missing and garbled signatures', async () => {
      const target = {
        'x-amz-target': 'TrentService.ListKeys',
        'content-type': 'application/x-amz-json-1.1',
      };
      const code = async (authorization: string) => {
        const { status, body } = await post(emulator.url, {
          service: 'kms',
          who: 'AKIAHOME',
          body: '{}',
          headers: { ...target, authorization },
        });
        return [status, (JSON.parse(body) as { __type: string }).__type];
      };
      assert.deepEqual(await code(''), [400, 'MissingAuthenticationTokenException']);
      assert.deepEqual(await code('Basic YTpi'), [400, 'IncompleteSignatureException']);
      assert.deepEqual(await code('AWS4-HMAC-SHA256 Credential=AKIAHOME'), [
        400,
        'IncompleteSignatureException',
      ]);
    });
  });
});
