import {
  canBeUndone,
  keyOfStep,
  type NextAction,
  type Plan,
  type RunResult,
} from '../../remediation/index.ts';
import { accountOfArn } from '../../trail/arn.ts';
import { nextActionLabel } from '../../wording/failures.ts';
import { message } from '../../wording/message.ts';
import type { NameKey } from '../../wording/plans.ts';
import type { NoticeAction, Text } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import { showPolicyFound } from '../review/policyChange.ts';
import { resultsAsMarkdown, resultsInFull } from './results.ts';
import { runPlans, type Work } from './runPlans.ts';

/** Runs plans and reports the results, with the next actions. */
export async function runAndTell(
  works: readonly Work[],
  title: Text,
  nameKey: NameKey,
  context: WizardContext,
): Promise<readonly RunResult[]> {
  const results = await runPlans(works, title, nameKey, context);
  const skipped = works.length - results.length;
  const failed = results.filter(({ ended }) => ended !== 'done');
  const done = results.filter(({ ended }) => ended === 'done');
  // Each run that failed has a reason and a next step of its own.
  const notices =
    failed.length < 2 ? [results] : [...(done.length > 0 ? [done] : []), ...failed.map(one => [one])];
  for (const [index, told] of notices.entries()) {
    // The notice is not awaited: it may stay for hours.
    void tell(told, index === notices.length - 1 ? skipped : 0, title, nameKey, context);
  }
  return results;
}

/** What did not end well stays to be dealt with: its notice comes again when the person has looked at something, or signed in. */
async function tell(
  results: readonly RunResult[],
  skipped: number,
  title: Text,
  nameKey: NameKey,
  context: WizardContext,
): Promise<void> {
  const failed = results.filter(({ ended }) => ended !== 'done');
  const text = resultsInFull(results, nameKey);
  const again: Again = run => async () => {
    await run();
    if (failed.length > 0) {
      void tell(results, skipped, title, nameKey, context);
    }
  };
  const details: NoticeAction = {
    label: message('Show Details'),
    run: again(() =>
      context.show.document('result.md', resultsAsMarkdown(results, nameKey, context.show.say)),
    ),
  };
  const severity =
    failed.length === 0 ? 'info' : failed.every(({ ended }) => ended === 'cancelled') ? 'warning' : 'error';
  await context.show.notice({
    severity: results.length === 0 ? 'info' : severity,
    text:
      results.length === 0
        ? message('Cancelled. Nothing was changed.')
        : skipped > 0
          ? [
              ...text,
              skipped === 1
                ? message('1 more was not started.')
                : message('{0} more were not started.', skipped),
            ]
          : text,
    actions: [
      ...failed.slice(0, 1).flatMap(result => actionsFor(result, again, title, nameKey, context)),
      ...codeFixes(results, context),
      ...(failed.length === 0 ? undoOf(results, context) : []),
      details,
    ],
  });
}

/** A repair is undone from here, or from its trail. */
function undoOf(results: readonly RunResult[], context: WizardContext): readonly NoticeAction[] {
  const [only, ...others] = results;
  return only && others.length === 0 && only.plan.purpose === 'repair' && canBeUndone(only.steps)
    ? [{ label: message('Undo…'), run: () => context.next.restoreRun(only.plan.id) }]
    : [];
}

/** After a change of a trail that code declares: what keeps the next deployment from undoing it. */
function codeFixes(results: readonly RunResult[], context: WizardContext): readonly NoticeAction[] {
  const fixes = results
    .filter(({ ended, plan }) => ended === 'done' && plan.purpose !== 'restore')
    .flatMap(({ plan }) => plan.warnings)
    .flatMap(warning =>
      warning.kind === 'declared-in-code' ? (context.codeFix(warning.trailArn) ?? []) : [],
    );
  const fixAll = async () => {
    for (const fix of fixes) {
      await fix();
    }
  };
  return fixes.length === 0 ? [] : [{ label: message('Fix the Code Too'), run: fixAll }];
}

