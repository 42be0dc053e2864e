import assert from 'node:assert/strict';
import { prepareWorld, type World } from '../../demo/world.ts';
import { useWorkbench } from '../useWorkbench.ts';
import type { Workbench } from '../workbench.ts';

/** A person changes trails in the demonstration, by the keyboard alone. */
describe('enabling SSE-KMS in the window', () => {
  let world: World | undefined;
  const workbench = useWorkbench(async () => {
    world = await prepareWorld();
    return { workspace: world.workspace, env: world.env };
  });
  afterEach(() => world?.emulator.faults.clear());
  after(() => world?.close());

  const emulator = () => {
    assert.ok(world);
    return world.emulator;
  };
  const keyOf = (trail: string) => emulator().world.theTrail(trail).kmsKeyId;
  const press = (key: string) => workbench().page.keyboard.press(key);

  it('from the palette, with a key whose policy is extended', async () => {
    const { quickInput, dialogs } = workbench();
    await workbench().openContainer('CloudTrail Encryption');
    await command('CloudTrail Encryption: Enable SSE-KMS on Trail…');
    await quickInput.waitUntilOpen('Enable SSE-KMS on Trail');
    await quickInput.type('prod');
    await press('Enter');
    await quickInput.itemsWhere('the trail of prod', items =>
      items.some(({ label }) => label === 'app-audit'),
    );
    await picture('wizard-trail');
    await quickInput.type('app-audit');
    await press('Enter');

    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/payments'));
    await picture('wizard-key');
    await quickInput.type('application');
    await press('Enter');

    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await workbench().page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await picture('wizard-review');
    await press('Enter');

    const modal = await dialogs.modal();
    assert.equal(modal.message, 'Encrypt the log files of app-audit with SSE-KMS?');
    assert.deepEqual(modal.detail.split('\n'), [
      'Account 222222222222, profile prod',
      'Trail app-audit in eu-west-1: SSE-S3 → alias/application',
      'Add 3 statements to the policy of alias/application',
    ]);
    await picture('wizard-modal');
    assert.equal(keyOf('app-audit'), undefined);
    await press('Enter');

    const told = await dialogs.notification(/is encrypted with SSE-KMS from now on/);
    assert.equal(told.severity, 'info');
    assert.equal(keyOf('app-audit'), emulator().world.theKey('alias/application').arn);
    const view = workbench().view('Trails');
    await view.expand('prod');
    await view.expand('app-audit');
    const delivery = await view.row('Delivery');
    assert.match(delivery.description, /^waiting for first delivery/);
    await picture('wizard-result');
    await view.collapse('app-audit');
    await view.collapse('eu-central-1');
    await dialogs.clearNotifications();
  });

  it('takes it back from the context menu of the tree', async () => {
    const { quickInput, dialogs } = workbench();
    await workbench().view('Trails').chooseFromMenu('app-audit', 'Restore Previous Encryption');
    await quickInput.waitUntilOpen('Review: Restore Previous Encryption');
    await picture('wizard-restore');
    await press('Enter');
    assert.equal((await dialogs.modal()).message, 'Return the trail app-audit to SSE-S3?');
    await press('Enter');
    await dialogs.notification(/has its previous encryption again/);
    assert.equal(keyOf('app-audit'), undefined);
    await dialogs.clearNotifications();
  });

  it('from the light bulb of its declaration, warns of the next deployment, and changes nothing when left', async () => {
    const { editors, quickInput, dialogs } = workbench();
    await editors.open('terraform/main.tf');
    await editors.goTo(17, 1);
    await editors.squigglesWhere('warning', count => count > 0);
    await editors.applyQuickFix('Enable SSE-KMS on app-audit in AWS (prod, eu-west-1)…');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/payments'));
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await picture('wizard-declared');
    await press('Enter');
    const { detail } = await dialogs.modal();
    assert.match(detail, /declared in terraform\/main\.tf:17: the next deployment undoes/);
    await dialogs.cancelModal();
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await quickInput.cancel();
    assert.equal(keyOf('app-audit'), undefined);
  });

  it('from the inline action of the tree, with a new key, going back and forth', async () => {
    const { quickInput, dialogs } = workbench();
    await workbench().view('Trails').clickRowAction('app-audit', 'Enable SSE-KMS');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.type('create');
    await press('Enter');
    await quickInput.waitUntilOpen('Alias of the New Key in eu-west-1');
    assert.equal(await quickInput.value(), 'alias/cloudtrail-app-audit');
    await quickInput.type('cloudtrail');
    await quickInput.messageWhere(/alias\/cloudtrail is the name of another key in eu-west-1/);
    await picture('wizard-alias');
    await quickInput.type('app-audit-logs');
    await press('Enter');
    await quickInput.waitUntilOpen('New Key app-audit-logs');
    await picture('wizard-options');
    await quickInput.back();
    await quickInput.waitUntilOpen('Alias of the New Key in eu-west-1');
    assert.equal(await quickInput.value(), 'app-audit-logs');
    await press('Enter');
    await quickInput.waitUntilOpen('New Key app-audit-logs');
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await picture('wizard-plan');
    await press('Enter');
    await dialogs.modal();
    await press('Enter');
    await dialogs.notification(/is encrypted with SSE-KMS from now on/);
    assert.equal(keyOf('app-audit'), emulator().world.theKey('alias/app-audit-logs').arn);
    await dialogs.clearNotifications();
  });

  it('copies the AWS CLI script instead, and changes nothing', async () => {
    const { quickInput, dialogs } = workbench();
    const before = keyOf('main');
    await workbench().view('Trails').chooseFromMenu('main', 'Copy as AWS CLI');
    await quickInput.waitUntilOpen('KMS Key of main');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/application'));
    await quickInput.type('application');
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Change the KMS Key of main');
    await press('Enter');
    await dialogs.notification(/script is in the clipboard/);
    assert.match(
      await workbench().clipboard(),
      /aws cloudtrail update-trail --region eu-west-1 --profile prod/,
    );
    assert.equal(keyOf('main'), before);
    await dialogs.clearNotifications();
  });

  it('tells what AWS says when it refuses, and goes on from there', async () => {
    const { quickInput, dialogs } = workbench();
    const off = emulator().faults.add({
      operation: 'UpdateTrail',
      fails: { kind: 'denied', why: 'service control policy' },
    });
    await workbench().view('Trails').chooseFromMenu('main', 'Change KMS Key of Trail');
    await quickInput.waitUntilOpen('KMS Key of main');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/app-audit-logs'));
    await quickInput.type('app-audit-logs');
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Change the KMS Key of main');
    await press('Enter');
    await dialogs.modal();
    await press('Enter');
    const told = await dialogs.notification(/The trail main was not changed/);
    assert.equal(told.severity, 'error');
    assert.match(told.message, /A service control policy of the organization denies cloudtrail:UpdateTrail/);
    await picture('wizard-refused');
    off();
    // The progress goes a moment after the result has come, and moves it.
    await workbench().page.getByText('Changing the KMS Key of main').first().waitFor({ state: 'detached' });
    await dialogs.clickNotificationButton(/was not changed/, 'Try Again');
    await dialogs.notification(/is encrypted with SSE-KMS from now on/);
    assert.equal(keyOf('main'), emulator().world.theKey('alias/app-audit-logs').arn);
    await dialogs.clearNotifications();
  });

  it('explains after a restart what was interrupted, and finishes it', async () => {
    const { quickInput, dialogs } = workbench();
    const off = emulator().faults.add({ operation: 'UpdateTrail', fails: { kind: 'hang' } });
    const before = emulator().calls.counts()['cloudtrail:UpdateTrail'] ?? 0;
    await command('CloudTrail Encryption: Change KMS Key of Trail…');
    await quickInput.waitUntilOpen('Change KMS Key of Trail');
    await quickInput.type('us-audit');
    await press('Enter');
    await quickInput.waitUntilOpen('KMS Key of us-audit');
    await quickInput.type('create');
    await press('Enter');
    await quickInput.waitUntilOpen('Alias of the New Key in us-east-1');
    await press('Enter');
    await quickInput.waitUntilOpen('New Key alias/cloudtrail-us-audit');
    await press('Enter');
    await quickInput.waitUntilOpen('Review');
    await press('Enter');
    await dialogs.modal();
    await press('Enter');
    while ((emulator().calls.counts()['cloudtrail:UpdateTrail'] ?? 0) === before) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await workbench().restart();
    off();
    const again = workbench().dialogs;
    const told = await again.notification(
      /Changing the encryption of us-audit in account 222222222222 was interrupted/,
    );
    assert.deepEqual(told.buttons, ['Finish', 'Undo…', 'Show Details', 'Leave as It Is']);
    await picture('wizard-interrupted');
    await again.clickNotificationButton(/was interrupted/, 'Finish');
    await again.notification(/is encrypted with SSE-KMS from now on/);
    assert.equal(keyOf('us-audit'), emulator().world.theKey('alias/cloudtrail-us-audit').arn);
  });

  async function command(title: string): Promise<void> {
    const bench: Workbench = workbench();
    await bench.openPalette(title);
    await bench.quickInput.itemsWhere(title, ([first]) => first?.label === title);
    await press('Enter');
  }

  /** Out of the way, so that no hover covers what is to be seen. */
  async function picture(name: string): Promise<void> {
    await workbench().page.mouse.move(640, 790);
    await workbench().screenshot(name);
  }
});
