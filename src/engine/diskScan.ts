import { sep } from 'node:path';
import { excluding } from '../core/base/glob.ts';
import { createAnalyzer } from '../core/iac/analysis/analyze.ts';
import type { AnalyzedFile, DiskFolder, ScanStep } from '../core/iac/analysis/diskScan.ts';
import type { Language } from '../core/iac/language.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import type { FolderAround, Sources } from '../core/iac/sources/sources.ts';
import { createUriOf, FileSources } from '../files/fileSources.ts';
import { excludeBy } from '../files/ignoreRules.ts';
import { scan } from '../files/scan.ts';
import { Turns } from '../files/turns.ts';
import { isMet, walk } from '../files/walk.ts';
import type { Work } from './protocol.ts';

export interface DiskScanHost {
  readonly languages: readonly Language[];
  /** For the documents that the host keeps to itself. */
  readonly sources: Sources;
  /** Hands a step over, and waits until it was taken. */
  readonly take: (step: ScanStep) => Promise<unknown>;
  /** Called before a folder, a link or a file is looked at: should it never answer, it is left out the next time. */
  readonly onPlace: (path: string) => void;
  readonly signal: AbortSignal;
}

type ScanWork = Extract<Work<unknown>, { kind: 'scan' }>;

/** Walks through the folders, reads the disk itself, and hands over in steps what it finds. */
export async function scanDisk(work: ScanWork, host: DiskScanHost): Promise<void> {
  await new DiskScan(work, host).run();
}

/** Progress is reported after so many milliseconds since the last report, or so many found files. */
const pace = 100;
const filesInStep = 25;

class DiskScan {
  readonly #work: ScanWork;
  readonly #host: DiskScanHost;
  readonly #open: ReadonlySet<string>;
  readonly #leftOut: ReadonlySet<string>;
  readonly #disk = new FileSources(problem => this.#name(problem));
  readonly #sources: Sources;
  #found: AnalyzedFile[] = [];
  #met: string[] = [];
  #problems: FileProblem[] = [];
  readonly #named = new Set<string>();
  #all = 0;
  #looked = 0;
  #told = performance.now();
  /** The last step. */
  #taken: Promise<unknown> = Promise.resolve();
  #isTaking = false;

  constructor(work: ScanWork, host: DiskScanHost) {
    this.#work = work;
    this.#host = host;
    this.#open = new Set(work.open);
    this.#leftOut = new Set(work.leftOut.map(({ path }) => path));
    for (const problem of work.leftOut) {
      this.#name(problem);
    }
    this.#sources = {
      read: (uri, within, quietly) =>
        (this.#open.has(uri) ? host.sources : this.#disk).read(uri, within, quietly),
      list: (uri, quietly) => this.#disk.list(uri, quietly),
      folders: uri => this.#disk.folders(uri),
      around: async (folder, root) => (await this.#disk.around(folder, root)).map(one => this.#withOpen(one)),
    };
  }

  /** What an open document says nobody has looked for. */
  #withOpen(folder: FolderAround): FolderAround {
    const open = this.#open.size === 0 ? [] : folder.files.filter(uri => this.#open.has(uri));
    return open.length === 0
      ? folder
      : {
          ...folder,
          filesWith: async (sign, among) => {
            const found = new Set([...(await folder.filesWith(sign, among)), ...open]);
            return among.filter(uri => found.has(uri)).toSorted();
          },
        };
  }

  async run(): Promise<void> {
    const folders = this.#work.folders.filter(({ path }) => !this.#leftOut.has(path));
    const met = new Map<DiskFolder, readonly string[]>();
    for (const folder of folders) {
      met.set(folder, await this.#filesOf(folder));
    }
    for (const [folder, paths] of met) {
      await this.#read(folder, paths);
    }
    await this.#taken;
    this.#tell();
    await this.#taken;
  }

  /** All are found before the first is read, so that their number can be shown. */
  async #filesOf(folder: DiskFolder): Promise<readonly string[]> {
    const uriOf = createUriOf();
    const turns = new Turns();
    const files: string[] = [];
    for (const path of this.#walk(folder)) {
      await turns.due();
      this.#host.signal.throwIfAborted();
      this.#all++;
      const uri = this.#open.size > 0 ? uriOf(path) : '';
      if (this.#open.has(uri)) {
        this.#met.push(uri);
      } else {
        files.push(path);
      }
      this.#tellInTime();
    }
    return files;
  }