/** Makes an action that leaves everything as it is one after which the notice comes again. */
type Again = (run: () => unknown) => () => Promise<void>;

function actionsFor(
  result: RunResult,
  again: Again,
  title: Text,
  nameKey: NameKey,
  context: WizardContext,
): readonly NoticeAction[] {
  const labels = new Set<string>();
  const actions: NextButton[] = [];
  for (const action of result.nextActions) {
    const label = nextActionLabel(action);
    const run = doing(action, result, again, title, nameKey, context);
    if (label && run && !labels.has(label.text)) {
      labels.add(label.text);
      actions.push({ action, label, run });
    }
  }
  return mostHelpful(actions);
}

type NextButton = NoticeAction & { readonly action: NextAction };

/** A notification with more buttons than these, and the one for details, is not read. */
const mostButtons = 3;

const waysBack: ReadonlySet<NextAction> = new Set(['undo', 'delete-made-key']);

/** They leave behind what was done. */
const beginAgain: ReadonlySet<NextAction> = new Set([
  'use-another-profile',
  'choose-another-key',
  'choose-another-alias',
  'start-again',
]);

/** Where something was done, the way back is among them, rather than what leaves it behind. */
function mostHelpful(actions: readonly NextButton[]): readonly NextButton[] {
  const back = actions.find(({ action }) => waysBack.has(action));
  if (!back || actions.length <= mostButtons) {
    return actions.slice(0, mostButtons);
  }
  const ahead = actions.filter(one => one !== back);
  const goOn = ahead.filter(({ action }) => !beginAgain.has(action));
  return [...(goOn.length < mostButtons - 1 ? ahead : goOn).slice(0, mostButtons - 1), back];
}

function doing(
  action: NextAction,
  result: RunResult,
  again: Again,
  title: Text,
  nameKey: NameKey,
  context: WizardContext,
): (() => unknown) | undefined {
  const { plan } = result;
  switch (action) {
    // The code is requested when the profile is used.
    case 'give-mfa-code':
    case 'retry':
      return () => goOn(plan, title, nameKey, context);
    case 'go-on': {
      const left = result.steps.findIndex(({ failure }) => failure === result.failure);
      return () => goOn(plan, title, nameKey, context, new Set([left]));
    }
    case 'enable-key': {
      const failed = result.steps.find(({ failure }) => failure === result.failure);
      const keyArn = failed && keyOfStep(failed.step, result.madeKey);
      const isOwn = keyArn !== undefined && accountOfArn(keyArn) === plan.account;
      return isOwn && keyArn !== result.madeKey ? () => context.next.enableKey(plan, keyArn) : undefined;
    }
    case 'undo':
    case 'delete-made-key':
      return () => context.next.restoreRun(plan.id);
    case 'refresh':
      return again(() => context.inventory.refresh(plan.profile));
    case 'choose-another-key':
    case 'choose-another-alias':
      return () => context.next.chooseAgain(plan, 'key');
    case 'use-another-profile':
      return () => context.next.chooseAgain(plan, 'profile');
    case 'start-again':
      // An undo is planned from what is recorded, a repair from what the view shows: both are begun where they are offered.
      return plan.purpose === 'enable' || plan.purpose === 'change'
        ? () => context.next.chooseAgain(plan, 'key')
        : undefined;
    case 'compare-policies': {
      const { failure } = result;
      return failure?.kind === 'policy-changed'
        ? again(() => showPolicyFound(failure, nameKey, context.show))
        : undefined;
    }
    case 'sign-in':
      return again(() => context.signIn(plan.profile));
    case 'open-config':
      return again(() => context.openConfiguration(plan.profile));
    default:
      return undefined;
  }
}

/** Continues the run of a plan. If nothing was recorded, nothing was done: then the run starts again. */
export async function goOn(
  plan: Plan,
  title: Text,
  nameKey: NameKey,
  context: WizardContext,
  leave?: ReadonlySet<number>,
): Promise<void> {
  await runAndTell([{ plan, ...(leave && { leave }) }], title, nameKey, context);
}
