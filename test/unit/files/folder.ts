import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What stands at a path: a text, bytes, a link to a path, a file that claims a size and has no bytes, a pipe, or a folder for itself. */
export type Entry =
  | string
  | Buffer
  | { readonly link: string }
  | { readonly sparse: number }
  | { readonly pipe: true }
  | 'folder';

/** A folder of real files for one test. */
export class TemporaryFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'trails-')));

  constructor(entries: Readonly<Record<string, Entry>> = {}) {
    for (const [path, entry] of Object.entries(entries)) {
      this.write(path, entry);
    }
  }

  write(path: string, entry: Entry): string {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    if (entry === 'folder') {
      mkdirSync(file);
    } else if (typeof entry === 'object' && 'link' in entry) {
      symlinkSync(entry.link, file);
    } else if (typeof entry === 'object' && 'sparse' in entry) {
      writeFileSync(file, '');
      truncateSync(file, entry.sparse);
    } else if (typeof entry === 'object' && 'pipe' in entry) {
      execFileSync('mkfifo', [file]);
    } else {
      writeFileSync(file, entry);
    }
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
