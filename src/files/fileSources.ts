import type { Dirent } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromNames } from '../core/base/uri.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import { emptyFolder, type FolderContent } from '../core/iac/sources/folderContent.ts';
import { namesAround } from '../core/iac/sources/foldersAround.ts';
import { type Glance, glanceAt, mayHaveSigns } from '../core/iac/sources/glance.ts';
import type { Sign } from '../core/iac/sources/signs.ts';
import type { FolderAround, SourceDocument, Sources } from '../core/iac/sources/sources.ts';
import { readFileNow } from './boundedFile.ts';
import { decode, encodingOf } from './decode.ts';
import { type Listing, listFolder, unnamedProblem } from './listFolder.ts';
import { isMissing, unreadable } from './problem.ts';
import { leadsOutside, resolved } from './reach.ts';

interface SeenFile {
  readonly uri: string;
  /** Not known for links. */
  readonly signs: readonly Sign[] | undefined;
}

const unread: Glance = { signs: [], mayNameTrail: true };

/** So much text is kept for those who ask again. */
const keptCharacters = 8 * 1024 * 1024;

/** Files up to so many bytes are read into one and the same buffer. */
const bufferSize = 256 * 1024;

/**
 * The files of a disk as first read: what was read or listed is not read again while it is kept. Create one for each scan.
 * A file that cannot be read, is binary, too large or not a regular file is reported once and is `undefined`.
 *
 * The disk is read synchronously: for the small files of infrastructure code, that is four times as
 * fast as through Node's thread pool. A caller that reads many files yields in between.
 */
export class FileSources implements Sources {
  readonly #onProblem: (problem: FileProblem) => void;
  readonly #documents = new Map<string, SourceDocument | undefined>();
  /** Of the files that were read. */
  readonly #glances = new Map<string, Glance>();
  readonly #foldersAround = new Map<string, FolderAround>();
  /** Of the folder that was asked for last: the files of a folder follow each other. */
  #lastAround:
    | { readonly uri: string; readonly root: string; readonly around: readonly FolderAround[] }
    | undefined;
  readonly #folders = new Map<string, FolderContent>();
  /** By path, of the folders that either a walk or a reading still needs. */
  readonly #listings = new Map<string, Listing>();
  /** The paths of files and folders without symbolic links. */
  readonly #real = new Map<string, string | undefined>();
  /** By listed folder, the names of its files that are not links. */
  readonly #plain = new Map<string, ReadonlySet<string>>();
  readonly #pathOf = createPathOf();
  readonly #uriOf = createUriOf();
  readonly #told = new Set<string>();
  readonly #buffer = Buffer.allocUnsafeSlow(bufferSize);
  #kept = 0;
  #isQuiet = false;
  /** A problem that was met in silence has to be reported on this request: so it is read again. */
  #isUntold = false;

  constructor(onProblem: (problem: FileProblem) => void) {
    this.#onProblem = onProblem;
  }

  async read(uri: string, within?: readonly string[], quietly = false): Promise<SourceDocument | undefined> {
    return this.#with(quietly, () => this.#read(uri, within));
  }

  async around(folderUri: string, root: string): Promise<readonly FolderAround[]> {
    const known = this.#lastAround;
    if (known?.uri === folderUri && known.root === root) {
      return known.around;
    }
    const around: FolderAround[] = [];
    for await (const uri of namesAround(folderUri, root, one => this.folders(one))) {
      around.push(this.#around(uri));
    }
    this.#lastAround = { uri: folderUri, root, around };
    return around;
  }

  #around(uri: string): FolderAround {
    const known = this.#foldersAround.get(uri);
    if (known) {
      return known;
    }
    let seen: readonly SeenFile[] | undefined;
    const { files } = this.#with(true, () => this.#contentOf(uri));
    const folder: FolderAround = {
      uri,
      files,
      filesWith: async (sign, among) => {
        seen ??= this.#with(true, () => this.#signsIn(uri));
        return seen
          .filter(one => (one.signs === undefined || one.signs.includes(sign)) && among.includes(one.uri))
          .map(one => one.uri);
      },
    };
    this.#foldersAround.set(uri, folder);
    return folder;
  }

