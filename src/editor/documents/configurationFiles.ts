import * as vscode from 'vscode';
import { TextLines } from '../../core/base/text.ts';
import { messageOf, traceOf } from '../../core/base/thrown.ts';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import {
  type CodeConfiguration,
  configurationFileName,
  type FileFault,
  nothingConfigured,
} from '../../core/iac/configuration/configuration.ts';
import { filesOf } from '../../core/iac/inputs.ts';
import type { SourceDocument } from '../../core/iac/sources/sources.ts';
import { configurationFaultMessage } from '../../core/wording/configuration.ts';
import { section } from '../contributions.ts';
import { inTime } from '../inTime.ts';
import type { Log } from '../log.ts';
import { Settling } from '../settling.ts';
import { patience } from './fileBytes.ts';
import { type Pass, Passes } from './passes.ts';
import { rangeOf } from './range.ts';
import type { EditorSources } from './sources.ts';
import { warningAt } from './warning.ts';
import type { FileChange, WorkspaceFiles } from './workspaceFiles.ts';

export interface ConfigurationFilesOptions {
  readonly analyzer: Analyzer;
  readonly sources: EditorSources;
  readonly files: WorkspaceFiles;
  readonly log: Log;
}

/** Changes within this many milliseconds are read together, while a person types. */
const settlingTime = 200;

/** A folder of the workspace, with the nearest file above. */
interface Found {
  readonly folder: string;
  readonly configuration: CodeConfiguration;
  readonly document?: SourceDocument;
  readonly faults: readonly FileFault[];
}

/**
 * The configuration file of each folder of the workspace: the nearest from the folder up to the root of its repository. It is
 * read in the thread of the engine, again when it changes, also as it is typed, and what is wrong with it is a problem at its line.
 */
export class ConfigurationFiles implements vscode.Disposable {
  readonly #options: ConfigurationFilesOptions;
  readonly #collection = vscode.languages.createDiagnosticCollection(`${section}.configuration`);
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #settling = new Settling(settlingTime, () => this.#look());
  readonly #subscriptions: vscode.Disposable;
  /** By the address of the file. */
  readonly #watchers = new Map<string, vscode.Disposable>();
  #found: readonly Found[] = [];
  /** The files that were looked at, and those that they name. */
  #concerned: ReadonlySet<string> = new Set();
  readonly #passes = new Passes<Pick<FileChange, 'uri'>>();
  /** The newest look. */
  #looking: Promise<void> = Promise.resolve();
  /** The files were read for the first time. */
  readonly ready: Promise<void>;
  /** Something that is configured has changed. */
  readonly onDidChange = this.#changes.event;

  constructor(options: ConfigurationFilesOptions) {
    this.#options = options;
    const changed = (uri: vscode.Uri) => {
      this.#passes.changed([{ uri }]);
      if (this.#concerned.has(uri.toString()) || uri.path.endsWith(`/${configurationFileName}`)) {
        this.#settling.changed();
      }
    };
    this.#subscriptions = vscode.Disposable.from(
      options.files.onDidChange(changes => {
        for (const { uri } of changes) {
          changed(uri);
        }
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => changed(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#settling.changed()),
    );
    this.ready = this.#look();
  }

  /** The file's settings for a document; none for a document outside the workspace folders. */
  of(uri: vscode.Uri): CodeConfiguration {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    return this.#found.find(one => one.folder === folder)?.configuration ?? nothingConfigured;
  }

  /** The file that counts for a document, where there is one. */
  fileOf(uri: vscode.Uri): vscode.Uri | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    const document = this.#found.find(one => one.folder === folder)?.document;
    return document && vscode.Uri.parse(document.uri);
  }

  dispose(): void {
    this.#passes.invalidate();
    this.#looking = Promise.resolve();
    vscode.Disposable.from(
      this.#subscriptions,
      this.#settling,
      this.#collection,
      this.#changes,
      ...this.#watchers.values(),
    ).dispose();
  }

  #look(): Promise<void> {
    this.#passes.invalidate();
    this.#looking = this.#lookFor(this.#passes.begin());
    return this.#looking;
  }

