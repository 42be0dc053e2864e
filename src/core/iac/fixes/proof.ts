import type { Declaration } from '../declaration.ts';
import { type Assessment, type Finding, severities } from '../finding.ts';
import type { FindingCode } from '../findingCode.ts';
import { type DocumentEdits, type Fix, type Proposal, textAfter } from '../fix.ts';
import { type SourceDocument, type Sources, sourcesLike } from '../sources/sources.ts';

/** How a text is read for a proof: as for a person, settings and other scanners' files included. */
export interface Readings {
  assess(document: SourceDocument, sources: Sources): Promise<readonly Assessment[]>;
  /** Places of a text that have no meaning in its syntax. */
  flaws(document: SourceDocument): number;
  /** What AWS would refuse beside the trails, by address. */
  refused(document: SourceDocument, sources: Sources): Promise<readonly string[]>;
}

/**
 * The proposals that hold what they promise. Each is applied in memory and everything it touches is read again: the finding
 * is gone or accepted, no trail of these files is lost or has anything new against it, and the text has no flaw and nothing
 * that AWS would refuse that it had not before. A configured key comes first, those that need thought after the others, and
 * what accepts the finding last. The first is preferred, unless it needs thought or the finding is a mere remark.
 */
export async function proved(
  proposals: readonly Proposal[],
  finding: Finding,
  document: SourceDocument,
  sources: Sources,
  readings: Readings,
): Promise<readonly Fix[]> {
  const proof = new Proof(finding, document, sources, readings);
  const fixes: Fix[] = [];
  const ordered = proposals.slice(0, mostProposals).sort((left, right) => place(left) - place(right));
  for (const { action, needsThought, documents } of ordered) {
    // Of several ways to do the same, and of several names for one change, the first one that holds is offered.
    const isDone = fixes.some(fix => isSame(fix.action, action) || isSame(fix.documents, documents));
    const answers = isDone ? [] : await proof.answersOf(documents);
    if (answers.includes(finding.code)) {
      const mayBePreferred = !needsThought && action.kind !== 'ignore' && finding.severity !== 'information';
      const preferred = mayBePreferred && fixes.every(fix => !fix.preferred);
      fixes.push({ action, answers, preferred, documents });
    }
  }
  return fixes;
}

/** Tries the edits of one finding, against texts that were read once as they are. */
class Proof {
  readonly #finding: Finding;
  readonly #document: SourceDocument;
  readonly #sources: Sources;
  readonly #readings: Readings;
  /** By address: what was read of a text before any edit. */
  readonly #before = new Map<string, Promise<readonly Assessment[]>>();

  constructor(finding: Finding, document: SourceDocument, sources: Sources, readings: Readings) {
    this.#finding = finding;
    this.#document = document;
    this.#sources = sources;
    this.#readings = readings;
  }

  /** The codes that are gone after these edits; none where they do any harm. */
  async answersOf(edits: readonly DocumentEdits[]): Promise<readonly FindingCode[]> {
    const document = this.#document;
    const sources = this.#sources;
    const changed = await changedBy(edits, document, sources);
    if (!changed) {
      return [];
    }
    const view = sourcesLike(sources, {
      read: async (uri, within, quietly) => changed.get(uri)?.after ?? sources.read(uri, within, quietly),
    });
    const own = changed.get(document.uri) ?? { before: document, after: document };
    let answers: readonly FindingCode[] = [];
    for (const text of new Set([own, ...changed.values()])) {
      const earlier = await this.#assessedBefore(text.before);
      const now = await this.#readings.assess(text.after, view);
      if (this.#hasFlaw(text) || doesHarm(earlier, now) || (await this.#isRefused(text, view))) {
        return [];
      }
      answers = text === own ? goneAt(this.#finding.declaration, earlier, now) : answers;
    }
    return answers;
  }

  #assessedBefore(document: SourceDocument): Promise<readonly Assessment[]> {
    const asked = this.#before.get(document.uri) ?? this.#readings.assess(document, this.#sources);
    this.#before.set(document.uri, asked);
    return asked;
  }

