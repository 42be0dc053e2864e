import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { Sources } from '../../../sources/sources.ts';
import { isVault, type PlayFiles, variablesIn } from '../files.ts';
import type { PlayFile } from '../step.ts';
import type { Place } from './frames.ts';

const endings = ['.yml', '.yaml', '.json'];

/** Limit of files that one start may bring in. */
const mostFiles = 200;

/** Folders of variables in each other, deeper than in real code. */
const deepestFolder = 3;

/** The files that a flow brings in, looked for where Ansible looks for them. */
export class FlowFiles {
  readonly sources: Sources;
  readonly #files: PlayFiles;
  #read = 0;
  #gaveUp: string | undefined;

  constructor(files: PlayFiles, sources: Sources) {
    this.#files = files;
    this.sources = sources;
  }

  /** Which limit of the flow was reached first, in words. */
  get gaveUp(): string | undefined {
    return this.#gaveUp;
  }

  giveUp(detail: string): void {
    this.#gaveUp ??= detail;
  }

  /** The file at an address. */
  async at(uri: string): Promise<PlayFile | undefined> {
    if (this.#read++ >= mostFiles) {
      this.giveUp(`more than ${mostFiles} files`);
      return undefined;
    }
    const document = await this.sources.read(uri);
    return document && this.#files.of(document);
  }

  /** The first of these names that is a file in one of the folders, folder by folder. */
  async firstOf(
    folders: readonly (string | undefined)[],
    ...names: readonly string[]
  ): Promise<PlayFile | undefined> {
    for (const folder of folders) {
      for (const name of names) {
        const isLiteral = name !== '' && !/\{\{|^[~/]|^\w+:\/\//.test(name);
        const uri = folder === undefined || !isLiteral ? undefined : join(folder, name);
        const file = uri === undefined ? undefined : await this.at(uri);
        if (file) {
          return file;
        }
      }
    }
    return undefined;
  }

  /** The `main.yml` of a folder, read. */
  async mainOf(folder: string | undefined): Promise<PlayFile | undefined> {
    const uri = await mainIn(folder, this.sources);
    return uri === undefined ? undefined : this.at(uri);
  }

  /** A file of a role that is named with or without its ending. */
  named(folder: string | undefined, name: string): Promise<PlayFile | undefined> {
    return this.firstOf([folder], name, ...endings.map(ending => `${name}${ending}`));
  }

  /** The files of variables in a folder of a role: the one of a name, or all in a folder of that name, in their order. */
  async roleVariables(folder: string | undefined, name: string): Promise<readonly PlayFile[]> {
    const inner = folder === undefined || !/^[\w.-]+$/.test(name) ? undefined : join(folder, name);
    const several = inner === undefined ? [] : await this.variableFiles(inner);
    const found = await Promise.all(several.map(uri => this.at(uri)));
    const files = found.length > 0 ? found : [await this.named(folder, name)];
    return files.filter(file => file !== undefined);
  }

  /** A file of variables that is named; `variables` are undefined where they are encrypted, or none. */
  async variables(name: string, file: PlayFile, { playFolder, role }: Place, below: string) {
    const folders = [
      role && join(role, 'vars'),
      parentOf(file.uri),
      playFolder,
      playFolder && below !== '' ? join(playFolder, below) : undefined,
    ];
    const found = await this.firstOf(folders, name);
    return found && { file: found, variables: isVault(found.text) ? undefined : variablesIn(found) };
  }

  /** The files of `group_vars` or `host_vars`. */
  async variableFiles(folder: string): Promise<readonly string[]> {
    const files = [...(await this.sources.list(folder, true))];
    for (const inner of (await this.sources.folders(folder)).slice(0, 20)) {
      files.push(...(await this.sources.list(inner, true)));
    }
    return files
      .filter(uri => /(?:\.ya?ml|\/[\w-]+)$/.test(uri))
      .toSorted()
      .slice(0, 100);
  }

  /** The files of variables in a folder and those below it, a folder's own first. */
  async filesBelow(folder: string, level = 0): Promise<readonly string[]> {
    const own = (await this.sources.list(folder, true)).filter(uri => endings.some(one => uri.endsWith(one)));
    const inner = level < deepestFolder ? await this.sources.folders(folder) : [];
    const below: string[] = [];
    for (const one of inner.toSorted()) {
      below.push(...(await this.filesBelow(one, level + 1)));
    }
    return [...own.toSorted(), ...below];
  }

  /** The folder of a role (Ansible documentation, "Storing and finding roles"). */
  async roleFolder(name: string, { playFolder, role }: Place): Promise<string | undefined> {
    if (!/^[\w.-]+$/.test(name)) {
      return undefined;
    }
    const above = playFolder === undefined ? undefined : parentOf(playFolder);
    const siblings = role === undefined ? undefined : parentOf(role);
    const folders = [
      playFolder && join(playFolder, `roles/${name}`),
      siblings && join(siblings, name),
      above && join(above, `roles/${name}`),
      playFolder && join(playFolder, name),
    ];
    for (const folder of new Set(folders)) {
      for (const part of folder === undefined ? [] : ['tasks', 'meta']) {
        const inside = join(folder ?? '', part);
        if (inside !== undefined && (await this.sources.list(inside, true)).length > 0) {
          return folder;
        }
      }
    }
    return undefined;
  }
}

/** The address of the `main.yml` of a folder. */
export async function mainIn(folder: string | undefined, sources: Sources): Promise<string | undefined> {
  const list = folder === undefined ? [] : await sources.list(folder, true);
  return list.find(uri => /^main\.ya?ml$/.test(nameOf(uri)));
}
