import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSharedConfig } from '../../../src/aws/config/sharedConfig.ts';
import type { Variables } from '../../../src/aws/index.ts';
import { createProfiles } from '../../../src/aws/index.ts';
import { listProfiles } from '../../../src/aws/profiles.ts';
import { Bench } from './bench.ts';

describe('The list of profiles', () => {
  it('tells where the credentials of each come from', () => {
    const config = `
[profile keys]
aws_access_key_id = AKIA
aws_secret_access_key = s
[profile session]
aws_access_key_id = ASIA
aws_secret_access_key = s
aws_session_token = t
[profile sso]
sso_session = corp
[profile old-sso]
sso_start_url = https://example.awsapps.com/start
[profile role]
role_arn = arn:aws:iam::111122223333:role/r
source_profile = keys
[profile instance-role]
role_arn = arn:aws:iam::111122223333:role/r
credential_source = Ec2InstanceMetadata
[profile web]
role_arn = arn:aws:iam::111122223333:role/r
web_identity_token_file = /token
[profile process]
credential_process = helper
[profile login]
login_session = arn:aws:iam::111122223333:user/u
[profile only-a-region]
region = eu-west-1
[profile half]
aws_access_key_id = AKIA
`;
    assert.deepEqual(
      list(config).profiles.map(({ name, kind }) => [name, kind]),
      [
        ['keys', 'static'],
        ['session', 'session'],
        ['sso', 'sso'],
        ['old-sso', 'sso'],
        ['role', 'assume-role'],
        ['instance-role', 'assume-role'],
        ['web', 'web-identity'],
        ['process', 'credential-process'],
        ['login', 'login'],
        ['only-a-region', 'incomplete'],
        ['half', 'incomplete'],
      ],
    );
  });

  it('keeps the order of the files, the config file first', () => {
    assert.deepEqual(names(list('[profile b]\nregion = x\n[profile a]\n', '[c]\nx = 1\n[a]\nx = 1\n')), [
      'b',
      'a',
      'c',
    ]);
  });

  it('tells who asks for an MFA code, also on behalf of another, and goes in no circle', () => {
    const { profiles } = list(`[profile plain]
region = eu-west-1
[profile guarded]
role_arn = arn:aws:iam::111122223333:role/Guarded
source_profile = plain
mfa_serial = arn:aws:iam::111122223333:mfa/eve
[profile behind]
role_arn = arn:aws:iam::111122223333:role/Behind
source_profile = guarded
[profile one]
source_profile = other
[profile other]
source_profile = one
[profile lost]
source_profile = nobody
`);
    assert.deepEqual(
      profiles.filter(({ asksForMfa }) => asksForMfa).map(({ name }) => name),
      ['guarded', 'behind'],
    );
  });

  it('puts the profile in use in front', () => {
    const config = '[profile a]\n[default]\n[profile b]\n';
    const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' };
    assert.deepEqual(names(list(config)), ['default', 'a', 'b']);
    assert.deepEqual(names(list(config, '', { AWS_PROFILE: 'b' })), ['b', 'a', 'default']);
    assert.deepEqual(names(list(config, '', { AWS_PROFILE: 'gone' })), ['a', 'default', 'b']);
    assert.deepEqual(names(list(config, '', keys)), ['[environment]', 'a', 'default', 'b']);
    assert.deepEqual(names(list(config, '', { ...keys, AWS_PROFILE: 'b' })), [
      'b',
      '[environment]',
      'a',
      'default',
    ]);
    assert.deepEqual(list('', '', keys).profiles, [
      { name: '[environment]', kind: 'environment', region: 'eu-west-1' },
    ]);
  });

  it('joins a profile of both files, and lets the credentials file win', () => {
    const { profiles } = list(
      '[profile a]\nregion = eu-west-1\ncredential_process = x\n',
      '[a]\naws_access_key_id = AKIA\naws_secret_access_key = s\n',
    );
    assert.deepEqual(profiles, [
      { name: 'a', kind: 'static', region: 'eu-west-1', declaredAt: { path: '/config', line: 0 } },
    ]);
  });

  it('reads names in quotation marks and knows sections that are no profile', () => {
    assert.deepEqual(
      list('[profile "a"]\n[sso-session corp]\nsso_region = x\n[services local]\n[preview]\n'),
      {
        profiles: [{ name: 'a', kind: 'incomplete', declaredAt: { path: '/config', line: 0 } }],
        faults: [],
      },
    );
  });

  it('says which headers no tool reads, and which settings are not read as they are meant', () => {
    const config = `[dev]
region = eu-west-1
[ profile a ]
[profile]
[profile a b]
[profile 'a]
[profile '[environment]']
[sso_session corp]
sso_start_url = https://x/start
[default]
[profile default]
REGION = eu-west-1
role_arn = "arn:aws:iam::111122223333:role/r"
region = 'eu-west-1'
[sso-session corp]
sso_region = eu west 1
[services "local"]
s3 =
  endpoint_url = 'http://s3'
[profile fine]
credential_process = "/my tools/helper" "x"
`;
    const credentials = '[profile x]\n[sso-session y]\n[[environment]]\n[profile]\n';
    const at = (path: string) => (line: number, kind: string, subject?: string) => ({
      path,
      line,
      kind,
      ...(subject !== undefined && { subject }),
    });
    const [inConfig, inCredentials] = [at('/config'), at('/credentials')];
    assert.deepEqual(list(config, credentials).faults, [
      inConfig(0, 'header-without-type', 'dev'),
      inConfig(2, 'header-blank-first', ' profile a '),
      inConfig(3, 'header-without-name', 'profile'),
      inConfig(4, 'header-name-unquoted', 'profile a b'),
      inConfig(5, 'header-quotation-open', "profile 'a"),
      inConfig(6, 'name-reserved', "profile '[environment]'"),
      inConfig(7, 'header-without-type', 'sso_session corp'),
      inConfig(9, 'default-twice', 'default'),
      inConfig(11, 'setting-in-capitals', 'REGION'),
      inConfig(12, 'value-in-quotation-marks', 'role_arn'),
      inConfig(13, 'value-in-quotation-marks', 'region'),
      inConfig(15, 'region-malformed', 'sso_region'),
      inConfig(18, 'value-in-quotation-marks', 's3.endpoint_url'),
      inCredentials(0, 'profile-with-type', 'profile x'),
      inCredentials(1, 'section-of-config-file', 'sso-session y'),
      inCredentials(2, 'name-reserved', '[environment]'),
    ]);
  });

  it('is silent on sections of other programs and of the AWS CLI', () => {
    const config =
      '[preview]\ncloudfront = true\n[plugins]\ncli_legacy_plugin_path = /x\n[tool "x"]\ncolor = auto\n';
    assert.deepEqual(list(config), { profiles: [], faults: [] });
  });

  it('takes [profile default] alone where [default] is there as well, in either order', () => {
    const plain = `[default]\naws_access_key_id = AKIA\naws_secret_access_key = s\n`;
    const typed = '[profile default]\nregion = eu-west-1\n';
    for (const [text, first] of [
      [plain + typed, 3],
      [typed + plain, 0],
    ] as const) {
      const { profiles, faults } = list(text);
      assert.deepEqual(profiles, [
        {
          name: 'default',
          kind: 'incomplete',
          region: 'eu-west-1',
          declaredAt: { path: '/config', line: first },
        },
      ]);
      assert.deepEqual(
        faults.map(({ kind }) => kind),
        ['default-twice'],
      );
    }
  });

  it('names the line of a Region that is none, in the file that wins', () => {
    const config = '[profile a]\nregion = eu-west-1\n[profile b]\nregion = nyc3\n';
    const stated = list(config, '[a]\nx = 1\nregion = "eu-west-1"\n').profiles;
    assert.deepEqual(
      stated.map(({ name, faultAt }) => [name, faultAt]),
      [
        ['a', { path: '/credentials', line: 2 }],
        ['b', { path: '/config', line: 3 }],
      ],
    );
  });

  it('lets a stand-in for AWS name its Regions as it likes', () => {
    const { profiles, faults } = list('[profile a]\nregion = local\nendpoint_url = http://127.0.0.1:4566\n');
    assert.deepEqual([profiles[0]?.faultAt, faults], [undefined, []]);
  });

  it('does not drown in a file of garbage', () => {
    assert.equal(list('\u0000\u0001garbage\n'.repeat(10_000)).faults.length, 20);
  });

  it('takes missing files for empty ones, and names one that cannot be read', async () => {
    const bench = await Bench.start();
    try {
      assert.deepEqual(await bench.profiles.list(), { profiles: [], faults: [] });
      bench.variables = { AWS_CONFIG_FILE: bench.home, AWS_SHARED_CREDENTIALS_FILE: '~/.aws/credentials' };
      await bench.credentials('[a]\n');
      const { profiles, faults } = await bench.profiles.list();
      assert.deepEqual(
        profiles.map(({ name, declaredAt }) => [name, declaredAt?.path]),
        [['a', join(bench.home, '.aws', 'credentials')]],
      );
      assert.deepEqual(faults, [{ path: bench.home, kind: 'file-not-regular' }]);
    } finally {
      await bench.stop();
    }
  });

  it('tells of a file in UTF-16 once, which PowerShell writes and no AWS tool reads', async () => {
    const bench = await Bench.start();
    try {
      const path = join(bench.home, '.aws', 'config');
      const bytes = Buffer.from('\uFEFF[default]\r\nregion = eu-west-1\r\n[profile a]\r\n', 'utf16le');
      for (const encoded of [bytes, bytes.subarray(2), Buffer.from(bytes).swap16()]) {
        await writeFile(path, encoded);
        const { profiles, faults } = await bench.profiles.list();
        assert.deepEqual([profiles, faults], [[], [{ path, kind: 'file-in-utf-16' }]]);
      }
      // Zero bytes at its end, as after a crash, are no reason to hide what is there.
      await writeFile(path, '[profile a]\nregion = eu-west-1\n\0\0\0');
      assert.deepEqual(
        (await bench.profiles.list()).profiles.map(({ name }) => name),
        ['a'],
      );
    } finally {
      await bench.stop();
    }
  });

  it('takes the null device for no file, as the AWS CLI does', async () => {
    const bench = await Bench.start();
    try {
      const nullDevice = process.platform === 'win32' ? 'NUL' : '/dev/null';
      bench.variables = { AWS_CONFIG_FILE: nullDevice, AWS_SHARED_CREDENTIALS_FILE: nullDevice };
      assert.deepEqual(await bench.profiles.list(), { profiles: [], faults: [] });
    } finally {
      await bench.stop();
    }
  });

  it('knows the places whose change matters', () => {
    const home = join('home', 'me');
    assert.deepEqual(createProfiles({ variables: { AWS_CONFIG_FILE: '~/aws.ini' }, home }).places, {
      files: [join(home, 'aws.ini'), join(home, '.aws', 'credentials')],
      tokenFolders: [join(home, '.aws', 'sso', 'cache'), join(home, '.aws', 'login', 'cache')],
    });
  });
});

function list(config: string, credentials = '', variables: Variables = {}) {
  const files = [
    { path: '/config', text: config },
    { path: '/credentials', text: credentials },
  ] as const;
  return listProfiles(parseSharedConfig(...files), variables);
}

function names({ profiles }: ReturnType<typeof list>): string[] {
  return profiles.map(({ name }) => name);
}
