import type { Seed } from '../emulator/index.ts';

/** Access keys, tokens and codes of the demonstration. They open nothing but the emulated accounts. */
export const access = {
  audit: 'AKIADEMOAUDIT0000001',
  prod: 'AKIADEMOPROD00000001',
  china: 'AKIADEMOCHINA0000001',
  government: 'ASIADEMOGOV000000001',
  governmentSession: 'demo-session-of-the-government-account',
  contractor: 'AKIADEMOCONTRACTOR01',
  pipeline: 'AKIADEMOPIPELINE0001',
  ssoToken: 'demo-token-of-identity-center',
  mfaCode: '123456',
} as const;

export const mfaSerial = 'arn:aws:iam::222222222222:mfa/anna';

/** A believable company: an organization of four accounts, and one account in China and one in GovCloud. */
export const seed: Seed = world => {
  const audit = world.account('111111111111', { name: 'audit' });
  const prod = world.account('222222222222', {
    name: 'prod',
    regions: { 'ap-east-1': 'DISABLED', 'me-south-1': 'ENABLED' },
  });
  const dev = world.account('333333333333', { name: 'dev' });
  const staging = world.account('444444444444', { name: 'staging' });
  const china = world.account('555555555555', { name: 'china', partition: 'aws-cn' });
  const government = world.account('666666666666', { name: 'government', partition: 'aws-us-gov' });
  const organization = world.organization({ management: audit, members: [prod, dev, staging] });
  organization.controlTower();

  audit.user('auditor', { accessKeys: [access.audit] });
  prod.user('anna', { accessKeys: [access.prod] });
  prod.role('BreakGlass', { mfaCode: access.mfaCode, mfaSerial });
  dev.role('Developer', { ssoToken: access.ssoToken });
  dev.user('pipeline', { accessKeys: [access.pipeline] });
  staging.role('Developer', { ssoToken: access.ssoToken });
  china.user('li', { accessKeys: [access.china] });
  const operator = government.role('Operator');
  government.session(operator, 'anna', {
    accessKeyId: access.government,
    secretAccessKey: `secret-of-${access.government}`,
    sessionToken: access.governmentSession,
    seconds: 12 * 3600,
  });
  dev.user('contractor', {
    accessKeys: [access.contractor],
    mayNot: ['account:ListRegions', 'ec2:DescribeRegions', 'kms:*', 's3:*'],
  });

  audit.buckets(`
    name            | Region       | Bucket Key | shared with
    acme-org-logs   | eu-west-1    | on         | 222222222222, 333333333333, 444444444444
    acme-tower-logs | eu-central-1 | off        | -
  `);
  audit.keys(`
    alias                | Region    | rotation | admits
    alias/org-cloudtrail | eu-west-1 | on       | CloudTrail with Bucket Key
    alias/log-archive    | eu-west-1 | on       | account
  `);
  const tower = audit.key('eu-central-1', 'alias/control-tower', {
    rotation: true,
    admits: 'CloudTrail with Bucket Key',
  });
  audit.trails(`
    name                                | home         | scope                     | bucket          | key                  | status
    org-trail                           | eu-west-1    | all Regions, organization | acme-org-logs   | alias/org-cloudtrail | delivered 4m ago
    aws-controltower-BaselineCloudTrail | eu-central-1 | all Regions               | acme-tower-logs | alias/control-tower  | delivered 7m ago
  `);

  // Its bucket was made anew in another Region than the key.
  audit.trail('archive', { home: 'eu-west-1', bucket: 'acme-org-logs', multiRegion: false, key: tower.arn });

  prod.buckets(`
    name               | Region       | Bucket Key
    acme-audit-logs    | eu-west-1    | on
    acme-payments-logs | eu-west-1    | off
    acme-us-logs       | us-east-1    | off
    acme-data-logs     | eu-central-1 | off
  `);
  prod.keys(`
    alias             | Region       | state           | rotation | admits                     | origin
    alias/cloudtrail  | eu-west-1    | Enabled         | on       | CloudTrail with Bucket Key | AWS_KMS
    alias/payments    | eu-west-1    | Disabled        | on       | CloudTrail                 | AWS_KMS
    alias/billing     | us-east-1    | PendingDeletion | on       | CloudTrail                 | AWS_KMS
    alias/us-audit    | us-east-1    | Enabled         | off      | CloudTrail                 | AWS_KMS
    alias/warehouse   | eu-central-1 | Unavailable     | off      | CloudTrail                 | AWS_CLOUDHSM
    alias/application | eu-west-1    | Enabled         | on       | account                    | AWS_KMS
    alias/reports     | eu-central-1 | Enabled         | on       | CloudTrail, then denies it | AWS_KMS
    alias/search      | eu-central-1 | Enabled         | on       | CloudTrail for anybody     | AWS_KMS
    alias/signing     | eu-west-1    | Enabled         | off      | account                    | AWS_KMS
  `);
  prod.key('eu-central-1', 'alias/partner-imports', {
    origin: 'EXTERNAL',
    rotation: false,
    materialExpiresInDays: 20,
  });
  prod.trails(`
    name      | home         | scope       | bucket             | key                   | status                               | validation
    app-audit | eu-west-1    | one Region  | acme-audit-logs    | -                     | delivered 12m ago                    | on
    main      | eu-west-1    | all Regions | acme-audit-logs    | alias/cloudtrail      | delivered 3m ago                     | on
    payments  | eu-west-1    | one Region  | acme-payments-logs | alias/payments        | failing KMS.DisabledException        | on
    legacy    | us-east-1    | one Region  | acme-us-logs       | alias/billing         | delivered 1d ago                     | off
    us-audit  | us-east-1    | one Region  | acme-us-logs       | alias/us-audit        | delivered 6m ago                     | on
    warehouse | eu-central-1 | one Region  | acme-data-logs     | alias/warehouse       | failing KMS.KMSInvalidStateException | on
    reports   | eu-central-1 | one Region  | acme-data-logs     | alias/reports         | delivered 2d ago                     | on
    search    | eu-central-1 | one Region  | acme-data-logs     | alias/search          | delivered 2m ago                     | on
    imports   | eu-central-1 | one Region  | acme-data-logs     | alias/partner-imports | stopped                              | on
  `);
  prod.trail('orders', {
    home: 'eu-west-2',
    bucket: 'acme-payments-logs',
    multiRegion: false,
    key: 'arn:aws:kms:eu-west-1:222222222222:key/5d1f0c3e-8b7a-4e62-9a41-c7d2e0b4f913',
    status: { deliveryError: 'KMS.NotFoundException' },
  });
  prod.trail('invoices', {
    home: 'eu-west-2',
    bucket: 'acme-payments-logs',
    multiRegion: false,
    key: 'alias/application',
  });

  dev.bucket('acme-dev-logs', 'eu-north-1');
  dev.key('eu-north-1', 'alias/dev-logs', { admits: 'account', rotation: true });
  dev.trails(`
    name    | home       | scope       | bucket        | key | status
    sandbox | eu-north-1 | all Regions | acme-dev-logs | -   | delivered 9m ago
    preview | eu-north-1 | one Region  | acme-dev-logs | -   | stopped
  `);

  // Written when SSE-S3 was the rule: after a change to SSE-KMS, nothing would be delivered.
  staging.bucket('acme-staging-logs', 'eu-west-1', {
    policy: [
      {
        Sid: 'DenyUnlessAES256',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::acme-staging-logs/*',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
      },
    ],
  });
  staging.trails(`
    name    | home      | scope       | bucket            | key | status
    staging | eu-west-1 | all Regions | acme-staging-logs | -   | delivered 5m ago
  `);

  china.bucket('acme-cn-logs', 'cn-north-1');
  china.key('cn-north-1', 'alias/cloudtrail', { rotation: true });
  china.trails(`
    name   | home       | scope       | bucket       | key              | status
    cn-all | cn-north-1 | all Regions | acme-cn-logs | alias/cloudtrail | delivered 8m ago
  `);

  government.bucket('acme-gov-logs', 'us-gov-west-1');
  government.trails(`
    name    | home          | scope       | bucket        | key | status
    gov-all | us-gov-west-1 | all Regions | acme-gov-logs | -   | delivered 11m ago
  `);
};
