import assert from 'node:assert/strict';
import { firstRegionOf } from '../../../../src/aws/config/firstRegion.ts';
import { parseSharedConfig } from '../../../../src/aws/config/sharedConfig.ts';

const config = `
[profile own]
region = eu-west-1
[profile none]
aws_access_key_id = AKIA
[profile china]
role_arn = arn:aws-cn:iam::111122223333:role/r
source_profile = none
[profile gov]
sso_session = gov
[sso-session gov]
sso_region = us-gov-east-1
[profile by-source]
source_profile = own
`;

describe('The Region that a profile’s first calls go to', () => {
  const cases: readonly (readonly [profile: string, ambient: string | undefined, region: string])[] = [
    ['own', undefined, 'eu-west-1'],
    ['own', 'us-east-2', 'eu-west-1'],
    ['none', undefined, 'us-east-1'],
    ['none', 'cn-north-1', 'cn-north-1'],
    ['china', undefined, 'cn-northwest-1'],
    ['china', 'us-east-2', 'cn-northwest-1'],
    ['china', 'cn-north-1', 'cn-north-1'],
    ['gov', undefined, 'us-gov-west-1'],
    ['by-source', undefined, 'us-east-1'],
    ['not-declared', undefined, 'us-east-1'],
    ['[environment]', undefined, 'us-east-1'],
    ['[environment]', 'eu-north-1', 'eu-north-1'],
  ];
  for (const [profile, ambient, region] of cases) {
    it(`${profile}${ambient ? ` with AWS_REGION=${ambient}` : ''}: ${region}`, () => {
      const files = [
        { path: '/config', text: config },
        { path: '/credentials', text: '' },
      ] as const;
      const variables = ambient ? { AWS_REGION: ambient } : {};
      assert.equal(firstRegionOf(profile, parseSharedConfig(...files), variables), region);
    });
  }
});
