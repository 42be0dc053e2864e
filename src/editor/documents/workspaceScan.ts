import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/analyze.ts';
import { isCandidate } from '../../core/iac/candidates.ts';
import type { DiskFolder, DiskScanner, ScanStep } from '../../core/iac/diskScan.ts';
import type { Log } from '../log.ts';
import { OneByOne } from './oneByOne.ts';
import { dependsOn, type Reading, readingOf } from './reading.ts';
import type { Readings } from './readings.ts';
import { openScope, type ScanScope } from './scanScope.ts';
import type { CodeSettings } from './settings.ts';
import type { EditorSources } from './sources.ts';
import { concerns, type FileChange, type WorkspaceFiles } from './workspaceFiles.ts';

export interface WorkspaceScanOptions {
  readonly analyzer: Analyzer;
  readonly scanner: DiskScanner;
  readonly sources: EditorSources;
  readonly readings: Readings;
  readonly files: WorkspaceFiles;
  readonly settings: CodeSettings;
  readonly log: Log;
}

export interface ScanProgress {
  readonly looked: number;
  readonly all: number;
  readonly trails: number;
}

/**
 * Looks at every file of the workspace that may hold infrastructure code, open or not, and from then on at every one
 * that changes. What it found stays until the next scan, or until the file is clean. Folders on this machine's disk are
 * left to the scanner, which reads them without holding up the editor; all others are read through VS Code.
 */
export class WorkspaceScan implements vscode.Disposable {
  readonly #options: WorkspaceScanOptions;
  readonly #oneByOne: OneByOne;
  readonly #subscription: vscode.Disposable;
  readonly #ends = new vscode.EventEmitter<void>();
  readonly #closing = new AbortController();
  #scope: ScanScope | undefined;
  #scanning: AbortController | undefined;
  #end: Date | undefined;
  /** The changes reported while the scanner reads: one list for each time that it does. */
  readonly #records = new Set<FileChange[]>();
  /** A scan came to its end. */
  readonly onDidEnd = this.#ends.event;

