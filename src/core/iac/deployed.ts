import { type Choice, possibleFacts, usualFact } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import type { Reason } from '../trail/reason.ts';
import { byWeight, type TrailState, type Verdict } from '../trail/verdict.ts';
import type { Declaration, Related } from './declaration.ts';
import type { Assessment, Finding, SuppressedFinding } from './finding.ts';
import { bySeverity } from './findings.ts';
import type { FixContext, Proposal } from './fix.ts';
import type { InputSet } from './inputs.ts';
import type { GaveUp, Language } from './language.ts';
import type { LanguageId } from './languageTable.ts';
import { type SourceDocument, type Sources, sourcesLike } from './sources.ts';

/*
 * Code that is deployed with several sets of inputs is read and judged once for each, and reported once, with the sets that
 * it applies to.
 */

/** One trail as it is with each set; without any, as its code says. Never empty. */
export type DeployedTrail = readonly [DeployedDeclaration, ...DeployedDeclaration[]];

interface DeployedDeclaration {
  readonly set: InputSet | undefined;
  readonly declaration: Declaration;
}

/** What one language reads in a document, with all sets of inputs. */
export interface LanguageReading {
  readonly language: LanguageId;
  readonly trails: readonly DeployedTrail[];
  readonly gaveUp: readonly GaveUp[];
  readonly isPart: boolean;
}

