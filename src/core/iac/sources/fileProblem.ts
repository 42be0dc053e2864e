/** A file or folder that was meant to be read and was not, or not to its end. Nothing else is lost with it. */
export interface FileProblem {
  readonly path: string;
  readonly kind: 'unreadable' | 'too-large' | 'binary' | 'given-up' | PassedOver;
  /** In words, for the log. */
  readonly detail: string;
}

/**
 * Left out on purpose: a link back to where the walk came from, a link that leads out of the folder, one that git does
 * not follow, a folder of the operating system's own.
 */
type PassedOver = 'loop' | 'outside' | 'link' | 'system';

const passedOver: ReadonlySet<string> = new Set<PassedOver>(['loop', 'outside', 'link', 'system']);

/** Whether something may be missing from what was found: a scan that met such a problem is not complete. */
export function isUnread({ kind }: Pick<FileProblem, 'kind'>): boolean {
  return !passedOver.has(kind);
}

/** Whether trails may be declared in what was not read: code is text. */
export function mayDeclareTrails(problem: Pick<FileProblem, 'kind'>): boolean {
  return isUnread(problem) && problem.kind !== 'binary';
}
