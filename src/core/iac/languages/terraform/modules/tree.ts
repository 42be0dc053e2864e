import { join, parentOf } from '../../../../base/uri.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { claims } from '../claims.ts';
import { Budget } from '../evaluation/budget.ts';
import { givenFiles } from '../inputs/givenFiles.ts';
import { configurationFiles, isConfiguration, type ParsedFiles, parsed, variableFiles } from './files.ts';
import type { Declared, Module, ModuleFile } from './module.ts';
import { localFolderOf } from './source.ts';

/** How often an evaluation may find that it needs a module or a file not read yet: with the defaults, and in all worlds. */
const mostRounds = 24;

/**
 * The modules within reach of one document. Evaluation is synchronous: what it needs and is not loaded yet, it requests
 * with `module` or `file`; `fetch` loads all requests, and the evaluation is done once more.
 */
export class ModuleTree {
  readonly #document: SourceDocument;
  readonly #sources: Sources;
  readonly #cache: ParsedFiles;
  readonly #modules = new Map<string, Module | undefined>();
  readonly #files = new Map<string, SourceDocument | undefined>();
  readonly #folders = new Map<string, readonly string[]>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #wanted = new Set<string>();
  #isLastRound = true;
  readonly #memory = new Map<string, ReturnType<Budget['watched']>>();
  /** What evaluation for this document may cost, and has cost. */
  readonly budget = new Budget();
  /** By the names of the calls that lead to it, the folder of each module that `terraform init` brought; undefined until read. */
  #installed: ReadonlyMap<string, string> | undefined;

  constructor(document: SourceDocument, sources: Sources, cache: ParsedFiles) {
    this.#document = document;
    this.#sources = sources;
    this.#cache = cache;
  }

  /** The document's module, as far as the document itself says. */
  async alone(): Promise<Module> {
    return this.#joined(parentOf(this.#document.uri), [this.#own()], []);
  }

