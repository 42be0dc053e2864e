import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/analyze.ts';
import { mayConcernTrails } from '../../core/iac/candidates.ts';
import type { Log } from '../log.ts';
import { hasZeroBytes, latinText } from './decode.ts';
import { readBytes } from './fileBytes.ts';
import { dependsOn, type Reading, readDocument } from './reading.ts';
import type { Readings } from './readings.ts';
import { openScope, type ScanScope } from './scanScope.ts';
import type { EditorSources } from './sources.ts';
import { Turns } from './turns.ts';
import { concerns, type FileChange, type WorkspaceFiles } from './workspaceFiles.ts';

export interface WorkspaceScanOptions {
  readonly analyzer: Analyzer;
  readonly sources: EditorSources;
  readonly readings: Readings;
  readonly files: WorkspaceFiles;
  readonly log: Log;
}

export interface ScanProgress {
  readonly looked: number;
  readonly all: number;
  readonly trails: number;
}

/** So many files are asked for at once. */
const atOnce = 12;

/**
 * Looks at every file of the workspace that may hold infrastructure code, open or not, and from then on at every one
 * that changes. What it found stays until the next scan, or until the file is clean.
 */
export class WorkspaceScan implements vscode.Disposable {
  readonly #options: WorkspaceScanOptions;
  readonly #subscription: vscode.Disposable;
  readonly #ends = new vscode.EventEmitter<void>();
  readonly #closing = new AbortController();
  #scope: ScanScope | undefined;
  #scanning: vscode.CancellationTokenSource | undefined;
  #end: Date | undefined;
  readonly #turns = new Turns();
  /** The newest reading of each file that is under way: an older one that ends later is dropped. */
  readonly #newest = new Map<string, symbol>();
  /** A scan came to its end. */
  readonly onDidEnd = this.#ends.event;

  constructor(options: WorkspaceScanOptions) {
    this.#options = options;
    this.#subscription = options.files.onDidChange(changes =>
      this.#filesChanged(changes).catch(error => options.log.error(String(error))),
    );
  }

  /** When the last scan came to its end; undefined before the first one did. */
  get end(): Date | undefined {
    return this.#end;
  }

  /** Whether findings in this file stay when its document is closed. */
  keeps(uri: vscode.Uri): boolean {
    return this.#scope?.covers(uri) ?? false;
  }

  /**
   * A cancelled scan keeps what it found; files that it did not reach keep what is known of them. A newer scan ends one
   * that is under way.
   */
  async run(onProgress: (progress: ScanProgress) => void, token: vscode.CancellationToken): Promise<void> {
    this.#scanning?.cancel();
    const scanning = new vscode.CancellationTokenSource();
    this.#scanning = scanning;
    const listening = token.onCancellationRequested(() => scanning.cancel());
    if (token.isCancellationRequested) {
      scanning.cancel();
    }
    try {
      await this.#scan(onProgress, scanning.token);
    } finally {
      listening.dispose();
      scanning.dispose();
    }
  }

  /** Reads a file again, as it is on disk or in its open document. Answers how many trails it declares. */
  async reread(uri: vscode.Uri): Promise<number> {
    const { sources, readings } = this.#options;
    const key = uri.toString();
    const ticket = Symbol(key);
    this.#newest.set(key, ticket);
    const reading = await this.#read(uri);
    const isNewest = this.#newest.get(key) === ticket;
    if (isNewest) {
      this.#newest.delete(key);
    }
    if (isNewest && sources.openDocument(key)?.version === reading?.version) {
      if (reading) {
        readings.set(reading);
      } else {
        readings.delete([uri]);
      }
    }
    return reading?.assessments.length ?? 0;
  }

  dispose(): void {
    this.#closing.abort();
    vscode.Disposable.from(this.#subscription, this.#ends).dispose();
  }

  async #scan(onProgress: (progress: ScanProgress) => void, token: vscode.CancellationToken): Promise<void> {
    const began = performance.now();
    const scope = await openScope();
    const uris = await scope.files(token);
    if (token.isCancellationRequested) {
      return;
    }
    this.#scope = scope;
    const before = this.#options.readings.all();
    let looked = 0;
    let trails = 0;
    await this.#readEach(uris, token, found => {
      looked++;
      trails += found;
      onProgress({ looked, all: uris.length, trails });
    });
    if (token.isCancellationRequested) {
      return;
    }
    const scanned = new Set(uris.map(String));
    this.#forget(before.filter(({ uri }) => !scanned.has(uri.toString())));
    this.#end = new Date();
    this.#ends.fire();
    const time = Math.round(performance.now() - began);
    this.#options.log.info(`Scanned ${looked} files in ${time} ms: ${trails} trails`);
  }

  async #read(uri: vscode.Uri): Promise<Reading | undefined> {
    const { sources, log, analyzer } = this.#options;
    const source = (await this.#mayConcern(uri)) ? await sources.read(uri.toString()) : undefined;
    return source && readDocument(source, sources, analyzer, log, this.#closing.signal);
  }

  async #readEach(
    uris: readonly vscode.Uri[],
    token: vscode.CancellationToken | undefined,
    onFile: (trails: number) => void,
  ): Promise<void> {
    const queue = uris.values();
    const work = async () => {
      for (const uri of queue) {
        if (token?.isCancellationRequested || this.#closing.signal.aborted) {
          return;
        }
        onFile(await this.reread(uri));
        await this.#turns.giveWay();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  /** A file is turned into text only where its bytes may name a trail. */
  async #mayConcern(uri: vscode.Uri): Promise<boolean> {
    if (this.#options.sources.openDocument(uri.toString())) {
      return true;
    }
    const file = await readBytes(uri);
    if (file.kind !== 'bytes') {
      return file.kind !== 'missing';
    }
    return hasZeroBytes(file.bytes) || mayConcernTrails(uri.path, latinText(file.bytes));
  }

  /** What was found earlier in files that are no longer part of the workspace; open documents speak for themselves. */
  #forget(readings: readonly Reading[]): void {
    const closed = readings.filter(({ uri }) => !this.#options.sources.openDocument(uri.toString()));
    this.#options.readings.delete(closed.map(({ uri }) => uri));
  }

  /** Before the first scan, closed files are nobody's business. */
  async #filesChanged(changes: readonly FileChange[]): Promise<void> {
    if (!this.#scope) {
      return;
    }
    if (changes.some(({ uri }) => uri.path.endsWith('/.gitignore'))) {
      this.#scope = await openScope();
    }
    const { readings, sources } = this.#options;
    const known = readings.all().filter(({ uri }) => !sources.openDocument(uri.toString()));
    const deleted = changes.filter(({ kind }) => kind === 'deleted');
    const gone = known.filter(({ uri }) => deleted.some(change => concerns(change, uri.toString())));
    this.#forget(gone);
    const stale = new Map<string, vscode.Uri>();
    for (const { uri, kind } of changes) {
      if (kind !== 'deleted' && this.keeps(uri) && !sources.openDocument(uri.toString())) {
        stale.set(uri.toString(), uri);
      }
    }
    for (const reading of known) {
      if (!gone.includes(reading) && changes.some(change => dependsOn(reading, change))) {
        stale.set(reading.uri.toString(), reading.uri);
      }
    }
    await this.#readEach([...stale.values()], undefined, () => {});
  }
}
