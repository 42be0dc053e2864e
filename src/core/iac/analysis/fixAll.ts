import type { Declaration } from '../declaration.ts';
import type { Assessment, Finding } from '../finding.ts';
import type { Fix, FixContext } from '../fix.ts';
import { doesHarm } from '../fixes/proof.ts';
import { countsFor } from '../sources/consulted.ts';
import type { SourceDocument, Sources } from '../sources/sources.ts';
import type { Analysis, Analyzer } from './analyze.ts';
import { ChangedTexts, type FixedDocument, type FixedFinding } from './changedTexts.ts';

export type { FixedFinding } from './changedTexts.ts';

export interface FixAllRequest {
  /** The documents whose findings are to be answered. */
  readonly uris: readonly string[];
  readonly analyzer: Pick<Analyzer, 'analyze' | 'fixesFor'>;
  readonly sources: Sources;
  /** The reported findings of a document. */
  readonly reported: (uri: string, assessments: readonly Assessment[]) => readonly Finding[];
  readonly contextFor: (finding: Finding) => FixContext;
  /** Which of the fixes of a finding is applied; undefined: the person has to choose. */
  readonly choose?: (finding: Finding, fixes: readonly Fix[]) => Fix | undefined;
  /** Called before each document. */
  readonly onDocument?: (uri: string) => void;
  readonly signal?: AbortSignal;
}

export interface FixedTogether {
  readonly documents: readonly FixedDocument[];
  readonly fixed: readonly FixedFinding[];
  /** How many findings are gone with them: one fix may answer several. */
  readonly answered: number;
  readonly left: readonly LeftFinding[];
}

/** A finding that is left, or a document that could not be looked at. */
export interface LeftFinding {
  readonly uri: string;
  readonly finding?: Finding;
  readonly reason: LeftReason;
}

export type LeftReason =
  /** No edit is certain to answer it. */
  | 'no-fix'
  /** There are answers, and a person has to choose. */
  | 'choice'
  /** It is information: the person decides whether to change anything. */
  | 'remark'
  /** Its fix harms another trail, alone in its file or together with the others. */
  | 'not-together'
  /** So many attempts did not lead to fixes that hold together. */
  | 'given-up'
  | 'unread';

/** All documents are fixed anew without each fix that did harm, but not more often than this. */
const mostRounds = 100;

/**
 * Fixes findings of many documents, with their preferred fixes unless `choose` says otherwise. Each fix is created and
 * tested for the result of the ones before it; in the end all documents are read again, and a fix that harms a trail of any
 * of them together with the others is left out. Rejects only with the signal's reason.
 */
export async function fixAll(request: FixAllRequest): Promise<FixedTogether> {
  const before = await analysesOf(request, request.sources);
  const leftOut = new Set<string>();
  let round: Round = { fixed: [], reasons: new Map(), givenUp: new Set() };
  for (let rounds = 0; rounds < mostRounds; rounds++) {
    const texts = new ChangedTexts(request.sources);
    round = await fixEach(request, texts, leftOut);
    const { fixed } = round;
    const after = await analysesOf(request, texts.sources);
    const culprit = culpritOf(fixed, before, after);
    if (!culprit) {
      const documents = texts.documents();
      return { documents, fixed, ...comparison(request, before, after, round) };
    }
    leftOut.add(nameOf(culprit.finding));
  }
  round = { ...round, givenUp: new Set(request.uris) };
  return { documents: [], fixed: [], ...comparison(request, before, before, round) };
}

type Analyses = ReadonlyMap<string, Analysis>;

/** What could not be read is not among them. */
async function analysesOf({ uris, analyzer, signal }: FixAllRequest, sources: Sources): Promise<Analyses> {
  const all = new Map<string, Analysis>();
  for (const uri of uris) {
    const document = await sources.read(uri);
    const analysis = document && (await tried(() => analyzer.analyze(document, sources, signal), signal));
    if (analysis) {
      all.set(uri, analysis);
    }
  }
  return all;
}

interface Round {
  readonly fixed: readonly FixedFinding[];
  /** By the names of findings: why they were left. */
  readonly reasons: ReadonlyMap<string, Tried>;
  /** The documents in which what has no reason was not tried to the end. */
  readonly givenUp: ReadonlySet<string>;
}

interface Tried {
  readonly reason: LeftReason;
  /** How many fixes there were by then. */
  readonly behind: number;
}

/** Passes over all documents; a fix in the last one of these may make no more of them. */
const mostPasses = 6;

/**
 * Callers are asked for a key when they were given theirs: the second time around. What a fix makes fixable elsewhere is found
 * in the next pass, for as long as there are fixes.
 */
async function fixEach(
  request: FixAllRequest,
  texts: ChangedTexts,
  leftOut: ReadonlySet<string>,
): Promise<Round> {
  const fixed: FixedFinding[] = [];
  const reasons = new Map<string, Tried>(
    [...leftOut].map(name => [name, { reason: 'not-together', behind: Number.POSITIVE_INFINITY }]),
  );
  const givenUp = new Set<string>();
  let before = 0;
  for (let pass = 0; pass < 2 || (pass < mostPasses && fixed.length > before); pass++) {
    before = fixed.length;
    for (const uri of request.uris) {
      request.onDocument?.(uri);
      // Behind each fix, the text is another one: what else is found in it is elsewhere.
      let left: number | undefined;
      while (left !== 0) {
        const next = await fixNext(uri, texts, pass > 0, { fixed, reasons }, request);
        if (!next) {
          break;
        }
        // A fix may bring a finding about the key that it brings; more than that is going round in circles.
        left = (left ?? 2 * next.findings) - 1;
        fixed.push(next.fixed);
      }
      if (left === 0) {
        givenUp.add(uri);
      }
    }
  }
  return { fixed, reasons, givenUp };
}

