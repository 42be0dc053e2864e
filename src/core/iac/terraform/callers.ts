import { withSet } from '../deployed.ts';
import { foldersAround, mostFiles, mostFolders, quietly } from '../foldersAround.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { callsModule } from './claims.ts';
import { isConfiguration, type ParsedFiles } from './files.ts';
import type { Declared, Module } from './module.ts';
import { setsGiving } from './setsGiving.ts';
import { localFolderOf } from './source.ts';
import { ModuleTree } from './tree.ts';

/** A call of a module, in the module that makes it. */
export interface ModuleCall {
  readonly tree: ModuleTree;
  readonly root: Module;
  readonly call: Declared;
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
  for await (const document of callersOf(folder, sources)) {
    const sets = await setsGiving(document, sources, cache);
    for (const set of sets.length > 0 ? sets : [undefined]) {
      calls.push(...(await callsIn(document, folder, withSet(sources, set), cache)));
    }
  }
  return calls;
}

/** Whether anything in the folder that holds what belongs together calls a module. */
export async function isCalled(folder: string, asked: Sources, cache: ParsedFiles): Promise<boolean> {
  const sources = withSet(quietly(asked), undefined);
  for await (const document of callersOf(folder, sources)) {
    if ((await callsIn(document, folder, sources, cache)).length > 0) {
      return true;
    }
  }
  return false;
}

/** A document of each folder around a module in which there are calls. */
async function* callersOf(folder: string, sources: Sources): AsyncGenerator<SourceDocument> {
  let files = 0;
  for await (const around of otherFoldersAround(folder, sources)) {
    const uris = (await sources.list(around)).filter(isConfiguration);
    files += uris.length;
    if (files > mostFiles) {
      return;
    }
    const document = await firstWithCall(uris.sort(), sources);
    if (document) {
      yield document;
    }
  }
}

/**
 * Whether any of the files in which calls are looked for calls modules and has a text that is wanted. No where there are too
 * many files or folders to look at all of them.
 */
export async function isAnyCallerLike(
  isWanted: (document: SourceDocument) => boolean,
  folder: string,
  asked: Sources,
): Promise<boolean> {
  const sources = quietly(asked);
  let files = 0;
  let folders = 1;
  let isFound = false;
  for await (const around of otherFoldersAround(folder, sources)) {
    const uris = (await sources.list(around)).filter(isConfiguration);
    files += uris.length;
    folders++;
    if (files > mostFiles || folders === mostFolders) {
      return false;
    }
    for (const uri of isFound ? [] : uris) {
      const document = await sources.read(uri);
      isFound ||= document !== undefined && isWanted(document) && callsModule(document.text);
    }
  }
  return isFound;
}

async function* otherFoldersAround(module: string, sources: Sources): AsyncGenerator<string> {
  for await (const folder of foldersAround(module, sources)) {
    if (folder !== module) {
      yield folder;
    }
  }
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
  folder: string,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly ModuleCall[]> {
  const tree = new ModuleTree(document, sources, cache);
  const root = await tree.root();
  const calls = [...root.calls.values()].filter(call => localFolderOf(call, root) === folder);
  return calls.map(call => ({ tree, root, call }));
}
