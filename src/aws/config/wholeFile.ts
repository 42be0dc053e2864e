import { readFile, stat } from 'node:fs/promises';

/** What is in a file that the AWS tools share, or why it was not read. */
export type WholeFile =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'not-regular' }
  | { readonly kind: 'too-large' }
  /** With the system's code: `ENOENT`. */
  | { readonly kind: 'unreadable'; readonly code: string };

/** In bytes: enough for 50,000 profiles. A larger file is not an AWS file, and would fill the memory. */
const largestFile = 10_000_000;

/** Reads a file that a variable or a setting names; a pipe or a device may never end. */
export async function wholeFile(path: string): Promise<WholeFile> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      return { kind: 'not-regular' };
    }
    return found.size > largestFile ? { kind: 'too-large' } : { kind: 'bytes', bytes: await readFile(path) };
  } catch (error) {
    return { kind: 'unreadable', code: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}