/**
 * Fixes the first of the findings of a document that can be fixed, and notes why those before it are left. Those that were left
 * are tried again, behind the others, where something that counts for them was fixed since.
 */
async function fixNext(
  uri: string,
  texts: ChangedTexts,
  mayAskCallers: boolean,
  { fixed, reasons }: { readonly fixed: readonly FixedFinding[]; readonly reasons: Map<string, Tried> },
  request: FixAllRequest,
): Promise<{ readonly fixed: FixedFinding; readonly findings: number } | undefined> {
  const { analyzer, signal } = request;
  const document = await texts.sources.read(uri);
  const analysis = document && (await tried(() => analyzer.analyze(document, texts.sources, signal), signal));
  if (!analysis) {
    return undefined;
  }
  const findings = request.reported(uri, analysis.assessments);
  const isOutdated = (finding: Finding) =>
    fixed
      .slice(reasons.get(nameOf(finding))?.behind)
      .some(({ fix }) =>
        fix.documents.some(one => one.uri === uri || countsFor(analysis.consulted, one.uri)),
      );
  const fresh = findings.filter(one => !reasons.has(nameOf(one)));
  const outdated = findings.filter(one => reasons.has(nameOf(one)) && isOutdated(one));
  for (const finding of [...fresh, ...outdated]) {
    const done = await fixOne(finding, document, texts, mayAskCallers, request);
    if (typeof done === 'object') {
      return { fixed: done, findings: findings.length };
    }
    if (done !== 'later') {
      reasons.set(nameOf(finding), { reason: done, behind: fixed.length });
    }
  }
  return undefined;
}

/** Each fix leaves fewer findings than there were: that is proved before it is offered. */
async function fixOne(
  finding: Finding,
  document: SourceDocument,
  texts: ChangedTexts,
  mayAskCallers: boolean,
  { analyzer, contextFor, choose = preferred, signal }: FixAllRequest,
): Promise<FixedFinding | LeftReason | 'later'> {
  const fixes = await tried(
    () => analyzer.fixesFor(finding, document, texts.sources, contextFor(finding)),
    signal,
  );
  const fix = choose(finding, fixes ?? []);
  if (fix?.action.kind === 'require-input' && !mayAskCallers) {
    return 'later';
  }
  if (fix) {
    const fixed = { finding, fix };
    return (await texts.apply(fixed)) ? fixed : 'no-fix';
  }
  if (finding.severity === 'information') {
    return 'remark';
  }
  return (fixes ?? []).some(({ action }) => action.kind !== 'ignore') ? 'choice' : 'no-fix';
}

function preferred(_: Finding, fixes: readonly Fix[]): Fix | undefined {
  return fixes.find(fix => fix.preferred);
}

/** Of the fixes that a harmed document may depend on, the last one. */
function culpritOf(
  fixed: readonly FixedFinding[],
  before: Analyses,
  after: Analyses,
): FixedFinding | undefined {
  const own = new Set(fixed.map(({ finding }) => trailOf(finding.declaration)));
  const harmed = [...before].filter(([uri, { assessments }]) => {
    const now = after.get(uri)?.assessments ?? [];
    return doesHarm(assessments, now) || isHidden(assessments, now, own);
  });
  const [first] = harmed;
  if (!first) {
    return undefined;
  }
  const [uri, { consulted }] = first;
  const touches = ({ fix }: FixedFinding) =>
    fix.documents.some(one => one.uri === uri || countsFor(consulted, one.uri));
  return fixed.findLast(touches) ?? fixed.at(-1);
}

/** Whether a trail without a key, which has no fix of its own, has no known state. */
function isHidden(
  before: readonly Assessment[],
  after: readonly Assessment[],
  own: ReadonlySet<string>,
): boolean {
  const lacking = new Set(
    before
      .filter(({ verdict }) => verdict.state === 'not-encrypted')
      .map(({ declaration }) => trailOf(declaration)),
  );
  return after.some(
    ({ declaration, verdict }) =>
      verdict.state === 'unknown' && lacking.has(trailOf(declaration)) && !own.has(trailOf(declaration)),
  );
}

function comparison(
  { uris, reported }: FixAllRequest,
  before: Analyses,
  after: Analyses,
  { reasons, givenUp }: Round,
): Pick<FixedTogether, 'answered' | 'left'> {
  const findingsIn = (analyses: Analyses, uri: string) => reported(uri, analyses.get(uri)?.assessments ?? []);
  const count = (analyses: Analyses) => uris.flatMap(uri => findingsIn(analyses, uri)).length;
  const left = uris.flatMap((uri): readonly LeftFinding[] =>
    after.has(uri)
      ? findingsIn(after, uri).map(finding => ({
          uri,
          finding,
          reason: reasons.get(nameOf(finding))?.reason ?? (givenUp.has(uri) ? 'given-up' : 'no-fix'),
        }))
      : [{ uri, reason: 'unread' }],
  );
  return { answered: count(before) - count(after), left };
}

/** The same in the texts before and after a fix. */
function nameOf({ code, declaration, key }: Finding): string {
  return JSON.stringify([trailOf(declaration), code, key]);
}

function trailOf({ uri, resource }: Declaration): string {
  return `${uri} ${resource}`;
}

/** Undefined where it fails, unless by the signal: one text that cannot be read is not to cost the others their fixes. */
async function tried<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch {
    return undefined;
  } finally {
    signal?.throwIfAborted();
  }
}