  /** Of the files of a folder that have signs, or may have some. */
  #signsIn(folderUri: string): readonly SeenFile[] {
    const folder = this.#pathOf(folderUri);
    if (folder === undefined) {
      return [];
    }
    const { files } = this.#contentOf(folderUri);
    return files
      .filter(mayHaveSigns)
      .toSorted()
      .map(uri => {
        const path = this.#pathOf(uri);
        // The reader checks where a link leads.
        const isPlain = path !== undefined && this.#plain.get(folder)?.has(basename(path));
        return { uri, signs: isPlain ? this.#glanceAt(path).signs : undefined };
      })
      .filter(({ signs }) => signs?.length !== 0);
  }

  #glanceAt(path: string): Glance {
    return this.#glances.get(path) ?? this.#look(path)?.glance ?? unread;
  }

  /** A file as a document where its text may be about trails; nothing is decoded, addressed or kept for most others. */
  candidate(path: string): SourceDocument | undefined {
    if (this.#glances.get(path)?.mayNameTrail === false) {
      return undefined;
    }
    const seen = this.#look(path);
    return seen?.glance.mayNameTrail ? this.#document(this.#uriOf(path), path, seen.bytes) : undefined;
  }

  /** Latin-1 is the cheapest reading of bytes that keeps ASCII as it is. Bytes in UTF-16 are few, and decoded at once. */
  #look(path: string): { readonly glance: Glance; readonly bytes: Buffer } | undefined {
    const bytes = this.#bytes(path);
    if (bytes === undefined) {
      return undefined;
    }
    const text = encodingOf(bytes).startsWith('utf-8') ? bytes.toString('latin1') : decode(bytes);
    const glance = text === undefined ? unread : glanceAt(path, text);
    this.#glances.set(path, glance);
    return { glance, bytes };
  }

  /**
   * What is in a folder, for whoever walks through it: a walk and a reading list it once between them, whichever comes
   * first. Throws what `readdir` throws.
   */
  listing(folder: string): Listing {
    const known = this.#listings.get(folder);
    if (known) {
      this.#listings.delete(folder);
      return known;
    }
    const listing = listFolder(folder);
    this.#listings.set(folder, listing);
    return listing;
  }

  async list(folderUri: string, quietly = false): Promise<readonly string[]> {
    return this.#with(quietly, () => this.#contentOf(folderUri).files);
  }

  async folders(folderUri: string): Promise<readonly string[]> {
    return this.#with(true, () => this.#contentOf(folderUri).folders);
  }

  /** The disk is read synchronously, so nothing else happens meanwhile. */
  #with<T>(quietly: boolean, work: () => T): T {
    this.#isQuiet = quietly;
    this.#isUntold = false;
    const result = work();
    this.#isQuiet = false;
    this.#isUntold = false;
    return result;
  }

  #read(uri: string, within?: readonly string[]): SourceDocument | undefined {
    const path = this.#pathOf(uri);
    if (path !== undefined && within && this.#leadsOutside(path, within)) {
      return undefined;
    }
    if (this.#documents.has(uri)) {
      return this.#documents.get(uri);
    }
    const bytes = path === undefined ? undefined : this.#bytes(path);
    return path === undefined || bytes === undefined
      ? this.#keep(uri, undefined)
      : this.#document(uri, path, bytes);
  }

  #contentOf(folderUri: string): FolderContent {
    const known = this.#folders.get(folderUri);
    if (known) {
      return known;
    }
    const path = pathOf(folderUri);
    const content = path === undefined ? emptyFolder : this.#contentAt(path);
    if (!this.#isUntold) {
      this.#folders.set(folderUri, content);
    }
    return content;
  }

  /**
   * The content of a file until the next one is read; undefined if it does not exist, and reported if it cannot be read.
   */
  #bytes(path: string): Buffer | undefined {
    const content = readFileNow(path, { into: this.#buffer });
    switch (content.kind) {
      case 'bytes':
        return content.bytes;
      case 'missing':
        return undefined;
      default:
        this.#tell({ path, kind: content.kind, detail: content.detail });
        return undefined;
    }
  }

  /** The document with a file's content; undefined, and reported, if it is not text. */
  #document(uri: string, path: string, bytes: Buffer): SourceDocument | undefined {
    const text = decode(bytes);
    if (text === undefined) {
      this.#tell({ path, kind: 'binary', detail: 'not a text file' });
      return this.#keep(uri, undefined);
    }
    return this.#documents.get(uri) ?? this.#keep(uri, { uri, text });
  }

  #leadsOutside(path: string, within: readonly string[]): boolean {
    const isOutside = leadsOutside(
      path,
      within.flatMap(uri => this.#pathOf(uri) ?? []),
      one => this.#realOf(one),
    );
    if (isOutside) {
      this.#tell({ path, kind: 'outside', detail: 'a link that leads outside the folder' });
    }
    return isOutside;
  }

  #realOf(path: string): string | undefined {
    if (!this.#real.has(path)) {
      this.#real.set(path, this.#isPlain(path) ? this.#realBelow(path) : resolved(path));
    }
    return this.#real.get(path);
  }

  /** Whether a listing showed it as a file that is itself no link. */
  #isPlain(path: string): boolean {
    return this.#plain.get(dirname(path))?.has(basename(path)) === true;
  }

  #realBelow(path: string): string | undefined {
    const folder = this.#realOf(dirname(path));
    return folder === undefined ? undefined : join(folder, basename(path));
  }

  #contentAt(folder: string): FolderContent {
    try {
      const { entries, unnamed } = this.listing(folder);
      for (const one of unnamed) {
        this.#tell(unnamedProblem(folder, one));
      }
      const within = folder.endsWith(sep) ? folder : folder + sep;
      const addressOf = (entry: Dirent) => this.#uriOf(within + entry.name);
      const plain = entries.filter(entry => entry.isFile());
      this.#plain.set(folder, new Set(plain.map(({ name }) => name)));
      return {
        files: entries.filter(entry => entry.isFile() || entry.isSymbolicLink()).map(addressOf),
        folders: entries.filter(entry => entry.isDirectory()).map(addressOf),
      };
    } catch (error) {
      if (!isMissing(error)) {
        this.#tell(unreadable(folder, error));
      }
      return emptyFolder;
    }
  }

  #keep(uri: string, document: SourceDocument | undefined): SourceDocument | undefined {
    if (this.#isUntold) {
      return document;
    }
    this.#documents.set(uri, document);
    this.#kept += document?.text.length ?? 0;
    for (const [oldest, { text } = { text: '' }] of this.#documents) {
      if (this.#kept <= keptCharacters || oldest === uri) {
        break;
      }
      this.#documents.delete(oldest);
      this.#kept -= text.length;
    }
    return document;
  }

  #tell(problem: FileProblem): void {
    if (this.#isQuiet) {
      this.#isUntold = true;
      return;
    }
    if (!this.#told.has(problem.path)) {
      this.#told.add(problem.path);
      this.#onProblem(problem);
    }
  }
}

