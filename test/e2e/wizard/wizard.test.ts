import assert from 'node:assert/strict';
import { prepareWorld, type World } from '../../demo/world.ts';
import { useWorkbench } from '../useWorkbench.ts';
import { Keyboard } from '../workbench/keyboard.ts';
import { waitFor } from '../workbench/waitFor.ts';

/** A person changes trails in the demonstration: by the keyboard alone, where a test does not say otherwise. */
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
  const keys = () => new Keyboard(workbench().page);
  const press = (key: string) => keys().press(key);
  const write = (text: string) => keys().write(text);
  const command = (title: string) => keys().runCommand(`CloudTrail Encryption: ${title}`);

  it('lists the keys for a declaration as for the trail that it makes', async () => {
    const { editors, quickInput, dialogs } = workbench();
    await editors.open('infra/audit.tf');
    await editors.goTo(17, 1);
    await editors.squigglesWhere('warning', count => count > 0);
    await keys().applyQuickFix('Choose a Key from AWS…');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await write('prod');
    await press('Enter');
    await quickInput.itemsWhere('Regions', items => items.some(({ label }) => label === 'eu-west-1'));
    await write('eu-west-1');
    await press('Enter');
    const rows = await quickInput.itemsWhere('keys', items =>
      items.some(({ label }) => label === 'alias/payments'),
    );
    const lacking = rows.find(({ label }) => label === 'alias/application');
    assert.match(lacking?.detail ?? '', /policy lacks \d statements? for CloudTrail/);
    const [first] = rows.filter(({ label }) => label.startsWith('alias/'));
    assert.deepEqual([first?.label, first?.group], ['alias/cloudtrail', 'Ready to use']);
    assert.equal((await quickInput.focusedItem())?.label, 'alias/cloudtrail');
    await picture('wizard-key-for-code');
    await write('application');
    await press('Enter');
    await dialogs.notification(
      /The policy of alias\/application does not let CloudTrail use the key for this trail yet/,
    );
    const { arn } = emulator().world.theKey('alias/application');
    await editors.visibleTextWhere('the ARN of the key', text => text.includes(arn.slice(-36)));
    await editors.undo();
    await dialogs.clearNotifications();
    await workbench().editors.closeAll();
  });

  it('from the palette, with a key whose policy is extended', async () => {
    const { quickInput, dialogs } = workbench();
    await command('Focus on Trails View');
    await workbench().view('Trails').row('prod');
    await command('Enable SSE-KMS on Trail…');
    await quickInput.waitUntilOpen('Enable SSE-KMS on Trail');
    await write('prod');
    await press('Enter');
    await quickInput.itemsWhere('the trail of prod', items =>
      items.some(({ label }) => label === 'app-audit'),
    );
    await picture('wizard-trail');
    // By account and Region as well as by name.
    await write('222222222222 · eu-west-1');
    await quickInput.itemsWhere('the trail of the account', items =>
      items.some(({ label }) => label === 'app-audit'),
    );
    await write('app-audit');
    await press('Enter');

    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/payments'));
    await picture('wizard-key');
    await write('application');
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await keys().goBack();
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await keys().goBack();
    await quickInput.waitUntilOpen('Enable SSE-KMS on Trail');
    // What was answered is where the person stands again.
    await quickInput.itemsWhere('the trail again', items => items.some(({ label }) => label === 'app-audit'));
    await press('Enter');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/payments'));
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
      'Add 2 statements to the policy of alias/application',
    ]);
    await picture('wizard-modal');
    assert.equal(keyOf('app-audit'), undefined);
    await press('Enter');

    const told = await dialogs.notification(/now encrypted with SSE-KMS/);
    assert.equal(told.severity, 'info');
    // What was "now" is no more.
    assert.equal(await workbench().page.locator('.monaco-diff-editor').count(), 0);
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
    await command('Focus on Trails View');
    await keys().moveToRow('app-audit');
    await keys().chooseFromMenu('Restore Previous Encryption');
    await quickInput.waitUntilOpen('Review: Restore Previous Encryption');
    await picture('wizard-restore');
    await press('Enter');
    assert.equal((await dialogs.modal()).message, 'Return the trail app-audit to SSE-S3?');
    await press('Enter');
    await dialogs.notification(/is back on SSE-S3/);
    assert.equal(keyOf('app-audit'), undefined);
    await dialogs.clearNotifications();
  });

  it('from the light bulb of its declaration, warned of the next deployment', async () => {
    const { editors, quickInput, dialogs } = workbench();
    const lightBulb = async () => {
      await keys().applyQuickFix('Enable SSE-KMS on app-audit in AWS (prod, eu-west-1)…');
      await quickInput.waitUntilOpen('KMS Key of app-audit');
      await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/payments'));
      // alias/application stays ready after the way back: another trail of the company delivers under it.
      await write('alias/cloudtrail');
      await press('Enter');
      await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    };
    await editors.open('infra/audit.tf');
    await editors.goTo(17, 1);
    await editors.squigglesWhere('warning', count => count > 0);
    await lightBulb();
    await picture('wizard-declared');
    await press('Enter');
    assert.match(
      (await dialogs.modal()).detail,
      /declared in infra\/audit\.tf:17: the next deployment undoes/,
    );
    await dialogs.cancelModal();
    await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
    await quickInput.cancel();
    assert.equal(keyOf('app-audit'), undefined);

    await editors.open('infra/audit.tf');
    await lightBulb();
    await press('Enter');
    await dialogs.modal();
    await press('Enter');
    await dialogs.notification(/now encrypted with SSE-KMS/);
    assert.equal(keyOf('app-audit'), keyOf('main'));

    // The code would take the key away: that is told on both sides until the code is fixed, too.
    const trails = workbench().view('Trails');
    const saysOf = (pattern: RegExp) => (rows: readonly { label: string; description: string }[]) =>
      rows.some(({ label, description }) => label === 'app-audit' && pattern.test(description));
    await trails.rowsWhere('the difference', saysOf(/code removes the key/));
    await picture('wizard-drift');
    await dialogs.clickNotificationButton(/now encrypted with SSE-KMS/, 'Fix the Code Too');
    const key = keyOf('app-audit') ?? '';
    await editors.visibleTextWhere('the key of the trail', text => text.includes(key.slice(-36)));
    await trails.rowsWhere('no difference', rows => !saysOf(/code/)(rows));
    await workbench().containerBadgeIs('CloudTrail Encryption', '7');
    await picture('wizard-code-too');
    await editors.undo();
    await dialogs.clearNotifications();
  });

  it('takes it back from the palette, chosen among the changes', async () => {
    const { quickInput, dialogs, editors } = workbench();
    await command('Show Change History');
    await quickInput.waitUntilOpen('Change History');
    const [last] = await quickInput.itemsWhere('the changes', items => items.length > 4);
    assert.equal(last?.label, 'Enable SSE-KMS: app-audit');
    await picture('wizard-history');
    await press('Enter');
    await editors.waitUntilRendered('change.md');
    await picture('wizard-history-details');
    await editors.closeAll();
    await command('Restore Previous Encryption…');
    await quickInput.waitUntilOpen('Restore Previous Encryption');
    const [change] = await quickInput.itemsWhere('the change', items => items.length > 0);
    assert.equal(change?.label, 'app-audit');
    assert.match(change?.detail ?? '', /^Back to SSE-S3; currently alias\/cloudtrail · changed on /);
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Restore Previous Encryption');
    await keys().goBack();
    await quickInput.itemsWhere('the change again', items =>
      items.some(({ label }) => label === 'app-audit'),
    );
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Restore Previous Encryption');
    await press('Enter');
    await dialogs.modal();
    await press('Enter');
    await dialogs.notification(/is back on SSE-S3/);
    assert.equal(keyOf('app-audit'), undefined);
    await dialogs.clearNotifications();
  });

  it('from the inline action of the tree, with the pointer', async () => {
    const { quickInput } = workbench();
    const trails = workbench().view('Trails');
    await trails.rowsWhere('the trail as it is again', rows =>
      rows.some(({ label, description }) => label === 'app-audit' && description.startsWith('no KMS key')),
    );
    await trails.clickRowAction('app-audit', 'Enable SSE-KMS');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await quickInput.cancel();
    assert.equal(keyOf('app-audit'), undefined);
  });

  it('from the row of the tree, with a new key, going back and forth', async () => {
    const { quickInput, dialogs } = workbench();
    await command('Focus on Trails View');
    await keys().moveToRow('app-audit');
    await keys().chooseFromMenu('Enable SSE-KMS');
    await quickInput.waitUntilOpen('KMS Key of app-audit');
    await write('create');
    await press('Enter');
    await quickInput.waitUntilOpen('Alias of the New Key in eu-west-1');
    assert.equal(await quickInput.value(), 'alias/cloudtrail-app-audit');
    await write('cloudtrail');
    await quickInput.messageWhere(/Another key in eu-west-1 already has the alias alias\/cloudtrail/);
    await picture('wizard-alias');
    await write('app-audit-logs');
    await press('Enter');
    await quickInput.waitUntilOpen('New Key app-audit-logs');
    await picture('wizard-options');
    await keys().goBack();
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
    await dialogs.notification(/now encrypted with SSE-KMS/);
    assert.equal(keyOf('app-audit'), emulator().world.theKey('alias/app-audit-logs').arn);
    await dialogs.clearNotifications();
  });

  it('copies the AWS CLI script instead, and changes nothing', async () => {
    const { quickInput, dialogs } = workbench();
    const before = keyOf('main');
    await workbench().view('Trails').chooseFromMenu('main', 'Copy as AWS CLI');
    await quickInput.waitUntilOpen('KMS Key of main');
    await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/application'));
    await write('application');
    await press('Enter');
    await quickInput.waitUntilOpen('Review: Change the KMS Key of main');
    await press('Enter');
    await dialogs.notification(/script was copied to the clipboard/);
    assert.match(
      await workbench().clipboard(),
      /aws cloudtrail update-trail --region eu-west-1 --profile prod/,
    );
    assert.equal(keyOf('main'), before);
    await dialogs.clearNotifications();
  });

  it('says what it waits for where reading takes long, and gives up on Cancel', async () => {
    const { dialogs } = workbench();
    const before = keyOf('main');
    const off = emulator().faults.add({ operation: 'GetTrail', fails: { kind: 'hang' } });
    await workbench().view('Trails').chooseFromMenu('main', 'Change KMS Key of Trail');
    await dialogs.notification(/^Reading the trail main/);
    await dialogs.clickNotificationButton(/Reading the trail main/, 'Cancel');
    await waitFor(
      () => dialogs.notifications(),
      shown => shown.length === 0 || undefined,
      () => 'no notification',
    );
    off();
    assert.equal(await workbench().quickInput.openValue(), undefined);
    assert.equal(keyOf('main'), before);
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
    await write('app-audit-logs');
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
    await dialogs.notification(/now encrypted with SSE-KMS/);
    assert.equal(keyOf('main'), emulator().world.theKey('alias/app-audit-logs').arn);
    await dialogs.clearNotifications();
  });

  // The editor ends with its extension host while a call hangs. A call that hangs was not done.
  describe('after the editor ended in the middle of a change', () => {
    it('finishes a key that lacks its alias', async () => {
      const former = keyOf('us-audit');
      await endAt('CreateAlias', 'us-audit', () => newKeyFor('us-audit', 'us-east-1'));
      const told = await workbench().dialogs.notification(interrupted('us-audit'));
      assert.match(told.message, /; 1 of 5 steps are done\./);
      await picture('wizard-interrupted');
      assert.deepEqual(told.buttons, ['Finish', 'Undo…', 'Show Details', 'Leave as It Is']);
      assert.equal(keyOf('us-audit'), former);
      await finish('us-audit');
      assert.equal(keyOf('us-audit'), emulator().world.theKey('alias/cloudtrail-us-audit').arn);
      assert.equal(emulator().calls.counts()['kms:CreateKey'], 2);
    });

    it('takes back a key policy of which nobody knows whether it was extended', async () => {
      const former = keyOf('payments');
      const key = emulator().world.theKey('alias/signing');
      const { policy } = key;
      await endAt('PutKeyPolicy', 'payments', async () => {
        const { quickInput } = workbench();
        await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/signing'));
        await write('signing');
        await press('Enter');
      });
      const { quickInput, dialogs } = workbench();
      await dialogs.notification(interrupted('payments'));
      await dialogs.clickNotificationButton(interrupted('payments'), 'Undo');
      await quickInput.waitUntilOpen('Review: Restore Previous Encryption');
      await press('Enter');
      assert.equal((await dialogs.modal()).message, 'Undo this change?');
      await press('Enter');
      await dialogs.notification(/The change was undone/);
      assert.equal(key.policy, policy);
      assert.equal(keyOf('payments'), former);
    });

    const interrupted = (trail: string) =>
      new RegExp(`Changing the encryption of ${trail} in account 222222222222 was not finished`);

    async function newKeyFor(trail: string, region: string): Promise<void> {
      const { quickInput } = workbench();
      // Typed and accepted while the keys still come in: what is accepted is what the filter shows.
      await write('create');
      await press('Enter');
      await quickInput.waitUntilOpen(`Alias of the New Key in ${region}`);
      await press('Enter');
      await quickInput.waitUntilOpen(`New Key alias/cloudtrail-${trail}`);
      await press('Enter');
    }

    /** Changes the key of a trail, ends the editor while the call hangs, and opens it again. */
    async function endAt(operation: string, trail: string, chooseKey: () => Promise<void>): Promise<void> {
      const { quickInput, dialogs } = workbench();
      const off = emulator().faults.add({ operation, fails: { kind: 'hang' } });
      const calls = () =>
        emulator()
          .calls.list()
          .filter(call => call.operation === operation).length;
      const before = calls();
      // An editor that is restored after a restart takes the focus when it is ready, from whatever has it then.
      await workbench().editors.closeAll();
      await command('Focus on Trails View');
      await keys().moveToRow('prod');
      await press('ArrowRight');
      await workbench().view('Trails').row('eu-west-1');
      await command('Change KMS Key of Trail…');
      await quickInput.waitUntilOpen('Change KMS Key of Trail');
      await write(trail);
      await quickInput.itemsWhere(trail, items => items.some(({ label }) => label === trail));
      await press('Enter');
      await quickInput.waitUntilOpen(`KMS Key of ${trail}`);
      await chooseKey();
      await quickInput.waitUntilOpen('Review');
      await press('Enter');
      await dialogs.modal();
      await press('Enter');
      await waitFor(
        async () => calls(),
        count => count > before || undefined,
        () => `a call of ${operation}`,
      );
      await workbench().restart();
      off();
    }

    async function finish(trail: string): Promise<void> {
      const { dialogs } = workbench();
      await dialogs.clickNotificationButton(interrupted(trail), 'Finish');
      await dialogs.notification(/now encrypted with SSE-KMS/);
      await dialogs.clearNotifications();
    }
  });

  /** Out of the way, so that no hover covers what is to be seen. */
  async function picture(name: string): Promise<void> {
    await workbench().page.mouse.move(640, 790);
    await workbench().screenshot(name);
  }
});
