import type { TextRange } from '../base/text.ts';
import { type Circumstance, possibleValues } from '../trail/fact.ts';
import type { ReasonCode } from '../trail/reason.ts';
import type { Verdict } from '../trail/verdict.ts';
import type { Declaration, Related } from './declaration.ts';
import type { FindingCode } from './findingCode.ts';
import type { Suppression } from './suppression.ts';

/** From the most to the least severe. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;

export type Severity = (typeof severities)[number];

export interface Finding {
  readonly code: FindingCode;
  /** What exactly is wrong: one code covers several reasons why a key is unusable. */
  readonly reason: ReasonCode;
  /** The default, before settings. */
  readonly severity: Severity;
  readonly range: TextRange;
  readonly declaration: Declaration;
  readonly related: readonly Related[];
  /** The name of the key that it is about, where the trail has a choice of keys. */
  readonly key?: string;
  /**
   * The inputs that lead there: for a key that is missing by default, those that give one; for anything that the defaults
   * do not lead to, those that do.
   */
  readonly when?: readonly Circumstance[];
  /** The names of the sets of inputs that it holds for, where any are deployed; it does not hold for the others. */
  readonly inputs?: readonly string[];
}

/** The name of the key that a finding is about; undefined where none is known. */
export function keyNameOf({ declaration, key }: Finding): string | undefined {
  return key ?? possibleValues(declaration.facts.key)[0]?.name;
}

/** One declared trail with everything that is to be said about it. */
export interface Assessment {
  readonly declaration: Declaration;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Findings that are ignored, each with the entry that says so. */
  readonly suppressed: readonly SuppressedFinding[];
  /** The names of the sets of inputs that it was judged for, where any are deployed. */
  readonly inputs?: readonly string[];
}

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly by: Suppression;
}
