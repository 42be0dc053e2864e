import * as vscode from 'vscode';
import {
  type CodeConfiguration,
  configurationProperties,
  defaultKeyOf,
  isLeftOut,
  layered,
  readConfiguration,
} from '../../core/iac/configuration/configuration.ts';
import type { InputSet } from '../../core/iac/inputs.ts';
import type { LanguageId } from '../../core/iac/languageTable.ts';
import { section, settings } from '../contributions.ts';
import type { ConfigurationFiles } from './configurationFiles.ts';
import { inputSetting } from './inputs.ts';

/** Whether findings in a file are reported as problems at all. */
export function isEnabled(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get(settings.diagnosticsEnabled) !== false;
}

export function showsLenses(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get(settings.codeLensEnabled) === true;
}

export function scansOnOpen(): boolean {
  return vscode.workspace.getConfiguration(section).get(settings.scanOnOpen) === true;
}

/**
 * What is configured about infrastructure code, as it is now for one file: a person's settings, and beneath them what the
 * configuration file says.
 */
export class CodeSettings implements vscode.Disposable {
  readonly #files: Pick<ConfigurationFiles, 'of' | 'onDidChange' | 'ready'>;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** What is reported, and how, has changed for some files. */
  readonly onDidChange = this.#changes.event;

  constructor(files: Pick<ConfigurationFiles, 'of' | 'onDidChange' | 'ready'>) {
    this.#files = files;
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      files.onDidChange(() => this.#changes.fire()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(`${section}.diagnostics`)) {
          this.#changes.fire();
        }
      }),
    );
  }

  /** The files were read for the first time. */
  get ready(): Promise<void> {
    return this.#files.ready;
  }

  of(uri: vscode.Uri): CodeConfiguration {
    const file = this.#files.of(uri);
    // An untrusted repository does not decide which key fixes write, as with the setting.
    const trusted = vscode.workspace.isTrusted ? file : { ...file, defaultKey: {} };
    return layered(ownSettings(uri), trusted);
  }

  inputsOf(uri: vscode.Uri): readonly InputSet[] {
    return this.of(uri).inputs ?? [];
  }

  /** Whether nothing is reported in a file. */
  isSilent(uri: vscode.Uri, configuration = this.of(uri)): boolean {
    return !isEnabled(uri) || isLeftOut(configuration, uri.toString());
  }

  defaultKey(uri: vscode.Uri, language: LanguageId, account: string | undefined): string | undefined {
    return defaultKeyOf(this.of(uri), language, account);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The user settings. Inputs apply only in a folder of the workspace. */
function ownSettings(uri: vscode.Uri): CodeConfiguration {
  const configuration = vscode.workspace.getConfiguration(section, uri);
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const written = {
    [configurationProperties.severity]: configuration.get(settings.diagnosticsSeverity),
    [configurationProperties.exclude]: configuration.get(settings.diagnosticsExclude),
    [configurationProperties.defaultKey]: configuration.get(settings.defaultKey),
  };
  const inputs = folder && inputSetting(folder);
  return {
    ...readConfiguration(written, (folder ?? uri.with({ path: '/' })).toString()).configuration,
    ...(inputs && { inputs: inputs.sets }),
  };
}
