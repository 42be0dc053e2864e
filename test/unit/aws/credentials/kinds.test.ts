import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { externalDataInterceptor } from '@smithy/shared-ini-file-loader';
import fc from 'fast-check';
import { nextSteps } from '../../../../src/core/account/problem.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { problemInFull } from '../../../../src/core/wording/problems.ts';
import type { Seed } from '../../../emulator/index.ts';
import { holds } from '../../holds.ts';
import { until } from '../../until.ts';
import { accountId, Bench, keyId, never, problemFrom, secret, staticKeys } from '../bench.ts';

const other = '444455556666';

const roles: Seed = world => {
  const home = world.account(accountId, { accessKeys: [keyId] });
  home.role('reader');
  home.role('web', { webIdentityToken: 'a-web-identity-token' });
  home.role('person', { ssoToken: 'sso-access-token' });
  const session = home.role('session');
  home.session(session, 'morning', {
    accessKeyId: 'ASIAEXAMPLE000000001',
    secretAccessKey: 'session-secret',
    sessionToken: 'session-token',
  });
  const second = world.account(other);
  second.role('far', { trusts: [accountId], externalId: 'between-us' });
};

const role = (name: string, account = accountId) => `arn:aws:iam::${account}:role/${name}`;
const assumed = (name: string, account = accountId) =>
  new RegExp(`^arn:aws:sts::${account}:assumed-role/${name}/`);

