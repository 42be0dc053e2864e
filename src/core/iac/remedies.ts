import type { Finding } from './finding.ts';
import type { DocumentEdits, FixAction, Proposal, TextEdit } from './fix.ts';

/*
 * In which order a finding's fixes are offered, for all languages that mend by ways of their own: the smallest change that
 * answers it comes first, a new key after those that are there, and the comment that silences it last.
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
  /** Whether what is not an ARN names a key at all; it does where this is absent. */
  readonly namesKey?: (site: Site) => boolean;
}

/** Ways to answer the finding of a site, the best one first. */
export function remediesFor<Site extends { readonly finding: Finding }, File extends Addressed>(
  site: Site,
  ways: Ways<Site, File>,
): readonly Remedy<File>[] {
  const { addStatements, enableRotation, ignoreHere, useArn, useKeyArn } = ways;
  switch (site.finding.code) {
    case 'no-kms-key':
    case 'kms-key-conditional':
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
      return keyRemedies(site, ways);
    case 'kms-key-policy':
      return [...addStatements(site), ...useKeyArn(site), ...ignoreHere(site)];
    case 'kms-key-not-arn': {
      const remedies = useArn?.(site);
      return !remedies
        ? []
        : remedies.length > 0
          ? [...remedies, ...ignoreHere(site)]
          : (ways.namesKey?.(site) ?? true)
            ? [...useKeyArn(site), ...ignoreHere(site)]
            : keyRemedies(site, ways);
    }
    case 'kms-key-rotation-off':
      return [...enableRotation(site), ...ignoreHere(site)];
  }
}

function keyRemedies<Site, File extends Addressed>(
  site: Site,
  ways: Ways<Site, File>,
): readonly Remedy<File>[] {
  return [
    ...ways.renameProperty(site),
    ...ways.requireInput(site),
    ...(ways.dropCondition?.(site) ?? []),
    ...ways.useKeyArn(site),
    ...ways.useDeclaredKeys(site),
    ...ways.addKey(site),
    ...ways.ignoreHere(site),
  ];
}

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
