/** Matches IAM's patterns: `*` any run of characters, `?` any single one. */
export function matchesWildcard(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '').test(text);
}

/** Matches ARN patterns part by part: a `*` does not reach over the first five colons, unless it is the whole pattern. */
export function matchesArn(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  const wanted = arnParts(pattern);
  const given = arnParts(text);
  return (
    wanted !== undefined &&
    given !== undefined &&
    wanted.every((part, index) => matchesWildcard(part, given[index] ?? ''))
  );
}

function arnParts(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
