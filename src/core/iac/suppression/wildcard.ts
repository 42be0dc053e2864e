import { isAnything, isMatch, isWithinName, letters, type PatternPart } from '../../base/wildcards.ts';

/** How a pattern with `*` is compared: ids by their letters, Trivy's ids in any case, paths part by part. */
export type WildcardMode = 'exact' | 'any-case' | 'path';

/**
 * Whether a name is meant by a pattern. In paths `*` and `?` stay within a folder and `**` crosses folders
 * (`modules/**`, `**` + `/audit.tf`); a path without wildcards also means what is below it.
 */
export function isWildcardMatch(pattern: string, name: string, mode: WildcardMode): boolean {
  switch (mode) {
    case 'exact':
      return isMatch(partsOfId(pattern), name);
    case 'any-case':
      return isMatch(partsOfId(pattern.toLowerCase()), name.toLowerCase());
    case 'path': {
      const path = pattern.replace(/^\.\//, '');
      return /[*?]/.test(path)
        ? isMatch(partsOfPath(path), name)
        : isMatch(letters(path.replace(/\/$/, '')), name, true);
    }
  }
}

function partsOfId(pattern: string): PatternPart[] {
  return pattern
    .split(/(\*+)/)
    .flatMap(part => (part.startsWith('*') ? { kind: 'many', fits: isAnything } : letters(part)));
}

function partsOfPath(pattern: string): PatternPart[] {
  return pattern.split(/(\*\*\/?|\*|\?)/).flatMap(part => pathWildcards.get(part) ?? letters(part));
}

const pathWildcards: ReadonlyMap<string, PatternPart> = new Map([
  ['**/', { kind: 'folders' }],
  ['**', { kind: 'many', fits: isAnything }],
  ['*', { kind: 'many', fits: isWithinName }],
  ['?', { kind: 'one', fits: isWithinName }],
]);
