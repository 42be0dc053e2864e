import { byTurns } from '../../../base/byTurns.ts';
import { join, nameOf, parentOf } from '../../../base/uri.ts';
import { NoProgram } from '../../formats/code/boundedParse.ts';
import type { Import, Program } from '../../formats/code/syntax.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { ProgramDialect } from './dialect.ts';
import { dialectOf, mayDeploy } from './dialects.ts';
import type { Outline, ProgramFile } from './outline/outline.ts';
import { outlineOf, type Sought } from './outline/walk.ts';

/** The file of a folder that stands for all of it. */
const handsOthersOn = /\/(?:index\.[cm]?[jt]sx?|__init__\.py)$/i;

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

  /** Whether a document, or a file that it imports, be it through one that hands others on, is of a kind: before all is read. */
  async leadsTo(
    document: SourceDocument,
    dialect: ProgramDialect,
    sources: Sources,
    isMeant: (uri: string, text: string) => boolean,
  ): Promise<boolean> {
    if (isMeant(document.uri, document.text)) {
      return true;
    }
    const files = new Map<string, LoadedFile>();
    const imports = (await dialect.importsOfProject?.(document.uri, sources)) ?? [];
    const first = await this.#open(document, dialect, sources, imports, files);
    const waiting = [first];
    for (const file of waiting) {
      if (file.beside.some(({ uri, program }) => isMeant(uri, program.text))) {
        return true;
      }
      for (const way of waysOf(importsOf(file), dialect)) {
        const found = await foundAt(way, file.uri, dialect, sources, files);
        if (found && isMeant(found.uri, found.text)) {
          return true;
        }
        if (found && handsOthersOn.test(found.uri) && !files.has(found.uri)) {
          if (files.size >= mostFiles || found.text.length > longestText) {
            // What is behind it is not known.
            return true;
          }
          const other = await ifReadable(() => this.#open(found, dialect, sources, imports, files));
          waiting.push(...(other ? [other] : []));
        }
      }
    }
    return false;
  }

  /** A document with the files of the same program that it leads to. */
  async load(
    document: SourceDocument,
    dialect: ProgramDialect,
    sources: Sources,
    signal?: AbortSignal,
  ): Promise<ProgramFile> {
    const files = new Map<string, LoadedFile>();
    const imports = (await dialect.importsOfProject?.(document.uri, sources)) ?? [];
    const first = await this.#open(document, dialect, sources, imports, files);
    let level: readonly LoadedFile[] = [first, ...first.beside];
    for (let depth = 0; depth < deepest && level.length > 0; depth++) {
      const next: LoadedFile[] = [];
      for (const [file, way] of byTurns(
        level.map(one => waysOf(importsOf(one), dialect).map(way => [one, way] as const)),
      )) {
        signal?.throwIfAborted();
        const found = await foundAt(way, file.uri, dialect, sources, files);
        if (!found || file.imported.has(way.module)) {
          continue;
        }
        const known = files.get(found.uri);
        if (!known && (files.size >= mostFiles || found.text.length > longestText)) {
          continue;
        }
        const other = known ?? (await ifReadable(() => this.#open(found, dialect, sources, imports, files)));
        if (!other) {
          continue;
        }
        file.imported.set(way.module, other);
        next.push(...(known ? [] : [other, ...other.beside]));
      }
      level = next;
    }
    return first;
  }

  /** Opens a document with the other files of its package, which are a part of it. */
  async #open(
    document: SourceDocument,
    dialect: ProgramDialect,
    sources: Sources,
    imports: readonly Import[],
    files: Map<string, LoadedFile>,
  ): Promise<LoadedFile> {
    const others = await this.#beside(document, dialect, sources, mostFiles - files.size);
    const sought: Sought = {
      words: this.#words,
      imports,
      names: others.flatMap(({ text }) =>
        dialect.packageNames ? Array.from(text.matchAll(dialect.packageNames), ([, name = '']) => name) : [],
      ),
      mayBeRead: (module, name) =>
        dialect.pathsOf(module, undefined).length > 0 ||
        dialect.pathsOf(module, name).length > 0 ||
        dialect.mayBePackage?.(module) === true,
    };
    const fileOf = async (one: SourceDocument): Promise<LoadedFile> => {
      const file =
        files.get(one.uri) ?? new LoadedFile(one.uri, dialect, await this.parse(one, dialect), sought);
      files.set(one.uri, file);
      return file;
    };
    const first = await fileOf(document);
    const opened = [first];
    for (const one of others) {
      const file = await ifReadable(() => fileOf(one));
      opened.push(...(file ? [file] : []));
    }
    for (const file of opened) {
      file.beside = file.beside.length > 0 ? file.beside : opened.filter(one => one !== file);
    }
    return first;
  }

  /** The other files of the package of a document that hold a word that counts. */
  async #beside(
    document: SourceDocument,
    dialect: ProgramDialect,
    sources: Sources,
    most: number,
  ): Promise<readonly SourceDocument[]> {
    const folder = dialect.isPackage ? parentOf(document.uri) : undefined;
    if (folder === undefined) {
      return [];
    }
    const others = (await dialect.packageFolders?.(document, sources)) ?? [];
    const names: string[] = [];
    for (const place of new Set([folder, ...others])) {
      names.push(...(await sources.list(place, true)));
    }
    const found: SourceDocument[] = [];
    for (const other of names) {
      const isOther = other !== document.uri && dialectOf(other) === dialect && mayDeploy(other);
      const text = isOther && found.length < most ? await sources.read(other, undefined, true) : undefined;
      if (text && text.text.length <= longestText && text.text.search(this.#words) >= 0) {
        found.push(text);
      }
    }
    return found;
  }
}

/** What a program leads to is left out where it cannot be read; that it could not is said when it is read itself. */
async function ifReadable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NoProgram) {
      return undefined;
    }
    throw error;
  }
}

