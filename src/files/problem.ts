import { messageOf } from '../core/base/thrown.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';

export function unreadable(path: string, error: unknown): FileProblem {
  return { path, kind: 'unreadable', detail: detailOf(error) };
}

/** The words of an error of the file system, without its code, the call and the path, which stands beside it. */
export function detailOf(error: unknown): string {
  const message = messageOf(error);
  return /^E[A-Z\d]+: (.+?), [a-z]+(?: '.*)?$/s.exec(message)?.[1] ?? message;
}

/** Whether the error only says that the file does not exist; a folder in its place does not count either. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
