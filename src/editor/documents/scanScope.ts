import * as vscode from 'vscode';
import { excluding, expandBraces, type PathTest } from '../../core/base/glob.ts';
import { nameOf, parentOf, pathBelow } from '../../core/base/uri.ts';
import type { DiskFolder } from '../../core/iac/analysis/diskScan.ts';
import { candidateGlob, foreignFolders, isCandidate } from '../../core/iac/candidates.ts';
import { isLeftOut } from '../../core/iac/configuration/configuration.ts';
import type { GitIgnore } from '../../core/iac/configuration/gitIgnore.ts';
import type { ReadOptions } from '../../files/boundedFile.ts';
import { Turns } from '../../files/turns.ts';
import type { Log } from '../log.ts';
import { readBytes } from './fileBytes.ts';
import { filesBelow, type WalkOptions } from './folderContent.ts';
import type { CodeSettings } from './settings.ts';

/** Which files of the workspace are scanned, as the settings and `.gitignore` files said when the scan began. */
export interface ScanScope {
  /** Folders on this machine's disk, which can be read without VS Code. */
  readonly disk: readonly DiskFolder[];
  /** The files of all others that are to be looked at. */
  elsewhere(): Promise<readonly vscode.Uri[]>;
  /** Whether a file elsewhere is one of them. */
  covers(uri: vscode.Uri): boolean;
}

export async function openScope(
  settings: CodeSettings,
  log: Log,
  token?: vscode.CancellationToken,
): Promise<ScanScope> {
  await settings.ready;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const elsewhere = await Promise.all(
    folders.filter(folder => !isOnDisk(folder)).map(folder => folderScope(folder, settings, log, token)),
  );
  return {
    disk: folders.filter(isOnDisk).map(folder => ({
      path: folder.uri.fsPath,
      uri: folder.uri.toString(),
      exclude: excludePatterns(folder.uri),
      configured: settings.of(folder.uri).exclude.map(({ folder: from, patterns }) => ({
        patterns,
        from: vscode.Uri.parse(from).fsPath,
      })),
      inputs: settings.inputsOf(folder.uri),
    })),
    elsewhere: async () => {
      const found = await Promise.all(elsewhere.map(folder => folder.find()));
      return found.flat();
    },
    covers: uri => {
      const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
      return isCandidate(uri.path) && (elsewhere.find(one => one.uri === folder)?.covers(uri) ?? false);
    },
  };
}

/** Files in an encoding of their own only VS Code knows how to read. */
function isOnDisk({ uri }: vscode.WorkspaceFolder): boolean {
  const files = vscode.workspace.getConfiguration('files', uri);
  const encoding = files.inspect('encoding');
  return (
    uri.scheme === 'file' &&
    files.get('encoding') === 'utf8' &&
    files.get('autoGuessEncoding') !== true &&
    (encoding?.languageIds ?? []).length === 0
  );
}

/** Names under which git keeps what it ignores. */
export const ignoreFile = '.gitignore';

async function folderScope(
  folder: vscode.WorkspaceFolder,
  settings: CodeSettings,
  log: Log,
  token: vscode.CancellationToken | undefined,
) {
  const root = folder.uri.toString();
  const patterns = [...[...foreignFolders].map(name => `**/${name}`), ...excludePatterns(folder.uri)];
  const isExcluded = excluding(patterns);
  const configuration = settings.of(folder.uri);
  const find =
    folder.uri.scheme === 'file'
      ? searched(folder, `{${patterns.flatMap(expandBraces).join(',')}}`, token)
      : await walked(folder.uri, { isExcluded, log, token });
  const ignored = await ignoreRules(folder.uri, await find.ignoreFiles(), log);
  const isIgnored = (uri: string) => ignored(uri) || isLeftOut(configuration, uri);
  return {
    uri: root,
    find: async () => withoutIgnored(await find.candidates(), isIgnored),
    covers: (uri: vscode.Uri) => {
      const path = pathBelow(root, uri.toString());
      return path !== undefined && !isExcluded(path) && !isIgnored(uri.toString());
    },
  };
}