  constructor(options: WorkspaceScanOptions) {
    this.#options = options;
    this.#oneByOne = new OneByOne(options);
    this.#subscription = options.files.onDidChange(changes =>
      this.#filesChanged(changes).catch(error => this.#failed(error)),
    );
  }

  /** When the last scan came to its end; undefined before the first one did. */
  get end(): Date | undefined {
    return this.#end;
  }

  /**
   * A cancelled scan keeps what it found; files that it did not reach keep what is known of them. A newer scan ends one
   * that is under way.
   */
  async run(onProgress: (progress: ScanProgress) => void, token: vscode.CancellationToken): Promise<void> {
    this.#scanning?.abort();
    const scanning = new AbortController();
    this.#scanning = scanning;
    const listening = token.onCancellationRequested(() => scanning.abort());
    const signal = AbortSignal.any([scanning.signal, this.#closing.signal]);
    try {
      if (!token.isCancellationRequested) {
        await this.#scan(onProgress, signal, token);
      }
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      listening.dispose();
    }
  }

  /** A document was closed: from now on what is on disk counts, as far as a scan found it. */
  closed(uri: vscode.Uri): void {
    if (this.#scope) {
      this.#reread([uri]).catch(error => this.#failed(error));
    } else {
      this.#options.readings.delete([uri]);
    }
  }

  /** The deployed inputs have changed: what was found is read again. */
  inputsChanged(): void {
    this.#readAgain().catch(error => this.#failed(error));
  }

  dispose(): void {
    this.#closing.abort();
    vscode.Disposable.from(this.#subscription, this.#ends).dispose();
  }

  async #scan(
    onProgress: (progress: ScanProgress) => void,
    signal: AbortSignal,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const began = performance.now();
    const { readings, log } = this.#options;
    const scope = await openScope(this.#options.settings, this.#options.log, token);
    const elsewhere = await scope.elsewhere();
    signal.throwIfAborted();
    this.#scope = scope;
    const before = readings.all();
    const met = new Set(elsewhere.map(String));
    let looked = 0;
    let all = elsewhere.length;
    let trails = 0;
    const tell = () => onProgress({ looked, all, trails });
    const open = await this.#readDisk(scope.disk, signal, (found, step) => {
      looked = step.looked;
      all = elsewhere.length + step.all;
      for (const { uri, assessments } of found.filter(one => !met.has(one.uri.toString()))) {
        met.add(uri.toString());
        trails += assessments.length;
      }
      tell();
    });
    await this.#oneByOne.read([...open, ...elsewhere], signal, found => {
      looked++;
      trails += found;
      tell();
    });
    signal.throwIfAborted();
    const left = before.filter(reading => !met.has(reading.uri.toString()) && isStill(reading, readings));
    this.#forget(left.map(({ uri }) => uri));
    this.#end = new Date();
    this.#ends.fire();
    const time = Math.round(performance.now() - began);
    log.info(`Scanned ${looked} files in ${time} ms: ${trails} trails`);
  }

  /**
   * Lets the scanner read what it meets in these folders, and answers which open documents are among it. What changes
   * under its hands is read again.
   */
  async #readDisk(
    folders: readonly DiskFolder[],
    signal: AbortSignal,
    onStep: (found: readonly Reading[], step: ScanStep) => void,
  ): Promise<readonly vscode.Uri[]> {
    const { scanner, sources, readings, log } = this.#options;
    const open: vscode.Uri[] = [];
    const stale: vscode.Uri[] = [];
    const changes: FileChange[] = [];
    this.#records.add(changes);
    const take = (step: ScanStep) => {
      for (const { path, detail } of step.problems) {
        log.warn(`${path} is not read: ${detail}`);
      }
      const found = step.files.map(({ uri, analysis }) => readingOf({ uri }, analysis, log));
      const closed = found.filter(({ uri }) => !sources.openDocument(uri.toString()));
      const isStale = (reading: Reading) => changes.some(change => isOutdatedBy(reading, change));
      readings.set(closed.filter(reading => !isStale(reading)));
      stale.push(...closed.filter(isStale).map(({ uri }) => uri));
      open.push(...step.open.map(uri => vscode.Uri.parse(uri)));
      onStep(found, step);
    };
    try {
      if (folders.length > 0) {
        await scanner.scanDisk(folders, { open: sources.openUris(), sources, signal, onStep: take });
      }
    } finally {
      this.#records.delete(changes);
    }
    if (stale.length > 0) {
      await this.#reread(stale);
    }
    return open;
  }

  /** Reads files as they are now; what is known of those that the scan does not cover is forgotten. */
  async #reread(uris: readonly vscode.Uri[]): Promise<void> {
    const scope = this.#scope ?? (await openScope(this.#options.settings, this.#options.log));
    const closed = uris.filter(uri => !this.#options.sources.openDocument(uri.toString()));
    const onDisk = new Map<DiskFolder, vscode.Uri[]>();
    for (const uri of closed) {
      const folder = diskFolderOf(uri, scope);
      if (folder) {
        onDisk.set(folder, [...(onDisk.get(folder) ?? []), uri]);
      }
    }
    const elsewhere = closed.filter(uri => !diskFolderOf(uri, scope) && scope.covers(uri));
    const covered = new Set(elsewhere.map(String));
    await this.#readDisk(
      [...onDisk].map(([folder, files]) => ({ ...folder, only: files.map(({ fsPath }) => fsPath) })),
      this.#closing.signal,
      found => {
        for (const { uri } of found) {
          covered.add(uri.toString());
        }
      },
    );
    await this.#oneByOne.read(elsewhere, this.#closing.signal);
    this.#forget(closed.filter(uri => !covered.has(uri.toString())));
  }

  async #readAgain(): Promise<void> {
    if (this.#scope) {
      this.#scope = await openScope(this.#options.settings, this.#options.log);
      await this.#reread(this.#options.readings.all().map(({ uri }) => uri));
    }
  }

  /** Open documents speak for themselves. */
  #forget(uris: readonly vscode.Uri[]): void {
    const { sources, readings } = this.#options;
    readings.delete(uris.filter(uri => !sources.openDocument(uri.toString())));
  }

  /** Before the first scan, closed files are ignored. */
  async #filesChanged(changes: readonly FileChange[]): Promise<void> {
    if (!this.#scope) {
      return;
    }
    for (const record of this.#records) {
      record.push(...changes);
    }
    if (changes.some(({ uri }) => uri.path.endsWith('/.gitignore'))) {
      this.#scope = await openScope(this.#options.settings, this.#options.log);
    }
    const { readings, sources } = this.#options;
    const known = readings.all().filter(({ uri }) => !sources.openDocument(uri.toString()));
    const deleted = changes.filter(({ kind }) => kind === 'deleted');
    const gone = known.filter(({ uri }) => deleted.some(change => concerns(change, uri.toString())));
    this.#forget(gone.map(({ uri }) => uri));
    const stale = new Map<string, vscode.Uri>();
    for (const { uri, kind } of changes) {
      if (kind !== 'deleted' && isCandidate(uri.path)) {
        stale.set(uri.toString(), uri);
      }
    }
    for (const reading of known) {
      if (!gone.includes(reading) && changes.some(change => dependsOn(reading, change))) {
        stale.set(reading.uri.toString(), reading.uri);
      }
    }
    if (stale.size > 0) {
      await this.#reread([...stale.values()]);
    }
  }

  #failed(error: unknown): void {
    if (!this.#closing.signal.aborted) {
      this.#options.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

function isStill(reading: Reading, readings: Readings): boolean {
  return readings.get(reading.uri) === reading;
}

function isOutdatedBy(reading: Reading, change: FileChange): boolean {
  return change.uri.toString() === reading.uri.toString() || dependsOn(reading, change);
}

function diskFolderOf(uri: vscode.Uri, { disk }: ScanScope): DiskFolder | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
  return disk.find(one => one.uri === folder);
}
