import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/**
 * What git leaves aside, as far as files in the working tree say it: `.gitignore` in a folder and in those above it up
 * to the repository, and the repository's `info/exclude`. The deepest file that speaks of a path decides.
 */
export class IgnoreRules {
  static readonly none = new IgnoreRules(undefined, '', undefined);

  readonly #above: IgnoreRules | undefined;
  readonly #folder: string;
  readonly #matcher: Ignore | undefined;

  private constructor(above: IgnoreRules | undefined, folder: string, matcher: Ignore | undefined) {
    this.#above = above;
    this.#folder = folder;
    this.#matcher = matcher;
  }

  /**
   * The rules that hold at a folder that somebody asked for by name: those of the folders above it. Rules that would
   * leave out this very folder are dropped, for it was asked for.
   */
  static above(folder: string): IgnoreRules {
    const chain: string[] = [];
    for (let current = folder; !isRepository(current); current = dirname(current)) {
      const next = dirname(current);
      if (next === current) {
        return IgnoreRules.none;
      }
      chain.unshift(next);
    }
    let rules = IgnoreRules.none;
    for (const one of chain) {
      const entered = rules.enter(one);
      rules = entered.ignores(folder, true) ? rules : entered;
    }
    return rules;
  }

  /**
   * The rules inside a folder, of which the entries are known where it was listed. A repository of its own knows
   * nothing of the rules around it.
   */
  enter(folder: string, entries?: readonly { readonly name: string }[]): IgnoreRules {
    const has = (name: string) => entries?.some(entry => entry.name === name) ?? true;
    const repository = has('.git') && isRepository(folder);
    const texts = [
      ...(repository ? [textOf(join(folder, '.git', 'info', 'exclude'))] : []),
      ...(has('.gitignore') ? [textOf(join(folder, '.gitignore'))] : []),
    ].filter(text => text !== '');
    const around = repository ? IgnoreRules.none : this;
    return texts.length === 0 ? around : new IgnoreRules(around, folder, matcherOf(texts));
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (let rules: IgnoreRules | undefined = this; rules; rules = rules.#above) {
      const verdict = rules.#matcher?.test(pathIn(rules.#folder, path, isFolder));
      if (verdict?.ignored || verdict?.unignored) {
        return verdict.ignored;
      }
    }
    return false;
  }
}

/** Patterns of `--exclude`, written as lines of a `.gitignore` in the folder they are relative to. */
export function excludeBy(
  patterns: readonly string[],
  folder: string,
): (path: string, isFolder: boolean) => boolean {
  const matcher = matcherOf(patterns);
  return (path, isFolder) => {
    const inside = pathIn(folder, path, isFolder);
    return ignore.isPathValid(inside) && matcher.ignores(inside);
  };
}

/** git tells upper from lower case where the file system does. */
function matcherOf(texts: readonly string[]): Ignore {
  return ignore({ ignorecase: process.platform === 'win32' || process.platform === 'darwin' }).add(
    texts.join('\n'),
  );
}

function pathIn(folder: string, path: string, isFolder: boolean): string {
  const inside = relative(folder, path);
  return (sep === '/' ? inside : inside.split(sep).join('/')) + (isFolder ? '/' : '');
}

function isRepository(folder: string): boolean {
  return statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
