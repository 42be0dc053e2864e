import { type Choice, possibleFacts, usualFact } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { Reason } from '../../trail/reason.ts';
import { byWeight, type TrailState, type Verdict } from '../../trail/verdict.ts';
import type { Related } from '../declaration.ts';
import type { Assessment, Finding, SuppressedFinding } from '../finding.ts';
import { bySeverity } from '../findings.ts';
import type { InputSet } from '../inputs.ts';

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
