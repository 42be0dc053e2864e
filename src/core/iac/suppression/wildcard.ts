/** How a pattern with `*` is compared: ids by their letters, Trivy's ids in any case, paths part by part. */
export type WildcardMode = 'exact' | 'any-case' | 'path';

/**
 * Whether a name is meant by a pattern. In paths `*` and `?` stay within a folder and `**` crosses folders
 * (`modules/**`, `**` + `/audit.tf`); a path without wildcards also means what lies below it.
 */
export function isWildcardMatch(pattern: string, name: string, mode: WildcardMode): boolean {
  return new RegExp(`^${sourceOf(pattern, mode)}$`, mode === 'any-case' ? 'i' : '').test(name);
}

function sourceOf(pattern: string, mode: WildcardMode): string {
  if (mode !== 'path') {
    return quote(pattern).replace(/\*+/g, '.*');
  }
  const parts = quote(pattern.replace(/^\.\//, '')).split(/(\*\*\/?|\*|\?)/);
  const source = parts.map(part => pathWildcards[part] ?? part).join('');
  return /[*?]/.test(pattern) ? source : `${source.replace(/\/$/, '')}(?:/.*)?`;
}

const pathWildcards: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

function quote(text: string): string {
  return text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
}
