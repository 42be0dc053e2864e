/** What came back for an attempt at a write. */
export type Answer =
  /** AWS said in its own form that it was done. */
  | 'accepted'
  /** AWS refused it by name, or it was never sent. */
  | 'refused'
  /** Anything else: it may have been done, may yet be, or never was. */
  | 'none';

/** What reading says after it of what the write was to change. */
export type Seen = 'done' | 'not-done' | 'not-read';

/**
 * Whether a write took effect. `doubted`: an earlier attempt got no answer, and may take effect late; a refusal says
 * nothing about that one. Nor does a reading that shows no effect yet, since the effect may come after it.
 */
export function effectOf(answer: Answer, seen: Seen, doubted: boolean): 'done' | 'not-done' | 'uncertain' {
  if (seen === 'done') {
    return 'done';
  }
  switch (answer) {
    case 'accepted':
      return seen === 'not-done' ? 'uncertain' : 'done';
    case 'refused':
      return doubted ? 'uncertain' : 'not-done';
    case 'none':
      return 'uncertain';
  }
}
