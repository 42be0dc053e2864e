import assert from 'node:assert/strict';
import { prepareWorld, type World } from '../../demo/world.ts';
import { useWorkbench } from '../useWorkbench.ts';
import { Keyboard } from '../workbench/keyboard.ts';
import { ScreenReader } from '../workbench/screenReader.ts';

/** Somebody who enlarges everything, needs contrast, has no pointer and listens: no step uses the mouse. */
describe('at 200 %, in high contrast, by keyboard and ear', () => {
  let world: World | undefined;
  const workbench = useWorkbench(async () => {
    world = await prepareWorld();
    const { workspace, env } = world;
    return { workspace, env, theme: 'high contrast', zoom: 2 };
  });
  after('end the emulated company', () => world?.close());

  const keys = () => new Keyboard(workbench().page);
  const reader = () => new ScreenReader(workbench().page);
  const press = (key: string) => keys().press(key);
  const command = (title: string) => keys().runCommand(`CloudTrail Encryption: ${title}`);

  it('hears each row with its state, and sees where it begins', async () => {
    await command('Focus on Trails View');
    // A window that has just opened takes the focus from a view that is not filled yet.
    await workbench().view('Trails').row('prod');
    await command('Focus on Trails View');
    await keys().moveToRow('prod');
    const heard = [await reader().focused()];
    await press('ArrowRight');
    heard.push(await reader().focusedWhere(/without SSE-KMS, 7 need attention/));
    await keys().moveToRow('app-audit');
    heard.push(await reader().focused());
    await workbench().screenshot('access-tree');
    for (const name of ['main', 'payments']) {
      await keys().moveToRow(name);
      heard.push(await reader().focused());
    }
    assert.deepEqual(heard, [
      'treeitem "Profile prod, not read" [level=1]',
      'treeitem "Profile prod, 1 without SSE-KMS, 7 need attention · 222222222222" [expanded] [level=1]',
      'treeitem "Trail app-audit, no KMS key" [level=3]',
      'treeitem "Trail main, encrypted with SSE-KMS, alias/cloudtrail, all Regions" [level=3]',
      'treeitem "Trail payments, needs attention, key disabled, delivery failing, alias/payments" [level=3]',
    ]);
    assert.deepEqual(await workbench().view('Trails').cutOff(), []);
  });

  it('hears what is wrong in code, and in how many trails', async () => {
    const { editors } = workbench();
    await editors.open('infra/audit.tf');
    await editors.goTo(17, 1);
    await editors.squigglesWhere('warning', count => count === 1);
    const heard = [await reader().hears('button', /CloudTrail: /)];
    heard.push(await reader().hears('treeitem', /^Trail app-audit, .*aws_cloudtrail/));
    assert.deepEqual(heard, [
      'button "Editor Language Status: CloudTrail: 1 trail, 1 without SSE-KMS"',
      'treeitem "Trail app-audit, no KMS key · in AWS: prod (222222222222) · aws_cloudtrail.app_audit" [level=2]',
    ]);
    await press('F8');
    const announced = await reader().announced(/app_audit has no KMS key/);
    assert.match(announced, /Warning: Trail aws_cloudtrail\.app_audit has no KMS key: .* at 17:1/);
    await workbench().screenshot('access-problem');
    await press('Escape');
    await keys().runCommand('View: Close All Editors');
  });

  it('enables SSE-KMS, and hears every question and what came of it', async () => {
    const { quickInput, dialogs } = workbench();
    const heard: string[] = [];
    const key = world?.emulator.world.theKey('alias/application');
    await command('Focus on Trails View');
    await keys().moveToRow('app-audit');
    await keys().chooseFromMenu('Enable SSE-KMS');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/application'));
    await keys().write('application');
    heard.push(await reader().focusedWhere(/alias\/application/));
    await workbench().screenshot('access-key');
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    heard.push(await reader().focused());
    await workbench().screenshot('access-review');
    await press('Enter');
    await dialogs.modal();
    heard.push(await reader().hears('dialog', /SSE-KMS/));
    await workbench().screenshot('access-modal');
    await press('Enter');
    heard.push(await reader().announced(/now encrypted with SSE-KMS/));
    assert.equal(world?.emulator.world.theTrail('app-audit').kmsKeyId, key?.arn);
    await workbench().screenshot('access-result');
    await command('Focus on Trails View');
    await keys().moveToRow('app-audit');
    heard.push(await reader().focusedWhere(/encrypted with SSE-KMS/));
    assert.deepEqual(heard, [
      `option "alias/application, ${key?.keyId}, Enabled · rotation on · policy lacks 2 statements for CloudTrail"`,
      'option "Enable SSE-KMS, 3 steps, you confirm next"',
      'dialog "Warning Encrypt the log files of app-audit with SSE-KMS?"',
      'Info: New log files of the trail app-audit are now encrypted with SSE-KMS. The first one arrives in about five minutes.',
      'treeitem "Trail app-audit, encrypted with SSE-KMS, alias/application" [level=3]',
    ]);
    await keys().runCommand('View: Close All Editors');
  });
});