  /** The module that the document belongs to. */
  async root(): Promise<Module> {
    const folder = parentOf(this.#document.uri);
    return (folder === undefined ? undefined : await this.#load(folder)) ?? this.alone();
  }

  /** A module that was fetched; asks for it where it was not. */
  module(folder: string): Module | undefined {
    if (!this.#modules.has(folder)) {
      this.#wanted.add(folder);
    }
    return this.#modules.get(folder);
  }

  /** The text of a file that was fetched; asks for it where it was not. */
  file(uri: string): string | undefined {
    if (!this.#files.has(uri)) {
      this.#wanted.add(`file ${uri}`);
    }
    return this.#files.get(uri)?.text;
  }

  /** Whether there is a folder, among those that were fetched; asks for it where it was not. */
  hasFolder(uri: string): boolean {
    const above = parentOf(uri) ?? '';
    if (!this.#folders.has(above)) {
      this.#wanted.add(`folders ${above}`);
    }
    return this.#folders.get(above)?.includes(uri) ?? false;
  }

  /** The files directly in a folder, among those that were fetched; asks for them where they were not. */
  filesIn(folder: string): readonly string[] {
    if (!this.#lists.has(folder)) {
      this.#wanted.add(`files ${folder}`);
    }
    return this.#lists.get(folder) ?? [];
  }

  /** Works something out once, until more was fetched that it may depend on. */
  once<T>(id: string, work: () => T): T {
    const known = this.#memory.get(id) ?? this.budget.watched(work);
    this.#memory.set(id, known);
    if (known.gaveUp !== undefined) {
      this.budget.giveUp(known.gaveUp);
    }
    return known.result as T;
  }

  /** Whether `settled` evaluates once more, since something was requested. */
  get isWaiting(): boolean {
    return this.#wanted.size > 0 && !this.#isLastRound;
  }

  /** Loads what was requested; false if nothing was. */
  async fetch(): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    if (wanted.length > 0) {
      this.#memory.clear();
    }
    for (const one of wanted) {
      if (one.startsWith('file ')) {
        const uri = one.slice('file '.length);
        this.#files.set(uri, await this.#sources.read(uri));
      } else if (one.startsWith('folders ')) {
        const uri = one.slice('folders '.length);
        this.#folders.set(uri, await this.#sources.folders(uri));
      } else if (one.startsWith('files ')) {
        const uri = one.slice('files '.length);
        this.#lists.set(uri, await this.#sources.list(uri));
      } else {
        await this.#load(one);
      }
    }
    return wanted.length > 0;
  }

  /** Evaluates as often as it finds that it needs what was not read yet. */
  async settled<T>(evaluate: () => T, signal?: AbortSignal): Promise<T> {
    this.#isLastRound = false;
    let result = evaluate();
    for (let round = 1; round <= mostRounds && !signal?.aborted && (await this.fetch()); round++) {
      this.#isLastRound = round === mostRounds;
      result = evaluate();
    }
    this.#isLastRound = true;
    return result;
  }

  /** The folder of a called module: a local directory, or where `terraform init` put it. `names` are the calls from the root. */
  folderOf(call: Declared, caller: Module, names: readonly string[]): CalledFolder | undefined {
    const installed = this.#installed?.get(names.join('.'));
    const local = localFolderOf(call, caller);
    if (local !== undefined) {
      return { folder: local, local: true };
    }
    return installed === undefined
      ? undefined
      : { folder: installed, local: !installed.includes('/.terraform/') };
  }

  /** Loads a module at once, for walks that are asynchronous anyway. */
  async loaded(folder: string): Promise<Module | undefined> {
    return this.#modules.has(folder) ? this.#modules.get(folder) : this.#load(folder);
  }

  /** Whether a module may declare a trail or call a module, by the texts of its files: most hold no word for either. */
  async mayLeadToTrail(folder: string): Promise<boolean> {
    if (this.#modules.has(folder)) {
      return true;
    }
    const uris = await this.#sources.list(folder);
    for (const uri of uris.filter(isConfiguration)) {
      const document = await this.#sources.read(uri);
      if (document && claims(document)) {
        return true;
      }
    }
    return false;
  }

  #own(): ModuleFile {
    return { uri: this.#document.uri, hcl: parsed(this.#cache, this.#document) };
  }

  async #load(folder: string): Promise<Module | undefined> {
    const listed = await this.#sources.list(folder);
    const isOwn = parentOf(this.#document.uri) === folder;
    const uris = isOwn && !listed.includes(this.#document.uri) ? [...listed, this.#document.uri] : listed;
    const files = await this.#readAll(configurationFiles(uris, this.#document.uri));
    const own = files.some(file => file.uri === this.#document.uri);
    if (isOwn && !own) {
      files.push(this.#own());
    }
    const module =
      files.length === 0
        ? undefined
        : await this.#joined(folder, files, [
            ...(await this.#readAll(variableFiles(uris))),
            ...(isOwn ? await this.#given() : []),
          ]);
    this.#modules.set(folder, module);
    return module;
  }

  /** What the root module is deployed with wins over the files that Terraform reads by itself. */
  async #given(): Promise<readonly ModuleFile[]> {
    const set = this.#sources.inputs?.set;
    return (set && (await givenFiles(set, this.#sources, this.#cache))) ?? [];
  }

  async #readAll(uris: readonly string[]): Promise<ModuleFile[]> {
    const files: ModuleFile[] = [];
    for (const uri of uris) {
      const document = uri === this.#document.uri ? this.#document : await this.#sources.read(uri);
      if (document) {
        files.push({ uri, hcl: parsed(this.#cache, document) });
      }
    }
    return files;
  }

  async #joined(
    folder: string | undefined,
    files: readonly ModuleFile[],
    variables: readonly ModuleFile[],
  ): Promise<Module> {
    const module = this.#cache.joined(folder, files, variables);
    const isElsewhere = [...module.calls.values()].some(call => localFolderOf(call, module) === undefined);
    if (isElsewhere) {
      this.#installed ??= await this.#readInstalled();
    }
    return module;
  }

  /** `.terraform/modules/modules.json`, which `terraform init` writes: the folder of each called module. */
  async #readInstalled(): Promise<ReadonlyMap<string, string>> {
    const root = parentOf(this.#document.uri);
    const uri = root === undefined ? undefined : join(root, '.terraform/modules/modules.json');
    const text = uri === undefined ? undefined : (await this.#sources.read(uri))?.text;
    const folders = new Map<string, string>();
    for (const { Key, Dir } of installedModules(text ?? '')) {
      const folder = root === undefined ? undefined : join(root, Dir);
      if (Key !== '' && folder !== undefined) {
        folders.set(Key, folder);
      }
    }
    return folders;
  }
}

export interface CalledFolder {
  readonly folder: string;
  /** A directory of the workspace, not one that was downloaded. */
  readonly local: boolean;
}

function installedModules(text: string): { Key: string; Dir: string }[] {
  try {
    const modules: unknown = JSON.parse(text)?.Modules;
    return Array.isArray(modules)
      ? modules.filter(one => typeof one?.Key === 'string' && typeof one?.Dir === 'string')
      : [];
  } catch {
    return [];
  }
}
