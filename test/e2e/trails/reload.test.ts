import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSsoToken } from '../../demo/awsFiles.ts';
import { access, ids, organizationSeed } from '../../emulator/worlds/organization.ts';
import type { Row } from '../workbench/treeView.ts';
import { labelsAtLevel, profileSays, rowsUnder, useTrails } from './useTrails.ts';

describe('the view "Trails" after a restart', () => {
  const scene = useTrails({}, organizationSeed({ accounts: 1000 }));

  it('reads what was chosen for this workspace, in the order that was chosen, and asks for no MFA code', async () => {
    const { world, workbench, view } = scene();
    await view.rowsWhere('eleven profiles', rows => rows.length === 11);
    await workbench.runCommand('CloudTrail Encryption: Sort Trails by Severity');
    await workbench.runCommand('CloudTrail Encryption: Choose Profiles…');
    await workbench.quickInput.itemsWhere('profiles', all => all.length === 11);
    for (const name of [
      'audit',
      'dev',
      'staging',
      'pipeline',
      'contractor',
      'china',
      'government',
      'vault',
      'data-science',
    ]) {
      await workbench.quickInput.toggle(name);
    }
    await workbench.quickInput.accept();
    await workbench.quickInput.itemsWhere('where', all => all.length === 2);
    await workbench.quickInput.accept('In This Workspace');
    await view.rowsWhere('two profiles', rows => rows.length === 2);
    assert.deepEqual(world.emulator.calls.list(), [], 'to choose is not to read');

    await workbench.waitUntilStored('break-glass');
    await workbench.restart();
    await scene().workbench.openContainer('CloudTrail Encryption');
    await profileSays(scene().view, 'prod', /^1 without SSE-KMS, 7 need attention · 222222222222$/);
    await scene().view.expand('prod');
    const rows = await scene().view.rowsWhere('the Regions', all =>
      all.some(({ label }) => label === 'us-east-1'),
    );
    assert.deepEqual(labelsAtLevel(rowsUnder(rows, 'prod'), 2).slice(0, 4), [
      'eu-west-1',
      'eu-central-1',
      'eu-west-2',
      'us-east-1',
    ]);
    assert.equal(rows.find(({ label }) => label === 'break-glass')?.description, '');
    assert.equal(world.emulator.calls.count({ operation: 'AssumeRole' }), 0);
  });

  it('has ticked in the walkthrough what was done before its page was opened', async () => {
    const { workbench } = scene();
    const steps = ['Sign in to AWS', 'See the trails of your accounts'];
    await workbench.walkthroughHasDone('Get Started with CloudTrail Encryption', steps);
    await workbench.editors.closeAll();
  });

  it('finds what lacks SSE-KMS in an organization of 1,000 accounts, in AWS and in code, and both are put right', async () => {
    const { world, workbench, view } = scene();
    const { quickInput, dialogs, editors } = workbench;
    const profiles = ['org-audit', 'org-payments'];
    writeOrganization(world.home, world.emulator.url, world.workspace);
    await workbench.runCommand('CloudTrail Encryption: Choose Profiles…');
    await quickInput.itemsWhere('the new profiles', all => all.some(({ label }) => label === 'org-payments'));
    for (const name of profiles) {
      await quickInput.type(name);
      await quickInput.itemsWhere(name, all => all[0]?.label === name);
      await quickInput.toggle(name);
    }
    await quickInput.accept();
    await quickInput.itemsWhere('where', all => all.length === 2);
    await quickInput.accept('In This Workspace');
    await view.collapse('prod');

    await view.expand('org-audit');
    await view.expand('Organization');
    await view.select('Organization o-a1b2c3d4e5');
    const says =
      (label: string, pattern: RegExp) => (rows: readonly { label: string; description: string }[]) =>
        rows.some(row => row.label === label && pattern.test(row.description));
    const rows = await view.rowsWhere('what lacks SSE-KMS', all => {
      const three = ['payments', 'team-399', 'team-750'];
      return three.every(name => says(name, /^1 without SSE-KMS · 1000000/)(all));
    });
    const organization = rows.find(({ description }) => description.includes('accounts · AWS Config'));
    assert.match(
      organization?.description ?? '',
      /^3 without SSE-KMS, 1 needs attention · 972 accounts · AWS Config, /,
    );
    await workbench.screenshot('organization');

    // The first of them, through the profile that leads to its account.
    await view.select('audit');
    await view.rowsWhere('the trail in its account', says('audit', /^no KMS key$/));
    await editors.open('payments/audit.tf');
    await editors.squigglesWhere('warning', count => count > 0);
    await view.clickRowAction('audit', 'Enable SSE-KMS');
    await quickInput.waitUntilOpen('KMS Key of audit');
    await quickInput.itemsWhere('keys', all => all.some(({ label }) => label === 'alias/cloudtrail'));
    await quickInput.accept('alias/cloudtrail');
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on audit');
    await quickInput.accept();
    await dialogs.modal();
    await workbench.page.keyboard.press('Enter');
    await dialogs.notification(/now encrypted with SSE-KMS/);
    const { kmsKeyId = '' } =
      world.emulator.world.account(ids.payments).trails.find(({ name }) => name === 'audit') ?? {};
    assert.match(kmsKeyId, /^arn:aws:kms:eu-west-1:100000000042:key\//);

    await view.rowsWhere('the difference', says('audit', /code removes the key/));
    await workbench.screenshot('organization-drift');
    await dialogs.clickNotificationButton(/now encrypted with SSE-KMS/, 'Fix the Code Too');
    await editors.visibleTextWhere('the key of the trail', text => text.includes(kmsKeyId.slice(-36)));
    await view.rowsWhere('no difference', all => !says('audit', /code/)(all));
    await view.rowsWhere(
      'one less in the organization',
      says('Organization o-a1b2c3d4e5', /^2 without SSE-KMS/),
    );
  });

  it('adds an account of IAM Identity Center with a role, reads it, and groups what it sees with what was recorded', async () => {
    const { workbench, view } = scene();
    const { quickInput } = workbench;
    await workbench.runCommand('CloudTrail Encryption: Add Accounts from IAM Identity Center…');
    await quickInput.itemsWhere('sessions', all => all.some(({ label }) => label === 'acme-org'));
    await quickInput.accept('acme-org');
    const accounts = await quickInput.itemsWhere('accounts', all =>
      all.some(({ label }) => label === 'team-022'),
    );
    assert.ok(!accounts.some(({ label }) => label === 'team-012'), 'it has a profile already');
    await quickInput.type('100000000022');
    await quickInput.itemsWhere('one account', all => all[0]?.label === 'team-022');
    await quickInput.toggle('team-022');
    await quickInput.accept();
    await quickInput.itemsWhere('roles', all => all.some(({ label }) => label === 'ReadOnly'));
    await workbench.screenshot('sso-roles');
    await quickInput.accept('ReadOnly');
    const name = 'acme-org · 100000000022 · ReadOnly';
    await view.rowsWhere('the account', all => all.some(({ label }) => label === name));
    await view.expand(name);
    // The organization's trail, which org-audit sees, too: it stands for it once.
    const isRead = (all: readonly Row[]) =>
      rowsUnder(all, name).some(
        ({ label, description }) => label === 'org-trail' && description.endsWith('see profile org-audit'),
      );
    await view.rowsWhere('its trail', isRead);
    await workbench.screenshot('sso-account');

    await workbench.runCommand('CloudTrail Encryption: Group Trails by State');
    const rows = await view.rowsWhere('what was recorded, in groups', all =>
      rowsUnder(all, 'No KMS key').some(({ description }) => /team-399 · recorded/.test(description)),
    );
    assert.equal(
      rowsUnder(rows, 'No KMS key').filter(({ description }) => /recorded/.test(description)).length,
      2,
    );
    await workbench.screenshot('organization-groups');
    await workbench.runCommand('CloudTrail Encryption: Group Trails by Profile and Region');
  });
});

/** Two profiles of the organization, a session of IAM Identity Center, and the code that makes a trail of one of its accounts. */
function writeOrganization(home: string, url: string, workspace: string): void {
  appendFileSync(
    join(home, '.aws', 'config'),
    `
[profile org-audit]
region = eu-west-1
endpoint_url = ${url}
aws_access_key_id = ${access.audit}
aws_secret_access_key = secret

[profile org-payments]
region = eu-west-1
endpoint_url = ${url}
role_arn = arn:aws:iam::${ids.payments}:role/Operator
source_profile = org-audit

[profile org-sso]
sso_session = acme-org
sso_account_id = 100000000012
sso_role_name = ReadOnly
endpoint_url = ${url}

[sso-session acme-org]
sso_region = eu-west-1
sso_start_url = https://acme.awsapps.com/start
`,
  );
  writeSsoToken(home, 'acme-org', 8 * 3600, access.ssoToken);
  mkdirSync(join(workspace, 'payments'));
  writeFileSync(
    join(workspace, 'payments', 'audit.tf'),
    `provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["${ids.payments}"]
}

resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "acme-logs-${ids.payments}"
}
`,
  );
}
