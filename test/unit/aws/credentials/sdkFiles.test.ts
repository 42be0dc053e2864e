import assert from 'node:assert/strict';
import { externalDataInterceptor } from '@smithy/shared-ini-file-loader';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';
import { SdkFiles } from '../../../../src/aws/credentials/sdkFiles.ts';

const config = `
[default]
region = us-east-1
[profile far]
role_arn = arn:aws:iam::111122223333:role/far
source_profile = near
s3 =
  endpoint_url = http://s3
[profile near]
sso_session = corp
[profile other]
region = eu-west-1
[sso-session corp]
sso_region = eu-west-1
[sso-session other]
sso_region = eu-west-2
`;
const credentials = '[near]\naws_access_key_id = AKIA\n';

describe('What the SDK sees of the shared files', () => {
  it('is the profile, what it takes its credentials from, and nothing else', async () => {
    const files = new SdkFiles({ config: '/see/config', credentials: '/see/credentials' }, {});
    files.include('far', parse(config, credentials));
    files.show();
    assert.equal(
      await seenAt('/see/config'),
      `[profile far]
role_arn = arn:aws:iam::111122223333:role/far
source_profile = near

[profile near]
sso_session = corp
aws_access_key_id = AKIA

[sso-session corp]
sso_region = eu-west-1
`,
    );
    assert.equal(await seenAt('/see/credentials'), '');
  });

  it('grows with every profile, and follows each as it changes', async () => {
    const files = new SdkFiles({ config: '/grow/config', credentials: '/grow/credentials' }, {});
    files.include('default', parse(config, ''));
    files.include('other', parse(config, ''));
    files.include('default', parse(config.replace('us-east-1', 'us-east-2'), ''));
    files.show();
    assert.equal(
      await seenAt('/grow/config'),
      '[profile other]\nregion = eu-west-1\n\n[profile default]\nregion = us-east-2\n',
    );
  });

  it('has names that it can read, and no others', async () => {
    const files = new SdkFiles({ config: '/names/config', credentials: '/names/credentials' }, {});
    files.include(
      'a b',
      parse(
        '[profile "a b"]\nsource_profile = toString\n[profile toString]\nsso_session = my corp\n[sso-session "my corp"]\nsso_region = eu-west-1\n',
        '',
      ),
    );
    files.show();
    assert.equal(
      await seenAt('/names/config'),
      `[profile cloudtrail-encryption/1]
source_profile = cloudtrail-encryption/2

[profile cloudtrail-encryption/2]
sso_session = my corp

[sso-session.my corp]
sso_region = eu-west-1
`,
    );
    assert.equal(files.nameFor('plain'), 'plain');
    assert.equal(
      files.inTrueNames('[cloudtrail-encryption/1] by cloudtrail-encryption/2, not cloudtrail-encryption/3'),
      '[a b] by toString, not cloudtrail-encryption/3',
    );
  });

  it('is found also under the value of AWS_CONFIG_FILE', async () => {
    const variables = { AWS_CONFIG_FILE: '~/mine' };
    const files = new SdkFiles({ config: '/people/me/mine', credentials: '/people/me/c' }, variables);
    files.include('other', parse(config, ''));
    files.show();
    assert.equal(await seenAt('~/mine'), await seenAt('/people/me/mine'));
  });
});

function parse(text: string, other: string) {
  return parseSharedConfig({ path: '/config', text }, { path: '/credentials', text: other });
}

function seenAt(path: string): Promise<string> | undefined {
  return externalDataInterceptor.getFileRecord()[path];
}
