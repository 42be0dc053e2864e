import { isAnything, isMatch, isWithinName, type PatternPart, suitsExpression } from './wildcards.ts';

/*
 * The glob patterns of VS Code's settings (`files.exclude` and the like): `*` and `?` inside a name, `**` across
 * folders, `{a,b}` for one of several, `[a-z]` and `[!a-z]` for characters. Paths are relative and use `/`.
 */

/** Whether a path, or a folder on the way to it, matches: what excludes a folder excludes all that is in it. */
export type PathTest = (path: string) => boolean;

/** A pattern that cannot be read matches nothing. */
export function excluding(patterns: readonly string[]): PathTest {
  const globs = patterns.flatMap(expandBraces).flatMap(pattern => readGlob(pattern) ?? []);
  const plain = [...new Set(globs.flatMap(({ expression }) => expression ?? []))];
  const expressions = inOne(plain).map(one => new RegExp(one));
  const walked = globs.flatMap(({ parts }) => (parts ? [parts] : []));
  return path => expressions.some(one => one.test(path)) || walked.some(parts => isMatch(parts, path, true));
}

/** The pattern of a path; what would mean something else in a pattern is any character there. */
export function globOf(path: string): string {
  return path.replace(/[*?[\]{}]/g, '?');
}

/** Longer expressions V8 may refuse. */
const longestExpression = 20_000;

/** One expression for all where it is not too long: it is faster than several. */
function inOne(expressions: readonly string[]): readonly string[] {
  const all = expressions.join('|');
  return expressions.length > 1 && all.length <= longestExpression ? [all] : expressions;
}

/** Limit of alternatives; real patterns have fewer. */
const mostReadings = 1000;

/**
 * Every reading of a pattern's braces: `*.{tf,{json,yaml}}` is `*.tf`, `*.json` and `*.yaml`. A pattern with too many
 * cannot be read.
 */
export function expandBraces(pattern: string): readonly string[] {
  const readings: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const start = next.indexOf('{');
    const parts = start < 0 ? undefined : alternatives(next, start);
    if (parts) {
      const before = next.slice(0, start);
      open.push(...parts.between.map(part => `${before}${part}${parts.after}`).reverse());
    } else {
      readings.push(next);
    }
    if (open.length + readings.length > mostReadings) {
      return [];
    }
  }
  return readings;
}

function alternatives(pattern: string, open: number) {
  const between: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let index = open; index < pattern.length; index++) {
    const character = pattern[index];
    depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    if ((character === ',' && depth === 1) || depth === 0) {
      between.push(pattern.slice(start, index));
      start = index + 1;
    }
    if (depth === 0) {
      return { between, after: pattern.slice(start) };
    }
  }
  return undefined;
}

interface Glob {
  readonly expression?: string;
  readonly parts?: readonly PatternPart[];
}

function readGlob(pattern: string): Glob | undefined {
  const names = pattern.replace(/^\.?\//, '').replace(/(?<!\/)\/+$/, '');
  if (names === '') {
    return undefined;
  }
  try {
    const parts = names.split('/').flatMap(nameParts);
    return suitsExpression(parts)
      ? { expression: `^${parts.map(({ source }) => source).join('')}(?:/|$)` }
      : { parts };
  } catch {
    return undefined;
  }
}

/** A part of a pattern, and its regular expression. */
type GlobPart = PatternPart & { readonly source: string };

/** `**` matches any number of folders, including none; at the end it matches anything. */
function nameParts(name: string, index: number, names: readonly string[]): GlobPart[] {
  const isLast = index === names.length - 1;
  if (name === '**') {
    return isLast
      ? [
          { kind: 'one', fits: isAnything, source: '.' },
          { kind: 'many', fits: isAnything, source: '.*' },
        ]
      : [{ kind: 'folders', source: '(?:[^/]+/)*' }];
  }
  const tokens = [...name.matchAll(/\*+|\?|\[!?[^\]]*\]|./gsu), ...(isLast ? [] : ['/'])];
  return tokens.map(([token]) => partOf(token ?? ''));
}

function partOf(token: string): GlobPart {
  if (token.startsWith('*')) {
    return { kind: 'many', fits: isWithinName, source: '[^/]*' };
  }
  if (token === '?') {
    return { kind: 'one', fits: isWithinName, source: '[^/]' };
  }
  if (token.length > 1 && token.startsWith('[')) {
    const source = `[${token.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
    const letter = new RegExp(`^${source}$`);
    return { kind: 'one', fits: one => letter.test(one), source };
  }
  return { kind: 'one', fits: one => one === token, source: token.replace(/[\\^$.|+()[\]{}]/, '\\$&') };
}
