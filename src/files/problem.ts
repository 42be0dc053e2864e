/** A file or folder that was meant to be read and was not. Nothing else is lost with it. */
export interface FileProblem {
  readonly path: string;
  readonly kind: 'unreadable' | 'too-large' | 'binary' | 'loop';
  /** In words, for the log. */
  readonly detail: string;
}

export function unreadable(path: string, error: unknown): FileProblem {
  return { path, kind: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
}

/** Whether the error only says that there is no such file; a folder in its place is no file either. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
