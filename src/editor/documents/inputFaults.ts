import * as vscode from 'vscode';
import { TextLines, type TextRange } from '../../core/base/text.ts';
import { traceOf } from '../../core/base/thrown.ts';
import { join } from '../../core/base/uri.ts';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import type { SettingFault } from '../../core/iac/inputSetting.ts';
import { filesOf, type InputFault } from '../../core/iac/inputs.ts';
import { withinReach } from '../../core/iac/sources/reach.ts';
import { inputFaultMessage } from '../../core/wording/inputs.ts';
import { section, settings } from '../contributions.ts';
import type { Log } from '../log.ts';
import { say } from '../say.ts';
import { inputSetting, settingFileOf } from './inputs.ts';
import { Passes } from './passes.ts';
import { rangeOf } from './range.ts';
import type { EditorSources } from './sources.ts';
import { warningAt } from './warning.ts';
import type { FileChange, WorkspaceFiles } from './workspaceFiles.ts';

export interface InputFaultsOptions {
  readonly analyzer: Analyzer;
  readonly sources: EditorSources;
  readonly files: WorkspaceFiles;
  readonly log: Log;
}

/** Something that is wrong with the setting `inputs`. */
interface Fault {
  readonly what: InputFault['what'] | SettingFault['what'];
  readonly written: string;
  /** The address of the file that is named. */
  readonly file?: string;
}

/**
 * Reports in the file of the setting `inputs` which entries cannot be used: a path that does not exist, a file without
 * inputs, an unknown property. Faults of the user settings, whose file is not known, are logged.
 */
export class InputFaults implements vscode.Disposable {
  readonly #options: InputFaultsOptions;
  readonly #collection = vscode.languages.createDiagnosticCollection(`${section}.${settings.inputs}`);
  readonly #subscriptions: vscode.Disposable;
  /** The files that the setting names, and those that contain it. */
  #concerned: ReadonlySet<string> = new Set();
  readonly #passes = new Passes<FileChange>();

  constructor(options: InputFaultsOptions) {
    this.#options = options;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(`${section}.${settings.inputs}`)) {
          this.#look();
        }
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#look()),
      options.files.onDidChange(changes => {
        this.#passes.changed(changes);
        if (changes.some(({ uri }) => this.#concerned.has(uri.toString()))) {
          this.#look();
        }
      }),
    );
    this.#look();
  }

  dispose(): void {
    this.#passes.invalidate();
    vscode.Disposable.from(this.#subscriptions, this.#collection).dispose();
  }

  #look(): void {
    this.#passes.invalidate();
    const pass = this.#passes.begin();
    this.#faultsByFile()
      .finally(() => pass.end())
      .then(
        ({ found, concerned }) => {
          if (!pass.isCurrent()) {
            return;
          }
          this.#concerned = concerned;
          this.#collection.clear();
          this.#collection.set(found);
          if (pass.isOvertakenBy(({ uri }) => concerned.has(uri.toString()))) {
            this.#look();
          }
        },
        error => this.#options.log.error(traceOf(error)),
      );
  }

  async #faultsByFile(): Promise<{
    readonly found: [vscode.Uri, vscode.Diagnostic[]][];
    readonly concerned: ReadonlySet<string>;
  }> {
    const { analyzer, sources, log } = this.#options;
    const byFile = new Map<string, (readonly Fault[])[]>();
    const concerned = new Set<string>();
    const folders = vscode.workspace.workspaceFolders ?? [];
    for (const { uri: folder } of folders) {
      const { sets, faults } = inputSetting(folder) ?? { sets: [], faults: [] };
      if (sets.length + faults.length === 0) {
        continue;
      }
      const unread =
        sets.length === 0
          ? []
          : await analyzer.inputFaults(sets, withinReach(sources, folder.toString(), `${folder}/x`));
      const all = [
        ...faults.map(({ what, written = '' }): Fault => ({ what, written })),
        ...unread.map(({ what, file }): Fault => ({ what, written: pathIn(folder, file), file })),
      ];
      const file = settingFileOf(folder)?.toString() ?? '';
      byFile.set(file, [...(byFile.get(file) ?? []), all]);
      for (const one of [...filesOf(sets).keys(), file]) {
        concerned.add(one);
      }
    }
    const found: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const [file, ofFolders] of byFile) {
      const faults = inAll(ofFolders);
      const text = file === '' ? undefined : (await sources.read(file))?.text;
      if (text === undefined) {
        for (const { what, written } of faults) {
          log.warn(`${section}.${settings.inputs}: ${say(inputFaultMessage(what, written))}`);
        }
      } else {
        found.push([vscode.Uri.parse(file), faults.map(fault => diagnosticOf(fault, text, folders))]);
      }
    }
    return { found, concerned };
  }
}

function pathIn(folder: vscode.Uri, file: string): string {
  const start = `${folder.toString().replace(/\/$/, '')}/`;
  return decodeURIComponent(file.startsWith(start) ? file.slice(start.length) : file);
}

/** A setting that counts for several folders names files of any of them: what is wrong in all is wrong. */
function inAll([first = [], ...others]: readonly (readonly Fault[])[]): readonly Fault[] {
  const isSame = (one: Fault) => (other: Fault) => one.what === other.what && one.written === other.written;
  return first.filter(fault => others.every(faults => faults.some(isSame(fault))));
}

function diagnosticOf(
  fault: Fault,
  text: string,
  folders: readonly vscode.WorkspaceFolder[],
): vscode.Diagnostic {
  const range = rangeOf(new TextLines(text), placeOf(fault, text, folders));
  return warningAt(range, inputFaultMessage(fault.what, fault.written));
}

/** The text after the name of the setting, else that name. */
function placeOf(fault: Fault, text: string, folders: readonly vscode.WorkspaceFolder[]): TextRange {
  const name = `"${section}.${settings.inputs}"`;
  const start = Math.max(text.indexOf(name), 0);
  const isMeant = (written: string) =>
    written === fault.written ||
    (fault.file !== undefined && folders.some(({ uri }) => join(uri.toString(), written) === fault.file));
  for (const match of text.slice(start + name.length).matchAll(/"(?:[^"\\\n]|\\.)*"/g)) {
    if (isMeant(unquoted(match[0]))) {
      const offset = start + name.length + match.index;
      return { start: offset, end: offset + match[0].length };
    }
  }
  return { start, end: start + (text.startsWith(name, start) ? name.length : 0) };
}

function unquoted(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}
