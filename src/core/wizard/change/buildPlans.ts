import {
  type Batch,
  type KeyAnswer,
  type Plan,
  type PlanRefusal,
  planEncryption,
} from '../../remediation/index.ts';
import type { WizardContext } from '../context.ts';
import { trailsSeenUnder } from '../keys/trailsSeenUnder.ts';
import { type Answers, batchesIn } from './answers.ts';
import { newKeyOf } from './newKeyPage.ts';
import { readersOf } from './readersPage.ts';

export type BuiltPlans =
  | { readonly kind: 'plans'; readonly built: readonly BuiltPlan[] }
  | { readonly kind: 'refused'; readonly why: PlanRefusal };

export interface BuiltPlan {
  readonly batch: Batch;
  readonly plan: Plan;
}

/** A plan for each batch. A batch with nothing to do is left out, unless all are. */
export function buildPlans(answers: Answers, context: WizardContext): BuiltPlans {
  const built: BuiltPlan[] = [];
  let refused: PlanRefusal | undefined;
  const trailsUnder = trailsSeenUnder(context.inventory);
  for (const batch of batchesIn(answers)) {
    const result = planEncryption({
      ...batch,
      id: context.newId(),
      key: keyAnswer(batch, answers),
      readers: readersOf(answers, batch, context),
      trailsUnder,
    });
    if (result.kind === 'plan') {
      built.push({ batch, plan: result.plan });
    } else if (result.why.kind === 'nothing-to-do') {
      refused ??= result.why;
    } else {
      return result;
    }
  }
  return built.length > 0 || !refused ? { kind: 'plans', built } : { kind: 'refused', why: refused };
}

function keyAnswer(batch: Batch, answers: Answers): KeyAnswer {
  const pick = answers.keys.get(batch.id);
  if (pick?.kind === 'existing') {
    return pick;
  }
  const typed = answers.typed.get(batch.id);
  if (pick?.kind === 'typed' && typed) {
    if (typed.kind === 'other') {
      return { kind: 'typed', arn: typed.arn, ...(typed.metadata && { metadata: typed.metadata }) };
    }
    // Who may not describe a key may still set it: CloudTrail asks the key, not the caller.
    return typed.key.metadata.kind === 'unknown'
      ? { kind: 'typed', arn: typed.key.arn }
      : { kind: 'existing', key: typed.key };
  }
  return { kind: 'new', ...newKeyOf(answers, batch) };
}
