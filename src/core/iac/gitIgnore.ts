import ignore from 'ignore';

/** What one `.gitignore` says of a path relative to its folder; undefined where it does not speak of it. */
export type GitIgnore = (path: string) => 'ignored' | 'kept' | undefined;

export function gitIgnore(text: string): GitIgnore {
  const rules = ignore().add(text);
  return path => {
    const { ignored, unignored } = rules.test(path);
    return ignored ? 'ignored' : unignored ? 'kept' : undefined;
  };
}
