import type { Finding } from '../finding.ts';
import type { FindingCode } from '../findingCode.ts';
import type { DocumentEdits, FixAction, Proposal, TextEdit } from '../fix.ts';

/*
 * In which order a finding's fixes are tried, in every language: the smallest change that answers it comes first, a new key
 * after those that are there, and the comment that silences it last. What is offered before all others: `proof.ts`.
 */

/** A way to mend, not proved yet. */
export interface Remedy<File extends Addressed> {
  readonly action: FixAction;
  readonly needsThought?: boolean;
  readonly changes: readonly FileChange<File>[];
}

export interface FileChange<File extends Addressed> {
  readonly file: File;
  readonly edits: readonly TextEdit[];
}

interface Addressed {
  readonly uri: string;
}

type Way<Site, File extends Addressed> = (site: Site) => readonly Remedy<File>[];

/** The ways of a language; each answers none where it does not serve. */
export interface Ways<Site, File extends Addressed> {
  /** The name that the resource knows, where the key is under another one. */
  readonly renameProperty: Way<Site, File>;
  readonly requireInput: Way<Site, File>;
  /** Absent where the language has no conditions. */
  readonly dropCondition?: Way<Site, File>;
  /** The ARN from the settings, or picked from AWS. */
  readonly useKeyArn: Way<Site, File>;
  readonly useDeclaredKeys: Way<Site, File>;
  readonly addKey: Way<Site, File>;
  readonly addStatements: Way<Site, File>;
  readonly enableRotation: Way<Site, File>;
  readonly ignoreHere: Way<Site, File>;
  /** The ARN of what is named otherwise; absent where ids and aliases are taken, too. */
  readonly useArn?: Way<Site, File>;
  /** The text where the ARN belongs; undefined for an expression. */
  readonly nameOf?: (site: Site) => string | undefined;
}

export type WayName = Exclude<keyof Ways<never, never>, 'nameOf'>;

/** Ways to answer the finding of a site, the best one first. */
export function remediesFor<Site extends { readonly finding: Finding }, File extends Addressed>(
  site: Site,
  ways: Ways<Site, File>,
): readonly Remedy<File>[] {
  const { code } = site.finding;
  const named = code === 'kms-key-not-arn' ? namedAt(site, ways) : undefined;
  return thoughtOver(
    waysFor(code, named).flatMap(way => ways[way]?.(site) ?? []),
    named,
  );
}

function namedAt<Site, File extends Addressed>(site: Site, { useArn, nameOf }: Ways<Site, File>): Named {
  return useArn && useArn(site).length > 0 ? 'reference' : namedBy(nameOf?.(site));
}

/**
 * What is written where the ARN of a key belongs: a reference that has an ARN too, a text that names a key otherwise, an
 * expression whose parts are not looked at, or none of these.
 */
export type Named = 'reference' | 'key' | 'expression' | 'nothing';

/** An expression may be what callers give, or refer to another key than the one that takes its place: a person has to want that. */
export function thoughtOver<T extends { readonly needsThought?: boolean }>(
  fixes: readonly T[],
  named: Named | undefined,
): readonly T[] {
  return named === 'expression' ? fixes.map(fix => ({ ...fix, needsThought: true })) : fixes;
}

/** Whether a text names a key, by its id or an alias; undefined is an expression. */
export function namedBy(text: string | undefined): Named {
  return text === undefined
    ? 'expression'
    : /^(?:alias\/|mrk-|arn:|[0-9a-f]{8}-[0-9a-f]{4}-)/.test(text)
      ? 'key'
      : 'nothing';
}

/** The ways to answer a finding, in their order. `named` is asked where a key is not named by its ARN. */
export function waysFor(code: FindingCode, named: Named = 'nothing'): readonly WayName[] {
  switch (code) {
    case 'no-kms-key':
    case 'kms-key-conditional':
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
      return keyWays;
    case 'kms-key-policy':
      return ['addStatements', 'useKeyArn', 'ignoreHere'];
    case 'kms-key-not-arn':
      return named === 'nothing' ? keyWays : [named === 'reference' ? 'useArn' : 'useKeyArn', 'ignoreHere'];
    case 'kms-key-rotation-off':
      return ['enableRotation', 'ignoreHere'];
  }
}

const keyWays: readonly WayName[] = [
  'renameProperty',
  'requireInput',
  'dropCondition',
  'useKeyArn',
  'useDeclaredKeys',
  'addKey',
  'ignoreHere',
];

/** The remedies that can be written; one of which two edits overlap cannot. */
export function proposalsOf(remedies: readonly Remedy<Addressed>[]): readonly Proposal[] {
  return remedies.flatMap(({ action, needsThought = false, changes }) => {
    const documents = documentsOf(changes);
    return documents ? [{ action, needsThought, documents }] : [];
  });
}

/** The edits by document, in order; undefined where two of them overlap. */
function documentsOf(changes: readonly FileChange<Addressed>[]): readonly DocumentEdits[] | undefined {
  const byUri = new Map<string, TextEdit[]>();
  for (const { file, edits } of changes) {
    byUri.set(file.uri, [...(byUri.get(file.uri) ?? []), ...edits]);
  }
  const documents: DocumentEdits[] = [];
  for (const [uri, edits] of byUri) {
    const ordered = inOrder(edits);
    if (!ordered) {
      return undefined;
    }
    documents.push({ uri, edits: ordered });
  }
  return documents;
}

/** Edits of one text in the order of their offsets, insertions at one place as one; undefined where two overlap. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const ordered: TextEdit[] = [];
  for (const edit of edits.toSorted((left, right) => left.offset - right.offset)) {
    const last = ordered.at(-1);
    if (last && edit.offset < last.offset + last.length) {
      return undefined;
    }
    if (last && last.length === 0 && edit.length === 0 && last.offset === edit.offset) {
      ordered[ordered.length - 1] = { ...last, content: last.content + edit.content };
    } else {
      ordered.push(edit);
    }
  }
  return ordered;
}
