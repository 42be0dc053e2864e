import assert from 'node:assert/strict';
import { endpointsOf } from '../../../../src/aws/config/endpoints.ts';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';
import type { Variables } from '../../../../src/aws/index.ts';
import { problemFrom } from '../bench.ts';

const config = `
[profile a]
endpoint_url = http://profile
services = local
[services local]
kms =
  endpoint_url = http://services-kms
sso_oidc =
  endpoint_url = http://services-oidc
[profile plain]
[profile ignoring]
endpoint_url = http://profile
ignore_configured_endpoint_urls = true
[profile astray]
services = elsewhere
[profile broken]
endpoint_url = not an address
`;

describe('The address of a service', () => {
  it('is AWS’s own where nothing is configured', () => {
    assert.equal(address('plain', 'KMS'), undefined);
    assert.equal(address('not-declared', 'KMS'), undefined);
  });

  it('comes from the first place that has one', () => {
    const own = { AWS_ENDPOINT_URL_KMS: 'http://variable-kms', AWS_ENDPOINT_URL: 'http://variable' };
    assert.equal(address('a', 'KMS', own), 'http://variable-kms');
    assert.equal(address('a', 'S3', own), 'http://variable');
    assert.equal(address('a', 'KMS'), 'http://services-kms');
    assert.equal(address('a', 'S3'), 'http://profile');
  });

  it('is found under a name of two words', () => {
    assert.equal(address('a', 'SSO OIDC'), 'http://services-oidc');
    assert.equal(address('plain', 'SSO OIDC', { AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc' }), 'http://oidc');
  });

  it('is not looked for when the profile or the environment says so', () => {
    const ignore = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.equal(address('a', 'KMS', { ...ignore, AWS_ENDPOINT_URL: 'http://variable' }), undefined);
    assert.equal(address('ignoring', 'KMS'), undefined);
    assert.equal(
      address('ignoring', 'KMS', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }),
      'http://profile',
    );
  });

  it('does not come from a section that is not there', async () => {
    assert.deepEqual(await problemFrom(Promise.resolve().then(() => address('astray', 'KMS'))), {
      kind: 'profile-incomplete',
      detail: 'There is no section [services elsewhere], which profile astray names.',
    });
  });

  it('has to be one', async () => {
    assert.deepEqual(await problemFrom(Promise.resolve().then(() => address('broken', 'KMS'))), {
      kind: 'profile-incomplete',
      detail: 'The endpoint configured for KMS is not an address: not an address',
    });
  });
});

function address(profile: string, service: 'KMS' | 'S3' | 'SSO OIDC', variables: Variables = {}) {
  const files = [
    { path: '/config', text: config },
    { path: '/credentials', text: '' },
  ] as const;
  return endpointsOf(profile, parseSharedConfig(...files), variables)(service);
}
