import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { isCandidate, isForeignFolder } from '../core/iac/candidates.ts';
import { IgnoreRules } from './ignoreRules.ts';
import { type FileProblem, unreadable } from './problem.ts';

export interface WalkOptions {
  /** Paths to leave out, beside those that git ignores. */
  readonly exclude?: (path: string, isFolder: boolean) => boolean;
  readonly onProblem: (problem: FileProblem) => void;
}

/**
 * The files that may hold infrastructure code, in and below the given paths, each once however many ways lead to it: a
 * folder's files before its folders, by name. A file that is named itself comes whatever it is called. Symbolic links
 * are followed after everything else, so that a file is met under its own name first, and a link back is no loop.
 */
export function* walk(paths: readonly string[], options: WalkOptions): Generator<string> {
  const walker = new Walker(options);
  for (const path of paths) {
    yield* walker.from(resolve(path));
  }
}

/** Whether a walk through a folder meets a file below it by this path. Nothing is told of what cannot be read. */
export function isMet(path: string, folder: string, exclude: WalkOptions['exclude']): boolean {
  const names = relative(folder, path).split(sep);
  const isIgnored = (rules: IgnoreRules, child: string, isFolder: boolean) =>
    rules.ignores(child, isFolder) || (exclude?.(child, isFolder) ?? false);
  let rules = IgnoreRules.above(folder);
  let current = folder;
  for (const name of names.slice(0, -1)) {
    rules = rules.enter(current);
    current = below(current, name);
    if (name === '..' || isForeignFolder(name) || isIgnored(rules, current, true)) {
      return false;
    }
  }
  return isCandidate(path) && !isIgnored(rules.enter(current), path, false);
}

interface Folder {
  readonly path: string;
  /** Its address without symbolic links. */
  readonly real: string;
  readonly rules: IgnoreRules;
}

class Walker {
  readonly #options: WalkOptions;
  /** The names of the files that were met, by the address of their folder without symbolic links. */
  readonly #files = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  *from(path: string): Generator<string> {
    const found = this.#resolve(path);
    if (found?.isFile && this.#isNewFile(found.real)) {
      yield path;
    }
    if (found && !found.isFile && !found.isFolder) {
      this.#options.onProblem({ path, kind: 'unreadable', detail: 'neither a file nor a folder' });
    }
    if (!found?.isFolder) {
      return;
    }
    const links: Folder[] = [];
    yield* this.#below({ path, real: found.real, rules: IgnoreRules.above(path) }, links);
    for (const link of links) {
      yield* this.#followed(link, links);
    }
  }

  *#below(start: Folder, links: Folder[]): Generator<string> {
    const open = [start];
    for (let folder = open.pop(); folder; folder = open.pop()) {
      if (!isNew(folder.real, this.#folders)) {
        continue;
      }
      const entries = this.#entries(folder.path);
      const rules = folder.rules.enter(folder.path, entries);
      const files = this.#filesIn(folder.real);
      const folders: Folder[] = [];
      for (const entry of entries) {
        const { name } = entry;
        if (entry.isFile()) {
          const path = isCandidate(name) ? below(folder.path, name) : undefined;
          if (path !== undefined && !this.#isIgnored(path, rules, false) && isNew(name, files)) {
            yield path;
          }
          continue;
        }
        const child = { path: below(folder.path, name), real: below(folder.real, name), rules };
        if (entry.isSymbolicLink()) {
          links.push(child);
        } else if (
          entry.isDirectory() &&
          !isForeignFolder(name) &&
          !this.#isIgnored(child.path, rules, true)
        ) {
          folders.push(child);
        }
      }
      open.push(...folders.reverse());
    }
  }

  *#followed(link: Folder, links: Folder[]): Generator<string> {
    const name = basename(link.path);
    if (this.#isIgnored(link.path, link.rules, false) || isForeignFolder(name)) {
      return;
    }
    const target = this.#resolve(link.path, isCandidate(name));
    if (target?.isFile && isCandidate(name) && this.#isNewFile(target.real)) {
      yield link.path;
    }
    if (target?.isFolder && !this.#isIgnored(link.path, link.rules, true)) {
      if (isAround(target.real, link.real)) {
        this.#options.onProblem({ path: link.path, kind: 'loop', detail: `a link back to ${target.real}` });
      } else {
        yield* this.#below({ ...link, real: target.real }, links);
      }
    }
  }

  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
        left.name < right.name ? -1 : 1,
      );
    } catch (error) {
      this.#options.onProblem(unreadable(folder, error));
      return [];
    }
  }

  #resolve(path: string, isTold = true) {
    try {
      const stats = statSync(path);
      return { real: realpathSync.native(path), isFile: stats.isFile(), isFolder: stats.isDirectory() };
    } catch (error) {
      if (isTold) {
        this.#options.onProblem(unreadable(path, error));
      }
      return undefined;
    }
  }

  #isIgnored(path: string, rules: IgnoreRules, isFolder: boolean): boolean {
    return rules.ignores(path, isFolder) || (this.#options.exclude?.(path, isFolder) ?? false);
  }

  #isNewFile(real: string): boolean {
    return isNew(basename(real), this.#filesIn(dirname(real)));
  }

  #filesIn(folder: string): Set<string> {
    const known = this.#files.get(folder) ?? new Set();
    this.#files.set(folder, known);
    return known;
  }
}

function isNew(name: string, seen: Set<string>): boolean {
  return seen.size < seen.add(name).size;
}

/** What `join` gives for a folder's path and a plain name, without its care for anything else. */
function below(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

function isAround(folder: string, path: string): boolean {
  for (let current = path; ; current = dirname(current)) {
    if (current === folder) {
      return true;
    }
    if (current === dirname(current)) {
      return false;
    }
  }
}
