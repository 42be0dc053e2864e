import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareWorld, type World } from '../../demo/world.ts';
import { useWorkbench } from '../useWorkbench.ts';

const keyOfRepository = 'arn:aws:kms:eu-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('Restricted Mode', () => {
  let world: World | undefined;
  const workbench = useWorkbench(async () => {
    world = await prepareWorld();
    writeFileSync(
      join(world.workspace, '.cloudtrail-encryption.json'),
      JSON.stringify({ defaultKey: { terraform: keyOfRepository } }),
    );
    const settings = { 'cloudtrailEncryption.scan.onOpen': true };
    return { workspace: world.workspace, env: world.env, trusted: false, settings };
  });

  after('end the emulated company', async () => {
    await world?.close();
  });

  it('reads no account, and says so in the view', async () => {
    await workbench().openContainer('CloudTrail Encryption');
    const view = workbench().view('Trails');
    assert.match(await view.welcome(), /In Restricted Mode, no AWS account is read and nothing is changed\./);
    assert.deepEqual(await view.rows(), []);
    await workbench().screenshot('restricted-mode');
  });

  it('still finds trails in open code', async () => {
    await workbench().editors.open('infra/audit.tf');
    assert.equal(await workbench().editors.squigglesWhere('warning', count => count > 0), 1);
  });

  it('offers no fix with the key that a repository names', async () => {
    assert.deepEqual(await fixesWithKeyOfRepository(), []);
  });

  it('gives one answer to whoever calls such a command all the same', async () => {
    const { dialogs } = workbench();
    for (const title of ['Choose Profiles…', 'Export Report…', 'Copy ARN']) {
      await workbench().runCommand(`CloudTrail Encryption: ${title}`);
      const { message, buttons } = await dialogs.notification(/Restricted Mode/);
      assert.equal(message, 'In Restricted Mode, no AWS account is read and nothing is changed.', title);
      assert.deepEqual(buttons, ['Manage Workspace Trust'], title);
      await dialogs.clearNotifications();
    }
  });

  it('offers no command that changes a trail', async () => {
    const category = 'CloudTrail Encryption: ';
    // With one that reads beside each, by which the list is known to be there.
    const changing = [
      ['Enable SSE-KMS', 'Export Report…'],
      ['Change KMS Key', 'Choose Profiles…'],
      ['Restore Previous Encryption', 'Refresh'],
      ['Copy as AWS CLI', 'Copy ARN'],
    ] as const;
    for (const [title, beside] of changing) {
      const items = await workbench().quickAccess.listCommands(`${category}${title[0]}`, all =>
        all.some(({ label }) => label === `${category}${beside}`),
      );
      assert.deepEqual(
        items.filter(({ label }) => label.startsWith(`${category}${title}`)),
        [],
      );
      await workbench().quickInput.cancel();
    }
  });

  it('has not asked AWS for anything', () => {
    assert.deepEqual(world?.emulator.calls.list(), []);
  });

  it('has scanned nothing by itself, though the setting asks for it', async () => {
    const rows = await workbench().view('Trails in Code').rows();
    assert.deepEqual(
      rows.filter(({ level }) => level === 1).map(({ label }) => label),
      ['audit.tf'],
      'the open file alone',
    );
  });

  it('ends when the person trusts the folder: the profiles are there, and what changes trails', async () => {
    const view = workbench().view('Trails');
    await view.clickWelcomeButton('Manage Workspace Trust');
    await workbench().trustFolder();
    await view.rowsWhere('the profiles', rows => rows.some(({ label }) => label === 'prod'));
    assert.deepEqual(world?.emulator.calls.list(), []);
    await workbench().quickAccess.listCommands('CloudTrail Encryption: Enable SSE-KMS', items =>
      items.some(({ label }) => label === 'CloudTrail Encryption: Enable SSE-KMS on Trail…'),
    );
    await workbench().quickInput.cancel();
  });

  it('then offers the key that the repository names', async () => {
    // Newer versions show the editor of trust above all others.
    await workbench().page.keyboard.press('Escape');
    await workbench().editors.open('infra/audit.tf');
    assert.deepEqual(await fixesWithKeyOfRepository(), [`Encrypt with ${keyOfRepository}`]);
  });

  it('then scans by itself, as the setting asks', async () => {
    await workbench()
      .view('Trails in Code')
      .rowsWhere('files that nobody opened', rows => rows.some(({ label }) => label === 'crossplane.yaml'));
  });

  async function fixesWithKeyOfRepository(): Promise<readonly string[]> {
    const { editors } = workbench();
    await editors.goTo(17, 1);
    const titles = await editors.quickFixes();
    assert.ok(titles.length > 1);
    await editors.closeMenu();
    return titles.filter(title => title.includes(keyOfRepository));
  }
});