  *#walk(folder: DiskFolder): Iterable<string> {
    const tests = (folder.configured ?? []).map(({ from, patterns }) => excludedFrom(from, patterns));
    const isConfigured = (path: string) => tests.some(isExcluded => isExcluded(path));
    const isExcluded = this.#excludeIn(folder);
    const exclude = (path: string, isFolder: boolean) => isConfigured(path) || isExcluded(path, isFolder);
    const { onPlace } = this.#host;
    if (!folder.only && !isConfigured(folder.path)) {
      yield* walk([folder.path], {
        exclude,
        onPlace,
        list: path => this.#disk.listing(path),
        onProblem: problem => this.#name(problem),
      });
    }
    for (const path of folder.only ?? []) {
      onPlace(path);
      if (isMet(path, folder.path, exclude)) {
        yield path;
      }
    }
  }

  /** A folder inside another one of the list is not walked twice. */
  #excludeIn({ path: root, exclude, ignored }: DiskFolder): (path: string, isFolder: boolean) => boolean {
    const isExcluded = excludedFrom(root, exclude);
    const isIgnored = ignored ? excludeBy(ignored.patterns, ignored.from) : () => false;
    const folders = new Set(this.#work.folders.map(({ path }) => path));
    return (path, isFolder) =>
      folders.has(path) || this.#leftOut.has(path) || isExcluded(path) || isIgnored(path, isFolder);
  }

  async #read({ uri, inputs = [] }: DiskFolder, paths: readonly string[]): Promise<void> {
    const before = this.#looked;
    const { languages, onPlace, signal } = this.#host;
    const found = scan(paths, {
      analyzer: createAnalyzer({ languages, now: Date.now, rootOf: () => uri, inputsOf: () => inputs }),
      files: this.#disk,
      sources: this.#sources,
      signal,
      onFile: (count, path) => {
        this.#looked = before + count;
        if (path !== undefined) {
          onPlace(path);
        }
        this.#tellInTime();
      },
    });
    for await (const { document, analysis } of found) {
      this.#found.push({ uri: document.uri, analysis });
      if (this.#found.length >= filesInStep) {
        await this.#taken;
        this.#tell();
      }
    }
  }

  /** Once, though it may be met by the walk and by a document that refers to it. */
  #name(problem: FileProblem): void {
    if (!this.#named.has(problem.path)) {
      this.#named.add(problem.path);
      this.#problems.push(problem);
    }
  }

  #tellInTime(): void {
    if (!this.#isTaking && performance.now() - this.#told > pace) {
      this.#tell();
    }
  }

  #tell(): void {
    const step: ScanStep = {
      looked: this.#looked,
      all: this.#all,
      files: this.#found,
      open: this.#met,
      problems: this.#problems,
    };
    this.#found = [];
    this.#met = [];
    this.#problems = [];
    this.#told = performance.now();
    this.#isTaking = true;
    this.#taken = this.#host.take(step).finally(() => {
      this.#isTaking = false;
    });
    // The next caller that waits for it gets the failure.
    this.#taken.catch(() => undefined);
  }
}

/** Whether globs of a folder leave out a path below it. */
function excludedFrom(folder: string, patterns: readonly string[]): (path: string) => boolean {
  const isExcluded = excluding(patterns);
  const start = folder.endsWith(sep) ? folder.length : folder.length + 1;
  return path => isExcluded((sep === '/' ? path : path.replaceAll(sep, '/')).slice(start));
}
