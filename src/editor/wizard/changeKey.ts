import { message } from '../../core/wording/message.ts';
import { type Answers, groupsOf, noAnswers } from './answers.ts';
import { type OpenAccounts, type TrailReference, type WizardContext, withAccounts } from './context.ts';
import { keyNames } from './keyNames.ts';
import { keyStep } from './steps/key.ts';
import { newKeySteps } from './steps/newKey.ts';
import { profileSteps } from './steps/profile.ts';
import { regionSteps } from './steps/region.ts';
import { reviewStep } from './steps/review.ts';
import { readChosen, trailStep } from './steps/trail.ts';
import { typedKeyStep } from './steps/typedKey.ts';
import { runAndTell } from './tellResults.ts';
import { type Step, walk } from './walk.ts';

export interface ChangeRequest {
  readonly purpose: Answers['purpose'];
  /** Empty = ask. */
  readonly trails: readonly TrailReference[];
  /** The profile of the trails turned out not to do. */
  readonly asksForProfile?: boolean;
  /** Only the script is wanted, not the change. */
  readonly copyOnly?: boolean;
}

/** The walk from trails to a plan, and the run of the plan. Giving up at any question changes nothing. */
export async function changeKey(request: ChangeRequest, context: WizardContext): Promise<void> {
  await context.listed();
  const answers = await withAccounts(context, accounts => gather(request, context, accounts));
  if (answers?.outcome === 'copy') {
    void context.show.notice({
      severity: 'info',
      text: message('The AWS CLI script was copied to the clipboard.'),
    });
  }
  if (answers?.outcome === 'run') {
    await runAndTell(
      answers.plans.map(plan => ({ plan })),
      titleOf(answers),
      keyNames(context.inventory, answers),
      context,
    );
  }
}

async function gather(
  { purpose, trails, asksForProfile = false, copyOnly = false }: ChangeRequest,
  context: WizardContext,
  accounts: OpenAccounts,
): Promise<Answers | undefined> {
  const empty = {
    ...noAnswers(purpose, trails),
    settled: asksForProfile ? trails.map(({ arn }) => arn) : [],
  };
  const begun = trails.length > 0 ? await readChosen(empty, accounts, context) : empty;
  return begun && walk(answers => stepsFor(answers, trails.length === 0, copyOnly, context, accounts), begun);
}

function stepsFor(
  answers: Answers,
  asksForTrail: boolean,
  copyOnly: boolean,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Step<Answers>[] {
  return [
    ...(asksForTrail ? [trailStep(context, accounts)] : []),
    ...profileSteps(answers, context, accounts),
    ...regionSteps(answers, context),
    ...groupsOf(answers).flatMap(group => [
      keyStep(group, context, accounts),
      ...(answers.keys.get(group.id)?.kind === 'typed' ? [typedKeyStep(group, context, accounts)] : []),
      ...(answers.keys.get(group.id)?.kind === 'new' ? newKeySteps(group, answers, context, accounts) : []),
    ]),
    reviewStep(context, copyOnly),
  ];
}

function titleOf({ purpose, subjects }: Answers) {
  const [only] = subjects;
  if (subjects.length !== 1 || !only) {
    return message('Setting KMS Keys of {0} Trails', subjects.length);
  }
  return purpose === 'enable'
    ? message('Enabling SSE-KMS on {0}', only.trail.name)
    : message('Changing the KMS Key of {0}', only.trail.name);
}
