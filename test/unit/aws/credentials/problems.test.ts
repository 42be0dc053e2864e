import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Problem } from '../../../../src/core/account/problem.ts';
import { accountId, Bench, never, problemFrom, staticKeys } from '../bench.ts';

const role = `arn:aws:iam::${accountId}:role/reader`;

describe('A profile that gives no credentials', () => {
  let bench: Bench;

  before(async () => {
    bench = await Bench.start(world => {
      world
        .account(accountId, { accessKeys: ['AKIAEXAMPLE000000001'] })
        .role('reader', { trusts: ['999999999999'] });
    });
    bench.useProcessVariables();
  });

  after(() => bench.stop());

  it('is not there', async () => {
    assert.deepEqual(await problemOf(''), {
      kind: 'profile-incomplete',
      detail: 'Could not resolve credentials using profile: [a] in configuration/credentials file(s).',
    });
  });

  it('has half of what a key needs', async () => {
    assert.equal((await problemOf('[profile a]\naws_access_key_id = AKIAHALF\n')).kind, 'profile-incomplete');
  });

  it('takes its credentials from itself', async () => {
    const problem = await problemOf(
      `[profile a]\nrole_arn = ${role}\nsource_profile = b\n[profile b]\nrole_arn = ${role}\nsource_profile = a\n`,
    );
    assert.equal(problem.kind, 'profile-cycle');
  });

  it('names a session of IAM Identity Center that is not declared', async () => {
    const problem = await problemOf(
      '[profile a]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = r\n',
    );
    assert.deepEqual(problem, {
      kind: 'sso-section-missing',
      detail: '[sso-session gone]',
    });
  });

  it('lacks a part of IAM Identity Center', async () => {
    const problem = await problemOf(
      '[profile a]\nsso_session = corp\n[sso-session corp]\nsso_start_url = https://x/start\nsso_region = eu-west-1\n',
    );
    assert.equal(problem.kind, 'profile-incomplete');
  });

  it('names a session that every object of JavaScript seems to have', async () => {
    const problem = await problemOf('[profile a]\nsso_session = constructor\nsso_account_id = 1\n');
    assert.equal(problem.kind, 'sso-section-missing');
  });

  it('takes its credentials from a profile that is not there, which is called as in the files', async () => {
    assert.deepEqual(await problemOf(`[profile a]\nrole_arn = ${role}\nsource_profile = my base\n`), {
      kind: 'profile-incomplete',
      detail: 'Could not resolve credentials using profile: [my base] in configuration/credentials file(s).',
    });
  });

  for (const region of ['"eu-west-1"', "'eu-west-1'"]) {
    it(`has the Region ${region}, whose quotation marks count`, async () => {
      assert.deepEqual(await problemOf(`[profile a]\n${staticKeys}\nregion = ${region}\n`), {
        kind: 'profile-incomplete',
        detail: `The region of profile a is ${region}. Remove the quotation marks: they count as part of the value.`,
      });
      assert.deepEqual((await bench.profile('a')).faultAt, {
        path: join(bench.home, '.aws', 'config'),
        line: 3,
      });
    });
  }

  for (const region of ['EU-WEST-1', 'eu-west-1a', 'eu west 1', 'Ireland', 'evil.example.com/?']) {
    it(`has the Region ${region}, which is none`, async () => {
      const before = bench.calls.length;
      assert.deepEqual(await problemOf(`[profile a]\n${staticKeys}\nregion = ${region}\n`), {
        kind: 'profile-incomplete',
        detail: `The region of profile a is ${region}, which is not the name of a Region.`,
      });
      assert.equal(bench.calls.length, before);
    });
  }

  it('has no Region where the environment has one that is none', async () => {
    bench.variables = { AWS_REGION: '"eu-west-1"' };
    const problem = await problemOf(`[profile a]\n${staticKeys}\n`);
    bench.variables = {};
    assert.deepEqual(problem, {
      kind: 'profile-incomplete',
      detail: 'AWS_REGION is "eu-west-1". Remove the quotation marks: they count as part of the value.',
    });
  });

  it('has a source of credentials that nobody knows', async () => {
    const problem = await problemOf(`[profile a]\nrole_arn = ${role}\ncredential_source = Elsewhere\n`);
    assert.equal(problem.kind, 'profile-incomplete');
  });

  it('names a token file that is not there', async () => {
    const problem = await problemOf(
      `[profile a]\nrole_arn = ${role}\nweb_identity_token_file = /nowhere/token\n`,
    );
    assert.equal(problem.kind, 'profile-incomplete');
  });

  it('has a role that does not trust it', async () => {
    const problem = await problemOf(
      `[profile a]\nendpoint_url = $URL\nrole_arn = ${role}\nsource_profile = b\n[profile b]\n${staticKeys}\n`,
    );
    assert.equal(problem.kind, 'role-refused');
    assert.equal(problem.operation, 'AssumeRole');
    assert.match(problem.requestId ?? '', /^[\w-]{36}$/);
  });

  it('has a program that fails, and tells what that one says without its secrets', async () => {
    const program = await bench.program(
      "console.error('vault is sealed, token=hunter2hunter2'); process.exitCode = 3",
    );
    assert.deepEqual(await problemOf(`[profile a]\ncredential_process = ${program} --password topsecret\n`), {
      kind: 'credential-process-failed',
      detail: 'vault is sealed, token=[removed]',
    });
  });

  it('has a program that fails and says nothing', async () => {
    const program = await bench.program('process.exitCode = 3');
    assert.deepEqual(await problemOf(`[profile a]\ncredential_process = ${program} --password topsecret\n`), {
      kind: 'credential-process-failed',
      detail: 'credential_process ended with an error and printed nothing.',
    });
  });

  it('has a program that is not there', async () => {
    const problem = await problemOf('[profile a]\ncredential_process = no-such-program-anywhere\n');
    assert.equal(problem.kind, 'credential-process-failed');
    assert.match(problem.detail ?? '', /no-such-program-anywhere/);
  });

  it('has a program that prints garbage', async () => {
    const program = await bench.program("console.log('AKIAGARBAGE0000000001')");
    assert.deepEqual(await problemOf(`[profile a]\ncredential_process = ${program}\n`), {
      kind: 'credential-process-failed',
      detail: 'credential_process did not print JSON.',
    });
  });

  it('has a program that prints old credentials', async () => {
    const old = '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"B","Expiration":"2020-01-01T00:00:00Z"}';
    const program = await bench.program(`console.log('${old}')`);
    await bench.config(`[profile a]\nendpoint_url = $URL\ncredential_process = ${program}\n`);
    const account = await bench.open('a');
    assert.equal((await problemFrom(account.identity(never))).kind, 'credentials-invalid');
    // By now AWS has said its time.
    assert.deepEqual(await problemFrom(account.identity(never)), {
      kind: 'credential-process-failed',
      detail: 'credential_process printed credentials that have expired.',
    });
  });

  it('cannot reach the service that would give them', async () => {
    const problem = await problemOf(
      `[profile a]\nendpoint_url = http://127.0.0.1:1\nrole_arn = ${role}\nsource_profile = b\n[profile b]\n${staticKeys}\n`,
    );
    assert.equal(problem.kind, 'network');
    assert.match(problem.detail ?? '', /^ECONNREFUSED/);
  });

  it('names certificates that are not there', async () => {
    assert.deepEqual(await problemOf(`[profile a]\n${staticKeys}\nca_bundle = /nowhere/ca.pem\n`), {
      kind: 'profile-incomplete',
      detail: 'The certificates of ca_bundle could not be read: /nowhere/ca.pem (ENOENT).',
    });
  });

  it('waits for no certificates without an end: a device, a pipe or a folder under their name', async () => {
    for (const path of [bench.home, ...(process.platform === 'win32' ? [] : ['/dev/zero'])]) {
      assert.deepEqual(await problemOf(`[profile a]\n${staticKeys}\nca_bundle = ${path}\n`), {
        kind: 'profile-incomplete',
        detail: `The certificates of ca_bundle could not be read: ${path} (not a file on a disk).`,
      });
    }
  });

  async function problemOf(config: string): Promise<Problem> {
    await bench.config(config);
    return problemFrom(bench.callerOf('a'));
  }
});
