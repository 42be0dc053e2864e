// npm run pictures: see scripts/pictures.mjs, which checks the names. Each picture is a scene of the demonstration, in a window of its own.

import { join } from 'node:path';
import { profileSays } from '../e2e/trails/useTrails.ts';
import { waitFor } from '../e2e/workbench/waitFor.ts';
import { Workbench } from '../e2e/workbench.ts';
import { closeAll } from '../host/cleanup.ts';
import { packagedExtension } from '../host/package.ts';
import type { Theme } from '../host/settings.ts';
import { openWindow } from '../host/window.ts';
import { packColours } from './colours.ts';
import { prepareWorld } from './world.ts';

type Scene = {
  readonly theme: Theme;
  /** No larger than what it shows; the Marketplace has room for a width of 1200. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly play: (workbench: Workbench) => Promise<void>;
};

/** By the names of their files in media/screenshots. */
const scenes: Readonly<Record<string, Scene>> = {
  'trails-in-code': {
    theme: 'dark',
    play: async workbench => {
      await openViews(workbench);
      const trails = workbench.view('Trails');
      await trails.expand('prod');
      await profileSays(trails, 'prod', /need attention/);
      await trails.collapse('eu-central-1');
      await workbench.view('Trails in Code').clickWelcomeButton('Scan Workspace');
      await workbench
        .view('Trails in Code')
        .rowsWhere('the link to AWS', rows => rows.some(({ description }) => description.includes('in AWS')));
      await trails.select('app-audit');
      await showAppAudit(workbench);
      await waitFor(
        () => workbench.editors.hover(),
        text => (text.includes('Security Hub') && !text.includes('Checking') ? true : undefined),
        text => `the whole hover:\n${text}`,
      );
    },
  },
  'light-bulb': {
    theme: 'light',
    size: { width: 1000, height: 640 },
    play: async workbench => {
      await openViews(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await showAppAudit(workbench);
      await workbench.editors.quickFixes();
    },
  },
  'wizard-review': {
    theme: 'dark',
    play: async workbench => {
      await openViews(workbench);
      const trails = workbench.view('Trails');
      await workbench.view('Trails in Code').fold();
      await trails.expand('prod');
      await profileSays(trails, 'prod', /need attention/);
      await trails.collapse('eu-central-1');
      await trails.clickRowAction('app-audit', 'Enable SSE-KMS');
      const { quickInput } = workbench;
      await quickInput.waitUntilOpen('KMS Key of app-audit');
      await quickInput.itemsWhere('keys', items => items.some(({ label }) => label === 'alias/application'));
      await quickInput.accept('alias/application');
      await quickInput.waitUntilOpen('Review: Enable SSE-KMS on app-audit');
      await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    },
  },
  profiles: {
    theme: 'light',
    size: { width: 1000, height: 660 },
    play: async workbench => {
      await openViews(workbench);
      const trails = workbench.view('Trails');
      await workbench.view('Trails in Code').fold();
      await workbench.widenSideBar(700);
      for (const [profile, pattern] of [
        ['audit', /trails/],
        ['dev', /without SSE-KMS/],
        ['staging', /expired/],
        ['contractor', /without SSE-KMS/],
        ['vault', /failed/],
      ] as const) {
        await trails.expand(profile);
        await profileSays(trails, profile, pattern);
        if (profile === 'audit' || profile === 'dev') await trails.collapse(profile);
      }
    },
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  if (process.argv.includes(name)) await take(name, scene);
}
await closeAll();
process.exit(0);

async function take(
  name: string,
  { theme, size = { width: 1200, height: 750 }, play }: Scene,
): Promise<void> {
  const world = await prepareWorld();
  const window = await openWindow({
    workspace: world.workspace,
    extension: { vsix: packagedExtension },
    others: [packColours(world.folder)],
    env: world.env,
    theme,
    settings: { 'editor.stickyScroll.enabled': false },
  });
  try {
    const page = window.page();
    await page.setViewportSize(size);
    await play(new Workbench(window));
    const path = join(import.meta.dirname, '../../media/screenshots', `${name}.png`);
    await page.screenshot({ path, caret: 'hide', animations: 'disabled' });
    console.log(path);
  } finally {
    await window.close();
    await world.close();
  }
}

async function openViews(workbench: Workbench): Promise<void> {
  await workbench.openContainer('CloudTrail Encryption');
  await workbench.view('Trails').row('prod');
  await workbench.widenSideBar(480);
}

async function showAppAudit(workbench: Workbench): Promise<void> {
  await workbench.editors.open('infra/audit.tf');
  await workbench.editors.squigglesWhere('warning', count => count > 0);
  await workbench.editors.goTo(17, 14);
}