  async #lookFor(pass: Pass<Pick<FileChange, 'uri'>>): Promise<void> {
    try {
      const looked = new Set<string>();
      const folders = vscode.workspace.workspaceFolders ?? [];
      const found = await Promise.all(folders.map(({ uri }) => this.#nearest(uri, looked, pass)));
      if (!pass.isCurrent()) {
        await this.#looking;
        return;
      }
      this.#take(found, looked);
      if (pass.isOvertakenBy(({ uri }) => this.#concerned.has(uri.toString()))) {
        this.#settling.changed();
      }
    } catch (error) {
      this.#options.log.error(traceOf(error));
    } finally {
      pass.end();
    }
  }

  #take(found: readonly Found[], looked: ReadonlySet<string>): void {
    const before = contentOf(this.#found);
    this.#found = found;
    const named = found.flatMap(({ configuration }) => [...filesOf(configuration.inputs ?? []).keys()]);
    this.#concerned = new Set([...looked, ...named]);
    this.#watchOutside(looked);
    this.#collection.clear();
    for (const { document, faults } of found) {
      if (document) {
        this.#collection.set(
          vscode.Uri.parse(document.uri),
          faults.map(fault => problemOf(fault, document)),
        );
      }
    }
    if (before !== contentOf(found)) {
      this.#changes.fire();
    }
  }

  /**
   * Files above the folders of the workspace are watched one by one. Those that are watched already stay so: a change that came between
   * the end of one watcher and the begin of the next would be lost.
   */
  #watchOutside(looked: ReadonlySet<string>): void {
    const outside = new Set(
      [...looked].filter(uri => !vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri))),
    );
    for (const [uri, watcher] of this.#watchers) {
      if (!outside.has(uri)) {
        watcher.dispose();
        this.#watchers.delete(uri);
      }
    }
    for (const uri of outside) {
      if (!this.#watchers.has(uri)) {
        this.#watchers.set(uri, this.#watch(vscode.Uri.parse(uri)));
      }
    }
  }

  #watch(uri: vscode.Uri): vscode.Disposable {
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), configurationFileName);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = () => this.#settling.changed();
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
    );
  }

  async #nearest(folder: vscode.Uri, looked: Set<string>, pass: Pass<unknown>): Promise<Found> {
    const { analyzer, sources, log } = this.#options;
    const nothing = { folder: folder.toString(), configuration: nothingConfigured, faults: [] };
    for (const one of await foldersToLookIn(folder)) {
      const uri = vscode.Uri.joinPath(one, configurationFileName).toString();
      looked.add(uri);
      const document = await sources.read(uri, [one.toString()]);
      if (document) {
        try {
          return { ...nothing, document, ...(await analyzer.configuration(document, sources)) };
        } catch (error) {
          // A newer look says it again; with its window, the engine is closed under the last one.
          if (pass.isCurrent()) {
            log.error(`${uri}: ${messageOf(error)}`);
          }
          return nothing;
        }
      }
    }
    return nothing;
  }
}

/** What is configured, to be compared. */
function contentOf(found: readonly Found[]): string {
  return JSON.stringify(
    found.filter(({ document }) => document).map(({ folder, configuration }) => [folder, configuration]),
  );
}

/**
 * The folder, and those above it up to the root of its repository. Outside a repository, and on other file systems, only the
 * folder.
 */
async function foldersToLookIn(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (folder.scheme !== 'file') {
    return [folder];
  }
  const folders: vscode.Uri[] = [];
  for (let at = folder; ; at = vscode.Uri.joinPath(at, '..')) {
    folders.push(at);
    if (await exists(vscode.Uri.joinPath(at, '.git'))) {
      return folders;
    }
    if (vscode.Uri.joinPath(at, '..').path === at.path) {
      return [folder];
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await inTime(Promise.resolve(vscode.workspace.fs.stat(uri)), patience);
    return true;
  } catch {
    return false;
  }
}

function problemOf({ what, written, range }: FileFault, { text }: SourceDocument): vscode.Diagnostic {
  return warningAt(rangeOf(new TextLines(text), range), configurationFaultMessage(what, written));
}
