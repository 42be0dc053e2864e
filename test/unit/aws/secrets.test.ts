import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import type { Failure, Seed } from '../../emulator/index.ts';
import { tells } from '../tells.ts';
import { accountId, Bench, never } from './bench.ts';

const secrets = {
  accessKey: 'AKIAPLANTEDMARKER001',
  secretKey: 'planted-secret-access-key',
  sessionToken: 'planted-session-token',
  sessionSecret: 'planted-session-secret',
  mfaCode: '314159',
  ssoToken: 'planted-sso-access-token',
  clientSecret: 'planted-client-secret',
  refreshToken: 'planted-refresh-token',
  webIdentity: 'planted-web-identity-token',
  processSecret: 'planted-process-secret',
  commandLine: 'planted-on-the-command-line',
};

const device = `arn:aws:iam::${accountId}:mfa/admin`;

const seed: Seed = world => {
  const account = world.account(accountId);
  account.user('admin', { accessKeys: [secrets.accessKey], secretAccessKey: secrets.secretKey });
  account.role('guarded', { mfaCode: secrets.mfaCode, mfaSerial: device });
  account.role('person', { ssoToken: secrets.ssoToken });
  account.role('web', { webIdentityToken: secrets.webIdentity });
  account.session(account.role('session'), 'open', {
    accessKeyId: 'ASIAPLANTEDMARKER001',
    secretAccessKey: secrets.sessionSecret,
    sessionToken: secrets.sessionToken,
  });
};

const config = (home: string, program: string) => `
[profile keys]
endpoint_url = $URL
aws_access_key_id = ${secrets.accessKey}
aws_secret_access_key = ${secrets.secretKey}
[profile session]
endpoint_url = $URL
aws_access_key_id = ASIAPLANTEDMARKER001
aws_secret_access_key = ${secrets.sessionSecret}
aws_session_token = ${secrets.sessionToken}
[profile guarded]
endpoint_url = $URL
role_arn = arn:aws:iam::${accountId}:role/guarded
source_profile = keys
mfa_serial = ${device}
[profile web]
endpoint_url = $URL
role_arn = arn:aws:iam::${accountId}:role/web
web_identity_token_file = ${home}/token
[profile sso]
endpoint_url = $URL
sso_session = corp
sso_account_id = ${accountId}
sso_role_name = person
[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[profile program]
endpoint_url = $URL
credential_process = ${program} --password ${secrets.commandLine}
[profile broken-program]
credential_process = ${program} --fail --password ${secrets.commandLine}
`;

describe('No secret', () => {
  let bench: Bench;

  before(async () => {
    bench = await Bench.start(seed);
    bench.useProcessVariables();
    const credentials = {
      Version: 1,
      AccessKeyId: secrets.accessKey,
      SecretAccessKey: secrets.processSecret,
    };
    const program = await bench.program(`
      console.log(${JSON.stringify(JSON.stringify(credentials))});
      if (process.argv.includes('--fail')) {
        console.error('SecretAccessKey: ${secrets.processSecret}');
        process.exitCode = 1;
      }`);
    await bench.file('token', secrets.webIdentity);
    await bench.config(config(bench.home, program));
    await bench.file(
      `.aws/sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`,
      JSON.stringify({
        accessToken: secrets.ssoToken,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        clientId: 'id',
        clientSecret: secrets.clientSecret,
        refreshToken: secrets.refreshToken,
      }),
    );
    bench.askMfaCode = async () => secrets.mfaCode;
  });

  after(() => bench.stop());

  /** What a careless service would say. */
  const careless = [
    `User ${secrets.accessKey}`,
    `SecretAccessKey=${secrets.secretKey}`,
    `"SecretAccessKey": "${secrets.sessionSecret}"`,
    `X-Amz-Security-Token: ${secrets.sessionToken}`,
    `TokenCode=${secrets.mfaCode}`,
    `Authorization: Bearer ${secrets.ssoToken}`,
    `clientSecret=${secrets.clientSecret}&refreshToken=${secrets.refreshToken}`,
    `<WebIdentityToken>${secrets.webIdentity}</WebIdentityToken>`,
    `secret_access_key = ${secrets.processSecret}`,
    `--password ${secrets.commandLine}`,
  ].join('\n');
  const failures: readonly (Failure | undefined)[] = [
    undefined,
    { kind: 'error', code: 'AccessDenied', message: careless, status: 403 },
    { kind: 'error', code: 'Odd', message: careless },
    { kind: 'error', code: 'UnauthorizedException', message: careless, status: 401 },
    { kind: 'expired token' },
    { kind: 'proxy page' },
    { kind: 'garbage' },
    { kind: 'dropped' },
  ];
  for (const fails of failures) {
    it(`is in a log, a problem or an error when ${whatHappens(fails)}`, async () => {
      const { accounts } = bench;
      bench.calls.length = 0;
      bench.emulator.faults.clear();
      if (fails) bench.emulator.faults.add({ fails });
      const told = await Promise.all(
        ['keys', 'session', 'guarded', 'web', 'sso', 'program', 'broken-program'].map(async name => {
          const account = await bench.open(name, accounts);
          return account.identity(never).catch((error: unknown) => error);
        }),
      );
      const text = inspect([told, bench.calls], { depth: 20, showHidden: true });
      for (const [name, secret] of Object.entries(secrets)) {
        assert.ok(!tells(text, secret), `${name} in ${text}`);
      }
    });
  }
});

function whatHappens(fails: Failure | undefined): string {
  if (!fails) {
    return 'all is well';
  }
  return fails.kind === 'error' ? `AWS says ${fails.code}` : `there is: ${fails.kind}`;
}
