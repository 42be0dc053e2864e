import * as vscode from 'vscode';
import { section, settings } from './contributions.ts';
import { strings } from './settings.ts';

/**
 * Which profiles are shown: those chosen for this workspace, else those of the settings; none = all. The choice for a
 * workspace is kept in its storage on this machine, not in its files, so that sharing a repository shares no names of
 * accounts.
 */
export class ChosenProfiles implements vscode.Disposable {
  readonly #storage: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  readonly onDidChange = this.#changes.event;

  constructor(storage: vscode.Memento) {
    this.#storage = storage;
    this.#listening = vscode.workspace.onDidChangeConfiguration(
      change =>
        change.affectsConfiguration(`${section}.${settings.profiles}`) &&
        this.forWorkspace === undefined &&
        this.#changes.fire(),
    );
  }

  get names(): readonly string[] {
    return this.forWorkspace ?? namesOf(settings.profiles);
  }

  /** Undefined where nothing was chosen for this workspace. */
  get forWorkspace(): readonly string[] | undefined {
    const stored: unknown = this.#storage.get(storageKey);
    return stored === undefined ? undefined : strings(stored);
  }

  async chooseForWorkspace(names: readonly string[]): Promise<void> {
    await this.#storage.update(storageKey, names);
    this.#changes.fire();
  }

  /** Takes a profile to those that are shown. Without a choice all are: it would be the only one. */
  async include(name: string): Promise<void> {
    const { names } = this;
    if (names.length > 0 && !names.includes(name)) {
      await this.chooseForWorkspace([...names, name]);
    }
  }

  /** For every workspace that has no choice of its own; this one has none any more. */
  async chooseEverywhere(names: readonly string[]): Promise<void> {
    await this.#storage.update(storageKey, undefined);
    await vscode.workspace
      .getConfiguration(section)
      .update(settings.profiles, names, vscode.ConfigurationTarget.Global);
    this.#changes.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changes.dispose();
  }
}

/** The profiles that are read when a window opens, by the settings. */
export function readOnOpen(): readonly string[] {
  return namesOf(settings.readOnOpen);
}

const storageKey = 'profiles';

function namesOf(setting: string): readonly string[] {
  return strings(vscode.workspace.getConfiguration(section).get(setting));
}
