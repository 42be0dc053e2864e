import type { OpenAccounts, WizardContext } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { tellProblem } from '../tell.ts';
import type { Answers } from './answers.ts';
import { readSubjects, refusalInFull } from './subjects.ts';

/** Reads the chosen trails into the answers. Undefined if none can take part: the person was told why. */
export async function readChosen(
  answers: Answers,
  accounts: OpenAccounts,
  context: WizardContext,
): Promise<Answers | undefined> {
  const { chosen, purpose } = answers;
  const { subjects, refusals, failures } = await readSubjects(chosen, purpose, accounts, context);
  const nameKey = keyNames(context.inventory);
  for (const refusal of refusals) {
    void context.show.notice({ severity: 'warning', text: refusalInFull(refusal, nameKey) });
  }
  for (const { problem, profile } of failures) {
    tellProblem(problem, profile, context);
  }
  return subjects.length === 0 ? undefined : { ...answers, subjects };
}
