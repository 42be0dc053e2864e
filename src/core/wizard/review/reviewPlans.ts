import { cliOf, iamNeedsOfPlan, isPressing, type Plan, type Step } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import { stepInBrief, stepInDetail, warningInFull } from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';
import { answer, type Choice, type Close, type PageNumber, type Reply, type Text } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import { type Confirmed, modalOf } from './modal.ts';
import { planAsMarkdown } from './planDocument.ts';
import { type PolicyChange, policyChangeOf, policyChangesIn, showPolicyChange } from './policyChange.ts';

export interface Review extends Confirmed {
  readonly title: Text;
  readonly page?: PageNumber;
  /** Only the script is wanted. */
  readonly copyOnly?: boolean;
  readonly readers?: ReaderChoice;
}

/** Lets the person choose who may decrypt log files while the plan is reviewed. */
export interface ReaderChoice {
  /** Whether readers can be let into the policy of the plan's key. */
  readonly isOffered: (plan: Plan) => boolean;
  /** Asks for them, and gives the plans as they are then. */
  readonly choose: (plan: Plan) => Promise<readonly Plan[]>;
}

/** `copy`: the script was copied, and the person told so. */
type Decision = 'run' | 'copy';

/** A decision, or the plan for whose key readers are to be chosen. */
type Picked = Decision | { readonly readersOf: Plan };

/**
 * Shows the whole plan: its steps, what changes in policies, what the caller needs, what to know. Nothing is done
 * before the modal that names account, trail, former and new key. What policies become is shown as long as it is asked about: afterwards it
 * is another text than there is.
 */
export async function reviewPlans(given: Review, context: WizardContext): Promise<Reply<Decision>> {
  const opened: Close[] = [];
  let isOver = false;
  const open: OpenChange = async change => {
    const close = await showPolicyChange(change, given.nameKey, context.show);
    if (isOver) {
      // The list was left while the editor opened.
      await close();
    } else {
      opened.push(close);
    }
  };
  try {
    return await decided(given, open, context);
  } finally {
    isOver = true;
    await Promise.all(opened.map(close => close()));
  }
}

type OpenChange = (change: PolicyChange) => Promise<void>;

async function decided(given: Review, open: OpenChange, context: WizardContext): Promise<Reply<Decision>> {
  const { ask, show } = context;
  const openFirst = async ({ plans, copyOnly }: Review) => {
    const [first] = policyChangesIn(plans);
    if (first && !copyOnly) {
      await open(first);
    }
  };
  let review = given;
  await openFirst(review);
  for (;;) {
    const reply = await ask.pick<Picked>({
      title: titleOf(review),
      placeholder: message('Review the plan; nothing is changed until you confirm'),
      ...(review.page && { page: review.page }),
      choices: [
        ...decisions(review, context),
        ...review.plans.flatMap(plan => rows(plan, review, open, context)),
      ],
    });
    if (reply.kind !== 'answer') {
      return reply;
    }
    if (typeof reply.value === 'object') {
      review = { ...review, plans: (await review.readers?.choose(reply.value.readersOf)) ?? review.plans };
      // With other readers, another policy would be written than the one that is shown.
      await openFirst(review);
      continue;
    }
    if (reply.value === 'copy') {
      await show.copy(review.plans.map(cliOf).join('\n'));
      const text = message('The AWS CLI script was copied to the clipboard.');
      void show.notice({ severity: 'info', text });
      return answer('copy');
    }
    if (await ask.confirm(modalOf(review))) {
      return answer('run');
    }
  }
}

/** With the account, which every plan is about before anything else, and the profile that all of them are made with. */
function titleOf({ title, plans }: Review): Text {
  const accounts = [...new Set(plans.map(({ account }) => account))];
  const [profile] = plans.map(plan => profileName(plan.profile));
  return [
    ...(Array.isArray(title) ? title : [title]),
    accounts.join(', '),
    ...(profile && haveOneProfile(plans) ? [profile] : []),
  ];
}

