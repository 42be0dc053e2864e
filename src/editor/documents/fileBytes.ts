import { readFile, stat } from 'node:fs';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

/** The largest file that is read, in bytes; VS Code itself gives no larger document to extensions. */
export const sizeLimit = 32 * 1024 * 1024;

export type FileBytes =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly modified: number }
  | { readonly kind: 'too-large'; readonly modified: number }
  /** No file stands there. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly detail: string };

/**
 * Reads a file of any file system that VS Code knows. Files of this machine are read directly: through VS Code each
 * call goes to another process and back, and a scan makes thousands of them. Never throws.
 */
export async function readBytes(uri: vscode.Uri): Promise<FileBytes> {
  try {
    return uri.scheme === 'file' ? await readLocal(uri.fsPath) : await readThroughEditor(uri);
  } catch (error) {
    return isMissing(error)
      ? { kind: 'missing' }
      : { kind: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** When a file was last changed, in milliseconds since 1970; undefined where it cannot be told. */
export async function modifiedAt(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return uri.scheme === 'file'
      ? (await statLocal(uri.fsPath)).mtimeMs
      : (await vscode.workspace.fs.stat(uri)).mtime;
  } catch {
    return undefined;
  }
}

/** Node's older functions: those with promises of their own take three times as long. */
const statLocal = promisify(stat);
const readLocalFile = promisify(readFile);

async function readLocal(path: string): Promise<FileBytes> {
  const stats = await statLocal(path);
  if (!stats.isFile()) {
    return { kind: 'missing' };
  }
  return stats.size > sizeLimit
    ? { kind: 'too-large', modified: stats.mtimeMs }
    : { kind: 'bytes', bytes: await readLocalFile(path), modified: stats.mtimeMs };
}

async function readThroughEditor(uri: vscode.Uri): Promise<FileBytes> {
  const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) {
    return { kind: 'missing' };
  }
  return size > sizeLimit
    ? { kind: 'too-large', modified: mtime }
    : { kind: 'bytes', bytes: await vscode.workspace.fs.readFile(uri), modified: mtime };
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'FileNotFound' || code === 'ENOENT' || code === 'ENOTDIR';
}
