import { createHash } from 'node:crypto';
import { dirname, relative, sep } from 'node:path';
import type { Finding } from '../core/iac/finding.ts';
import { pathOf } from '../files/fileSources.ts';
import { repositoryOf } from '../files/repository.ts';

/**
 * What findings stay the same by: code, trail and file, by its path from the root of the repository, so that it is the same from
 * whichever folder one scans. Lines may move, and severities change. Equal ones are numbered in the order in which they come.
 */
export class Fingerprints {
  readonly #folder: string;
  readonly #roots = new Map<string, string>();
  readonly #seen = new Map<string, number>();

  /** @param folder base of paths outside a repository */
  constructor(folder: string) {
    this.#folder = folder;
  }

  next({ code, declaration: { uri, resource } }: Finding): string {
    const identity = [code, this.fileOf(uri), resource].join('\n');
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16);
    const number = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, number);
    return `${hash}:${number}`;
  }

  /** The path of a file from the root of its repository, with slashes. */
  fileOf(uri: string): string {
    const path = pathOf(uri);
    return path === undefined ? uri : relative(this.#rootOf(path), path).split(sep).join('/');
  }

  #rootOf(path: string): string {
    const folder = dirname(path);
    const root = this.#roots.get(folder) ?? repositoryOf(folder) ?? this.#folder;
    this.#roots.set(folder, root);
    return root;
  }
}
