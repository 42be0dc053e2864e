import { parentOf, pathBelow } from '../../base/uri.ts';
import {
  isAnything,
  isMatch,
  isWithinName,
  type PatternPart,
  suitsExpression,
} from '../../base/wildcards.ts';

/*
 * What git ignores (gitignore(5)). Patterns are untrusted, so comparing one takes time that grows only with the path,
 * however many wildcards it has.
 */

/** What one `.gitignore` says of a path relative to its folder, not of what the path is in; undefined where it does not speak of it. */
export type GitIgnore = (path: string, isFolder: boolean) => 'ignored' | 'kept' | undefined;

/** The largest file of patterns that is read, in bytes; those of large repositories have some 10 kB. */
export const ignoreFileLimit = 128 * 1024;

/** git distinguishes upper and lower case if the file system does; with `ignoreCase` it does not. */
export function gitIgnore(text: string, { ignoreCase = false } = {}): GitIgnore {
  const cased = (one: string) => asBytes(ignoreCase ? one.toLowerCase() : one);
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap(line => ruleOf(cased(line)) ?? [])
    .reverse();
  return (written, isFolder) => {
    const path = cased(written);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const rule = rules.find(
      ({ matches, isOfName, isOfFolders }) => (isFolder || !isOfFolders) && matches(isOfName ? name : path),
    );
    return rule && (rule.isNegated ? 'kept' : 'ignored');
  };
}

/**
 * Whether a file below `root` is ignored, by the rules of the folders that it is in. The deepest that speak decide, and
 * what is in an ignored folder is ignored. Addresses are URIs.
 */
export function ignoring(root: string, rules: ReadonlyMap<string, GitIgnore>): (uri: string) => boolean {
  const verdictOn = (uri: string, isFolder: boolean) => {
    for (let at = parentOf(uri); at !== undefined; at = parentOf(at)) {
      const verdict = rules.get(at)?.(pathBelow(at, uri) ?? '', isFolder);
      if (verdict || parentOf(at) === at) {
        return verdict;
      }
    }
    return undefined;
  };
  return uri => {
    for (let at = uri; rules.size > 0 && pathBelow(root, at); at = parentOf(at) ?? root) {
      if (verdictOn(at, at !== uri) === 'ignored') {
        return true;
      }
    }
    return false;
  };
}

/** git compares bytes: a `?` matches one of the two bytes of `é`. Each becomes one character here. */
function asBytes(text: string): string {
  return /[\u0080-\uffff]/.test(text)
    ? Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join('')
    : text;
}

interface Rule {
  readonly isNegated: boolean;
  /** It speaks of folders only. */
  readonly isOfFolders: boolean;
  /** It speaks of a name, anywhere; otherwise of a path. */
  readonly isOfName: boolean;
  readonly matches: (path: string) => boolean;
}

/** Undefined for blank lines, comments and patterns that are not valid, which match nothing. */
function ruleOf(line: string): Rule | undefined {
  const written = withoutTrailingBlanks(line.replace(/\r$/, ''));
  if (written.startsWith('#')) {
    return undefined;
  }
  const isNegated = written.startsWith('!');
  const pattern = isNegated ? written.slice(1) : written;
  const isOfFolders = pattern.endsWith('/');
  const path = isOfFolders ? pattern.slice(0, -1) : pattern;
  const matches = path === '' ? undefined : testOf(path.replace(/^\//, ''));
  return matches && { isNegated, isOfFolders, isOfName: !path.includes('/'), matches };
}

/** A space after a backslash stays. */
function withoutTrailingBlanks(line: string): string {
  let end = 0;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '\\') {
      index++;
      end = index + 1;
    } else if (line[index] !== ' ') {
      end = index + 1;
    }
  }
  return line.slice(0, end);
}

/** A part of a pattern, and what it is in a regular expression. */
type Part = PatternPart & { readonly source: string };

