import assert from 'node:assert/strict';
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
        faults: [
          {
            path: '/config',
            line: 4,
            detail: 'In this file a profile other than default is declared as [profile preview].',
          },
        ],
      },
    );
  });

  it('says which profiles no tool would find', () => {
    assert.deepEqual(list('[profile my team]\n', '[profile x]\n[__proto__]\n').faults, [
      { path: '/config', line: 0, detail: 'The AWS SDK cannot read a profile of this name: my team.' },
      { path: '/credentials', line: 0, detail: 'In this file a profile is declared by its name alone: [x].' },
      { path: '/credentials', line: 1, detail: 'The AWS SDK cannot read a profile of this name: __proto__.' },
    ]);
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
      assert.deepEqual(faults, [{ path: bench.home, detail: 'This file could not be read: EISDIR.' }]);
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

  it('is quick with 5,000 profiles', () => {
    const text = Array.from(
      { length: 5000 },
      (_, index) =>
        `[profile p${index}]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nregion = eu-west-1\n`,
    ).join('\n');
    const started = performance.now();
    assert.equal(list(text).profiles.length, 5000);
    assert.ok(performance.now() - started < 500);
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
