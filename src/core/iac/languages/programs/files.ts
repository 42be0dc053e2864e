import { join, nameOf, parentOf } from '../../../base/uri.ts';
import type { Program } from '../../formats/code/syntax.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { ProgramDialect } from './dialect.ts';
import { dialectOf, mayDeploy } from './dialects.ts';
import type { Outline, ProgramFile } from './outline.ts';
import { outlineOf, type Sought } from './walk.ts';

/** What is read with a document, at most: files that it imports, and that those import. */
const mostFiles = 40;
const deepest = 4;
const longestText = 1_000_000;

/**
 * Keeps what was parsed of texts that stayed as they were, and what can be taken over of those that did not. `words` are those
 * without which no statement counts for a framework.
 */
export class Programs {
  readonly #words: RegExp;
  readonly #parsed = new WeakMap<SourceDocument, Program>();
  readonly #last = new Map<string, Program>();

  constructor(words: RegExp) {
    this.#words = words;
  }

  async parse(document: SourceDocument, dialect: ProgramDialect): Promise<Program> {
    const known = this.#parsed.get(document);
    if (known) {
      return known;
    }
    const grammar = await dialect.grammar(document.uri);
    const program = grammar.parse(document.text, this.#last.get(document.uri));
    this.#parsed.set(document, program);
    this.#last.delete(document.uri);
    this.#last.set(document.uri, program);
    const [oldest] = this.#last.keys();
    if (this.#last.size > mostKept && oldest !== undefined) {
      this.#last.delete(oldest);
    }
    return program;
  }

  /** What was parsed of a document that was read. */
  parsed(document: SourceDocument): Program | undefined {
    return this.#parsed.get(document);
  }

  /** A document with the files of the same program that it leads to. */
  async load(
    document: SourceDocument,
    dialect: ProgramDialect,
    sources: Sources,
    signal?: AbortSignal,
  ): Promise<ProgramFile> {
    const files = new Map<string, LoadedFile>();
    const others = await this.#beside(document, dialect, sources);
    const sought: Sought = {
      words: this.#words,
      imports: (await dialect.importsOfProject?.(document.uri, sources)) ?? [],
      names: others.flatMap(({ text }) =>
        dialect.packageNames ? Array.from(text.matchAll(dialect.packageNames), ([, name = '']) => name) : [],
      ),
      mayBeRead: (module, name) =>
        dialect.pathsOf(module, undefined).length > 0 ||
        dialect.pathsOf(module, name).length > 0 ||
        dialect.mayBePackage?.(module) === true,
    };
    const open = async (one: SourceDocument): Promise<LoadedFile> => {
      const file = new LoadedFile(one.uri, dialect, await this.parse(one, dialect), sought);
      files.set(one.uri, file);
      return file;
    };
    const first = await open(document);
    const all = [first];
    for (const one of others) {
      all.push(await open(one));
    }
    for (const file of all) {
      file.beside = all.filter(one => one !== file);
    }
    let level: readonly LoadedFile[] = [first];
    for (let depth = 0; depth < deepest && level.length > 0; depth++) {
      const next: LoadedFile[] = [];
      for (const file of level) {
        for (const { module, paths } of waysOf(file, dialect)) {
          signal?.throwIfAborted();
          const uris =
            paths.length > 0
              ? urisOf(paths, file.uri)
              : ((await dialect.filesOfPackage?.(module, file.uri, sources)) ?? []);
          const found = await firstOf(uris, sources, files);
          if (!found || file.imported.has(module)) {
            continue;
          }
          const known = files.get(found.uri);
          if (!known && (files.size >= mostFiles || found.text.length > longestText)) {
            continue;
          }
          const other = known ?? (await open(found));
          file.imported.set(module, other);
          next.push(...(known ? [] : [other]));
        }
      }
      level = next;
    }
    return first;
  }

  /** The other files of the package of a document that hold a word that counts. */
  async #beside(
    { uri, text }: SourceDocument,
    dialect: ProgramDialect,
    sources: Sources,
  ): Promise<readonly SourceDocument[]> {
    const folder = dialect.isPackage ? parentOf(uri) : undefined;
    if (folder === undefined) {
      return [];
    }
    const others = (dialect.packageFolders?.(text) ?? []).flatMap(path => join(folder, path) ?? []);
    const names: string[] = [];
    for (const place of new Set([folder, ...others])) {
      names.push(...(await sources.list(place, true)));
    }
    const found: SourceDocument[] = [];
    for (const other of names) {
      const isOther = other !== uri && dialectOf(other) === dialect && mayDeploy(other);
      const document =
        isOther && found.length < mostFiles ? await sources.read(other, undefined, true) : undefined;
      if (document && document.text.length <= longestText && document.text.search(this.#words) >= 0) {
        found.push(document);
      }
    }
    return found;
  }
}

/** Documents whose former text is kept: those that are being edited. */
const mostKept = 8;

class LoadedFile implements ProgramFile {
  readonly uri: string;
  readonly dialect: ProgramDialect;
  readonly program: Program;
  readonly imported = new Map<string, ProgramFile>();
  beside: readonly ProgramFile[] = [];
  readonly #sought: Sought;

  constructor(uri: string, dialect: ProgramDialect, program: Program, sought: Sought) {
    this.uri = uri;
    this.dialect = dialect;
    this.program = program;
    this.#sought = sought;
  }

  get outline(): Outline {
    const known = outlines.get(this.program);
    if (known?.file === this) {
      return known.outline;
    }
    const outline = outlineOf(this, this.#sought);
    outlines.set(this.program, { file: this, outline });
    return outline;
  }
}

const outlines = new WeakMap<Program, { readonly file: ProgramFile; readonly outline: Outline }>();

interface Way {
  readonly module: string;
  /** From the folder of the file; none where the module is a package. */
  readonly paths: readonly string[];
}

function waysOf({ outline }: ProgramFile, dialect: ProgramDialect): readonly Way[] {
  return outline.imports
    .flatMap(({ module, names }) => [
      { module, paths: dialect.pathsOf(module, undefined) },
      ...names.flatMap(({ imported }) =>
        imported === undefined
          ? []
          : [{ module: `${module}.${imported}`, paths: dialect.pathsOf(module, imported) }].filter(
              ({ paths }) => paths.length > 0,
            ),
      ),
    ])
    .filter(({ module, paths }) => paths.length > 0 || dialect.mayBePackage?.(module) === true);
}

function urisOf(paths: readonly string[], from: string): readonly string[] {
  const folder = parentOf(from);
  return folder === undefined ? [] : paths.flatMap(path => join(folder, path) ?? []);
}

async function firstOf(
  uris: readonly string[],
  sources: Sources,
  files: ReadonlyMap<string, ProgramFile>,
): Promise<SourceDocument | undefined> {
  for (const uri of uris) {
    const around = parentOf(uri);
    const open = files.get(uri);
    if (open) {
      return { uri, text: open.program.text };
    }
    const isThere =
      around !== undefined &&
      (await sources.list(around, true)).some(one => one === uri || nameOf(one) === nameOf(uri));
    const document = isThere ? await sources.read(uri, undefined, true) : undefined;
    if (document) {
      return document;
    }
  }
  return undefined;
}
