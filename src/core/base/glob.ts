/*
 * The glob patterns of VS Code's settings (`files.exclude` and the like): `*` and `?` inside a name, `**` across
 * folders, `{a,b}` for one of several, `[a-z]` and `[!a-z]` for characters. Paths are relative and use `/`.
 */

/** Whether a path, or a folder on the way to it, matches: what excludes a folder excludes all that is in it. */
export type PathTest = (path: string) => boolean;

/** A pattern that cannot be read matches nothing. */
export function excluding(patterns: readonly string[]): PathTest {
  const expressions = patterns.flatMap(expandBraces).flatMap(pattern => expressionOf(pattern) ?? []);
  const any = new RegExp([...new Set(expressions.map(({ source }) => source))].join('|'));
  return path => expressions.length > 0 && any.test(path);
}

/** Every reading of a pattern's braces: `*.{tf,{json,yaml}}` is `*.tf`, `*.json` and `*.yaml`. */
export function expandBraces(pattern: string): readonly string[] {
  const open = pattern.indexOf('{');
  const parts = open < 0 ? undefined : alternatives(pattern, open);
  if (!parts) {
    return [pattern];
  }
  const before = pattern.slice(0, open);
  return parts.between.flatMap(part => expandBraces(`${before}${part}${parts.after}`));
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

function expressionOf(pattern: string): RegExp | undefined {
  const names = pattern.replace(/^\.?\//, '').replace(/(?<!\/)\/+$/, '');
  if (names === '') {
    return undefined;
  }
  try {
    return new RegExp(`^${names.split('/').map(nameExpression).join('').replace(/\/$/, '')}(?:/|$)`);
  } catch {
    return undefined;
  }
}

/** `**` stands for any number of folders, none included; at the end for anything. */
function nameExpression(name: string, index: number, names: readonly string[]): string {
  const isLast = index === names.length - 1;
  if (name === '**') {
    return isLast ? '.+' : '(?:[^/]+/)*';
  }
  const source = name.replace(
    /\*+|\?|\[!?[^\]]*\]|[\\^$.|+()[\]{}]/g,
    part => wildcards(part) ?? `\\${part}`,
  );
  return isLast ? source : `${source}/`;
}

function wildcards(part: string): string | undefined {
  if (part.startsWith('*')) {
    return '[^/]*';
  }
  if (part === '?') {
    return '[^/]';
  }
  return part.length > 1 && part.startsWith('[')
    ? `[${part.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`
    : undefined;
}
