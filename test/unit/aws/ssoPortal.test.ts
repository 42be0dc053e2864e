import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAccounts, createProfiles } from '../../../src/aws/index.ts';
import { nameOfSsoRole, rankedRoles, type SsoRole } from '../../../src/core/account/ssoRole.ts';
import { access, organizationSeed } from '../../emulator/worlds/organization.ts';
import { Bench, never, problemFrom } from './bench.ts';
import { signIn, tokenFileOf } from './credentials/roles.ts';

const config = `
[profile first]
sso_session = acme
sso_account_id = 100000000002
sso_role_name = Administrator
region = eu-west-1
endpoint_url = $URL
[sso-session acme]
sso_region = eu-west-1
sso_start_url = https://acme.awsapps.example/start
[sso-session incomplete]
sso_start_url = https://unused.awsapps.example/start
`;

const picked: SsoRole = { session: 'acme', account: '100000000012', role: 'ReadOnly' };

describe('A session of IAM Identity Center', () => {
  let bench: Bench;
  let added: readonly SsoRole[] = [];

  const options = () => ({ home: bench.home, variables: {}, added: () => added });

  before(async () => {
    bench = await Bench.start(organizationSeed({ accounts: 1300 }));
    bench.useProcessVariables();
    await bench.config(config);
  });
  beforeEach(() => signIn(bench, 'acme', access.ssoToken));
  afterEach(() => {
    added = [];
    bench.emulator.faults.clear();
  });
  after(() => bench.stop());

  it('lists the accounts that its token opens, page by page, and the roles of one', async () => {
    const { portal } = createAccounts(options());
    assert.deepEqual(await portal.sessions(), ['acme', 'incomplete']);
    const accounts = await portal.accounts('acme', never);
    assert.equal(accounts.length, 130);
    assert.deepEqual(accounts[0], { id: '100000000002', name: 'team-002' });
    assert.equal(bench.emulator.calls.counts()['awsssoportal:ListAccounts'], 2);
    assert.deepEqual(await portal.roles('acme', '100000000002', never), ['ReadOnly', 'Administrator']);
    assert.deepEqual(await portal.roles('acme', '100000000003', never), []);
  });

  it('asks again where it is throttled', async () => {
    bench.emulator.faults.add({ operation: 'ListAccountRoles', times: 2, fails: { kind: 'throttled' } });
    assert.equal((await createAccounts(options()).portal.roles('acme', '100000000002', never)).length, 2);
  });

  for (const [what, prepare, kind] of [
    ['its token has expired', () => signIn(bench, 'acme', access.ssoToken, -60_000), 'sso-session-expired'],
    ['nobody has signed in', () => bench.file(tokenFileOf('acme'), ''), 'sso-session-expired'],
    ['its token was revoked', () => signIn(bench, 'acme', 'revoked'), 'sso-session-expired'],
    [
      'a proxy answers',
      async () =>
        void bench.emulator.faults.add({ operation: 'ListAccounts', fails: { kind: 'proxy page' } }),
      'not-aws',
    ],
  ] as const) {
    it(`says what to do when ${what}`, async () => {
      await prepare();
      const problem = await problemFrom(createAccounts(options()).portal.accounts('acme', never));
      assert.equal(problem.kind, kind);
      assert.doesNotMatch(JSON.stringify(problem), new RegExp(access.ssoToken));
    });
  }

  // The SDK renews the token of a session once in 30 seconds: its name is in no other test.
  it('is given up at once while the service that renews its token says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await bench.file(
      '.aws/config',
      `
[profile a]
sso_session = silent
services = local
[sso-session silent]
sso_region = eu-west-1
sso_start_url = https://acme.awsapps.example/start
[services local]
sso_oidc =
  endpoint_url = http://127.0.0.1:${port}
`,
    );
    await signIn(bench, 'silent', 'old-token', 60_000, {
      clientId: 'i',
      clientSecret: 's',
      refreshToken: 'r',
    });
    const cancel = new AbortController();
    try {
      const listed = problemFrom(createAccounts(options()).portal.accounts('silent', cancel.signal));
      await once(silent, 'request');
      cancel.abort();
      assert.equal((await listed).kind, 'cancelled');
    } finally {
      silent.closeAllConnections();
      silent.close();
      await bench.config(config);
    }
  });

  it('says that a section is missing, or has no Region', async () => {
    const { portal } = createAccounts(options());
    for (const session of ['nobody', 'incomplete']) {
      assert.equal((await problemFrom(portal.accounts(session, never))).kind, 'sso-section-missing');
    }
  });

  it('gives profiles that no file declares, reached as its other profiles are, and writes nothing', async () => {
    added = [picked, { session: 'gone', account: '100000000012', role: 'ReadOnly' }];
    const { profiles } = await createProfiles(options()).list();
    const profile = profiles.find(({ name }) => name === 'acme · 100000000012 · ReadOnly');
    assert.deepEqual(profile, {
      name: nameOfSsoRole(picked),
      kind: 'sso',
      region: 'eu-west-1',
      account: '100000000012',
      sso: { session: 'acme', role: 'ReadOnly' },
      added: true,
    });
    const account = await createAccounts(options()).open(profile);
    const identity = await account.identity(never);
    account.dispose();
    assert.equal(identity.account, '100000000012');
    assert.match(identity.arn, /assumed-role\/ReadOnly/);
    assert.equal(
      await readFile(join(bench.home, '.aws', 'config'), 'utf8'),
      config.replaceAll('$URL', bench.emulator.url),
    );
    const gone = profiles.find(({ name }) => name.startsWith('gone'));
    assert.ok(gone);
    const open = await createAccounts(options()).open(gone);
    assert.equal((await problemFrom(open.identity(never))).kind, 'sso-section-missing');
    open.dispose();
  });
});

describe('The role to propose', () => {
  const roles = [['Administrator', 'ReadOnly'], ['Administrator', 'ReadOnly', 'Billing'], ['Administrator']];
  const own = (role: string) => ({
    name: role,
    kind: 'sso' as const,
    sso: { session: 'acme', role },
  });

  it('is the one that the person uses most in the same session', () => {
    const used = [
      own('Billing'),
      { ...own('Administrator'), sso: { session: 'other', role: 'Administrator' } },
    ];
    assert.deepEqual(rankedRoles(roles, used, 'acme'), [
      { role: 'Billing', accounts: 1 },
      { role: 'ReadOnly', accounts: 2 },
      { role: 'Administrator', accounts: 3 },
    ]);
  });

  it('is else one that only reads, by its name, and else the one that most accounts have', () => {
    assert.equal(rankedRoles(roles, [], 'acme')[0]?.role, 'ReadOnly');
    assert.equal(rankedRoles([['A'], ['B'], ['B']], [], 'acme')[0]?.role, 'B');
  });
});
