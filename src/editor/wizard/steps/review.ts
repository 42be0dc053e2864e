import { message } from '../../../core/wording/message.ts';
import { planRefusalInFull } from '../../../core/wording/plans.ts';
import type { Answers } from '../answers.ts';
import { answer, type Text } from '../ask.ts';
import { buildPlans } from '../buildPlans.ts';
import type { WizardContext } from '../context.ts';
import { keyNames } from '../keyNames.ts';
import { reviewPlans } from '../review.ts';
import type { Step } from '../walk.ts';

/** The last step of the walk: the plan that follows from the answers. */
export function reviewStep(context: WizardContext, copyOnly: boolean): Step<Answers> {
  return {
    id: 'review',
    stage: 'review',
    async ask(answers, place) {
      const built = buildPlans(answers, context);
      if (built.kind === 'refused') {
        // The question comes back at once: the notice may stay unread for hours.
        void context.show.notice({ severity: 'warning', text: planRefusalInFull(built.why) });
        return place.canGoBack ? { kind: 'back' } : { kind: 'cancel' };
      }
      const { plans } = built;
      const reply = await reviewPlans(
        {
          title: titleFor(answers),
          yes: answers.purpose === 'enable' ? message('Enable SSE-KMS') : message('Change KMS Key'),
          plans,
          nameKey: keyNames(context.inventory, answers),
          place,
          copyOnly,
        },
        context,
      );
      return reply.kind === 'answer' ? answer({ ...answers, plans, outcome: reply.value }) : reply;
    },
  };
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
