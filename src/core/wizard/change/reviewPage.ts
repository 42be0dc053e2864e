import type { Batch, Plan, PlanRefusal } from '../../remediation/index.ts';
import { knownValue } from '../../trail/fact.ts';
import { message } from '../../wording/message.ts';
import { planRefusalInFull } from '../../wording/plans.ts';
import { answer, type PageNumber, type Text } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { reviewPlans } from '../review/reviewPlans.ts';
import type { Page } from '../walk.ts';
import type { Answers } from './answers.ts';
import { type BuiltPlan, buildPlans } from './buildPlans.ts';
import { askReaders } from './readersPage.ts';

/** The last page: the plans that follow from the answers. */
export function reviewPage(context: WizardContext, copyOnly: boolean): Page<Answers> {
  return {
    id: 'review',
    async ask(given, page) {
      const first = buildPlans(given, context);
      if (first.kind === 'refused') {
        // The question comes back at once: the notice may stay unread for hours.
        tellRefusal(first.why, context);
        return page.canGoBack ? { kind: 'back' } : { kind: 'cancel' };
      }
      let answers = given;
      let { built } = first;
      const batchOf = (plan: Plan) => built.find(one => one.plan === plan)?.batch;
      const reply = await reviewPlans(
        {
          title: titleFor(answers),
          yes: answers.purpose === 'enable' ? message('Enable SSE-KMS') : message('Change KMS Key'),
          plans: plansIn(built),
          nameKey: keyNames(context.inventory, answers),
          page,
          copyOnly,
          readers: {
            isOffered: plan => takesReaders(batchOf(plan), answers),
            async choose(plan) {
              const changed = await withOtherReaders(batchOf(plan), answers, context, page);
              const again = buildPlans(changed, context);
              if (again.kind === 'plans') {
                answers = changed;
                built = again.built;
              } else {
                tellRefusal(again.why, context);
              }
              return plansIn(built);
            },
          },
        },
        context,
      );
      return reply.kind === 'answer'
        ? answer({ ...answers, plans: plansIn(built), outcome: reply.value })
        : reply;
    },
  };
}

function plansIn(built: readonly BuiltPlan[]): readonly Plan[] {
  return built.map(({ plan }) => plan);
}

function tellRefusal(why: PlanRefusal, { show }: WizardContext): void {
  void show.notice({ severity: 'warning', text: planRefusalInFull(why) });
}

/** The answers with the readers whom the person chose for a batch's key; as they were where the question was left. */
async function withOtherReaders(
  batch: Batch | undefined,
  answers: Answers,
  context: WizardContext,
  page: PageNumber,
): Promise<Answers> {
  const reply = batch && (await askReaders(batch, answers, context, { ...page, canGoBack: true }));
  switch (reply?.kind) {
    case 'answer':
      return reply.value;
    case 'back':
      return { ...answers, choosing: reply.entered.choosing };
    default:
      return answers;
  }
}

/** Statements can be written into the policy of a new key, and added to one that was read. */
function takesReaders(batch: Batch | undefined, answers: Answers): boolean {
  const pick = batch && answers.keys.get(batch.id);
  const typed = batch && answers.typed.get(batch.id);
  const key =
    pick?.kind === 'existing'
      ? pick.key
      : pick?.kind === 'typed' && typed?.kind === 'own' && typed.key.metadata.kind === 'known'
        ? typed.key
        : undefined;
  return pick?.kind === 'new' || (key !== undefined && knownValue(key.policy) !== undefined);
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