  /** Whether a text has places without a meaning that it had not before. Asked of texts that were read: a program is not parsed only for this. */
  #hasFlaw({ before, after }: Changed): boolean {
    return this.#readings.flaws(after) > this.#readings.flaws(before);
  }

  /** Whether AWS would refuse something that it would not have refused before. */
  async #isRefused({ before, after }: Changed, view: Sources): Promise<boolean> {
    const refused = await this.#readings.refused(after, view);
    const known = refused.length === 0 ? [] : await this.#readings.refused(before, this.#sources);
    return refused.some(one => !known.includes(one));
  }
}

/** Limit of fixes; each costs an analysis. */
const mostProposals = 12;

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A key that somebody configured or picked comes before everything else. */
function place({ action, needsThought }: Proposal): number {
  return action.kind === 'use-key-arn' ? 0 : action.kind === 'ignore' ? 3 : needsThought ? 2 : 1;
}

interface Changed {
  readonly before: SourceDocument;
  readonly after: SourceDocument;
}

/** The texts before and after; undefined where an edit does not fit its text. */
async function changedBy(
  edits: readonly DocumentEdits[],
  document: SourceDocument,
  sources: Sources,
): Promise<ReadonlyMap<string, Changed> | undefined> {
  const changed = new Map<string, Changed>();
  for (const { uri, edits: own } of edits) {
    const before = uri === document.uri ? document : await sources.read(uri);
    const text = before && textAfter(before.text, own);
    if (!before || text === undefined || text === before.text) {
      return undefined;
    }
    changed.set(uri, { before, after: { uri, text } });
  }
  return changed.size === 0 ? undefined : changed;
}

/** Whether a trail is lost, or has something against it that was not there, or was less severe. */
export function doesHarm(before: readonly Assessment[], after: readonly Assessment[]): boolean {
  const earlier = findingsByTrail(before);
  const later = findingsByTrail(after);
  return (
    before.some(
      ({ declaration }) => !later.has(blockOf(declaration)) && !isToldElsewhere(declaration, after),
    ) ||
    [...later].some(([trail, findings]) =>
      findings.some(
        one =>
          one.severity !== 'hint' &&
          !(earlier.get(trail) ?? []).some(other => other.code === one.code && !isMoreSevere(one, other)),
      ),
    )
  );
}

/**
 * A trail that a call or an object makes is told with what declares it, once that has a key of its own, whoever makes it. Where
 * the key became a required input, nothing is known of it, and whoever gives none makes no trail any more: that one is lost.
 */
function isToldElsewhere({ related, resource }: Declaration, after: readonly Assessment[]): boolean {
  const names = related.flatMap(({ kind, name }) => (kind === 'module-declaration' ? [name] : []));
  return after.some(
    ({ declaration }) =>
      hasOwnKey(declaration) &&
      names.some(name => blockOf(declaration) === name && resource.endsWith(`.${name}`)),
  );
}

function hasOwnKey({ facts: { key } }: Declaration): boolean {
  return key.kind === 'known' && key.value.manager.kind === 'known';
}

/** Instances of one block together: which there are may depend on what was changed. */
function findingsByTrail(assessments: readonly Assessment[]): ReadonlyMap<string, readonly Finding[]> {
  const all = new Map<string, readonly Finding[]>();
  for (const { declaration, findings } of assessments) {
    const trail = blockOf(declaration);
    all.set(trail, [...(all.get(trail) ?? []), ...findings]);
  }
  return all;
}

function isMoreSevere(left: Finding, right: Finding): boolean {
  return severities.indexOf(left.severity) < severities.indexOf(right.severity);
}

/** The codes reported at a trail and are there less often now: a name may be declared twice. */
function goneAt(
  trail: Declaration,
  before: readonly Assessment[],
  after: readonly Assessment[],
): readonly FindingCode[] {
  const isMeant = ({ declaration }: Assessment) => declaration.resource === trail.resource;
  const isInstance = ({ declaration }: Assessment) => blockOf(declaration) === blockOf(trail);
  const left = after.some(isMeant) ? after.filter(isMeant) : after.filter(isInstance);
  const count = (assessments: readonly Assessment[], code: FindingCode) =>
    assessments.flatMap(({ findings }) => findings).filter(one => one.code === code).length;
  const codes = before.filter(isMeant).flatMap(({ findings }) => findings.map(({ code }) => code));
  return [...new Set(codes)].filter(code => count(left, code) < count(before.filter(isMeant), code));
}

/** What declares a trail, without the keys of its instances; the language may be another one after a change. */
function blockOf({ resource }: Declaration): string {
  return resource.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/gs, '');
}