export async function deployedReading(
  language: Language,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<LanguageReading> {
  const sets = await setsFor(language, document, sources);
  const trails = new Map<string, [DeployedDeclaration, ...DeployedDeclaration[]]>();
  const gaveUp = new Map<string, GaveUp>();
  let isPart = false;
  for (const set of sets.length > 0 ? sets : [undefined]) {
    const declared = await language.read(document, withSet(sources, set), signal);
    signal?.throwIfAborted();
    isPart ||= declared.isPart === true;
    for (const one of declared.gaveUp) {
      gaveUp.set(`${one.resource} ${one.detail}`, one);
    }
    const met = new Map<string, number>();
    for (const declaration of declared.trails) {
      const place = `${declaration.header.start} ${declaration.resource}`;
      // A name may be declared twice.
      const number = met.get(place) ?? 0;
      met.set(place, number + 1);
      const same = trails.get(`${place} ${number}`);
      if (same) {
        same.push({ set, declaration });
      } else {
        trails.set(`${place} ${number}`, [{ set, declaration }]);
      }
    }
  }
  return { language: language.id, trails: [...trails.values()], gaveUp: [...gaveUp.values()], isPart };
}

/**
 * The fixes of a finding for each of the sets that it applies to: a fix for one may not be right for another. The best ones
 * of all come first.
 */
export async function deployedProposals(
  language: Language,
  finding: Finding,
  document: SourceDocument,
  sources: Sources,
  context: FixContext,
): Promise<readonly Proposal[]> {
  const sets = finding.inputs ? await setsFor(language, document, sources) : [];
  const concerned = sets.filter(({ name }) => finding.inputs?.includes(name)).slice(0, mostTried);
  const offered: (readonly Proposal[])[] = [];
  for (const set of concerned.length > 0 ? concerned : [undefined]) {
    offered.push(await language.fixes(finding, document, withSet(sources, set), context));
  }
  const most = Math.max(...offered.map(({ length }) => length));
  const inTurn = Array.from({ length: most }, (_, place) => offered.flatMap(one => one[place] ?? []));
  const different = new Map(inTurn.flat().map(proposal => [JSON.stringify(proposal), proposal]));
  return [...different.values()];
}

/** Number of sets for which fixes are looked for: each fix is tried with all of them. */
const mostTried = 3;

/** The sets that a document is deployed with, each under a name of its own. */
async function setsFor(
  language: Language,
  document: SourceDocument,
  sources: Sources,
): Promise<readonly InputSet[]> {
  const sets = (await language.inputSets?.(document, sources)) ?? [];
  const names = new Map(sets.map(set => [set.name, set]));
  return [...names.values()].slice(0, mostSets);
}

/** Limit of deployments of one document that are kept apart. */
const mostSets = 20;

/** The same sources, for a reading with one set of inputs, or with none. */
export function withSet(sources: Sources, set: InputSet | undefined): Sources {
  return sources.inputs || set
    ? sourcesLike(sources, { inputs: { named: sources.inputs?.named ?? [], set } })
    : sources;
}

export interface DeployedAssessment {
  readonly set: InputSet | undefined;
  readonly assessment: Assessment;
}

/** One assessment of a trail out of those with each set; what several sets have alike is reported once. */
export function joined(all: readonly DeployedAssessment[]): readonly Assessment[] {
  const [first] = all;
  if (!first?.set) {
    return all.map(({ assessment }) => assessment);
  }
  const assessments = all.map(({ assessment }) => assessment);
  const key = joinedKey(assessments.map(one => one.declaration.facts.key));
  const { declaration } = first.assessment;
  const findings = new Joining<Finding>();
  const suppressed = new Joining<SuppressedFinding>();
  for (const { set, assessment } of all) {
    for (const finding of assessment.findings) {
      findings.add(set, finding, finding);
    }
    for (const one of assessment.suppressed) {
      suppressed.add(set, one.finding, one);
    }
  }
  return [
    {
      declaration: { ...declaration, facts: { ...declaration.facts, key } },
      verdict: joinedVerdict(assessments.map(({ verdict }) => verdict)),
      findings: findings.all(named).sort(bySeverity),
      suppressed: suppressed.all((one, names, related) => ({
        ...one,
        finding: named(one.finding, names, related),
      })),
      inputs: all.flatMap(({ set }) => (set ? [set.name] : [])),
    },
  ];
}

function named(finding: Finding, inputs: readonly string[], related: readonly Related[]): Finding {
  return { ...finding, inputs, related };
}

interface Joined<T> {
  readonly value: T;
  readonly names: string[];
  readonly related: Map<string, Related>;
}

/** Findings that say the same, with the sets for which they do and the places that explain them there. */
class Joining<T> {
  readonly #all = new Map<string, Joined<T>>();

  add(set: InputSet | undefined, finding: Finding, value: T): void {
    const { code, reason, severity, range, key, when, declaration } = finding;
    const { facts, keyAttribute, misspelling } = declaration;
    // Of a key that is missing it makes no difference which one it might be.
    const keys = code === 'no-kms-key' || code === 'kms-key-conditional' ? undefined : facts.key;
    const id = JSON.stringify([code, reason, severity, range, key, when, keys, keyAttribute, misspelling]);
    const joined: Joined<T> = this.#all.get(id) ?? { value, names: [], related: new Map() };
    this.#all.set(id, joined);
    joined.names.push(...(set ? [set.name] : []));
    for (const one of finding.related) {
      const place = `${one.kind} ${one.uri} ${one.range.start}`;
      joined.related.set(place, joined.related.get(place) ?? one);
    }
  }

  all(make: (value: T, names: readonly string[], related: readonly Related[]) => T): T[] {
    return [...this.#all.values()].map(({ value, names, related }) =>
      make(value, names, [...related.values()]),
    );
  }
}

/** The key where it is the same with each set, else a choice between what they result in. */
function joinedKey(keys: readonly Choice<KeyFacts>[]): Choice<KeyFacts> {
  const different = new Map(keys.map(key => [JSON.stringify(key), key]));
  const [first, ...others] = different.values();
  if (!first || others.length === 0) {
    return first ?? { kind: 'unknown', cause: 'decided-at-deployment' };
  }
  const byDefault = usualFact(first);
  const branches = [first, ...others].flatMap(possibleFacts);
  return { kind: 'conditional', byDefault, branches };
}

function joinedVerdict(verdicts: readonly Verdict[]): Verdict {
  const states = new Set(verdicts.map(({ state }) => state));
  const reasons = new Map<string, Reason>();
  for (const reason of verdicts.flatMap(verdict => verdict.reasons)) {
    const id = JSON.stringify([reason.code, reason.key, reason.weight]);
    reasons.set(id, reasons.get(id) ?? reason);
  }
  return { state: joinedState(states), reasons: [...reasons.values()].sort(byWeight) };
}

/** Without a key for one of them is without a key for some. */
function joinedState(states: ReadonlySet<TrailState>): TrailState {
  const [state = 'unknown'] = states;
  return states.size <= 1
    ? state
    : states.has('not-encrypted') || states.has('conditional')
      ? 'conditional'
      : 'unknown';
}
