import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccounts, createProfiles } from '../../../src/aws/index.ts';
import { nameOfSsoRole, rankedRoles, type SsoRole } from '../../../src/core/account/ssoRole.ts';
import { access, organizationSeed } from '../../emulator/worlds/organization.ts';
import { Bench, never, problemFrom } from './bench.ts';

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

  const tokenFile = join('.aws', 'sso', 'cache', `${createHash('sha1').update('acme').digest('hex')}.json`);
  const signIn = (seconds = 8 * 3600) =>
    bench.file(
      tokenFile,
      JSON.stringify({
        accessToken: access.ssoToken,
        expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
      }),
    );
  const options = () => ({ home: bench.home, variables: {}, added: () => added });

  before(async () => {
    bench = await Bench.start(organizationSeed({ accounts: 1300 }));
    bench.useProcessVariables();
    await bench.config(config);
  });
  beforeEach(() => signIn());
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
    ['its token has expired', () => signIn(-60), 'sso-session-expired'],
    ['nobody has signed in', () => bench.file(tokenFile, ''), 'sso-session-expired'],
    [
      'its token was revoked',
      () =>
        bench.file(tokenFile, JSON.stringify({ accessToken: 'revoked', expiresAt: '2099-01-01T00:00:00Z' })),
      'sso-session-expired',
    ],
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
