import { type Plan, trailsIn } from '../../remediation/index.ts';
import { knownValue } from '../../trail/fact.ts';
import { message } from '../../wording/message.ts';
import { planRefusalInFull } from '../../wording/plans.ts';
import { answer, type PageNumber, type Text } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { reviewPlans } from '../review/reviewPlans.ts';
import type { Page } from '../walk.ts';
import { type Answers, type Group, groupsOf } from './answers.ts';
import { buildPlans } from './buildPlans.ts';
import { askReaders, readersOf, withReaders } from './readersPage.ts';

/** The last step of the walk: the plan that follows from the answers. */
export function reviewPage(context: WizardContext, copyOnly: boolean): Page<Answers> {
  return {
    id: 'review',
    stage: 'review',
    async ask(given, page) {
      let answers = given;
      let built = buildPlans(answers, context);
      if (built.kind === 'refused') {
        // The question comes back at once: the notice may stay unread for hours.
        void context.show.notice({ severity: 'warning', text: planRefusalInFull(built.why) });
        return page.canGoBack ? { kind: 'back' } : { kind: 'cancel' };
      }
      let { plans } = built;
      const reply = await reviewPlans(
        {
          title: titleFor(answers),
          yes: answers.purpose === 'enable' ? message('Enable SSE-KMS') : message('Change KMS Key'),
          plans,
          nameKey: keyNames(context.inventory, answers),
          page,
          copyOnly,
          readers: {
            isOffered: plan => takesReaders(plan, answers),
            async choose(plan) {
              const changed = await withOtherReaders(plan, answers, context, page);
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
  page: PageNumber,
): Promise<Answers> {
  const group = groupOf(plan, answers);
  const reply =
    group &&
    (await askReaders(group, readersOf(answers, group, context), context, { ...page, canGoBack: true }));
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
