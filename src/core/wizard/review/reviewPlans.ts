import { code, fenced, inLine } from '../../base/markdown.ts';
import { visibleJson } from '../../base/show.ts';
import {
  cliOf,
  iamNeedsOfPlan,
  isPressing,
  keepsKey,
  type Plan,
  type Step,
  writes,
} from '../../remediation/index.ts';
import { policyDifference } from '../../trail/keyPolicy/index.ts';
import { message, inEnglish as plain } from '../../wording/message.ts';
import {
  homeOfTrail,
  type NameKey,
  stepInBrief,
  stepInDetail,
  targetName,
  trailName,
  warningInFull,
} from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';
import { answer, type Choice, type ConfirmQuestion, type PageNumber, type Reply, type Text } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import { formatted } from './policyText.ts';

export interface Review {
  readonly title: Text;
  /** What the button of the modal says. */
  readonly yes: Text;
  readonly plans: readonly Plan[];
  readonly nameKey: NameKey;
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

type Decision = 'run' | 'copy';

/** A decision, or the plan for whose key readers are to be chosen. */
type Picked = Decision | { readonly readersOf: Plan };

/**
 * Shows the whole plan: its steps, what changes in policies, what the caller needs, what to know. Nothing is done
 * before the modal that names account, trail, former and new key.
 */
export async function reviewPlans(given: Review, context: WizardContext): Promise<Reply<Decision>> {
  let review = given;
  const { ask, show } = context;
  const changes = policyChangesIn(review.plans);
  const [first] = changes;
  if (first && !review.copyOnly) {
    await showPolicyChange(first, review, context);
  }
  for (;;) {
    const reply = await ask.pick<Picked>({
      title: review.title,
      placeholder: message('Read the plan; nothing is changed before you confirm'),
      ...(review.page && { page: review.page }),
      choices: [...decisions(review, context), ...review.plans.flatMap(plan => rows(plan, review, context))],
    });
    if (reply.kind !== 'answer') {
      return reply;
    }
    if (typeof reply.value === 'object') {
      review = { ...review, plans: (await review.readers?.choose(reply.value.readersOf)) ?? review.plans };
      continue;
    }
    if (reply.value === 'copy') {
      await show.copy(review.plans.map(cliOf).join('\n'));
      return answer('copy');
    }
    if (await ask.confirm(modalOf(review))) {
      return answer('run');
    }
  }
}

function decisions(review: Review, context: WizardContext): Choice<Picked>[] {
  const count = review.plans.flatMap(({ steps }) => steps).length;
  const run: Choice<Picked> = {
    id: 'run',
    label: review.yes,
    description: message('{0} steps; asks once more', count),
    icon: 'play',
    value: 'run',
  };
  const copy: Choice<Picked> = {
    id: 'copy',
    label: message('Copy as AWS CLI'),
    description: message('a script that does the same; nothing is changed now'),
    icon: 'terminal',
    value: 'copy',
  };
  const whole: Choice<Picked> = {
    id: 'whole',
    label: message('Show the Plan as a Document'),
    icon: 'list-ordered',
    onAccept: () => context.show.document('plan.md', planAsMarkdown(review)),
  };
  return review.copyOnly ? [copy, whole] : [run, copy, whole];
}

function rows(plan: Plan, review: Review, context: WizardContext): Choice<Picked>[] {
  const { nameKey } = review;
  const where = [profileName(plan.profile), plan.account] as const;
  // A row has little room: the document has all of it.
  const whole = () => context.show.document('plan.md', planAsMarkdown(review));
  return [
    ...plan.steps.map((step, index): Choice<Picked> => {
      const detail = stepInDetail(step, plan, nameKey);
      const open = openingOf(step, review, context);
      return {
        id: `step ${plan.id} ${index}`,
        group: [message('Steps'), ...where],
        label: [`${index + 1}`, stepInBrief(step, nameKey)],
        ...(open && { description: message('Enter shows what is written') }),
        ...(detail && { detail }),
        icon: iconOf(step),
        onAccept: open ?? whole,
      };
    }),
    ...plan.warnings.map(
      (warning, index): Choice<Picked> => ({
        id: `warning ${plan.id} ${index}`,
        group: [message('What to know'), ...where],
        label: warningInFull(warning, nameKey),
        icon: isPressing(warning) ? 'warning' : 'info',
        onAccept: whole,
      }),
    ),
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

/** Everything that is about to be written, in the one dialog that asks. */
export function modalOf({ plans, nameKey, yes }: Pick<Review, 'plans' | 'nameKey' | 'yes'>): ConfirmQuestion {
  const updates = plans.flatMap(plan => plan.steps.filter(isUpdate).map(step => ({ plan, step })));
  const [only] = updates;
  const question =
    updates.length === 1 && only
      ? keepsKey(only.step)
        ? message('Let CloudTrail use the KMS key of the trail {0}?', trailName(only.step.trailArn))
        : only.step.to.kind === 'none'
          ? message('Return the trail {0} to SSE-S3?', trailName(only.step.trailArn))
          : only.step.from === undefined
            ? message('Encrypt the log files of {0} with SSE-KMS?', trailName(only.step.trailArn))
            : message('Change the KMS key of the trail {0}?', trailName(only.step.trailArn))
      : updates.length === 0
        ? message('Undo what was done?')
        : message('Change the encryption of {0} trails?', updates.length);
  return {
    message: question,
    detail: plans.flatMap(plan => [
      message('Account {0}, profile {1}', plan.account, profileName(plan.profile)),
      ...plan.steps
        .filter(isUpdate)
        .map(step =>
          keepsKey(step)
            ? message(
                'Trail {0} in {1}: keeps {2}',
                trailName(step.trailArn),
                homeOfTrail(step.trailArn),
                targetName(step, plan, nameKey),
              )
            : message(
                'Trail {0} in {1}: {2} → {3}',
                trailName(step.trailArn),
                homeOfTrail(step.trailArn),
                step.from === undefined ? 'SSE-S3' : nameKey(step.from),
                targetName(step, plan, nameKey),
              ),
        ),
      ...plan.steps.filter(isOtherWrite).map(step => stepInBrief(step, nameKey)),
      ...plan.warnings.filter(isPressing).map(warning => warningInFull(warning, nameKey)),
    ]),
    yes,
  };
}

/** The plan as one reads it in a ticket. */
export function planAsMarkdown({ plans, nameKey }: Pick<Review, 'plans' | 'nameKey'>): string {
  return plans
    .map(plan =>
      [
        `# ${plan.purpose === 'restore' ? 'Restore the previous encryption' : 'Encrypt trails with SSE-KMS'}`,
        '',
        inLine(`Account ${plan.account}, profile ${plain(profileName(plan.profile))}`),
        '',
        ...plan.steps.flatMap((step, index) => {
          const detail = stepInDetail(step, plan, nameKey);
          return [
            `${index + 1}. ${inLine(plain(stepInBrief(step, nameKey)))}`,
            ...(detail ? [`   ${inLine(plain(detail))}`] : []),
          ];
        }),
        '',
        '## What to know',
        '',
        ...plan.warnings.map(warning => `- ${inLine(plain(warningInFull(warning, nameKey)))}`),
        '',
        '## IAM actions needed',
        '',
        ...iamNeedsOfPlan(plan).map(({ action, resource }) => `- ${code(action)} on ${code(resource)}`),
        ...policyChangesIn([plan]).flatMap(({ keyArn, after }) => [
          '',
          `## Key policy of ${keyArn === undefined ? 'the new key' : inLine(nameKey(keyArn))}`,
          '',
          fenced('json', visibleJson(formatted(after).trimEnd())),
        ]),
        '',
      ].join('\n'),
    )
    .join('\n');
}

interface PolicyChange {
  /** Absent for the key that is made. */
  readonly keyArn?: string;
  readonly before: string;
  readonly after: string;
}

function policyChangesIn(plans: readonly Plan[]): PolicyChange[] {
  return plans.flatMap(({ steps }) => steps.flatMap(step => policyChangeOf(step) ?? []));
}

function policyChangeOf(step: Step): PolicyChange | undefined {
  switch (step.kind) {
    case 'create-key':
      return { before: '', after: step.policy };
    case 'add-statements':
    case 'restore-policy':
      return step;
    default:
      return undefined;
  }
}

function openingOf(step: Step, review: Review, context: WizardContext): (() => unknown) | undefined {
  const change = policyChangeOf(step);
  return change && (() => showPolicyChange(change, review, context));
}

function showPolicyChange(
  { keyArn, before, after }: PolicyChange,
  { nameKey }: Review,
  { show }: WizardContext,
) {
  if (keyArn === undefined) {
    return show.document('new-key.policy.json', formatted(after));
  }
  return show.difference({
    title: message('Key policy of {0}: now ↔ after', nameKey(keyArn)),
    name: `${keyArn.slice(keyArn.lastIndexOf('/') + 1)}.policy.json`,
    ...policyDifference(before, after),
  });
}

function isUpdate(step: Step): step is Extract<Step, { kind: 'update-trail' }> {
  return step.kind === 'update-trail';
}

function isOtherWrite(step: Step): boolean {
  return writes(step) && !isUpdate(step);
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
  }
}
