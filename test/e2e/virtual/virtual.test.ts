import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../host/cleanup.ts';
import { makeMemoryFiles } from '../../host/memoryFiles/package.ts';
import { memoryScheme } from '../../host/memoryFiles/scheme.ts';
import { inLines } from '../trails/useTrails.ts';
import { useWorkbench } from '../useWorkbench.ts';
import { waitFor } from '../workbench/waitFor.ts';

const keyOnDisk = 'arn:aws:kms:eu-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Somebody who looks at a repository that is not on this machine, on which AWS was never used. */
describe('a virtual workspace, on a machine without AWS files', () => {
  const workbench = useWorkbench(async () => {
    // The disk has a folder of the same path, with files that would change what is found.
    const disk = temporaryFolder('same-path');
    writeFileSync(join(disk, 'locals.tf'), `locals {\n  key = "${keyOnDisk}"\n}\n`);
    writeFileSync(join(disk, 'on-disk.tf'), trail('on-disk', 'null'));
    const configuration = JSON.stringify({ defaultKey: { terraform: keyOnDisk } });
    writeFileSync(join(disk, '.cloudtrail-encryption.json'), configuration);

    const root = pathToFileURL(disk).pathname;
    const files = makeMemoryFiles({
      [`${root}/audit.tf`]: trail('audit', 'local.key'),
      [`${root}/locals.tf`]: 'locals {\n  key = null\n}\n',
      [`${root}/teams/orders/orders.tf`]: trail('orders', 'null'),
      [`${root}/.gitignore`]: 'generated/\n',
      [`${root}/generated/ignored.tf`]: trail('ignored', 'null'),
      [`${root}/node_modules/module/foreign.tf`]: trail('foreign', 'null'),
    });
    return { workspace: `${memoryScheme}:${root}`, others: [files] };
  });

  it('says what to do where there is no profile, beside what is said of code', async () => {
    await workbench().openContainer('CloudTrail Encryption');
    const trails = workbench().view('Trails');
    const welcome = await waitFor(
      () => trails.welcome(),
      text => (text.includes('AWS profile') ? text : undefined),
      text => `the welcome text; it is "${text}"`,
    );
    assert.deepEqual(welcome.split(/\n+/), [
      'No AWS profile was found in the shared config and credentials files, and there are no credentials in the environment.',
      'Open Configuration Guide',
      'Refresh',
    ]);
    await workbench().screenshot('no-aws-files');
    await trails.clickWelcomeButton('Refresh');
    assert.deepEqual(await trails.rows(), []);
    const needing = [
      'Enable SSE-KMS on Trail…',
      'Start Logging…',
      'Choose Profiles…',
      'Export Report…',
      'Show Trails That Use a KMS Key…',
    ];
    for (const title of needing) {
      await workbench().runCommand(`CloudTrail Encryption: ${title}`);
      const told = await workbench().dialogs.notification(/./);
      assert.deepEqual(
        [told.message, told.buttons],
        ['No AWS profile was found.', ['Open Configuration Guide']],
        title,
      );
      await workbench().dialogs.clearNotifications();
    }
  });

  it('finds a trail when its file is opened, judged by the files of the same file system', async () => {
    const { editors } = workbench();
    await workbench().openContainer('Explorer');
    await workbench().view('Explorer').select('audit.tf');
    await editors.waitUntilActive('audit.tf');
    await editors.focus();
    await editors.squigglesWhere('warning', count => count === 1);
    await editors.goTo(4, 3);
    await waitFor(
      () => editors.hover(),
      text => (/audit — no KMS key/.test(text) ? true : undefined),
      text => `the state of the trail in the hover:\n${text}`,
    );
    await workbench().screenshot('virtual-hover');
    await editors.press('Escape');
  });

  it('offers no key that only the disk names, and applies a fix', async () => {
    const { editors } = workbench();
    await editors.goTo(4, 3);
    const titles = await editors.quickFixes();
    assert.deepEqual(titles, [
      'Create KMS key aws_kms_key.cloudtrail (policy, alias, rotation) and use it',
      'Choose a Key from AWS…',
      'Ignore no-kms-key here',
    ]);
    await editors.closeMenu();
    await editors.applyFirstQuickFix(title => title.startsWith('Create KMS key'));
    await editors.squigglesWhere('warning', count => count === 0);
    await editors.save();
    await editors.closeAll();
  });

  it('is scanned whole, but for what git ignores and for what others made', async () => {
    await workbench().openContainer('CloudTrail Encryption');
    const code = workbench().view('Trails in Code');
    await workbench().runCommand('CloudTrail Encryption: Scan Workspace');
    const rows = await code.rowsWhere('every file', all => all.some(({ label }) => label === 'orders.tf'));
    assert.deepEqual(inLines(rows), [
      ' audit.tf 1 trail',
      '  lock audit SSE-KMS · aws_kms_key.cloudtrail · aws_cloudtrail.audit',
      ' orders.tf 1 without SSE-KMS · teams/orders',
      '  unlock orders no KMS key · aws_cloudtrail.orders',
    ]);
    await workbench().screenshot('virtual-scan');
  });
});

function trail(name: string, key: string): string {
  return `resource "aws_cloudtrail" "${name}" {
  name           = "${name}"
  s3_bucket_name = "logs"
  kms_key_id     = ${key}
}
`;
}
