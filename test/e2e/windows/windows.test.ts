import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareWorld, type World } from '../../demo/world.ts';
import { useWorkbench } from '../useWorkbench.ts';
import { Keyboard } from '../workbench/keyboard.ts';
import type { Row } from '../workbench/treeView.ts';
import { waitFor } from '../workbench/waitFor.ts';
import type { Workbench } from '../workbench.ts';

/** One window changes a trail while the other, on another folder, is about to change the same one. */
describe('two windows with the same profile', () => {
  let world: World | undefined;
  let second: Workbench | undefined;
  const first = useWorkbench(async () => {
    world = await prepareWorld();
    return { workspace: world.workspace, env: world.env };
  });
  after('end the emulated company', () => world?.close());

  const emulator = () => {
    assert.ok(world);
    return world.emulator;
  };
  const other = () => {
    assert.ok(second);
    return second;
  };
  const keyOf = (trail: string) => emulator().world.theTrail(trail).kmsKeyId;

  it('show the same trails', async () => {
    assert.ok(world);
    const folder = join(world.folder, 'runbooks');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'rotate the keys\n');
    second = await first().another(folder);
    for (const window of [first(), other()]) {
      await window.openContainer('CloudTrail Encryption');
      const view = window.view('Trails');
      await view.expand('prod');
      await view.row('app-audit');
    }
  });

  it('do not change one trail at the same time', async () => {
    await review(other(), 'alias/application');
    await review(first(), 'alias/cloudtrail');
    // The first window tries again and again, as long as CloudTrail is at work on the trail.
    const off = emulator().faults.add({
      operation: 'UpdateTrail',
      fails: { kind: 'error', code: 'ConflictException', status: 409 },
    });
    await first().page.keyboard.press('Enter');
    await waitFor(
      async () => emulator().calls.list({ operation: 'UpdateTrail' }).length,
      count => count > 0 || undefined,
      () => 'the first window to change the trail',
    );
    await other().page.keyboard.press('Enter');
    const told = await other().dialogs.notification(/app-audit was not changed/);
    await other().screenshot('windows-leased');
    await first().screenshot('windows-first');
    off();
    assert.equal(
      told.message,
      'The trail app-audit was not changed. Another change of the same trail, key or alias is running, in this window or another one. Wait until it has ended.',
    );
    await first().dialogs.notification(/now encrypted with SSE-KMS/);
    assert.equal(keyOf('app-audit'), keyOf('main'));
  });

  it('do not change a trail that the other has changed meanwhile', async () => {
    const { dialogs, page } = other();
    // The progress goes a moment after the result has come, and moves it.
    await page.getByText('Enabling SSE-KMS on app-audit').first().waitFor({ state: 'detached' });
    await dialogs.clickNotificationButton(/app-audit was not changed/, 'Try Again');
    const told = await dialogs.notification(/^Nothing was changed/);
    await other().screenshot('windows-changed');
    assert.match(
      told.message,
      /The trail app-audit was changed in the meantime, from SSE-S3 to alias\/cloudtrail\. Check it before you start again\./,
    );
    assert.equal(keyOf('app-audit'), keyOf('main'));
    await dialogs.clearNotifications();
  });

  it('show what the other did without being asked, and take it back', async () => {
    const { dialogs, quickInput } = other();
    const view = other().view('Trails');
    const isUnder = (pattern: RegExp) => (rows: readonly Row[]) =>
      rows.some(({ label, description }) => label === 'app-audit' && pattern.test(description));
    await view.rowsWhere('the key of the trail', isUnder(/alias\/cloudtrail/));
    await view.chooseFromMenu('app-audit', 'Restore Previous Encryption');
    await quickInput.waitUntilOpen('Review: Restore Previous Encryption');
    await other().page.keyboard.press('Enter');
    await dialogs.modal();
    await other().page.keyboard.press('Enter');
    await dialogs.notification(/is back on SSE-S3/);
    assert.equal(keyOf('app-audit'), undefined);
    await first()
      .view('Trails')
      .rowsWhere('the trail without a key', isUnder(/no KMS key/i));
    await first().screenshot('windows-followed');
  });

  /** As far as the last question. */
  async function review(window: Workbench, alias: string): Promise<void> {
    const { quickInput, dialogs, page } = window;
    const keys = new Keyboard(page);
    await keys.runCommand('CloudTrail Encryption: Focus on Trails View');
    await keys.moveToRow('app-audit');
    await keys.chooseFromMenu('Enable SSE-KMS');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === alias));
    // Keys still come in, and would move under the pointer.
    await keys.write(alias);
    await keys.press('Enter');
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await keys.press('Enter');
    await dialogs.modal();
  }
});
