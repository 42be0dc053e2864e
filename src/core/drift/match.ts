import type { InventoryTrail } from '../account/state.ts';
import { ownerOf } from '../account/trail.ts';
import { groupedBy } from '../base/groupedBy.ts';
import type { Declaration } from '../iac/declaration.ts';
import type { Assessment } from '../iac/finding.ts';
import { knownValue } from '../trail/fact.ts';

/** A trail in AWS and its declaration. */
export interface Match<T> {
  readonly live: InventoryTrail;
  readonly declared: T;
  /** The code does not say the account, and several declarations or trails have the name: which belongs to which is not known. */
  readonly isDoubtful: boolean;
}

/**
 * Which declarations belong to which trails: by name, and by account and Region as far as the code says them. A trail of a
 * module that is also reported at its call is matched there, where its inputs are known. `lives`: each trail once.
 */
export function matchTrails<T extends { readonly assessment: Assessment }>(
  lives: readonly InventoryTrail[],
  declared: readonly T[],
): readonly Match<T>[] {
  const byName = groupedBy(declared, one => knownValue(one.assessment.declaration.name));
  const pairs = lives.flatMap(live => {
    const named = (byName.get(live.trail.name) ?? []).filter(one => mayBe(live, one.assessment.declaration));
    const standing = named.filter(
      one =>
        !named.some(
          other => other !== one && makes(other.assessment.declaration, one.assessment.declaration),
        ),
    );
    const sure = standing.filter(saysAccount);
    const chosen = sure.length > 0 ? sure : standing;
    return chosen.map(one => ({ live, declared: one, isOneOfSeveral: chosen.length > 1 }));
  });
  const livesOf = new Map<T, number>();
  for (const { declared: one } of pairs) {
    livesOf.set(one, (livesOf.get(one) ?? 0) + 1);
  }
  return pairs.map(({ live, declared: one, isOneOfSeveral }) => ({
    live,
    declared: one,
    // Code may be deployed to each account in which there is a trail of the name, or to one of them.
    isDoubtful: isOneOfSeveral || (!saysAccount(one) && (livesOf.get(one) ?? 0) > 1),
  }));
}

function saysAccount({ assessment }: { readonly assessment: Assessment }): boolean {
  return knownValue(assessment.declaration.facts.account) !== undefined;
}

/** Nothing in the code contradicts it. */
function mayBe({ trail }: InventoryTrail, { facts, region }: Declaration): boolean {
  const account = knownValue(facts.account);
  return (
    (account === undefined || account === ownerOf(trail.arn)) &&
    (region === undefined || region === trail.homeRegion)
  );
}

/** Whether a declaration is the call, or the stack, that creates the other one. */
function makes(call: Declaration, made: Declaration): boolean {
  return call.related.some(
    ({ kind, uri, range }) =>
      kind === 'module-declaration' &&
      uri === made.uri &&
      range.start >= made.whole.start &&
      range.end <= made.whole.end,
  );
}
