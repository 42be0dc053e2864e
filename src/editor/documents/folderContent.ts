import * as vscode from 'vscode';
import type { PathTest } from '../../core/base/glob.ts';
import { messageOf } from '../../core/base/thrown.ts';
import { pathBelow } from '../../core/base/uri.ts';
import { emptyFolder, type FolderContent } from '../../core/iac/sources/folderContent.ts';
import { inTime } from '../inTime.ts';
import type { Log } from '../log.ts';
import { isMissing, patience } from './fileBytes.ts';

/**
 * Lists a folder of any file system that VS Code knows; empty if it does not exist. Throws if it cannot be read, or takes
 * too long.
 */
export async function contentOf(folder: vscode.Uri): Promise<FolderContent> {
  try {
    const entries = await inTime(Promise.resolve(vscode.workspace.fs.readDirectory(folder)), patience);
    const addressOf = ([name]: [string, vscode.FileType]) => vscode.Uri.joinPath(folder, name).toString();
    return {
      files: entries.filter(([, type]) => (type & vscode.FileType.File) !== 0).map(addressOf),
      folders: entries.filter(([, type]) => type === vscode.FileType.Directory).map(addressOf),
    };
  } catch (error) {
    if (isMissing(error)) {
      return emptyFolder;
    }
    throw error;
  }
}

export interface WalkOptions {
  /** Whether a file is wanted, by its address. */
  readonly isWanted: (uri: string) => boolean;
  /** What is left out, by its path below the folder. A folder that is left out is not listed. */
  readonly isExcluded: PathTest;
  readonly log: Log;
  readonly token: vscode.CancellationToken | undefined;
}

/** Folders that are listed at the same time: each may be a request over the network. */
const atOnce = 20;

/** Folders deeper than this are logged and not entered: a file system may have no end. */
const deepest = 100;

/**
 * The files in and below a folder, found by listing one folder after the other. VS Code's own search never answers for a
 * file system that has no search provider, and only VS Code's own extensions may register one. A folder that cannot be
 * listed is logged; after a cancellation what was found so far is returned.
 */
export async function filesBelow(folder: vscode.Uri, options: WalkOptions): Promise<vscode.Uri[]> {
  const { isWanted, isExcluded, log, token } = options;
  const root = folder.toString();
  const isIncluded = (uri: string) => !isExcluded(pathBelow(root, uri) ?? '');
  const found: vscode.Uri[] = [];
  let level = [folder];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) {
      for (const left of level) {
        log.warn(`${left.toString(true)} is not read: more than ${deepest} folders deep`);
      }
      break;
    }
    const below: vscode.Uri[] = [];
    for (let start = 0; start < level.length && token?.isCancellationRequested !== true; start += atOnce) {
      const group = level.slice(start, start + atOnce);
      for (const { files, folders } of await Promise.all(group.map(one => listed(one, log)))) {
        found.push(
          ...files.filter(uri => isWanted(uri) && isIncluded(uri)).map(uri => vscode.Uri.parse(uri)),
        );
        below.push(...folders.filter(isIncluded).map(uri => vscode.Uri.parse(uri)));
      }
    }
    level = below;
  }
  return found;
}

async function listed(folder: vscode.Uri, log: Log): Promise<FolderContent> {
  try {
    return await contentOf(folder);
  } catch (error) {
    log.warn(`${folder.toString(true)} is not read: ${messageOf(error)}`);
    return emptyFolder;
  }
}
