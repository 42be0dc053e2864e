import type { InventoryTrail } from '../account/state.ts';
import type { Declaration } from '../iac/declaration.ts';
import type { Assessment } from '../iac/finding.ts';
import { languageTable } from '../iac/languageTable.ts';
import { type Fact, knownValue, possibleFacts, usualFact } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import { type Weight, weights } from '../trail/reason.ts';
import { isPressing } from '../trail/verdict.ts';
import { compareKeys } from './compareKeys.ts';

/** In what a trail in AWS and its declaration differ, as far as its key is concerned. */
export interface Drift {
  readonly kind: DriftKind;
  readonly weight: Weight;
  /** The key that the code gives the trail by default, as it is called there; absent where it gives none. */
  readonly codeKey?: string;
}

export type DriftKind =
  /** The next deployment leaves the trail without the key that it has. */
  | 'code-takes-key-away'
  /** The next deployment puts another key in its place. */
  | 'code-changes-key'
  /** The key is written, and not deployed yet. */
  | 'code-adds-key'
  /**
   * The same key on both sides, or keys that could not be distinguished; the key cannot be used in AWS, and the code does
   * not say why.
   */
  | 'live-key-broken';

/**
 * The difference between a trail that was read in AWS and its declaration; undefined if there is none, or none that is
 * certain. It is not known which inputs were deployed: a live key that equals any of the keys possible in code is no
 * difference.
 */
export function driftOf(live: InventoryTrail, { declaration, verdict }: Assessment): Drift | undefined {
  const { key } = declaration.facts;
  const branches = possibleFacts(key);
  const usual = knownValue(usualFact(key));
  const agrees = branches.some(branch => agreesWith(live, branch, keepsKey(declaration)));
  if (agrees) {
    return isBroken(live) && verdict.state === 'encrypted' && !verdict.reasons.some(isPressing)
      ? drift('live-key-broken', 'high', usual)
      : undefined;
  }
  if (!live.key) {
    return drift('code-adds-key', 'medium', usual);
  }
  return usual ? drift('code-changes-key', 'high', usual) : drift('code-takes-key-away', 'critical', usual);
}

/** Where nothing is written, some tools send nothing. */
function keepsKey({ keepsKey: isKept, language }: Declaration): boolean {
  return isKept === true || languageTable[language].leavesKeyAlone === true;
}

function agreesWith(live: InventoryTrail, branch: Fact<KeyFacts>, keepsKey: boolean): boolean {
  switch (branch.kind) {
    case 'unknown':
      return true;
    case 'absent':
      return !live.key || keepsKey;
    case 'known':
      return live.key !== undefined && compareKeys(branch.value.name, live.key) !== 'other';
  }
}

/** From the most to the least pressing; those of one weight in their order. */
export function byWeight(left: Drift, right: Drift): number {
  return weights.indexOf(left.weight) - weights.indexOf(right.weight);
}

function drift(kind: DriftKind, weight: Weight, key: KeyFacts | undefined): Drift {
  return { kind, weight, ...(key && { codeKey: key.name }) };
}

/** Whether the key itself is what is wrong. */
function isBroken({ verdict }: InventoryTrail): boolean {
  return verdict.reasons.some(reason => isPressing(reason) && reason.code.startsWith('kms-key-'));
}
