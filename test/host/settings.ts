import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Theme = 'light' | 'dark' | 'high contrast' | 'high contrast light';

export type Settings = Readonly<Record<string, unknown>>;

/** Writes the user settings of a window in which nothing moves by itself. */
export function writeUserSettings(userDataDir: string, theme: Theme, additions: Settings): void {
  const folder = join(userDataDir, 'User');
  mkdirSync(folder, { recursive: true });
  const settings = { ...calm, 'workbench.colorTheme': themeIds[theme], ...additions };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

const themeIds: Readonly<Record<Theme, string>> = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high contrast': 'Default High Contrast',
  'high contrast light': 'Default High Contrast Light',
};

const calm: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.editor.empty.hint': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'update.mode': 'none',
  'security.workspace.trust.enabled': false,
  'window.titleBarStyle': 'custom',
  'window.dialogStyle': 'custom',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'remote.autoForwardPorts': false,
  'remote.restoreForwardedPorts': false,
};
