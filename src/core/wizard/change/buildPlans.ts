import { type KeyAnswer, type Plan, type PlanRefusal, planEncryption } from '../../remediation/index.ts';
import type { WizardContext } from '../context.ts';
import { type Answers, type Group, groupsOf } from './answers.ts';
import { newKeyOf } from './newKeyPage.ts';
import { readersOf } from './readersPage.ts';

export type BuiltPlans =
  | { readonly kind: 'plans'; readonly plans: readonly Plan[] }
  | { readonly kind: 'refused'; readonly why: PlanRefusal };

/** A plan for each group of trails. A group with nothing to do is left out, unless all are. */
export function buildPlans(answers: Answers, context: WizardContext): BuiltPlans {
  const plans: Plan[] = [];
  let refused: PlanRefusal | undefined;
  for (const group of groupsOf(answers)) {
    const result = planEncryption({
      id: context.newId(),
      profile: group.profile,
      caller: group.caller,
      trails: group.subjects.map(({ trail, logging, bucketPolicy }) => {
        const declaredAt = context.declaredAt(trail);
        return {
          trail,
          ...(declaredAt !== undefined && { declaredAt }),
          ...(logging !== undefined && { logging }),
          ...(bucketPolicy && { bucketPolicy }),
        };
      }),
      bucketRegion: group.region,
      bucketKey: group.bucketKey,
      key: keyAnswer(group, answers),
      readers: readersOf(answers, group, context),
    });
    if (result.kind === 'plan') {
      plans.push(result.plan);
    } else if (result.why.kind === 'nothing-to-do') {
      refused ??= result.why;
    } else {
      return result;
    }
  }
  return plans.length > 0 || !refused ? { kind: 'plans', plans } : { kind: 'refused', why: refused };
}

function keyAnswer(group: Group, answers: Answers): KeyAnswer {
  const pick = answers.keys.get(group.id);
  if (pick?.kind === 'existing') {
    return pick;
  }
  const typed = answers.typed.get(group.id);
  if (pick?.kind === 'typed' && typed) {
    if (typed.kind === 'other') {
      return { kind: 'typed', arn: typed.arn, ...(typed.metadata && { metadata: typed.metadata }) };
    }
    // Who may not describe a key may still set it: CloudTrail asks the key, not the caller.
    return typed.key.metadata.kind === 'unknown'
      ? { kind: 'typed', arn: typed.key.arn }
      : { kind: 'existing', key: typed.key };
  }
  return { kind: 'new', ...newKeyOf(answers, group) };
}
