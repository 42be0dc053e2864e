import { join, parentOf } from '../../base/uri.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { Budget } from './evaluation/budget.ts';
import { configurationFiles, type ParsedFiles, parsed, variableFiles } from './files.ts';
import { type Declared, joinModule, type Module, type ModuleFile } from './module.ts';
import { localFolderOf } from './source.ts';

/** How often an evaluation may find that it needs a module or a file not read yet. */
const mostRounds = 12;

/**
 * The modules within reach of one document. Evaluation is synchronous: what it needs and is not here yet, it asks
 * for with `module` or `file`; `fetch` brings all that was asked for, and the evaluation is done once more.
 */
export class ModuleTree {
  readonly #document: SourceDocument;
  readonly #sources: Sources;
  readonly #cache: ParsedFiles;
  readonly #modules = new Map<string, Module | undefined>();
  readonly #files = new Map<string, SourceDocument | undefined>();
  readonly #wanted = new Set<string>();
  readonly #memory = new Map<string, ReturnType<Budget['watched']>>();
  /** What evaluation for this document may cost, and has cost. */
  readonly budget = new Budget();
  #installed: ReadonlyMap<string, string> = new Map();

  constructor(document: SourceDocument, sources: Sources, cache: ParsedFiles) {
    this.#document = document;
    this.#sources = sources;
    this.#cache = cache;
  }

  /** Reads where installed modules lie; to be done first. */
  async open(): Promise<void> {
    const folder = parentOf(this.#document.uri);
    if (folder !== undefined) {
      await this.#readInstalled(folder);
    }
  }

  /** The document's module, as far as the document itself tells. */
  alone(): Module {
    return joinModule(parentOf(this.#document.uri), [this.#own()], []);
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

  /** Works something out once, until more was fetched that it may depend on. */
  once<T>(id: string, work: () => T): T {
    const known = this.#memory.get(id) ?? this.budget.watched(work);
    this.#memory.set(id, known);
    if (known.gaveUp !== undefined) {
      this.budget.giveUp(known.gaveUp);
    }
    return known.result as T;
  }

  /** Brings what was asked for; false when nothing was. */
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
      } else {
        await this.#load(one);
      }
    }
    return wanted.length > 0;
  }

  /** Evaluates as often as it finds that it needs what was not read yet. */
  async settled<T>(evaluate: () => T, signal?: AbortSignal): Promise<T> {
    let result = evaluate();
    for (let round = 0; round < mostRounds && !signal?.aborted && (await this.fetch()); round++) {
      result = evaluate();
    }
    return result;
  }

  /** The folder of a called module: a local directory, or where `terraform init` put it. `names` are the calls from the root. */
  folderOf(call: Declared, caller: Module, names: readonly string[]): CalledFolder | undefined {
    const installed = this.#installed.get(names.join('.'));
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

  #own(): ModuleFile {
    return { uri: this.#document.uri, hcl: parsed(this.#cache, this.#document) };
  }

  async #load(folder: string): Promise<Module | undefined> {
    const uris = [...(await this.#sources.list(folder))];
    if (parentOf(this.#document.uri) === folder && !uris.includes(this.#document.uri)) {
      uris.push(this.#document.uri);
    }
    const files = await this.#readAll(configurationFiles(uris, this.#document.uri));
    const own = files.some(file => file.uri === this.#document.uri);
    if (parentOf(this.#document.uri) === folder && !own) {
      files.push(this.#own());
    }
    const module =
      files.length === 0 ? undefined : joinModule(folder, files, await this.#readAll(variableFiles(uris)));
    this.#modules.set(folder, module);
    return module;
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

  /** `.terraform/modules/modules.json`, which `terraform init` writes: where each called module lies. */
  async #readInstalled(root: string): Promise<void> {
    const uri = join(root, '.terraform/modules/modules.json');
    const text = uri === undefined ? undefined : (await this.#sources.read(uri))?.text;
    if (text === undefined) {
      return;
    }
    const folders = new Map<string, string>();
    for (const { Key, Dir } of installedModules(text)) {
      const folder = join(root, Dir);
      if (Key !== '' && folder !== undefined) {
        folders.set(Key, folder);
      }
    }
    this.#installed = folders;
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