function haveOneProfile(plans: readonly Plan[]): boolean {
  return new Set(plans.map(plan => plan.profile)).size === 1;
}

function decisions(review: Review, context: WizardContext): Choice<Picked>[] {
  const count = review.plans.flatMap(({ steps }) => steps).length;
  const run: Choice<Picked> = {
    id: 'run',
    label: review.yes,
    description:
      count === 1 ? message('1 step, you confirm next') : message('{0} steps, you confirm next', count),
    icon: 'play',
    value: 'run',
  };
  const copy: Choice<Picked> = {
    id: 'copy',
    label: message('Copy as AWS CLI'),
    description: message('a script that makes the same change; nothing is changed now'),
    icon: 'terminal',
    value: 'copy',
  };
  const whole: Choice<Picked> = {
    id: 'whole',
    label: message('Show the Plan as a Document'),
    icon: 'list-ordered',
    onAccept: () =>
      context.show.document('plan.md', planAsMarkdown(review.plans, review.nameKey, context.show.say)),
  };
  return review.copyOnly ? [copy, whole] : [run, copy, whole];
}

function rows(plan: Plan, review: Review, open: OpenChange, context: WizardContext): Choice<Picked>[] {
  const { nameKey } = review;
  // A heading takes its room from the row that it stands in: it repeats nothing of the title.
  const where = haveOneProfile(review.plans) ? [] : [profileName(plan.profile), plan.account];
  // A row has little room: the document has all of it.
  const whole = () =>
    context.show.document('plan.md', planAsMarkdown(review.plans, review.nameKey, context.show.say));
  const known = plan.warnings.map(
    (warning, index): Choice<Picked> => ({
      id: `warning ${plan.id} ${index}`,
      group: [message('What to know'), ...where],
      label: warningInFull(warning, nameKey),
      icon: isPressing(warning) ? 'warning' : 'info',
      onAccept: whole,
    }),
  );
  const isFirst = ({ icon }: Choice<Picked>) => icon === 'warning';
  return [
    ...known.filter(isFirst),
    ...plan.steps.map((step, index): Choice<Picked> => {
      const detail = stepInDetail(step, plan, nameKey);
      const change = policyChangeOf(step);
      return {
        id: `step ${plan.id} ${index}`,
        group: [message('Steps'), ...where],
        label: [`${index + 1}`, stepInBrief(step, nameKey)],
        ...(change && { description: message('press Enter to see what is written') }),
        ...(detail && { detail }),
        icon: iconOf(step),
        onAccept: change ? () => open(change) : whole,
      };
    }),
    ...known.filter(one => !isFirst(one)),
    ...(review.readers?.isOffered(plan)
      ? [
          {
            id: `readers ${plan.id}`,
            group: [message('What to know'), ...where],
            label: message('Choose Who May Decrypt Log Files…'),
            description: message('adds statements to the key policy of this plan'),
            icon: 'organization',
            value: { readersOf: plan },
          } as const,
        ]
      : []),
    ...iamNeedsOfPlan(plan).map(
      ({ action, resource }, index): Choice<Picked> => ({
        id: `iam ${plan.id} ${index}`,
        group: [message('IAM actions needed'), ...where],
        label: action,
        description: resource,
        icon: 'shield',
        onAccept: whole,
      }),
    ),
  ];
}

function iconOf({ kind }: Step): string {
  switch (kind) {
    case 'create-key':
    case 'create-alias':
    case 'enable-rotation':
      return 'key';
    case 'add-statements':
    case 'restore-policy':
      return 'diff';
    case 'update-trail':
      return 'lock';
    case 'confirm':
      return 'eye';
    case 'try-update':
      return 'question';
    case 'find-key':
      return 'search';
    case 'schedule-deletion':
      return 'trash';
    case 'cancel-deletion':
      return 'discard';
    case 'enable-key':
    case 'start-logging':
      return 'play';
    case 'disable-key':
    case 'stop-logging':
      return 'debug-pause';
  }
}
