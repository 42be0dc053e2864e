import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import { isCandidate } from '../../core/iac/candidates.ts';
import { allTraits } from '../../core/iac/languageTable.ts';
import { documentScheme } from '../contributions.ts';
import type { Log } from '../log.ts';
import { Settling } from '../settling.ts';
import { Passes } from './passes.ts';
import { dependsOn, readDocument } from './reading.ts';
import type { Readings } from './readings.ts';
import type { CodeSettings } from './settings.ts';
import type { EditorSources } from './sources.ts';
import type { FileChange, WorkspaceFiles } from './workspaceFiles.ts';

/** Debounce after the last keystroke, in ms. */
const typingPause = 200;

export interface OpenDocumentsOptions {
  readonly analyzer: Analyzer;
  readonly sources: EditorSources;
  readonly readings: Readings;
  readonly files: WorkspaceFiles;
  readonly settings: CodeSettings;
  readonly log: Log;
  /** What happens to the reading when a document is closed. */
  readonly onClosed: (uri: vscode.Uri) => void;
}

/**
 * Reads open documents: at once when they are opened or saved, after a pause while one types, and again when a file
 * changes that they refer to, also while they are read. Each document has one reading under way at most; a newer one ends it, and what belongs
 * to an older text is dropped.
 */
export class OpenDocuments implements vscode.Disposable {
  readonly #options: OpenDocumentsOptions;
  readonly #tasks = new Map<string, Task>();
  readonly #passes = new Passes<FileChange>();
  readonly #subscriptions: vscode.Disposable;

  constructor(options: OpenDocumentsOptions) {
    this.#options = options;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(document => this.#schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(change => this.#typed(change)),
      vscode.workspace.onDidSaveTextDocument(document => this.#schedule(document, 0)),
      vscode.workspace.onDidCloseTextDocument(document => this.#closed(document)),
      options.files.onDidChange(changes => this.#filesChanged(changes, 0)),
    );
    this.readAll();
  }

  readAll(): void {
    for (const document of vscode.workspace.textDocuments) {
      this.#schedule(document, 0);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const task of this.#tasks.values()) {
      task.cancel();
    }
  }

  #typed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length > 0) {
      this.#schedule(document, typingPause);
      this.#filesChanged([{ uri: document.uri, kind: 'changed' }], typingPause);
    }
  }

  #filesChanged(changes: readonly FileChange[], pause: number): void {
    this.#passes.changed(changes);
    for (const reading of this.#options.readings.all()) {
      const document = this.#options.sources.openDocument(reading.uri.toString());
      if (document && changes.some(change => dependsOn(reading, change))) {
        this.#schedule(document, pause);
      }
    }
  }

  #closed({ uri }: vscode.TextDocument): void {
    this.#tasks.get(uri.toString())?.cancel();
    this.#tasks.delete(uri.toString());
    this.#options.onClosed(uri);
    // What was typed and not saved no longer counts.
    this.#filesChanged([{ uri, kind: 'changed' }], 0);
  }

  #schedule(document: vscode.TextDocument, pause: number): void {
    if (!mayBeCode(document)) {
      return;
    }
    const key = document.uri.toString();
    let task = this.#tasks.get(key);
    if (!task) {
      task = new Task(signal =>
        this.#read(document, signal).catch(error => this.#options.log.error(`${key}: ${error}`)),
      );
      this.#tasks.set(key, task);
    }
    task.request(pause);
  }

  async #read(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const { analyzer, sources, readings, settings, log } = this.#options;
    await settings.ready;
    const source = sources.ofDocument(document);
    const pass = this.#passes.begin();
    const reading = await readDocument(source, sources, analyzer, log, signal);
    pass.end();
    if (signal.aborted || document.isClosed || sources.ofDocument(document) !== source) {
      return;
    }
    if (!reading) {
      readings.delete([document.uri]);
      return;
    }
    readings.set([reading]);
    if (!pass.holds(source.uri, change => dependsOn(reading, change))) {
      this.#schedule(document, 0);
    }
  }
}

/** The readings of one document. */
class Task {
  readonly #settling: Settling;
  #reading = new AbortController();

  constructor(read: (signal: AbortSignal) => Promise<void>) {
    this.#settling = new Settling(typingPause, () => void read(this.#reading.signal));
  }

  /** Ends the reading that is under way, and starts another after a pause in milliseconds. */
  request(pause: number): void {
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#settling.changed(pause);
  }

  cancel(): void {
    this.#settling.dispose();
    this.#reading.abort();
  }
}

/** Languages under which VS Code and its extensions know infrastructure code. */
const languages: ReadonlySet<string> = new Set(allTraits.flatMap(({ editorIds }) => editorIds));

/** Earlier versions, outputs, what VS Code compares a file with and the like: texts that are not edited. */
const foreignSchemes =
  /^(?:git|gitlens|svn|review|pr|output|debug|comment|showModifications|clipboardCompare\d*|conflictResolution|merge-conflict\..*|chat-.*|vscode-(?!vfs|remote|test).*)$/;

/** Whether a text that is in no file system has the path of a file of the workspace: it is another version of that file. */
function isVersion({ scheme, path }: vscode.Uri): boolean {
  return (
    vscode.workspace.fs.isWritableFileSystem(scheme) === undefined &&
    (vscode.workspace.workspaceFolders ?? []).some(folder => path.startsWith(`${folder.uri.path}/`))
  );
}

/** A document that was never saved may be anything; its text decides. */
function mayBeCode({ uri, languageId }: vscode.TextDocument): boolean {
  return (
    uri.scheme !== documentScheme &&
    !foreignSchemes.test(uri.scheme) &&
    (uri.scheme === 'untitled' || (!isVersion(uri) && (languages.has(languageId) || isCandidate(uri.path))))
  );
}
