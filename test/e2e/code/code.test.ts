import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { prepareWorld, type World } from '../../demo/world.ts';
import type { Settings, Theme } from '../../host/settings.ts';
import { profileSays } from '../trails/useTrails.ts';
import { useWorkbench } from '../useWorkbench.ts';
import type { Problem } from '../workbench/problems.ts';
import type { Row } from '../workbench/treeView.ts';
import { waitFor } from '../workbench/waitFor.ts';

const noKey = /^Trail aws_cloudtrail\.app_audit has no KMS key/;

describe('trails in code', () => {
  let world: World;
  const workbench = useWorkbench(async () => {
    world = await prepareWorld();
    const { workspace, env } = world;
    mkdirSync(join(workspace, 'windows'));
    writeFileSync(join(workspace, 'windows/crlf.tf'), `\uFEFF${windowsText}`);
    mkdirSync(join(workspace, 'new'));
    writeFileSync(join(workspace, 'new/typed.tf'), '');
    writeFileSync(join(workspace, 'new/plain.tf'), '\n');
    return {
      workspace,
      env,
      settings: {
        'editor.autoClosingBrackets': 'never',
        'editor.autoClosingQuotes': 'never',
        'editor.autoIndent': 'none',
        'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
        'editor.wordBasedSuggestions': 'off',
      },
    };
  });

  after(() => world.close());

  it('are looked for by a scan where a command has found none yet', async () => {
    const { dialogs } = workbench();
    const scanFirst = { severity: 'info', buttons: ['Scan Workspace'] };
    await workbench().runCommand('CloudTrail Encryption: Fix All Findings…');
    const { message: nothing, ...fixAll } = await dialogs.notification(/^There is nothing to fix/);
    assert.deepEqual(fixAll, scanFirst, nothing);
    await workbench().runCommand('CloudTrail Encryption: Go to Declaration');
    const { message: none, ...goTo } = await dialogs.notification(/^No trail declaration/);
    assert.deepEqual(goTo, scanFirst, none);
    await dialogs.clearNotifications();
  });

  it('appear as a squiggle and a problem when a file is opened', async () => {
    const { editors, problems } = workbench();
    await editors.open('infra/audit.tf');
    await editors.squigglesWhere('warning', count => count === 1);
    await problems.open();
    const found = await problems.listWhere('the trail', all => all.length > 0);
    assert.deepEqual(
      found.map(({ severity, source, code, position }) => ({ severity, source, code, position })),
      [
        {
          severity: 'warning',
          source: 'CloudTrail Encryption',
          code: 'no-kms-key',
          position: 'Ln 17, Col 1',
        },
      ],
    );
    assert.match(found[0]?.message ?? '', noKey);
    await waitFor(
      () => workbench().statusBarTexts(),
      texts => texts.find(text => text.includes('CloudTrail: 1 trail, 1 without SSE-KMS')),
      texts => `the language status among: ${texts.join(' | ')}`,
    );
    await problems.openPage('no-kms-key');
    await editors.waitUntilRendered('no-kms-key.md');
    await workbench().screenshot('code-page');
    await editors.closeAll();
  });

  it('are explained by a hover', async () => {
    const { editors } = workbench();
    await editors.open('infra/audit.tf');
    await editors.goTo(17, 14);
    const parts = ['app-audit — no KMS key', 'SSE-S3 only', 'Security Hub CloudTrail.2'];
    await waitFor(
      () => editors.hover(),
      text => (parts.every(part => text.includes(part)) ? true : undefined),
      text => `${parts.join(', ')} in the hover:\n${text}`,
    );
    await workbench().screenshot('code-hover');
    await editors.press('Escape');
  });

  it('can be mended by each fix of the light bulb, and that undone', async () => {
    const { editors, problems } = workbench();
    await editors.open('infra/audit.tf');
    await editors.goTo(17, 14);
    const titles = await editors.quickFixes();
    await workbench().screenshot('code-light-bulb');
    await editors.closeMenu();
    assert.deepEqual(
      titles.filter(title => !/copilot|chat/i.test(title)),
      [
        'Encrypt with KMS key aws_kms_key.logs',
        'Create KMS key aws_kms_key.cloudtrail (policy, alias, rotation) and use it',
        'Choose a Key from AWS…',
        'Ignore no-kms-key here',
      ],
    );
    const written = [
      'aws_kms_key.logs.arn',
      'aws_kms_key.cloudtrail.arn',
      'cloudtrail-encryption:ignore no-kms-key',
    ];
    const fixing = titles.filter(title => !title.startsWith('Choose a Key'));
    for (const [index, title] of fixing.entries()) {
      const part = written[index] ?? '';
      await editors.goTo(17, 14);
      await editors.applyQuickFix(title);
      await editors.visibleTextWhere(part, text => text.includes(part));
      await problems.listWhere('none', all => all.length === 0);
      await workbench().screenshot(`code-fix-${index + 1}`);
      await editors.focus();
      await editors.undo();
      await editors.visibleTextWhere('the former text', text => !text.includes(part));
      await problems.listWhere('the trail', all => all.length === 1);
    }
    await editors.save();
  });

  /** VS Code's own tools for a language report what is not installed. */
  const ours = (all: readonly Problem[]) => all.filter(({ source }) => source === 'CloudTrail Encryption');
  // One sample of each language, with the line that its squiggle begins in.
  const samples: readonly [file: string, line: number, isMended: boolean][] = [
    ['services/tickets/template.yaml', 11, true],
    ['services/sign-ups/serverless.yml', 20, true],
    ['services/shop/lib/audit-stack.ts', 22, true],
    ['services/branches/Pulumi.yaml', 10, true],
    ['services/loyalty/AuditStack.cs', 12, true],
    ['services/parcels/main.go', 11, true],
    ['services/payments/src/main/java/com/acme/payments/AuditStack.java', 13, true],
    ['playbooks/warehouses.yml', 7, true],
    ['clusters/crossplane.yaml', 2, true],
    ['clusters/ack.yaml', 2, true],
    ['infra/branches/terragrunt.hcl', 1, true],
    ['infra/stores/trails.tfcomponent.hcl', 15, true],
    ['infra/plans/tfplan.json', 14, false],
  ];
  for (const [file, line, isMended] of samples) {
    it(`are found in ${file}, where they are, and mended`, async () => {
      const { editors, problems } = workbench();
      await editors.closeAll();
      await editors.open(file);
      const [found, ...others] = ours(await problems.listWhere('the trail', all => ours(all).length > 0));
      assert.deepEqual(others, []);
      assert.match(found?.position ?? '', new RegExp(`^Ln ${line}, `));
      const column = Number(/Col (\d+)/.exec(found?.position ?? '')?.[1]);
      await editors.goTo(line, column);
      if (isMended) {
        await editors.applyFirstQuickFix(title => !title.startsWith('Choose a Key'));
        await problems.listWhere('none', all => ours(all).length === 0);
        await workbench().screenshot(`code-${file.replace(/[/.]/g, '-')}`);
        await editors.focus();
        await editors.undo();
        await problems.listWhere('the trail again', all => ours(all).length === 1);
      }
    });
  }

  it('are found while one types, and gone when the key is typed', async () => {
    const { editors } = workbench();
    await editors.closeAll();
    await editors.open('new/typed.tf');
    await editors.type(
      'resource "aws_cloudtrail" "typed" {\n  s3_bucket_name = "logs"\n  name = "typed"\n}\n',
    );
    await editors.squigglesWhere('warning', count => count === 1);
    await editors.goTo(2, 1);
    await editors.type('  kms_key_id = "arn:aws:kms:eu-west-1:222222222222:key/1"\n');
    await editors.squigglesWhere('warning', count => count === 0);
    await editors.save();
  });

  it('keep CRLF and the mark at the beginning when they are mended', async () => {
    const { editors, problems } = workbench();
    await editors.open('windows/crlf.tf');
    await problems.listWhere('the trail', all => all.some(({ position }) => position === 'Ln 2, Col 1'));
    await editors.goTo(2, 14);
    await editors.applyQuickFix('Encrypt with KMS key aws_kms_key.logs');
    await editors.visibleTextWhere('the key', text => text.includes('kms_key_id     = aws_kms_key.logs.arn'));
    await editors.save();
    const expected = `\uFEFF${windowsText.replace('"logs"\r\n', '"logs"\r\n  kms_key_id     = aws_kms_key.logs.arn\r\n')}`;
    await waitFor(
      async () => readFileSync(join(world.workspace, 'windows/crlf.tf'), 'utf8'),
      text => (text === expected ? true : undefined),
      text => `the file with the key: ${JSON.stringify(text)}`,
    );
    await editors.undo();
    await editors.visibleTextWhere('the former text', text => !text.includes('kms_key_id'));
    await editors.save();
  });

  it('of the whole workspace are found by a scan and listed by file, but for what is excluded', async () => {
    const { editors } = workbench();
    await editors.open('clusters/ack.yaml');
    await editors.squigglesWhere('warning', count => count > 0);
    writeSettings({});
    // VS Code has read the settings.
    await editors.squigglesWhere('warning', count => count === 0);
    await editors.closeAll();
    await workbench().openContainer('CloudTrail Encryption');
    const view = workbench().view('Trails in Code');
    await workbench().runCommand('View: Toggle Panel Visibility');
    assert.match(await view.welcome(), /^Trails declared in this workspace are listed here/);
    await workbench().screenshot('code-welcome');
    await view.clickWelcomeButton('Scan Workspace');
    const described = (rows: readonly Row[]) =>
      rows.map(({ level, icons, label, description }) =>
        `${'  '.repeat(level - 1)}${level === 1 ? '' : `${icons} `}${label} ${description}`.trimEnd(),
      );
    const expected = [
      'audit.tf 1 without SSE-KMS · infra',
      '  unlock app-audit no KMS key · aws_cloudtrail.app_audit',
      'main.tf 1 needs attention · infra/modules/audit-trail',
      '  warning aws_cloudtrail.this KMS key for some inputs only',
      'teams.tf 1 without SSE-KMS · infra',
      '  lock payments SSE-KMS · aws_kms_key.logs · module.payments_audit.aws_cloudtrail.this',
      '  unlock orders no KMS key · module.orders_audit.aws_cloudtrail.this',
      'typed.tf 1 trail · new',
      '  lock typed SSE-KMS · arn:aws:kms:eu-west-1:222222222222:key/1 · aws_cloudtrail.typed',
      'template.json 1 without SSE-KMS · services/billing',
      '  unlock legacy no KMS key · LegacyTrail',
      'template.yaml 1 needs attention · services/warehouse',
      '  warning warehouse KMS key for some inputs only · DataTrail',
      'crlf.tf 1 without SSE-KMS · windows',
      '  unlock windows no KMS key · aws_cloudtrail.main',
    ];
    await view.rowsWhere('every file', rows => isDeepStrictEqual(described(rows), expected));
    // From the palette, a scan shows the view, whatever the side bar has.
    await workbench().openContainer('Explorer');
    await workbench().runCommand('CloudTrail Encryption: Scan Workspace');
    await view.rowsWhere('every file again', rows => isDeepStrictEqual(described(rows), expected));
    assert.match(await view.description(), /^scanned \d/);
    await workbench().screenshot('code-view');
    // Nothing was read of AWS, so nothing can have been found there.
    await workbench().runCommand('CloudTrail Encryption: Show Trail in AWS');
    await workbench().dialogs.notification(/^No trail has been read yet\. Expand a profile/);
    await workbench().dialogs.clearNotifications();
  });

  it('leave the list with their file when it is excluded', async () => {
    const view = workbench().view('Trails in Code');
    await view.chooseFromMenu('typed.tf', 'Exclude File from Findings');
    await view.rowsWhere('no row of the file', rows => rows.every(({ label }) => !/^typed/.test(label)));
  });

  it('are opened at their declaration by a click', async () => {
    const { editors } = workbench();
    const view = workbench().view('Trails in Code');
    await view.select('legacy');
    await editors.waitUntilActive('template.json');
    assert.match(await editors.position(), /^Ln 4, Col/);
    await editors.squigglesWhere('warning', count => count === 1);
    await view.select('orders');
    await editors.waitUntilActive('teams.tf');
    assert.match(await editors.position(), /^Ln 44, Col/);
  });

  it('and in AWS know of each other', async () => {
    const trails = workbench().view('Trails');
    await trails.expand('prod');
    await trails.rowsWhere('the trails', rows => rows.some(({ label }) => label === 'app-audit'));
    const code = workbench().view('Trails in Code');
    const declared = await code.rowsWhere('the link', rows =>
      rows.some(({ description }) => description.includes('in AWS')),
    );
    assert.equal(
      declared.find(({ label }) => label === 'app-audit')?.description,
      'no KMS key · in AWS: prod (222222222222) · aws_cloudtrail.app_audit',
    );
    await profileSays(trails, 'prod', /need attention/);
    await trails.expand('app-audit');
    const rows = await trails.rowsWhere('its place', all => all.some(({ label }) => label === 'Declared in'));
    assert.equal(rows.find(({ label }) => label === 'Declared in')?.description, 'infra/audit.tf:17');
    await trails.select('Declared in');
    await workbench().editors.waitUntilActive('audit.tf');
    assert.match(await workbench().editors.position(), /^Ln 17, Col 1/);
    const [payments] = await code
      .rowsWhere('the key that is broken in AWS', all =>
        all.some(({ label, icons }) => label === 'payments' && icons.includes('warning')),
      )
      .then(all => all.filter(({ label }) => label === 'payments'));
    assert.equal(
      payments?.description,
      'SSE-KMS · aws_kms_key.logs · in AWS: alias/payments needs attention · module.payments_audit.aws_cloudtrail.this',
    );
    await workbench().screenshot('code-and-aws');
    await code.chooseFromMenu('payments', 'Show Trail in AWS');
    await waitFor(
      () => trails.selectedLabel(),
      label => (label === 'payments' ? true : undefined),
      label => `payments selected; it is ${label}`,
    );
    await trails.chooseFromMenu('payments', 'Go to Declaration');
    await workbench().editors.waitUntilActive('teams.tf');
    assert.match(await workbench().editors.position(), /^Ln 37, Col 1/);
  });

  it('are reached from the palette', async () => {
    const { quickInput, editors } = workbench();
    await workbench().runCommand('CloudTrail Encryption: Go to Declaration');
    await quickInput.waitUntilOpen();
    await quickInput.type('legacy');
    await quickInput.accept('LegacyTrail');
    await editors.waitUntilActive('template.json');
    await workbench().runCommand('CloudTrail Encryption: Fix Declared Trail…');
    await quickInput.waitUntilOpen();
    const offered = (await quickInput.items()).map(({ label, description }) => `${label} ${description}`);
    assert.ok(offered.includes('LegacyTrail legacy · no KMS key'), offered.join('\n'));
    assert.deepEqual(
      offered.filter(one => one.includes('payments')),
      [],
      'what has a key needs no fix',
    );
    await quickInput.cancel();
  });

  it('are all fixed in one edit that is looked over first, and that undone at once', async () => {
    const { editors, dialogs, refactoring } = workbench();
    const view = workbench().view('Trails in Code');
    const before = textsBelow(world.workspace);
    await editors.closeAll();
    await workbench().runCommand('CloudTrail Encryption: Fix All Findings…');
    const rows = await refactoring.rowsWhere(all => all.length > 0);
    await workbench().screenshot('code-fix-all');
    const files = ['audit.tf', 'main.tf', 'teams.tf'];
    assert.ok(
      files.every(file => rows.some(row => row.startsWith(file))),
      rows.join('\n'),
    );
    await refactoring.apply();
    const without = /without SSE-KMS|^no KMS key/;
    await view.rowsWhere('no trail without a key', all => all.every(one => !without.test(one.description)));
    const told = await dialogs.notification(/^Fixed \d/);
    assert.match(told.message, /^Fixed \d findings in \d files\. Undo reverts all of it\.$/);
    await workbench().screenshot('code-fixed');
    await editors.open('infra/audit.tf');
    await editors.undo();
    await workbench().screenshot('code-undo');
    await view.rowsWhere('a trail without a key again', all =>
      all.some(one => without.test(one.description)),
    );
    // The undo is in the editors; what VS Code has saved of the fixes is on disk until they are saved.
    await workbench().runCommand('File: Save All Files');
    await waitFor(
      async () => textsBelow(world.workspace),
      after => isDeepStrictEqual(after, before) || undefined,
      after =>
        `every file as it was; changed are ${[...after].filter(([name, text]) => before.get(name) !== text).join('\n')}`,
    );
  });

  it('say their state above themselves when a setting asks for it, and a click opens the fixes', async () => {
    const { editors } = workbench();
    writeSettings({ 'cloudtrailEncryption.codeLens.enabled': true });
    await editors.open('infra/teams.tf');
    const lenses = await editors.codeLensesWhere(texts => texts.length === 2 && texts.every(Boolean));
    assert.deepEqual(lenses, [
      'SSE-KMS · aws_kms_key.logs · in AWS: alias/payments needs attention',
      'no KMS key · in AWS: 5d1f0c3e-8b7a-4e62-9a41-c7d2e0b4f913',
    ]);
    await editors.clickCodeLens(lenses[1] ?? '');
    const titles = await editors.quickFixesShown();
    await workbench().screenshot('code-lens');
    await editors.closeMenu();
    assert.equal(titles[0], 'Pass KMS key aws_kms_key.logs as kms_key_id to module.orders_audit');
    assert.match(await editors.position(), /^Ln 44, Col 1/);
  });

  for (const theme of ['light', 'high contrast'] as const) {
    it(`are shown in the theme "${theme}"`, async () => {
      const { editors } = workbench();
      writeSettings({ 'workbench.colorTheme': themeNames[theme] });
      await editors.open('infra/audit.tf');
      await workbench().page.locator(themeClass[theme]).first().waitFor();
      await editors.goTo(17, 14);
      await editors.quickFixes();
      await workbench().screenshot(`code-${theme.replaceAll(' ', '-')}`);
      await editors.closeMenu();
    });
  }

  it('are found when the window opens, where a setting asks for it', async () => {
    writeSettings({ 'cloudtrailEncryption.scan.onOpen': true });
    await workbench().editors.closeAll();
    await workbench().restart();
    await workbench().openContainer('CloudTrail Encryption');
    const view = workbench().view('Trails in Code');
    await view.rowsWhere('every file', all => all.some(({ label }) => label === 'teams.tf'));
    assert.match(await view.description(), /^scanned \d/);
  });

  it('are said to be none in the language status while a file names CloudTrail', async () => {
    const { editors } = workbench();
    await editors.open('new/plain.tf');
    await statusIs(undefined);
    await editors.type('# cloudtrail');
    await statusIs('CloudTrail: no trails, no trail declaration found in this file');
    for (const _ of 'cloudtrail') await editors.press('Backspace');
    await statusIs(undefined);
    await workbench().runCommand('File: Save All Files');
    await editors.closeAll();

    async function statusIs(expected: string | undefined): Promise<void> {
      await waitFor(
        () => workbench().statusBarTexts(),
        texts => {
          const found = texts.find(text => text.includes('CloudTrail: '));
          return (expected === undefined ? found === undefined : found?.includes(expected)) || undefined;
        },
        texts => `${expected ?? 'no status'} among: ${texts.join(' | ')}`,
      );
    }
  });

  function writeSettings(settings: Settings): void {
    const exclude = samples.map(([file]) => file);
    const folder = join(world.workspace, '.vscode');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({ 'cloudtrailEncryption.diagnostics.exclude': exclude, ...settings }),
    );
  }
});

const themeNames = {
  light: 'Default Light Modern',
  'high contrast': 'Default High Contrast',
} satisfies Partial<Record<Theme, string>>;

const themeClass = { light: '.monaco-workbench.vs', 'high contrast': '.monaco-workbench.hc-black' } as const;

const windowsText = `# größer
resource "aws_cloudtrail" "main" {
  name           = "windows"
  s3_bucket_name = "logs"
}

resource "aws_kms_key" "logs" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
      Resource  = "*"
    }]
  })
}
`.replaceAll('\n', '\r\n');

/** The files of a folder and what is in each, by path. */
function textsBelow(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter(name => statSync(join(folder, name)).isFile());
  return new Map(files.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
}