/** Documents whose former text is kept: those that are being edited. */
const mostKept = 8;

class LoadedFile implements ProgramFile {
  readonly uri: string;
  readonly dialect: ProgramDialect;
  readonly program: Program;
  readonly imported = new Map<string, ProgramFile>();
  readonly #sought: Sought;
  #beside: readonly LoadedFile[] = [];
  #seen: readonly LoadedFile[] | undefined;

  constructor(uri: string, dialect: ProgramDialect, program: Program, sought: Sought) {
    this.uri = uri;
    this.dialect = dialect;
    this.program = program;
    this.#sought = sought;
  }

  get beside(): readonly LoadedFile[] {
    return this.#beside;
  }

  set beside(files: readonly LoadedFile[]) {
    this.#beside = files;
    this.#seen = undefined;
  }

  get seen(): readonly LoadedFile[] {
    const { sees } = this.dialect;
    this.#seen ??= sees ? this.#beside.filter(one => sees(this, one)) : this.#beside;
    return this.#seen;
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

/** What a file imports, without the outline of the rest of it where all that it imports stands at its margin. */
function importsOf(file: ProgramFile): readonly Import[] {
  const { statements, text } = file.program;
  return importsInside.test(text) ? file.outline.imports : statements.filter(one => one.kind === 'import');
}

const importsInside = /^[ \t]+(?:from|import)\b|\b(?:import|require)\s*\(/m;

function waysOf(imports: readonly Import[], dialect: ProgramDialect): readonly Way[] {
  return imports
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

/** The file that an import leads to: on one of its ways from the folder of a file, or a package of the repository. */
async function foundAt(
  { module, paths }: Way,
  from: string,
  dialect: ProgramDialect,
  sources: Sources,
  files: ReadonlyMap<string, ProgramFile>,
): Promise<SourceDocument | undefined> {
  const folder = parentOf(from);
  const near = folder === undefined ? [] : paths.flatMap(path => join(folder, path) ?? []);
  const found = await firstOf(near, sources, files);
  if (found || dialect.mayBePackage?.(module) !== true) {
    return found;
  }
  const ofPackage = (await dialect.filesOfPackage?.(module, from, sources)) ?? [];
  const mayBe = ofPackage.filter(uri => dialectOf(uri) === dialect && mayDeploy(uri));
  return firstOf(mayBe, sources, files);
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
