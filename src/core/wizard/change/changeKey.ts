import { message } from '../../wording/message.ts';
import { type OpenAccounts, type TrailReference, type WizardContext, withAccounts } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { runAndTell } from '../run/tellResults.ts';
import { type Page, walk } from '../walk.ts';
import { type Answers, batchesIn, noAnswers } from './answers.ts';
import { keyPage } from './keyPage.ts';
import { newKeyPages } from './newKeyPage.ts';
import { profilePages } from './profilePage.ts';
import { readChosen } from './readChosen.ts';
import { regionPages } from './regionPage.ts';
import { reviewPage } from './reviewPage.ts';
import { trailPage } from './trailPage.ts';
import { typedKeyPage } from './typedKeyPage.ts';

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
  return begun && walk(answers => pagesFor(answers, trails.length === 0, copyOnly, context, accounts), begun);
}

function pagesFor(
  answers: Answers,
  asksForTrail: boolean,
  copyOnly: boolean,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Page<Answers>[] {
  return [
    ...(asksForTrail ? [trailPage(context, accounts)] : []),
    ...profilePages(answers, context, accounts),
    ...regionPages(answers, context),
    ...batchesIn(answers).flatMap(batch => [
      keyPage(batch, context, accounts),
      ...(answers.keys.get(batch.id)?.kind === 'typed' ? [typedKeyPage(batch, context, accounts)] : []),
      ...(answers.keys.get(batch.id)?.kind === 'new' ? newKeyPages(batch, answers, context, accounts) : []),
    ]),
    reviewPage(context, copyOnly),
  ];
}

function titleOf({ purpose, subjects }: Answers) {
  const [only] = subjects;
  if (subjects.length !== 1 || !only) {
    return message('Setting the KMS Keys of {0} Trails', subjects.length);
  }
  return purpose === 'enable'
    ? message('Enabling SSE-KMS on {0}', only.trail.name)
    : message('Changing the KMS Key of {0}', only.trail.name);
}
