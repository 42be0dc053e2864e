import assert from 'node:assert/strict';
import { join } from 'node:path';
import { accountId, Bench, keyId, never, problemFrom, secret, staticKeys } from '../bench.ts';
import { assumed, other, role, roles, signIn } from './roles.ts';

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
      await signIn(bench, asValue, 'sso-access-token');
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

  it('are kept for their life where this computer is hours ahead of AWS', async () => {
    await bench.config(`
[profile base]
${staticKeys}
[profile a]
role_arn = ${role('reader')}
source_profile = base
endpoint_url = $URL
`);
    bench.emulator.world.clock.advance(-2 * 3_600_000);
    const { accounts } = bench;
    for (const region of ['eu-west-1', 'us-east-1']) {
      const account = await bench.open('a', accounts);
      assert.match((await account.identity(never)).arn, assumed('reader'));
      await account.trails.inRegion(region, never);
    }
    // The first was signed for another time.
    assert.equal(bench.emulator.calls.count({ operation: 'AssumeRole' }), 2);
  });

  it('come from a role that a web identity token may assume', async () => {
    await bench.file('token', 'a-web-identity-token');
    await bench.config(
      `[profile a]\nendpoint_url = $URL\nrole_arn = ${role('web')}\nweb_identity_token_file = ${join(bench.home, 'token')}\n`,
    );
    assert.match(await bench.callerOf('a'), assumed('web'));
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
    await signIn(bench, 'corp', 'sso-access-token');
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

  it('are gotten through the certificates that the file of ca_bundle has now', async () => {
    const file = join(bench.home, 'ca.pem');
    await bench.file('ca.pem', 'expired');
    await bench.config(`
[profile base]
${staticKeys}
[profile a]
endpoint_url = $URL
role_arn = ${role('reader')}
source_profile = base
ca_bundle = ${file}
`);
    const { accounts } = bench;
    await (await bench.open('a', accounts)).identity(never);
    await bench.file('ca.pem', 'renewed');
    await (await bench.open('a', accounts)).identity(never);
    // What asks for them is made with the certificates, and kept.
    assert.equal(bench.emulator.calls.count({ operation: 'AssumeRole' }), 2);
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
});
