import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether a folder is the root of a repository. What cannot be looked at, such as a link to itself, is none. */
export function isRepository(folder: string): boolean {
  try {
    return statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The root of the repository of a path; undefined if there is none. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isRepository(folder)) {
      return folder;
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}
