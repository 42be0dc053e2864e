import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Keyboard } from '../workbench/keyboard.ts';
import { waitFor } from '../workbench/waitFor.ts';
import type { Workbench } from '../workbench.ts';
import { inLines, labelsAtLevel, profileSays, rowsUnder, useTrails } from './useTrails.ts';

describe('the view "Trails"', () => {
  const scene = useTrails();
  const wholeOfProd = /^1 without SSE-KMS, 7 need attention · 222222222222$/;

  it('lists the profiles of the shared files, the one in use first, and asks AWS nothing', async () => {
    const { world, view } = scene();
    const rows = await view.rowsWhere('eleven profiles', all => all.length === 11);
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [
        'prod',
        'audit',
        'dev',
        'staging',
        'break-glass',
        'pipeline',
        'contractor',
        'china',
        'government',
        'vault',
        'data-science',
      ].map(name => [name, '']),
    );
    assert.deepEqual(world.emulator.calls.list(), []);
  });

  it('reads a profile when it is expanded, each thing once, and shows every state in icon and words', async () => {
    const { world, workbench, view } = scene();
    await view.expand('prod');
    await profileSays(view, 'prod', wholeOfProd);
    const rows = await view.rowsWhere('all rows', all => rowsUnder(all, 'prod').length === 18);
    assert.deepEqual(inLines(rowsUnder(rows, 'prod')), [
      '  globe eu-central-1 3 need attention',
      '    warning imports not logging · alias/partner-imports',
      '    warning reports key policy does not allow CloudTrail · alias/reports',
      '    lock search alias/search',
      '    warning warehouse key not available · delivery failing · alias/warehouse',
      '  globe eu-west-1 1 without SSE-KMS, 1 needs attention',
      '    unlock app-audit no KMS key',
      '    lock main alias/cloudtrail · all Regions',
      `    question org-trail key in another account · ${orgKey()} · all Regions · organization`,
      '    warning payments key disabled · delivery failing · alias/payments',
      '  globe eu-west-2 2 need attention',
      '    warning invoices key policy does not allow CloudTrail · alias/application',
      '    warning orders key does not exist · delivery failing · 5d1f0c3e-8b7a-4e62-9a41-c7d2e0b4f913',
      '  globe us-east-1 1 needs attention',
      '    warning legacy key pending deletion · alias/billing',
      '    lock us-audit alias/us-audit',
      '  circle-slash No trails in 14 Regions',
      '  organization Organization',
    ]);
    assert.equal(
      rows.find(({ label }) => label === 'prod')?.description,
      '1 without SSE-KMS, 7 need attention · 222222222222',
    );
    const calls = world.emulator.calls
      .list()
      .map(({ operation, region, params }) => JSON.stringify([operation, region, params]));
    assert.equal(new Set(calls).size, calls.length, 'a call was made twice');
    await workbench.screenshot('trails-states-dark');

    function orgKey(): string {
      return world.emulator.world.theKey('alias/org-cloudtrail').keyId;
    }
  });

  it('says all of it to those who do not see the icons', async () => {
    const heard = (await scene().view.rows()).map(({ ariaLabel }) => ariaLabel);
    for (const label of [
      'Profile prod, 1 without SSE-KMS, 7 need attention · 222222222222',
      'Region eu-west-1, 1 without SSE-KMS, 1 needs attention',
      'Trail app-audit, no KMS key',
      'Trail main, encrypted with SSE-KMS, alias/cloudtrail, all Regions',
      'Trail reports, needs attention, key policy does not allow CloudTrail, alias/reports',
      'No trails in 14 Regions',
      'Organization',
    ]) {
      assert.ok(
        heard.some(one => one.startsWith(label)),
        `${label}\n${heard.join('\n')}`,
      );
    }
    assert.ok(
      heard.some(one => one.startsWith('Trail org-trail, encryption unknown, key in another account,')),
    );
  });

  it('counts the trails that need action in its badge', async () => {
    await scene().workbench.containerBadgeIs('CloudTrail Encryption', '8');
  });

  it('shows what is known of a trail, line by line, and the reasons in sentences on hovering', async () => {
    const { workbench, view } = scene();
    await view.expand('payments');
    const rows = await view.rowsWhere('six details', all => rowsUnder(all, 'payments').length === 6);
    const details = rowsUnder(rows, 'payments').map(
      ({ icons, label, description }) => `${icons[0]} ${label}: ${description}`,
    );
    const [encryption, key, policy, bucket, delivery, validation, ...more] = details;
    assert.deepEqual(more, []);
    assert.equal(encryption, 'lock Encryption: SSE-KMS: alias/payments');
    assert.match(key ?? '', /^warning KMS key: Disabled · rotation on · [\da-f-]{36}$/);
    assert.equal(policy, 'law Key policy: allows CloudTrail');
    assert.equal(bucket, 'archive Log bucket: acme-payments-logs · eu-west-1 · Bucket Key off');
    assert.match(delivery ?? '', /^warning Delivery: failing: KMS\.DisabledException/);
    assert.equal(validation, 'verified Log file validation: on');
    const tooltip = await view.tooltip('payments');
    assert.match(tooltip, /payments — needs attention/);
    assert.match(tooltip, /arn:aws:cloudtrail:eu-west-1:222222222222:trail\/payments/);
    assert.match(tooltip, /The KMS key is disabled: no log file can be delivered or read\. Enable the key\./);
    await workbench.screenshot('trails-tooltip-dark');
    await view.chooseFromMenu('KMS key', 'Copy ARN');
    await clipboardIs(workbench, scene().world.emulator.world.theKey('alias/payments').arn);
    await view.chooseFromMenu('Log bucket', 'Copy ARN');
    await clipboardIs(workbench, 'arn:aws:s3:::acme-payments-logs');
    await view.chooseFromMenu('KMS key', 'Show Trails That Use a KMS Key');
    const under = await workbench.quickInput.itemsWhere('the trails', items => items.length === 1);
    assert.equal(under[0]?.label, 'payments');
    await workbench.quickInput.cancel();
    await view.collapse('payments');
  });

  it('shows only what needs attention, says so, and everything again', async () => {
    const { workbench, view } = scene();
    await view.clickTitleAction('Show Only Trails Needing Attention');
    const pressing = [
      'imports',
      'reports',
      'warehouse',
      'app-audit',
      'payments',
      'invoices',
      'orders',
      'legacy',
    ].join();
    await view.rowsWhere(
      `these trails alone: ${pressing}`,
      rows => labelsAtLevel(rows, 3).join() === pressing,
    );
    assert.equal(await view.description(), 'needing attention');
    await workbench.screenshot('trails-filtered-dark');
    await view.clickTitleAction('Show All Trails');
    await view.row('main');
    assert.equal(await view.description(), '');
  });

  it('copies the ARN of one trail from its row, and of several that are selected', async () => {
    const { workbench, view } = scene();
    await view.clickRowAction('app-audit', 'Copy ARN');
    await clipboardIs(workbench, 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/app-audit');
    await view.select('app-audit');
    await view.selectAlso('main');
    await view.selectAlso('us-audit');
    await view.chooseFromMenu('main', 'Copy ARN');
    await clipboardIs(
      workbench,
      [
        'arn:aws:cloudtrail:eu-west-1:222222222222:trail/app-audit',
        'arn:aws:cloudtrail:eu-west-1:222222222222:trail/main',
        'arn:aws:cloudtrail:us-east-1:222222222222:trail/us-audit',
      ].join('\n'),
    );
    await view.chooseFromMenu('main', 'Copy Name');
    await clipboardIs(workbench, 'app-audit\nmain\nus-audit');
    await view.select('No trails in 14 Regions');
    await view.collapse('app-audit');
  });

  it('asks for the trail when a command comes from the palette', async () => {
    const { workbench } = scene();
    await workbench.runCommand('CloudTrail Encryption: Copy Name');
    const items = await workbench.quickInput.itemsWhere('trails', all => all.length > 5);
    assert.equal(items[0]?.group, 'prod');
    assert.equal(items[0]?.label, 'imports');
    await workbench.quickInput.cancel();
  });

  it('shows a trail as JSON, read-only', async () => {
    const { workbench, view } = scene();
    await view.chooseFromMenu('app-audit', 'Show Trail as JSON');
    await workbench.editors.waitUntilActive('app-audit.json');
    const text = await workbench.editors.visibleTextWhere('the trail', shown => shown.includes('kmsKeyId'));
    assert.match(text, /"trailArn": "arn:aws:cloudtrail:eu-west-1:222222222222:trail\/app-audit"/);
    assert.match(text, /"kmsKeyId": null/);
    await workbench.screenshot('trails-json-dark');
    await workbench.runCommand('View: Close Editor');
  });

  it('opens a trail in the console of its partition', async () => {
    const { workbench, view } = scene();
    await view.expand('china');
    await profileSays(view, 'china', /1 trail/);
    await view.row('cn-all');
    await view.chooseFromMenu('cn-all', 'Open in AWS Console');
    // The window asks before it opens a page, and shortens the address; what it copies is whole.
    await workbench.dialogs.modal();
    await workbench.dialogs.choose('Copy');
    await clipboardIs(
      workbench,
      'https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/trails/arn:aws-cn:cloudtrail:cn-north-1:555555555555:trail/cn-all',
    );
    await view.collapse('china');
  });

  it('exports a report of what was read', async () => {
    const { world, workbench } = scene();
    await workbench.runCommand('CloudTrail Encryption: Export Report…');
    await workbench.quickInput.itemsWhere('formats', items => items.length === 4);
    await workbench.quickInput.accept('CSV');
    await workbench.quickInput.waitUntilOpen('Export Report');
    await workbench.quickInput.acceptUntilClosed();
    await workbench.editors.waitUntilActive('cloudtrail-encryption.csv');
    const lines = readFileSync(join(world.workspace, 'cloudtrail-encryption.csv'), 'utf8').split('\r\n');
    assert.equal(lines.length, 1 + 12 + 1 + 1, 'a heading, twelve trails of prod, one of china, and the end');
    assert.ok(
      lines.some(line => line.startsWith('"222222222222","eu-west-1","app-audit","not-encrypted","yes",')),
    );
    await workbench.runCommand('View: Close Editor');
  });

  it('groups the trails of all profiles by their state, and has them under their profiles again', async () => {
    const { workbench, view } = scene();
    await workbench.runCommand('CloudTrail Encryption: Group Trails by State');
    const rows = await view.rowsWhere(
      'four states, and no profile above them',
      all => all[0]?.label === 'No KMS key' && all.some(({ label }) => label === 'Encrypted with SSE-KMS'),
    );
    assert.deepEqual(labelsAtLevel(rows, 1).slice(0, 5), [
      'No KMS key',
      'Needs attention',
      'Encryption unknown',
      'Encrypted with SSE-KMS',
      'audit',
    ]);
    assert.deepEqual(labelsAtLevel(rowsUnder(rows, 'Encrypted with SSE-KMS'), 2), [
      'cn-all',
      'main',
      'search',
      'us-audit',
    ]);
    await workbench.screenshot('trails-by-state-dark');
    await workbench.runCommand('CloudTrail Encryption: Group Trails by Profile and Region');
    await view.row('prod');
    await view.expand('prod');
    await view.row('eu-west-1');
  });

  it('keeps what is expanded and selected when a profile is read again', async () => {
    const { world, view } = scene();
    await view.expand('app-audit');
    await view.collapse('eu-central-1');
    await view.select('Delivery');
    await profileSays(view, 'prod', wholeOfProd);
    const before = inLines(await view.rows());
    const asked = world.emulator.calls.count({ operation: 'DescribeTrails', account: '222222222222' });
    await view.clickRowAction('prod', 'Refresh');
    await view.rowsWhere(
      'the same rows after another reading',
      rows =>
        world.emulator.calls.count({ operation: 'DescribeTrails', account: '222222222222' }) === asked + 18 &&
        inLines(rows).join('\n') === before.join('\n'),
    );
    await profileSays(view, 'prod', wholeOfProd);
    assert.equal(await view.selectedLabel(), 'Delivery');
    await view.expand('eu-central-1');
    await view.collapse('app-audit');
  });

  it('reads one Region alone when the row stands for one', async () => {
    const { world, view } = scene();
    const all = () => world.emulator.calls.list({ operation: 'DescribeTrails' }).map(({ region }) => region);
    const before = all().length;
    await view.clickRowAction('us-east-1', 'Refresh');
    await view.rowsWhere('one more call', () => all().length > before);
    assert.deepEqual(all().slice(before), ['us-east-1']);
  });

  it('reads the chosen Regions alone, and all again when none is chosen', async () => {
    const { workbench, view } = scene();
    await workbench.runCommand('CloudTrail Encryption: Choose Regions…');
    await workbench.quickInput.waitUntilOpen('Choose Regions');
    await workbench.quickInput.type('us-east-1');
    await workbench.quickInput.toggle('us-east-1');
    await workbench.quickInput.accept();
    await profileSays(view, 'prod', /^1 needs attention · 222222222222$/);
    await view.rowsWhere('no other Region', rows => rows.every(({ label }) => label !== 'eu-central-1'));
    await workbench.runCommand('CloudTrail Encryption: Choose Regions…');
    await workbench.quickInput.type('us-east-1');
    await workbench.quickInput.itemsWhere('the choice', items => items[0]?.checked === true);
    await workbench.quickInput.toggle('us-east-1');
    await workbench.quickInput.accept();
    await profileSays(view, 'prod', wholeOfProd);
  });

  it('shows the chosen profiles alone', async () => {
    const { workbench, view } = scene();
    await workbench.runCommand('CloudTrail Encryption: Choose Profiles…');
    const items = await workbench.quickInput.itemsWhere('profiles', all => all.length === 11);
    assert.ok(items.every(item => item.checked));
    assert.match(await workbench.quickInput.placeholder(), /; none selected means all profiles$/);
    await workbench.quickInput.toggle('vault');
    await workbench.quickInput.toggle('data-science');
    await workbench.quickInput.accept();
    await workbench.quickInput.itemsWhere('where', all => all.length === 2);
    await workbench.quickInput.accept('In This Workspace');
    await view.rowsWhere('nine profiles', rows => rows.filter(({ level }) => level === 1).length === 9);
    await workbench.runCommand('CloudTrail Encryption: Choose Profiles…');
    await workbench.quickInput.itemsWhere('profiles', all => all.length === 11);
    await workbench.quickInput.toggle('vault');
    await workbench.quickInput.toggle('data-science');
    await workbench.quickInput.accept();
    await workbench.quickInput.itemsWhere('where', all => all.length === 2);
    await workbench.quickInput.accept('In Every Workspace');
    await view.rowsWhere('all profiles', rows => rows.filter(({ level }) => level === 1).length === 11);
  });

  it('is worked by the keyboard alone', async () => {
    const { workbench, view } = scene();
    const { page } = workbench;
    await view.collapse('prod');
    await workbench.runCommand('CloudTrail Encryption: Focus on Trails View');
    await new Keyboard(page).moveToRow('prod');
    await page.keyboard.press('ArrowRight');
    await view.row('eu-central-1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await view.row('Delivery');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+F10');
    await page.locator('.context-view .monaco-menu').last().waitFor();
    await page.keyboard.press('Escape');
    await view.rowsWhere('the details hidden', rows => rows.every(({ label }) => label !== 'Delivery'));
  });

  it('has told each call in its log, and no secret', async () => {
    const { workbench } = scene();
    await workbench.runCommand('CloudTrail Encryption: Show Log');
    const { page } = workbench;
    const log = page.locator('.part.panel .view-lines').first();
    await log.filter({ hasText: '[info]' }).waitFor();
    // The page holds the lines on screen alone; the clipboard takes all of them.
    await page
      .locator('.part.panel .monaco-editor')
      .first()
      .click({ position: { x: 60, y: 40 } });
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+c');
    const text = await workbench.clipboard();
    assert.match(text, /\[prod\] cloudtrail:DescribeTrails us-east-1: 200 \(\d+ ms, request [\w-]+\)/);
    assert.match(text, /\[china\] cloudtrail:DescribeTrails cn-north-1: 200 /);
    assert.doesNotMatch(text, /secret-of|AKIADEMO|Signature=|demo-token/);
    await workbench.runCommand('View: Hide Panel');
  });

  it('is legible in every kind of theme', async () => {
    const { workbench } = scene();
    for (const [theme, name, kind] of [
      ['Light Modern', 'light', 'light'],
      ['Dark High Contrast', 'high-contrast', 'highContrast'],
      ['Light High Contrast', 'high-contrast-light', 'highContrastLight'],
      ['Dark Modern', 'dark', 'dark'],
    ] as const) {
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.quickInput.type(theme);
      await workbench.quickInput.itemsWhere(theme, items => items[0]?.label === theme);
      await workbench.quickInput.accept(theme);
      await workbench.quickInput.waitUntilClosed();
      await waitFor(
        () => workbench.page.evaluate(colorOfOpenLock),
        color =>
          color === contributedColor('cloudtrailEncryption.noKeyForeground', kind) ? true : undefined,
        color => `the open lock in its colour for ${theme}; it is ${color}`,
      );
      // Away from the edge of the side bar, which would be lit.
      await workbench.page.mouse.move(960, 300);
      await workbench.screenshot(`trails-${name}`);
    }
  });
});

/** Undefined while it is not drawn. */
const colorOfOpenLock =
  "[...document.querySelectorAll('.part.sidebar .codicon-unlock')].map(lock => getComputedStyle(lock).color)[0]";

async function clipboardIs(workbench: Workbench, expected: string): Promise<void> {
  await waitFor(
    () => workbench.clipboard(),
    text => (text === expected ? true : undefined),
    text => `the clipboard to hold\n${expected}\nIt holds\n${text}`,
  );
}

/** A colour of the manifest as the browser tells it. */
function contributedColor(id: string, theme: string): string {
  const { contributes }: Manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
  );
  const hex = contributes.colors.find(color => color.id === id)?.defaults[theme] ?? '';
  return `rgb(${[1, 3, 5].map(start => Number.parseInt(hex.slice(start, start + 2), 16)).join(', ')})`;
}

interface Manifest {
  readonly contributes: {
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}
