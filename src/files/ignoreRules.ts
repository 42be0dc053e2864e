import { dirname, join, relative, sep } from 'node:path';
import { type GitIgnore, gitIgnore, ignoreFileLimit } from '../core/iac/configuration/gitIgnore.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import { readFileNow } from './boundedFile.ts';
import { isRepository } from './repository.ts';

type OnProblem = (problem: FileProblem) => void;

/**
 * What git leaves aside, as far as files in the working tree say it: `.gitignore` in a folder and in those above it up
 * to the repository, and the repository's `info/exclude`. The deepest file that speaks of a path decides.
 */
export class IgnoreRules {
  static readonly none = new IgnoreRules(undefined, '', undefined);

  readonly #above: IgnoreRules | undefined;
  readonly #folder: string;
  readonly #says: GitIgnore | undefined;

  private constructor(above: IgnoreRules | undefined, folder: string, says: GitIgnore | undefined) {
    this.#above = above;
    this.#folder = folder;
    this.#says = says;
  }

  /**
   * The rules at a folder that was named: those of the folders above it. Rules that would leave out this very folder
   * are dropped. Rule files that cannot be read are reported.
   */
  static above(folder: string, onProblem: OnProblem = () => {}): IgnoreRules {
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
      const entered = rules.enter(one, undefined, onProblem);
      rules = entered.ignores(folder, true) ? rules : entered;
    }
    return rules;
  }

  /**
   * The rules inside a folder, of which the entries are known where it was listed. A repository of its own knows
   * nothing of the rules around it.
   */
  enter(
    folder: string,
    entries?: readonly { readonly name: string }[],
    onProblem: OnProblem = () => {},
  ): IgnoreRules {
    const has = (name: string) => entries?.some(entry => entry.name === name) ?? true;
    const repository = has('.git') && isRepository(folder);
    const texts = [
      ...(repository ? [textOf(join(folder, '.git', 'info', 'exclude'), onProblem)] : []),
      // git (2.32 and later) follows no link here, since it may lead out of the repository.
      ...(has('.gitignore') ? [textOf(join(folder, '.gitignore'), onProblem, false)] : []),
    ].filter(text => text !== '');
    const around = repository ? IgnoreRules.none : this;
    return texts.length === 0 ? around : new IgnoreRules(around, folder, rulesOf(texts));
  }

  /** Whether they leave out a path. Its folders were checked on the way to it. */
  ignores(path: string, isFolder: boolean): boolean {
    for (let rules: IgnoreRules | undefined = this; rules; rules = rules.#above) {
      const verdict = rules.#says?.(pathIn(rules.#folder, path), isFolder);
      if (verdict) {
        return verdict === 'ignored';
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
  const says = rulesOf(patterns);
  return (path, isFolder) => {
    const inside = pathIn(folder, path);
    return (
      inside !== '' && !/^\.\.(?:\/|$)|^\/|^[A-Za-z]:/.test(inside) && says(inside, isFolder) === 'ignored'
    );
  };
}

/** git distinguishes upper and lower case if the file system does. */
function rulesOf(texts: readonly string[]): GitIgnore {
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  return gitIgnore(texts.join('\n'), { ignoreCase });
}

function pathIn(folder: string, path: string): string {
  const inside = relative(folder, path);
  return sep === '/' ? inside : inside.split(sep).join('/');
}

/** Without its byte order mark, since what is read may be joined with others. */
function textOf(path: string, onProblem: OnProblem, followsLink = true): string {
  const content = readFileNow(path, { limit: ignoreFileLimit, followsLink });
  switch (content.kind) {
    case 'bytes':
      return content.bytes.toString().replace(/^\uFEFF/, '');
    case 'missing':
      return '';
    default:
      onProblem({ path, kind: content.kind, detail: content.detail });
      return '';
  }
}
