import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { nextSteps } from '../../../../src/core/account/problem.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { problemInFull } from '../../../../src/core/wording/problems.ts';
import { accountId, Bench, never, problemFrom } from '../bench.ts';
import { assumed, roles, signIn } from './roles.ts';

describe('Credentials of a profile that is signed in', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start(roles);
  });

  afterEach(() => bench.stop());

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
    await signIn(bench, 'corp', 'revoked');
    assert.equal((await problemFrom(account.identity(never))).kind, 'sso-session-expired');
    await signIn(bench, 'corp', 'sso-access-token', -60_000);
    assert.equal((await problemFrom(account.identity(never))).kind, 'sso-session-expired');
    await signIn(bench, 'corp', 'sso-access-token');
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
      await signIn(bench, 'renewing', 'old-token', 60_000, registration);
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
    await signIn(bench, 'https://example.awsapps.com/start', 'sso-access-token');
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
    await signIn(bench, 'corp', 'sso-access-token');
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
});
