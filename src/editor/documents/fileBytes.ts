import { stat } from 'node:fs';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { messageOf } from '../../core/base/thrown.ts';
import {
  type FileContent,
  type ReadOptions,
  readFile,
  sizeLimit,
  tooLarge,
} from '../../files/boundedFile.ts';
import { leadsOutsideLater as pathLeadsOutside } from '../../files/reach.ts';
import { inTime } from '../inTime.ts';

/** `modified`: milliseconds since 1970. */
export type FileBytes =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly modified: number }
  | Exclude<FileContent, { readonly kind: 'bytes' }>;

/** A file system that has not answered after so many milliseconds is not waited for any longer. */
export const patience = 30_000;

/**
 * Reads a file of any file system that VS Code knows. Files of this machine are read directly: through VS Code each
 * call goes to another process and back, and a scan makes thousands of them. Never throws, and never waits forever.
 */
export async function readBytes(
  uri: vscode.Uri,
  { limit = sizeLimit, followsLink = true }: Omit<ReadOptions, 'into'> = {},
): Promise<FileBytes> {
  try {
    return await inTime(
      uri.scheme === 'file' ? readFile(uri.fsPath, { limit, followsLink }) : readThroughEditor(uri, limit),
      patience,
    );
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : { kind: 'unreadable', detail: messageOf(error) };
  }
}

/** When a file was last changed, in milliseconds since 1970; undefined if that cannot be read. */
export async function modifiedAt(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return await inTime(
      uri.scheme === 'file'
        ? statLocal(uri.fsPath).then(({ mtimeMs }) => mtimeMs)
        : Promise.resolve(vscode.workspace.fs.stat(uri)).then(({ mtime }) => mtime),
      patience,
    );
  } catch {
    return undefined;
  }
}

/**
 * Whether symbolic links of this machine lead from a file to somewhere outside all of these folders; true if that cannot be
 * resolved.
 */
export async function leadsOutside(uri: vscode.Uri, folders: readonly string[]): Promise<boolean> {
  const paths = folders.map(folder => vscode.Uri.parse(folder).fsPath);
  return uri.scheme === 'file' && inTime(pathLeadsOutside(uri.fsPath, paths), patience).catch(() => true);
}

/** Node's older function: that with promises of its own takes three times as long. */
const statLocal = promisify(stat);

async function readThroughEditor(uri: vscode.Uri, limit: number): Promise<FileBytes> {
  const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) {
    return { kind: 'missing' };
  }
  return size > limit
    ? tooLarge(mtime, limit)
    : { kind: 'bytes', bytes: await vscode.workspace.fs.readFile(uri), modified: mtime };
}

/** Whether the error only says that the file or folder does not exist. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'FileNotFound' || code === 'FileNotADirectory' || code === 'ENOENT' || code === 'ENOTDIR';
}
