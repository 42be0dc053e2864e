import assert from 'node:assert/strict';
import {
  DescribeTrailsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const managementId = '111111111111';
const memberId = '222222222222';
const auditId = '333333333333';
const aloneId = '444444444444';
const orgArn = `arn:aws:cloudtrail:eu-west-1:${managementId}:trail/org`;

const seed: Seed = world => {
  const management = world.account(managementId, { name: 'root', accessKeys: ['AKIAMANAGEMENT'] });
  const member = world.account(memberId, { accessKeys: ['AKIAMEMBER'] });
  const audit = world.account(auditId, { accessKeys: ['AKIAAUDIT'] });
  world.account(aloneId, { accessKeys: ['AKIAALONE'] });
  management.user('narrow', { accessKeys: ['AKIANARROW'], may: ['cloudtrail:*'] });
  const organization = world.organization({ management, members: [member, audit], delegated: [audit] });
  organization.controlTower();
  organization.denies(['organizations:*'], { accounts: [audit], sparing: '*user/admin' });
  management.bucket('org-logs', 'eu-west-1');
  management.key('eu-west-1', 'alias/org');
  management.trails(`
    name      | home      | scope                     | bucket
    org       | eu-west-1 | all Regions, organization | org-logs
    org-local | eu-west-1 | one Region, organization  | org-logs
    private   | eu-west-1 | all Regions               | org-logs
  `);
  member.trail('aws-controltower-BaselineCloudTrail', { home: 'eu-west-1', bucket: 'org-logs' });
};

describe('CloudTrail: organizations', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(seed);
  });
  afterEach(() => emulator.close());

  const cloudtrail = (who: string, region = 'eu-west-1') => clientsFor(emulator.url, who, region).cloudtrail;
  const names = async (who: string, region: string, includeShadowTrails = true) =>
    (await cloudtrail(who, region).send(new DescribeTrailsCommand({ includeShadowTrails }))).trailList?.map(
      trail => trail.Name,
    );
  const update = (who: string, Name: string, KmsKeyId = emulator.world.theKey('alias/org').arn) =>
    cloudtrail(who).send(new UpdateTrailCommand({ Name, KmsKeyId }));

  it('shows organization trails to members, under the management account’s ARN', async () => {
    assert.deepEqual(await names('AKIAMEMBER', 'eu-west-1'), [
      'aws-controltower-BaselineCloudTrail',
      'org',
      'org-local',
    ]);
    assert.deepEqual(await names('AKIAMEMBER', 'us-east-1'), ['aws-controltower-BaselineCloudTrail', 'org']);
    assert.deepEqual(await names('AKIAMEMBER', 'eu-west-1', false), ['aws-controltower-BaselineCloudTrail']);
    assert.deepEqual(await names('AKIAALONE', 'eu-west-1'), []);
    const { Trail } = await cloudtrail('AKIAMEMBER').send(new GetTrailCommand({ Name: orgArn }));
    assert.equal(Trail?.TrailARN, orgArn);
    assert.equal(Trail?.IsOrganizationTrail, true);
  });

  it('wants the ARN of an organization trail from a member', async () => {
    const status = (Name: string) => cloudtrail('AKIAMEMBER').send(new GetTrailStatusCommand({ Name }));
    assert.equal(await errorName(status('org')), 'TrailNotFoundException');
    assert.equal((await status(orgArn)).IsLogging, true);
  });

  it('lets the management account and a delegated administrator change it', async () => {
    assert.equal((await update('AKIAMANAGEMENT', 'org')).TrailARN, orgArn);
    assert.equal((await update('AKIAAUDIT', orgArn)).KmsKeyId, emulator.world.theKey('alias/org').arn);
  });

  it('refuses members, and a bare name from a delegated administrator', async () => {
    assert.equal(await errorName(update('AKIAMEMBER', orgArn)), 'NotOrganizationMasterAccountException');
    assert.equal(await errorName(update('AKIAMEMBER', 'org')), 'TrailNotFoundException');
    assert.equal(await errorName(update('AKIAAUDIT', 'org')), 'TrailNotFoundException');
    assert.equal(await errorName(update('AKIAALONE', orgArn)), 'CloudTrailARNInvalidException');
  });

  it('refuses when the caller may not ask about the organization', async () => {
    assert.equal(
      await errorName(update('AKIANARROW', 'org')),
      'InsufficientDependencyServiceAccessPermissionException',
    );
    assert.equal((await update('AKIANARROW', 'private')).Name, 'private');
  });

  it('refuses when the organization is not prepared', async () => {
    const [organization] = emulator.world.organizations;
    assert.ok(organization);
    organization.trustedAccess = false;
    assert.equal(await errorName(update('AKIAMANAGEMENT', 'org')), 'CloudTrailAccessNotEnabledException');
    organization.allFeatures = false;
    assert.equal(
      await errorName(update('AKIAMANAGEMENT', 'org')),
      'OrganizationNotInAllFeaturesModeException',
    );
  });

  it('keeps Control Tower’s trails from being changed by a service control policy', async () => {
    const name = 'aws-controltower-BaselineCloudTrail';
    assert.deepEqual(await failureOf(update('AKIAMEMBER', name)), {
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${memberId}:user/admin is not authorized to perform: cloudtrail:UpdateTrail on resource: arn:aws:cloudtrail:eu-west-1:${memberId}:trail/${name} with an explicit deny in a service control policy`,
      status: 400,
    });
  });

  it('DescribeOrganization names the management account to every member', async () => {
    const describe = (who: string) =>
      clientsFor(emulator.url, who).organizations.send(new DescribeOrganizationCommand({}));
    for (const who of ['AKIAMANAGEMENT', 'AKIAMEMBER', 'AKIAAUDIT']) {
      const { Organization } = await describe(who);
      assert.deepEqual([Organization?.MasterAccountId, Organization?.FeatureSet], [managementId, 'ALL']);
    }
    assert.equal(await errorName(describe('AKIAALONE')), 'AWSOrganizationsNotInUseException');
    assert.equal(await errorName(describe('AKIANARROW')), 'AccessDeniedException');
  });
});
