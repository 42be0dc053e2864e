import { type Plan, trailsIn } from '../../../core/remediation/index.ts';
import { knownValue } from '../../../core/trail/fact.ts';
import { message } from '../../../core/wording/message.ts';
import { planRefusalInFull } from '../../../core/wording/plans.ts';
import { type Answers, type Group, groupsOf } from '../answers.ts';
import { answer, type Place, type Text } from '../ask.ts';
import { buildPlans } from '../buildPlans.ts';
import type { WizardContext } from '../context.ts';
import { keyNames } from '../keyNames.ts';
import { reviewPlans } from '../review.ts';
import type { Step } from '../walk.ts';
import { askReaders, readersOf, withReaders } from './readers.ts';

/** The last step of the walk: the plan that follows from the answers. */
export function reviewStep(context: WizardContext, copyOnly: boolean): Step<Answers> {
  return {
    id: 'review',
    stage: 'review',
    async ask(given, place) {
      let answers = given;
      let built = buildPlans(answers, context);
      if (built.kind === 'refused') {
        // The question comes back at once: the notice may stay unread for hours.
        void context.show.notice({ severity: 'warning', text: planRefusalInFull(built.why) });
        return place.canGoBack ? { kind: 'back' } : { kind: 'cancel' };
      }
      let { plans } = built;
      const reply = await reviewPlans(
        {
          title: titleFor(answers),
          yes: answers.purpose === 'enable' ? message('Enable SSE-KMS') : message('Change KMS Key'),
          plans,
          nameKey: keyNames(context.inventory, answers),
          place,
          copyOnly,
          readers: {
            isOffered: plan => takesReaders(plan, answers),
            async choose(plan) {
              const changed = await withOtherReaders(plan, answers, context, place);
              built = buildPlans(changed, context);
              if (built.kind === 'plans') {
                answers = changed;
                plans = built.plans;
              } else {
                void context.show.notice({ severity: 'warning', text: planRefusalInFull(built.why) });
              }
              return plans;
            },
          },
        },
        context,
      );
      return reply.kind === 'answer' ? answer({ ...answers, plans, outcome: reply.value }) : reply;
    },
  };
}

/** The answers with the readers whom the person chose for a plan's key; as they were where none were chosen. */
async function withOtherReaders(
  plan: Plan,
  answers: Answers,
  context: WizardContext,
  place: Place,
): Promise<Answers> {
  const group = groupOf(plan, answers);
  const reply =
    group &&
    (await askReaders(group, readersOf(answers, group, context), context, { ...place, canGoBack: true }));
  return group && reply?.kind === 'answer' ? withReaders(answers, group, reply.value) : answers;
}

/** Statements can be written into the policy of a new key, and added to one that was read. */
function takesReaders(plan: Plan, answers: Answers): boolean {
  const group = groupOf(plan, answers);
  const pick = group && answers.keys.get(group.id);
  const typed = group && answers.typed.get(group.id);
  const key =
    pick?.kind === 'existing'
      ? pick.key
      : pick?.kind === 'typed' && typed?.kind === 'own' && typed.key.metadata.kind === 'known'
        ? typed.key
        : undefined;
  return pick?.kind === 'new' || (key !== undefined && knownValue(key.policy) !== undefined);
}

function groupOf(plan: Plan, answers: Answers): Group | undefined {
  const [first] = trailsIn(plan);
  return groupsOf(answers).find(({ subjects }) => subjects.some(({ trail }) => trail.arn === first));
}

function titleFor({ subjects, purpose }: Answers): Text {
  const [only] = subjects;
  if (subjects.length !== 1 || !only) {
    return message('Review: {0} Trails', subjects.length);
  }
  return purpose === 'enable'
    ? message('Review: Enable SSE-KMS on {0}', only.trail.name)
    : message('Review: Change the KMS Key of {0}', only.trail.name);
}