function testOf(pattern: string): ((path: string) => boolean) | undefined {
  const parts: Part[] = [];
  const firstWildcard = pattern.search(/[*?[\\]/);
  for (let at = 0; at < pattern.length; ) {
    const next = partAt(pattern, at, firstWildcard);
    if (!next) {
      return undefined;
    }
    if (next.part !== folders || parts.at(-1) !== folders) {
      parts.push(next.part);
    }
    at = next.end;
  }
  if (!suitsExpression(parts)) {
    const shortest = parts.filter(({ kind }) => kind === 'one').length;
    return path => path.length >= shortest && isMatch(parts, path);
  }
  const expression = new RegExp(`^${parts.map(({ source }) => source).join('')}$`, 'su');
  return path => expression.test(path);
}

const withinName = { fits: isWithinName, source: '[^/]*' };
const folders: Part = { kind: 'folders', source: '(?:[^/]*/)*' };
const anything: Part = { kind: 'many', fits: isAnything, source: '.*' };

interface PlacedPart {
  readonly part: Part;
  /** Where the next one starts. */
  readonly end: number;
}

/** The part that starts here; undefined where the pattern is not valid. */
function partAt(pattern: string, at: number, firstWildcard: number): PlacedPart | undefined {
  // git compares the letters in front of the first wildcard by themselves: `a**/b` is what `a` and `**/b` are.
  const isNameStart = at === firstWildcard || pattern[at - 1] === '/';
  switch (pattern[at]) {
    case '*': {
      const end = at + (/^\*+/.exec(pattern.slice(at))?.[0].length ?? 1);
      const isDouble = end - at >= 2 && isNameStart;
      if (isDouble && pattern[end] === '/') {
        return { part: folders, end: end + 1 };
      }
      if (isDouble && end === pattern.length) {
        return { part: anything, end };
      }
      return { part: { kind: 'many', ...withinName }, end };
    }
    case '?':
      return { part: { kind: 'one', fits: isWithinName, source: '[^/]' }, end: at + 1 };
    case '[':
      return classAt(pattern, at);
    case '\\':
      return at + 1 < pattern.length ? letterAt(pattern, at + 1) : undefined;
    default:
      return letterAt(pattern, at);
  }
}

function letterAt(pattern: string, at: number): PlacedPart {
  const letter = pattern.charAt(at);
  return { part: { kind: 'one', fits: one => one === letter, source: escaped(letter) }, end: at + 1 };
}

/** `[a-z]`, `[!a]`, `[^a]`, `[[:digit:]]`, `[\]]`; never a slash. */
function classAt(pattern: string, at: number): PlacedPart | undefined {
  // A `]` that comes first belongs to the class.
  const found = /^\[([!^]?)((?:\]|\[:\w*:\]|\\.|[^\]\\])(?:\[:\w*:\]|\\.|[^\]\\])*)\]/su.exec(
    pattern.slice(at),
  );
  const [whole, negation, content] = found ?? [];
  if (whole === undefined || content === undefined) {
    return undefined;
  }
  const items = [...content.matchAll(/\[:(\w*):\]|(\\?.)(?:-(\\?[^\]\\]|\\.))?/gsu)].map(
    ([, name, from = '', to]) =>
      name === undefined ? rangeOf(plain(from), to === undefined ? undefined : plain(to)) : named.get(name),
  );
  if (items.includes(undefined)) {
    return undefined;
  }
  const source = `(?!/)[${negation && '^'}${items.join('')}]`;
  const letter = new RegExp(`^${source}$`, 'su');
  return { part: { kind: 'one', fits: one => letter.test(one), source }, end: at + whole.length };
}

function plain(letter: string): string {
  return letter.length > 1 && letter.startsWith('\\') ? letter.slice(1) : letter;
}

/** A range from behind to before holds the letter that it is written from. */
function rangeOf(from: string, to: string | undefined): string {
  return to === undefined || to < from ? escaped(from) : `${escaped(from)}-${escaped(to)}`;
}

const named: ReadonlyMap<string, string> = new Map([
  ['alnum', 'A-Za-z0-9'],
  ['alpha', 'A-Za-z'],
  ['blank', ' \\t'],
  ['cntrl', '\\x00-\\x1f\\x7f'],
  ['digit', '0-9'],
  ['graph', '!-~'],
  ['lower', 'a-z'],
  ['print', ' -~'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
  ['space', ' \\t\\n\\r'],
  ['upper', 'A-Z'],
  ['xdigit', '0-9A-Fa-f'],
]);

function escaped(letter: string): string {
  return `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
}