describe('Credentials of a profile', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start(roles);
  });

  afterEach(() => bench.stop());

  it('stand in the files as keys', async () => {
    await bench.config('[profile a]\nendpoint_url = $URL\nregion = eu-west-1\n');
    await bench.credentials(`[a]\n${staticKeys}\n`);
    assert.equal(await bench.callerOf('a'), `arn:aws:iam::${accountId}:user/admin`);
    assert.equal(bench.calls[0]?.region, 'eu-west-1');
  });

  it('stand in the files with a session token', async () => {
    await bench.config(
      '[profile a]\nendpoint_url = $URL\naws_access_key_id = ASIAEXAMPLE000000001\naws_secret_access_key = session-secret\naws_session_token = session-token\n',
    );
    assert.match(await bench.callerOf('a'), assumed('session'));
  });

  it('stand in the environment', async () => {
    bench.variables = {
      AWS_ACCESS_KEY_ID: keyId,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_ENDPOINT_URL: bench.emulator.url,
    };
    assert.equal(await bench.accountOf('[environment]'), accountId);
  });

  it('come by a chain of roles', async () => {
    await bench.config(`
[profile base]
${staticKeys}
[profile near]
role_arn = ${role('reader')}
source_profile = base
[profile far]
role_arn = ${role('far', other)}
external_id = between-us
source_profile = base
endpoint_url = $URL
`);
    assert.match(await bench.callerOf('far'), assumed('far', other));
  });

  for (const name of [
    'my profile',
    'constructor',
    'toString',
    '__proto__',
    'Zürich 東京',
    'a ] b',
    '%PATH% $(id); &',
    'a"b',
    'cloudtrail-encryption/1',
    ' blank first',
  ]) {
    it(`belong to profiles, sources and sessions of any name: ${name}`, async () => {
      bench.useProcessVariables();
      const quoted = `"${name.replaceAll(/[\\"]/g, '\\$&')}"`;
      // A value loses the blanks around it, so that no setting can name what begins with one.
      const asValue = name.trim();
      await bench.config(`
[profile ${quoted}]
endpoint_url = $URL
region = eu-west-1
[profile "role of ${quoted.slice(1)}]
endpoint_url = $URL
role_arn = ${role('reader')}
source_profile = ${asValue}
[profile sso]
endpoint_url = $URL
sso_session = ${asValue}
sso_account_id = ${accountId}
sso_role_name = person
[sso-session ${quoted.replace('" ', '"')}]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
`);
      await bench.credentials(`[${name}]\n${staticKeys}\n[${asValue}]\n${staticKeys}\n`);
      await signIn(asValue, 'sso-access-token');
      assert.equal(await bench.callerOf(name), `arn:aws:iam::${accountId}:user/admin`);
      assert.match(await bench.callerOf(`role of ${name}`), assumed('reader'));
      assert.match(await bench.callerOf('sso'), assumed('person'));
    });
  }

  it('come by a role of a role', async () => {
    await bench.config(`
[profile base]
${staticKeys}
[profile middle]
role_arn = ${role('reader')}
source_profile = base
[profile top]
role_arn = ${role('reader')}
source_profile = middle
endpoint_url = $URL
`);
    assert.match(await bench.callerOf('top'), assumed('reader'));
    assert.equal(bench.emulator.calls.count({ operation: 'AssumeRole' }), 2);
  });

  it('come from a role that a web identity token may assume', async () => {
    await bench.file('token', 'a-web-identity-token');
    await bench.config(
      `[profile a]\nendpoint_url = $URL\nrole_arn = ${role('web')}\nweb_identity_token_file = ${join(bench.home, 'token')}\n`,
    );
    assert.match(await bench.callerOf('a'), assumed('web'));
  });

  it('come from a program', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: keyId, SecretAccessKey: secret });
    await bench.config(
      `[profile a]\nendpoint_url = $URL\ncredential_process = ${await bench.program(`console.log(${JSON.stringify(answer)})`)}\n`,
    );
    assert.equal(await bench.accountOf('a'), accountId);
  });

  it('come by a role of what a program prints', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: keyId, SecretAccessKey: secret });
    await bench.config(`
[profile helper]
credential_process = ${await bench.program(`console.log(${JSON.stringify(answer)})`)}
[profile near]
role_arn = ${role('reader')}
source_profile = helper
[profile far]
role_arn = ${role('far', other)}
role_session_name = morning
external_id = between-us
source_profile = helper
endpoint_url = $URL
[profile top]
role_arn = ${role('reader')}
source_profile = near
endpoint_url = $URL
`);
    assert.equal(await bench.callerOf('far'), `arn:aws:sts::${other}:assumed-role/far/morning`);
    assert.match(await bench.callerOf('top'), assumed('reader'));
    assert.equal(bench.emulator.calls.count({ operation: 'AssumeRole' }), 3);
  });

  it('never come from a program that the SDK runs, whatever a profile and its sources have', async () => {
    const ranBySdk: string[] = [];
    externalDataInterceptor.interceptToken('exec', (command: string, done: (error: Error) => void) => {
      ranBySdk.push(command);
      done(new Error('The SDK ran it'));
    });
    const settings = fc.subarray([
      'credential_process = exit 1',
      `role_arn = ${role('reader')}`,
      'credential_source = Environment',
      'aws_access_key_id = AKIAWRONG',
      'aws_secret_access_key = x',
      'sso_session = gone',
    ]);
    const source = fc.constantFrom('', 'source_profile = a', 'source_profile = b', 'source_profile = c');
    const section = fc.tuple(settings, source).map(([lines, next]) => [...lines, next].join('\n'));
    try {
      await holds(
        fc.asyncProperty(section, section, section, async (a, b, c) => {
          await bench.config(
            `[profile a]\nendpoint_url = $URL\n${a}\n[profile b]\n${b}\n[profile c]\n${c}\n`,
          );
          await problemFrom(bench.callerOf('a'));
          assert.deepEqual(ranBySdk, []);
        }),
        { numRuns: 200 },
      );
    } finally {
      delete externalDataInterceptor.getTokenRecord()['exec'];
    }
  });

  it('come from a program that is ended when nobody waits for it, and run again for who asks next', async () => {
    const started = join(bench.home, 'started');
    const answer = JSON.stringify({ Version: 1, AccessKeyId: keyId, SecretAccessKey: secret });
    const hangsOnce = `const fs = require('node:fs');
if (fs.existsSync(${JSON.stringify(started)})) {
  console.log(${JSON.stringify(answer)});
} else {
  fs.writeFileSync(${JSON.stringify(started)}, '');
  setInterval(() => {}, 1000);
}`;
    await bench.config(
      `[profile a]\nendpoint_url = $URL\ncredential_process = ${await bench.program(hangsOnce)}\n`,
    );
    const { accounts } = bench;
    const account = await bench.open('a', accounts);
    const first = new AbortController();
    const calls = [
      problemFrom(account.identity(first.signal)),
      problemFrom(account.trails.inRegion('eu-west-1', never)),
    ];
    await until(() => existsSync(started));
    first.abort();
    assert.equal((await calls[0])?.kind, 'cancelled');
    account.dispose();
    assert.equal((await calls[1])?.kind, 'cancelled');
    assert.equal((await (await bench.open('a', accounts)).identity(never)).account, accountId);
  });

  it('come from IAM Identity Center, and after signing in again', async () => {
    bench.useProcessVariables();
    await bench.config(`
[profile a]
endpoint_url = $URL
sso_session = corp
sso_account_id = ${accountId}
sso_role_name = person
[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
`);
    const account = await bench.open('a');
    assert.equal((await problemFrom(account.identity(never))).kind, 'sso-session-expired');
    await signIn('corp', 'revoked');
    assert.equal((await problemFrom(account.identity(never))).kind, 'sso-session-expired');
    await signIn('corp', 'sso-access-token', -60_000);
    assert.equal((await problemFrom(account.identity(never))).kind, 'sso-session-expired');
    await signIn('corp', 'sso-access-token');
    assert.match((await account.identity(never)).arn, assumed('person'));
  });

  it('come from IAM Identity Center with a token that is renewed on the way', async () => {
    const tokens = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ accessToken: 'sso-access-token', expiresIn: 3600, tokenType: 'Bearer' }));
    });
    await new Promise<void>(resolve => tokens.listen(0, '127.0.0.1', resolve));
    const { port } = tokens.address() as AddressInfo;
    try {
      bench.useProcessVariables();
      await bench.config(`
[profile a]
endpoint_url = $URL
services = local
sso_session = renewing
sso_account_id = ${accountId}
sso_role_name = person
[sso-session renewing]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[services local]
sso_oidc =
  endpoint_url = http://127.0.0.1:${port}
`);
      const registration = { clientId: 'i', clientSecret: 's', refreshToken: 'r' };
      await signIn('renewing', 'old-token', 60_000, registration);
      assert.match(await bench.callerOf('a'), assumed('person'));
    } finally {
      tokens.closeAllConnections();
      tokens.close();
    }
  });

  it('come from IAM Identity Center without a session of its own', async () => {
    bench.useProcessVariables();
    await bench.config(`
[profile a]
services = local
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = ${accountId}
sso_role_name = person
[services local]
sso =
  endpoint_url = $URL
sts =
  endpoint_url = $URL
`);
    assert.equal((await problemFrom(bench.callerOf('a'))).kind, 'sso-session-expired');
    await signIn('https://example.awsapps.com/start', 'sso-access-token');
    assert.match(await bench.callerOf('a'), assumed('person'));
  });

  it('tell a refused role of IAM Identity Center from a session that ended', async () => {
    bench.useProcessVariables();
    await bench.config(`
[profile a]
endpoint_url = $URL
sso_session = corp
sso_account_id = ${accountId}
sso_role_name = reader
[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
`);
    await signIn('corp', 'sso-access-token');
    const problem = await problemFrom(bench.callerOf('a'));
    assert.equal(problem.kind, 'role-refused');
    // No role is assumed, and there is no source profile.
    assert.equal(
      inEnglish(problemInFull(problem)),
      'IAM Identity Center does not give you this role in this account. Check sso_account_id and sso_role_name in the configuration file, or ask its administrator to assign the role to you. AWS said: ForbiddenException: No access.',
    );
    assert.deepEqual(nextSteps(problem), ['ask-for-permission', 'open-config', 'retry']);
  });

  it('come from a session of aws login, until it ends', async () => {
    bench.useProcessVariables();
    const arn = `arn:aws:iam::${accountId}:user/admin`;
    await bench.config(`[profile a]\nendpoint_url = $URL\nlogin_session = ${arn}\n`);
    assert.equal((await problemFrom(bench.callerOf('a'))).kind, 'login-session-expired');
    const folder = join('.aws', 'login', 'cache');
    await mkdir(join(bench.home, folder), { recursive: true });
    const name = `${createHash('sha256').update(arn).digest('hex')}.json`;
    await bench.file(
      join(folder, name),
      JSON.stringify({
        clientId: 'x',
        refreshToken: 'y',
        dpopKey: 'z',
        accessToken: {
          accessKeyId: 'ASIAEXAMPLE000000001',
          secretAccessKey: 'session-secret',
          sessionToken: 'session-token',
          accountId,
          expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        },
      }),
    );
    assert.match(await bench.callerOf('a'), assumed('session'));
  });

  it('are those of the files as they are now', async () => {
    await bench.config(
      `[profile a]\nendpoint_url = $URL\naws_access_key_id = AKIAWRONG\naws_secret_access_key = x\n`,
    );
    const { accounts } = bench;
    const before = await bench.open('a', accounts);
    assert.equal((await problemFrom(before.identity(never))).kind, 'credentials-invalid');
    await bench.config(`[profile a]\nendpoint_url = $URL\n${staticKeys}\n`);
    const after = await bench.open('a', accounts);
    assert.equal((await after.identity(never)).account, accountId);
  });

  it('are found among thousands of profiles', async () => {
    bench.useProcessVariables();
    const profiles = Array.from(
      { length: 5000 },
      (_, index) => `[profile p${index}]
sso_session = corp
sso_account_id = ${accountId}
sso_role_name = person
endpoint_url = $URL
`,
    );
    await bench.config(
      `[sso-session corp]\nsso_start_url = https://x/start\nsso_region = eu-west-1\n${profiles.join('\n')}`,
    );
    await signIn('corp', 'sso-access-token');
    assert.match(await bench.callerOf('p4000'), assumed('person'));
  });

  it('are gotten once for all Regions, services and openings', async () => {
    await bench.config(`
[profile base]
${staticKeys}
[profile a]
endpoint_url = $URL
role_arn = ${role('reader')}
source_profile = base
`);
    const { accounts } = bench;
    const account = await bench.open('a', accounts);
    const [, regions] = await Promise.all([account.identity(never), account.regions(never)]);
    await Promise.all(regions.names.map(name => account.trails.inRegion(name, never)));
    account.dispose();
    await (await bench.open('a', accounts)).identity(never);
    assert.equal(bench.emulator.calls.count({ operation: 'AssumeRole' }), 1);
  });

  it('are asked for in the partition of the role when the profile names no Region', async () => {
    await bench.config(`
[profile base]
${staticKeys}
[profile a]
endpoint_url = $URL
role_arn = arn:aws-cn:iam::${accountId}:role/reader
source_profile = base
`);
    await problemFrom(bench.callerOf('a'));
    assert.equal(bench.emulator.calls.list({ operation: 'AssumeRole' })[0]?.region, 'cn-northwest-1');
  });

  async function signIn(
    session: string,
    accessToken: string,
    lasts = 3_600_000,
    registration: object = {},
  ): Promise<void> {
    const name = createHash('sha1').update(session).digest('hex');
    const token = { accessToken, expiresAt: new Date(Date.now() + lasts).toISOString(), ...registration };
    await bench.file(`.aws/sso/cache/${name}.json`, JSON.stringify(token));
  }
});