/** Looks for the files of a folder when it is asked. */
interface Finder {
  candidates(): Promise<readonly vscode.Uri[]>;
  ignoreFiles(): Promise<readonly vscode.Uri[]>;
}

/** By VS Code's own search, which is fast on a disk. */
function searched(
  folder: vscode.WorkspaceFolder,
  exclude: string,
  token: vscode.CancellationToken | undefined,
): Finder {
  const search = async (glob: string) =>
    vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), exclude, undefined, token);
  return {
    candidates: () => search(candidateGlob),
    ignoreFiles: () => search(`**/${ignoreFile}`),
  };
}

/** By one walk through any other file system. */
async function walked(folder: vscode.Uri, options: Omit<WalkOptions, 'isWanted'>): Promise<Finder> {
  const isIgnoreFile = (uri: string) => nameOf(uri) === ignoreFile;
  const isWanted = (uri: string) => isCandidate(nameOf(uri)) || isIgnoreFile(uri);
  const files = await filesBelow(folder, { ...options, isWanted });
  return {
    candidates: async () => files.filter(uri => !isIgnoreFile(uri.toString())),
    ignoreFiles: async () => files.filter(uri => isIgnoreFile(uri.toString())),
  };
}

async function withoutIgnored(found: readonly vscode.Uri[], isIgnored: PathTest): Promise<vscode.Uri[]> {
  const kept: vscode.Uri[] = [];
  const turns = new Turns();
  for (const uri of found) {
    if (!isIgnored(uri.toString())) {
      kept.push(uri);
    }
    await turns.due();
  }
  return kept;
}

/** `files.exclude` and `search.exclude`; what depends on a sibling is left to the explorer. */
function excludePatterns(folder: vscode.Uri): readonly string[] {
  const switched = (section: string) => {
    const written = vscode.workspace
      .getConfiguration(section, folder)
      .get<Record<string, unknown>>('exclude');
    return Object.entries(written ?? {}).flatMap(([pattern, on]) => (on === true ? [pattern] : []));
  };
  return [...switched('files'), ...switched('search')].filter(pattern => pattern !== '');
}

/** Every `.gitignore` of the folder, and those above it up to the repository. The deepest that speaks of a file decides. */
async function ignoreRules(folder: vscode.Uri, below: readonly vscode.Uri[], log: Log): Promise<PathTest> {
  const { gitIgnore, ignoreFileLimit, ignoring } = await import('../../core/iac/configuration/gitIgnore.ts');
  const ignoreCase = folder.scheme === 'file' && ['win32', 'darwin'].includes(process.platform);
  const rules = new Map<string, GitIgnore>();
  await Promise.all(
    [...below, ...(await ignoreFilesAbove(folder))].map(async file => {
      const text = await textOf(file, { limit: ignoreFileLimit, followsLink: false }, log);
      if (text.trim() !== '') {
        rules.set(parentOf(file.toString()) ?? '', gitIgnore(text, { ignoreCase }));
      }
    }),
  );
  return ignoring(folder.toString(), rules);
}

async function ignoreFilesAbove(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  for (let at = folder; ; ) {
    if (await exists(vscode.Uri.joinPath(at, '.git'))) {
      return files;
    }
    const above = vscode.Uri.joinPath(at, '..');
    if (above.path === at.path) {
      return [];
    }
    files.push(vscode.Uri.joinPath(above, ignoreFile));
    at = above;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function textOf(uri: vscode.Uri, options: ReadOptions, log: Log): Promise<string> {
  const file = await readBytes(uri, options);
  if (file.kind !== 'bytes' && file.kind !== 'missing') {
    log.warn(`${uri.toString(true)} is not read: ${file.detail}`);
  }
  return file.kind === 'bytes' ? new TextDecoder().decode(file.bytes) : '';
}
