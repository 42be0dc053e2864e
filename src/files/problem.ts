import type { FileProblem } from '../core/iac/fileProblem.ts';

export function unreadable(path: string, error: unknown): FileProblem {
  return { path, kind: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
}

/** Whether the error only says that the file does not exist; a folder in its place does not count either. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
