import { foldersAround, mostFiles, mostFolders, picking, quietly } from '../../../sources/foldersAround.ts';
import { type SourceDocument, type Sources, withSet } from '../../../sources/sources.ts';
import { callsModule } from '../claims.ts';
import { setsGiving } from '../inputs/setsGiving.ts';
import { isConfiguration, type ParsedFiles } from './files.ts';
import type { Declared, Module } from './module.ts';
import { localFolderOf } from './source.ts';
import { ModuleTree } from './tree.ts';

/** A call of a module, in the module that makes it. */
export interface ModuleCall {
  readonly tree: ModuleTree;
  readonly root: Module;
  readonly call: Declared;
}

/** A tool around Terraform, as one that calls modules. */
export interface CallerKind {
  /** Whether a file may hold calls, by its address. */
  isCaller(uri: string): boolean;
  /** The calls that are in a document, whichever module they are of. */
  calls(document: SourceDocument, sources: Sources, cache: ParsedFiles): Promise<readonly ModuleCall[]>;
}

/**
 * The calls of a module in the folder that holds what belongs together; none where that is not known. Where their root is
 * deployed with several sets of inputs, there is one for each.
 */
export async function callsOfModule(
  folder: string,
  asked: Sources,
  cache: ParsedFiles,
): Promise<readonly ModuleCall[]> {
  const sources = withSet(quietly(asked), undefined);
  const calls: ModuleCall[] = [];
  for await (const { document, kind } of callersOf(folder, sources, cache)) {
    const sets = kind ? [] : await setsGiving(document, sources, cache);
    for (const set of sets.length > 0 ? sets : [undefined]) {
      calls.push(...(await callsIn(document, kind, folder, withSet(sources, set), cache)));
    }
  }
  return calls;
}

/** Whether anything in the folder that holds what belongs together calls a module. */
export async function isCalled(folder: string, asked: Sources, cache: ParsedFiles): Promise<boolean> {
  const sources = withSet(quietly(asked), undefined);
  for await (const { document, kind } of callersOf(folder, sources, cache)) {
    if ((await callsIn(document, kind, folder, sources, cache)).length > 0) {
      return true;
    }
  }
  return false;
}

/** A document in which calls may stand, and the tool that it belongs to; none for Terraform itself. */
interface CallingDocument {
  readonly document: SourceDocument;
  readonly kind?: CallerKind;
}

/** Of each folder around a module, one document of Terraform in which there are calls, and those of the tools around it. */
async function* callersOf(
  folder: string,
  sources: Sources,
  cache: ParsedFiles,
): AsyncGenerator<CallingDocument> {
  let files = 0;
  for await (const around of await foldersAround(folder, sources)) {
    const uris = around.uri === folder ? [] : configurations(around.files);
    const others = cache.callerFiles(around.files);
    files += uris.length + others.length;
    if (files > mostFiles) {
      return;
    }
    const document = await firstWithCall(await around.filesWith('module call', uris), sources);
    if (document) {
      yield { document };
    }
    for (const uri of others) {
      const other = await sources.read(uri);
      for (const kind of other ? cache.callers.filter(one => one.isCaller(uri)) : []) {
        yield { document: other as SourceDocument, kind };
      }
    }
  }
}

const configurations = picking(isConfiguration);

/**
 * Whether any of the files in which calls are looked for calls modules and has a text that is wanted. No where there are too
 * many files or folders to look at all of them.
 */
export async function isAnyCallerLike(
  isWanted: (document: SourceDocument) => boolean,
  folder: string,
  asked: Sources,
  cache: ParsedFiles,
): Promise<boolean> {
  const sources = quietly(asked);
  let files = 0;
  let folders = 0;
  let isFound = false;
  for await (const around of await foldersAround(folder, sources)) {
    const uris = around.uri === folder ? [] : configurations(around.files);
    const others = cache.callerFiles(around.files);
    files += uris.length + others.length;
    folders++;
    if (files > mostFiles || folders === mostFolders) {
      return false;
    }
    const calling: readonly string[] = isFound ? [] : await around.filesWith('module call', uris);
    for (const uri of isFound ? [] : [...others, ...calling]) {
      const document = await sources.read(uri);
      isFound ||=
        document !== undefined && isWanted(document) && (others.includes(uri) || callsModule(document.text));
    }
  }
  return isFound;
}

async function firstWithCall(uris: readonly string[], sources: Sources): Promise<SourceDocument | undefined> {
  for (const uri of uris) {
    const document = await sources.read(uri);
    if (document && callsModule(document.text)) {
      return document;
    }
  }
  return undefined;
}

async function callsIn(
  document: SourceDocument,
  kind: CallerKind | undefined,
  folder: string,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly ModuleCall[]> {
  const calls = await (kind ?? terraformCallers).calls(document, sources, cache);
  return calls.filter(({ call, root }) => localFolderOf(call, root) === folder);
}

const terraformCallers: Pick<CallerKind, 'calls'> = {
  async calls(document, sources, cache) {
    const tree = new ModuleTree(document, sources, cache);
    const root = await tree.root();
    return [...root.calls.values()].map(call => ({ tree, root, call }));
  },
};