/** Like `uriOf`, for many files: the address of each folder is computed once. */
export function createUriOf(): (path: string) => string {
  const folders = new Map<string, string>();
  return path => {
    const end = path.lastIndexOf(sep) + 1;
    const name = path.slice(end);
    if (!/^[\w.~-]*[\w~-]$/.test(name)) {
      return uriOf(path);
    }
    const folder = path.slice(0, end);
    const address = folders.get(folder) ?? uriOf(folder).replace(/\/?$/, '/');
    folders.set(folder, address);
    return address + name;
  };
}

/** Like `pathOf`, for many files: the path of each folder is computed once. */
function createPathOf(): (uri: string) => string | undefined {
  const folders = new Map<string, string | undefined>();
  return uri => {
    const end = uri.lastIndexOf('/') + 1;
    const name = uri.slice(end);
    if (!/^[\w.~-]*[\w~-]$/.test(name)) {
      return pathOf(uri);
    }
    const address = uri.slice(0, end);
    const folder = folders.has(address) ? folders.get(address) : pathOf(address);
    folders.set(address, folder);
    return folder === undefined ? undefined : folder + name;
  };
}

/** The address of a path in VS Code's spelling, which is the core's: `file:///c%3A/infra/a%20b.tf`. */
export function uriOf(path: string): string {
  const { pathname, host } = pathToFileURL(path);
  const names = pathname.split('/').filter(name => name !== '');
  return fromNames(`file://${host}`, names.map(decodeURIComponent));
}

export function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
