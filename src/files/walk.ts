import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { isCandidate, isForeignFolder } from '../core/iac/candidates.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import { IgnoreRules } from './ignoreRules.ts';
import { type Listing, listFolder, unnamedProblem } from './listFolder.ts';
import { unreadable } from './problem.ts';
import { isInside, leadsOutside, liesOutside } from './reach.ts';
import { isGenerated, isSystemFolder } from './systemFiles.ts';

export interface WalkOptions {
  /** Paths to leave out, beside those that git ignores. What is left out is not touched. */
  readonly exclude?: (path: string, isFolder: boolean) => boolean;
  readonly onProblem: (problem: FileProblem) => void;
  /** Lists a folder; absent = as the disk does. */
  readonly list?: (folder: string) => Listing;
  /** Called before a folder or a link is looked at. */
  readonly onPlace?: (path: string) => void;
}

/** Folders deeper than this, below the start of the walk, are reported and not entered. */
const deepest = 100;

/**
 * The files that may contain infrastructure code, in and below the given paths, each once however many paths lead to
 * it: a folder's files before its folders, by name. A file that is named itself is always included. Symbolic links are
 * followed after everything else, so that a file is found under its own name first, and a link back is not a loop.
 * Links that lead outside the given paths are reported and not followed, except those that Terraform follows, and what
 * the operating system generates is not entered.
 */
export function* walk(paths: readonly string[], options: WalkOptions): Generator<string> {
  const starts = paths.map(path => resolve(path));
  const walker = new Walker(options, starts);
  for (const path of starts) {
    yield* walker.from(path);
  }
}

/** Whether a walk through a folder meets a file below it by this path. What cannot be read is not reported. */
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
  return isCandidate(path) && !isIgnored(rules.enter(current), path, false) && !leadsOutside(path, [folder]);
}

interface Folder {
  readonly path: string;
  /** Its address without symbolic links. */
  readonly real: string;
  readonly rules: IgnoreRules;
  /** Number of folders above it in this walk. */
  readonly depth: number;
}

class Walker {
  readonly #options: WalkOptions;
  /** Where the walk starts. */
  readonly #starts: readonly string[];
  /** The names of the files that were met, by the address of their folder without symbolic links. */
  readonly #files = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();

  constructor(options: WalkOptions, starts: readonly string[]) {
    this.#options = options;
    this.#starts = starts;
  }

  *from(path: string): Generator<string> {
    const found = this.#resolve(path);
    if (found?.isFile && this.#isNewFile(found.real)) {
      yield path;
    }
    if (found && !found.isFile && !found.isFolder) {
      this.#tell(path, 'unreadable', 'neither a file nor a folder');
    }
    if (!found?.isFolder) {
      return;
    }
    const links: Folder[] = [];
    const rules = IgnoreRules.above(path, this.#options.onProblem);
    yield* this.#below({ path, real: found.real, rules, depth: 0 }, links);
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
      const entries = this.#entries(folder);
      const rules = folder.rules.enter(folder.path, entries, this.#options.onProblem);
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
        const depth = folder.depth + 1;
        const child = { path: below(folder.path, name), real: below(folder.real, name), rules, depth };
        if (entry.isSymbolicLink()) {
          links.push(child);
        } else if (
          entry.isDirectory() &&
          !isForeignFolder(name) &&
          !this.#isIgnored(child.path, rules, true)
        ) {
          folders.push(child);
        } else if (!entry.isDirectory() && isCandidate(name) && !this.#isIgnored(child.path, rules, false)) {
          this.#tell(child.path, 'unreadable', 'not a regular file');
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
    if (target?.isFile && isCandidate(name)) {
      if (leadsOutside(link.path, this.#starts)) {
        this.#tellOutside(link.path);
      } else if (this.#isNewFile(target.real)) {
        yield link.path;
      }
    }
    if (target && !target.isFile && !target.isFolder && isCandidate(name)) {
      if (leadsOutside(link.path, this.#starts)) {
        this.#tellOutside(link.path);
      } else {
        this.#tell(link.path, 'unreadable', 'not a regular file');
      }
    }
    if (target?.isFolder && !this.#isIgnored(link.path, link.rules, true)) {
      if (isInside(link.real, target.real)) {
        this.#tell(link.path, 'loop', `a link back to ${target.real}`);
      } else if (liesOutside(target.real, this.#starts)) {
        this.#tellOutside(link.path);
      } else {
        yield* this.#below({ ...link, real: target.real }, links);
      }
    }
  }

  #tellOutside(link: string): void {
    this.#tell(link, 'outside', 'a link that leads outside the scanned paths');
  }

  /** In the order of their names; none, and reported, if the folder cannot be listed or is not to be entered. */
  #entries({ path, real, depth }: Folder): Listing['entries'] {
    try {
      this.#options.onPlace?.(path);
      if (isSystemFolder(real) || isGenerated(path, statSync(path).dev)) {
        this.#tell(path, depth === 0 ? 'unreadable' : 'system', 'a folder of the operating system');
        return [];
      }
      if (depth > deepest) {
        this.#tell(path, 'unreadable', `more than ${deepest} folders deep`);
        return [];
      }
      const { entries, unnamed } = (this.#options.list ?? listFolder)(path);
      for (const one of unnamed.filter(({ isFile, name }) => !isFile || isCandidate(name))) {
        this.#options.onProblem(unnamedProblem(path, one));
      }
      return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    } catch (error) {
      this.#options.onProblem(unreadable(path, error));
      return [];
    }
  }

  #resolve(path: string, isTold = true) {
    try {
      this.#options.onPlace?.(path);
      const stats = statSync(path);
      return { real: realpathSync.native(path), isFile: stats.isFile(), isFolder: stats.isDirectory() };
    } catch (error) {
      if (isTold) {
        this.#options.onProblem(unreadable(path, error));
      }
      return undefined;
    }
  }

  #tell(path: string, kind: FileProblem['kind'], detail: string): void {
    this.#options.onProblem({ path, kind, detail });
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
