import * as vscode from 'vscode';
import { traceOf } from '../../core/base/thrown.ts';
import { nameOf } from '../../core/base/uri.ts';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import type { DiskFolder, DiskScanner, ScanStep } from '../../core/iac/analysis/diskScan.ts';
import { isCandidate } from '../../core/iac/candidates.ts';
import { type FileProblem, mayDeclareTrails } from '../../core/iac/sources/fileProblem.ts';
import type { Log } from '../log.ts';
import { OneByOne } from './oneByOne.ts';
import { type Pass, Passes } from './passes.ts';
import { dependsOn, type Reading, readingOf, unreadReading } from './reading.ts';
import type { Readings } from './readings.ts';
import { ignoreFile, openScope, type ScanScope } from './scanScope.ts';
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
  readonly #passes = new Passes<FileChange>();
  /** Of the last scan, or as it was opened since; undefined before the first scan. */
  #scope: OpenedScope | undefined;
  #scanning: AbortController | undefined;
  /** The newest scan, while it runs. */
  #running: Promise<void> | undefined;
  /** Whether the scan that runs has to begin anew. */
  #isDue = false;
  #end: Date | undefined;
  #unreadPaths: readonly FileProblem[] = [];
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

  /** The folders, and what is no file of code by its name, that the last scan could not read, and why. */
  get unreadPaths(): readonly FileProblem[] {
    return this.#unreadPaths;
  }

  /**
   * A cancelled scan keeps what it found; files that it did not reach keep what is known of them. A newer scan ends one
   * that is under way.
   */
  async run(onProgress: (progress: ScanProgress) => void, token: vscode.CancellationToken): Promise<void> {
    const running = this.#run(onProgress, token);
    this.#running = running;
    try {
      await running;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#scanLeft();
      }
    }
  }

  /**
   * Until a scan has come to its end: one that is under way, else one that is begun for it. Who only wants to know what is found does not
   * end the scan of somebody else.
   */
  async scanned(token: vscode.CancellationToken): Promise<void> {
    while (!this.#end && !token.isCancellationRequested && !this.#closing.signal.aborted) {
      await (this.#running ?? this.run(() => {}, token));
    }
  }

  async #run(onProgress: (progress: ScanProgress) => void, token: vscode.CancellationToken): Promise<void> {
    this.#scanning?.abort();
    this.#passes.invalidate();
    const scanning = new AbortController();
    this.#scanning = scanning;
    const listening = token.onCancellationRequested(() => scanning.abort());
    const signal = AbortSignal.any([scanning.signal, this.#closing.signal]);
    try {
      let isWanted = true;
      while (isWanted && !token.isCancellationRequested) {
        await this.#scan(onProgress, signal, token);
        isWanted = this.#isDue;
      }
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      listening.dispose();
    }
  }

  /** A document was closed: from now on what is on disk counts, for other files too, as far as a scan found it. */
  closed(uri: vscode.Uri): void {
    const changes: readonly FileChange[] = [{ uri, kind: 'changed' }];
    this.#passes.changed(changes);
    if (this.#scope) {
      this.#reread([uri, ...this.#dependentsOn(changes)]).catch(error => this.#failed(error));
    } else {
      this.#options.readings.delete([uri]);
    }
  }

  /**
   * The deployed inputs have changed, or which files are read: what was scanned is scanned anew. A scan that is under way begins anew by
   * itself, and nothing is scanned that nobody asked for.
   */
  scanAgain(): void {
    this.#passes.invalidate();
    if (this.#running) {
      this.#isDue = true;
    } else if (this.#scope && !this.#closing.signal.aborted) {
      this.run(() => {}, new vscode.CancellationTokenSource().token).catch(error => this.#failed(error));
    }
  }

  dispose(): void {
    this.#closing.abort();
    vscode.Disposable.from(this.#subscription, this.#ends).dispose();
  }

  /** Where a scan was cancelled that had to begin anew, what is known must not stay as it was. */
  #scanLeft(): void {
    if (this.#isDue) {
      this.#isDue = false;
      this.scanAgain();
    }
  }

  async #scan(
    onProgress: (progress: ScanProgress) => void,
    signal: AbortSignal,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const began = performance.now();
    const { readings, log } = this.#options;
    const { opened, elsewhere } = await this.#list(signal, token);
    signal.throwIfAborted();
    this.#scope = opened;
    const before = readings.all();
    const met = new Set(elsewhere.map(String));
    let looked = 0;
    let all = elsewhere.length;
    let trails = 0;
    const unreadPaths: FileProblem[] = [];
    const tell = () => onProgress({ looked, all, trails });
    const pass = await this.#pass(opened.generation, async pass => {
      const open = await this.#readDisk(opened.scope.disk, pass, signal, (found, step) => {
        looked = step.looked;
        unreadPaths.push(
          ...step.problems.filter(problem => mayDeclareTrails(problem) && !isCandidate(problem.path)),
        );
        all = elsewhere.length + step.all;
        for (const { uri, assessments } of found.filter(one => !met.has(one.uri.toString()))) {
          met.add(uri.toString());
          trails += assessments.length;
        }
        tell();
      });
      await this.#oneByOne.read([...open, ...elsewhere], signal, (uri, reading) => {
        this.#take(uri, reading, pass);
        looked++;
        trails += reading?.assessments.length ?? 0;
        tell();
      });
      signal.throwIfAborted();
      const left = before.filter(reading => !met.has(reading.uri.toString()) && isStill(reading, readings));
      this.#forget(
        left.map(({ uri }) => uri),
        pass,
      );
    });
    if (this.#isDue) {
      return;
    }
    await this.#rereadOvertaken(pass);
    signal.throwIfAborted();
    this.#end = new Date();
    this.#unreadPaths = unreadPaths;
    this.#ends.fire();
    const time = Math.round(performance.now() - began);
    log.info(`Scanned ${looked} files in ${time} ms: ${trails} trails`);
  }

  /** What is scanned, and the files that are read through VS Code: also those that came while folders were listed. */
  async #list(signal: AbortSignal, token: vscode.CancellationToken) {
    const listing = this.#passes.begin();
    try {
      const opened = await this.#openScope(token);
      signal.throwIfAborted();
      this.#isDue = false;
      const listed = await opened.scope.elsewhere();
      const came = listing.changes.filter(isFresh).map(({ uri }) => uri);
      return { opened, elsewhere: distinct([...listed, ...came.filter(uri => opened.scope.covers(uri))]) };
    } finally {
      listing.end();
    }
  }

  /** The scope as it is configured now: opened again where that changes meanwhile. */
  async #openScope(token?: vscode.CancellationToken): Promise<OpenedScope> {
    for (;;) {
      const { generation } = this.#passes;
      const scope = await openScope(this.#options.settings, this.#options.log, token);
      if (generation === this.#passes.generation || token?.isCancellationRequested) {
        return { scope, generation };
      }
    }
  }

  async #pass(
    generation: number,
    read: (pass: Pass<FileChange>) => Promise<void>,
  ): Promise<Pass<FileChange>> {
    const pass = this.#passes.begin(generation);
    try {
      await read(pass);
    } finally {
      pass.end();
    }
    return pass;
  }

  async #rereadOvertaken({ overtaken }: Pass<FileChange>): Promise<void> {
    if (overtaken.size > 0) {
      await this.#reread([...overtaken].map(uri => vscode.Uri.parse(uri)));
    }
  }

  /** Lets the scanner read what it meets in these folders, and answers which open documents are among it. */
  async #readDisk(
    folders: readonly DiskFolder[],
    pass: Pass<FileChange>,
    signal: AbortSignal,
    onStep: (found: readonly Reading[], step: ScanStep) => void,
  ): Promise<readonly vscode.Uri[]> {
    const { scanner, sources, log } = this.#options;
    const open: vscode.Uri[] = [];
    const take = (step: ScanStep) => {
      for (const { path, detail } of step.problems) {
        log.warn(`${path} is not read: ${detail}`);
      }
      const unread = step.problems
        .filter(problem => mayDeclareTrails(problem) && isCandidate(problem.path))
        .map(({ path, detail }) => unreadReading({ uri: vscode.Uri.file(path).toString() }, detail));
      const found = [...step.files.map(({ uri, analysis }) => readingOf({ uri }, analysis, log)), ...unread];
      this.#show(found, pass);
      open.push(...step.open.map(uri => vscode.Uri.parse(uri)));
      onStep(found, step);
    };
    if (folders.length > 0) {
      await scanner.scanDisk(folders, { open: sources.openUris(), sources, signal, onStep: take });
    }
    return open;
  }

  /** Reads files as they are now; what is known of those that the scan does not cover is forgotten. */
  async #reread(uris: readonly vscode.Uri[]): Promise<void> {
    if (this.#scope?.generation !== this.#passes.generation) {
      this.#scope = await this.#openScope();
    }
    const { scope, generation } = this.#scope;
    const closed = this.#closedAmong(distinct(uris));
    const onDisk = new Map<DiskFolder, vscode.Uri[]>();
    for (const uri of closed) {
      const folder = diskFolderOf(uri, scope);
      if (folder) {
        onDisk.set(folder, [...(onDisk.get(folder) ?? []), uri]);
      }
    }
    const elsewhere = closed.filter(uri => !diskFolderOf(uri, scope) && scope.covers(uri));
    const covered = new Set(elsewhere.map(String));
    const { signal } = this.#closing;
    const pass = await this.#pass(generation, async pass => {
      await this.#readDisk(
        [...onDisk].map(([folder, files]) => ({ ...folder, only: files.map(({ fsPath }) => fsPath) })),
        pass,
        signal,
        found => {
          for (const { uri } of found) {
            covered.add(uri.toString());
          }
        },
      );
      await this.#oneByOne.read(elsewhere, signal, (uri, reading) => this.#take(uri, reading, pass));
      signal.throwIfAborted();
      this.#forget(
        closed.filter(uri => !covered.has(uri.toString())),
        pass,
      );
    });
    await this.#rereadOvertaken(pass);
  }

  #take(uri: vscode.Uri, reading: Reading | undefined, pass: Pass<FileChange>): void {
    if (reading) {
      this.#show([reading], pass);
    } else {
      this.#forget([uri], pass);
    }
  }

  /** Open documents speak for themselves. */
  #show(found: readonly Reading[], pass: Pass<FileChange>): void {
    const { sources, readings } = this.#options;
    readings.set(
      found
        .filter(({ uri, version }) => version === undefined && !sources.openDocument(uri.toString()))
        .filter(reading => pass.holds(reading.uri.toString(), change => isOutdatedBy(reading, change))),
    );
  }

  #forget(uris: readonly vscode.Uri[], pass: Pass<FileChange>): void {
    this.#options.readings.delete(
      this.#closedAmong(uris).filter(uri =>
        pass.holds(uri.toString(), change => concerns(change, uri.toString())),
      ),
    );
  }

  #closedAmong(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
    return uris.filter(uri => !this.#options.sources.openDocument(uri.toString()));
  }

  /** Before the first scan, closed files are ignored. */
  async #filesChanged(changes: readonly FileChange[]): Promise<void> {
    this.#passes.changed(changes);
    if (changes.some(({ uri }) => nameOf(uri.toString()) === ignoreFile)) {
      this.scanAgain();
    }
    if (!this.#scope) {
      return;
    }
    const { readings } = this.#options;
    const deleted = changes.filter(({ kind }) => kind === 'deleted');
    const known = this.#closedAmong(readings.all().map(({ uri }) => uri));
    readings.delete(known.filter(uri => deleted.some(change => concerns(change, uri.toString()))));
    const fresh = changes.filter(isFresh);
    const stale = [...fresh.map(({ uri }) => uri), ...this.#dependentsOn(changes)];
    if (stale.length > 0) {
      await this.#reread(stale);
    }
  }

  /** Closed files whose findings may change with others. */
  #dependentsOn(changes: readonly FileChange[]): readonly vscode.Uri[] {
    const dependents = this.#options.readings
      .all()
      .filter(reading => changes.some(change => dependsOn(reading, change)));
    return this.#closedAmong(dependents.map(({ uri }) => uri));
  }

  #failed(error: unknown): void {
    if (!this.#closing.signal.aborted) {
      this.#options.log.error(traceOf(error));
    }
  }
}

/** A scope as it was configured in a generation of the passes. */
interface OpenedScope {
  readonly scope: ScanScope;
  readonly generation: number;
}

function isFresh({ kind, uri }: FileChange): boolean {
  return kind !== 'deleted' && isCandidate(uri.path);
}

function distinct(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
  return [...new Map(uris.map(uri => [uri.toString(), uri])).values()];
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
