import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ChosenProfiles } from '../../../src/editor/chosenProfiles.ts';
import { commandList } from '../../../src/editor/commands/commandList.ts';
import { commands, section, settings } from '../../../src/editor/contributions.ts';
import { readSettings } from '../../../src/editor/settings.ts';
import { printFigure } from '../longestStretch.ts';
import { Storage } from '../storage.ts';

describe('the extension in VS Code', () => {
  const id = 'cloudtrail-encryption.cloudtrail-encryption';

  before(async () => {
    await vscode.extensions.getExtension(id)?.activate();
  });

  it('has registered every command of its manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter(command => !registered.has(command)),
      [],
    );
    assert.deepEqual(commandList.map(({ id }) => id).sort(), Object.values(commands).sort());
  });

  it('activates within its budget, as VS Code measures it', async () => {
    await vscode.commands.executeCommand('perfview.show');
    const row = await rowOfStartupPerformance(id);
    const [, load, call] = /\|\s*(?:true|false)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/.exec(row) ?? [];
    printFigure('reading the entry file', Number(load), 100);
    printFigure('activate()', Number(call), 20);
  });
});

/** The page "Startup Performance" has a table with a row for each extension, and fills it by and by. */
async function rowOfStartupPerformance(id: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const page = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    const row = page
      ?.getText()
      .split('\n')
      .find(line => line.includes(id));
    if (row !== undefined) {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      return row;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('VS Code tells nothing of the extension');
}

describe('settings', () => {
  afterEach(async () => {
    for (const name of [settings.profiles, settings.regions, settings.concurrency]) {
      await set(name, undefined);
    }
  });

  it('of the wrong shape count as not set', async () => {
    await set(settings.profiles, 'prod');
    await set(settings.regions, { first: 'eu-west-1' });
    await set(settings.concurrency, 'many');
    assert.deepEqual(readSettings(), { regions: [], concurrency: 20 });
    assert.deepEqual(new ChosenProfiles(new Storage()).names, []);
  });

  it('keep what can be used, within bounds', async () => {
    await set(settings.profiles, ['prod', 7, '', null]);
    await set(settings.concurrency, 1e9);
    assert.deepEqual(new ChosenProfiles(new Storage()).names, ['prod']);
    assert.equal(readSettings().concurrency, 100);
    await set(settings.concurrency, -3);
    assert.equal(readSettings().concurrency, 1);
  });
});

describe('the profiles that are chosen', () => {
  afterEach(() => set(settings.profiles, undefined));

  it('are those of this workspace where it has a choice, also of all, else those of the settings', async () => {
    await set(settings.profiles, ['prod']);
    const storage = new Storage();
    const chosen = new ChosenProfiles(storage);
    assert.deepEqual([chosen.names, chosen.forWorkspace], [['prod'], undefined]);
    await chosen.chooseForWorkspace(['dev', 'audit']);
    assert.deepEqual(new ChosenProfiles(storage).names, ['dev', 'audit']);
    await chosen.chooseForWorkspace([]);
    assert.deepEqual([chosen.names, chosen.forWorkspace], [[], []]);
    await chosen.chooseEverywhere(['dev']);
    assert.deepEqual([chosen.names, chosen.forWorkspace], [['dev'], undefined]);
    const inspected = vscode.workspace.getConfiguration(section).inspect(settings.profiles);
    assert.deepEqual([inspected?.globalValue, inspected?.workspaceValue], [['dev'], undefined]);
    chosen.dispose();
  });
});

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}
