import { nextSteps, problemOf } from '../../core/account/problem.ts';
import { message } from '../../core/wording/message.ts';
import { problemInFull } from '../../core/wording/problems.ts';
import type { NoticeAction } from './ask.ts';
import type { WizardContext } from './context.ts';

/**
 * Tells why something could not be read, with what can be done about it. False where the person cancelled it: then
 * there is nothing to tell.
 */
export async function tellProblem(error: unknown, profile: string, context: WizardContext): Promise<boolean> {
  const problem = problemOf(error);
  if (problem.kind === 'cancelled') {
    return false;
  }
  const request = problem.requestId === undefined ? '' : ` (request ${problem.requestId})`;
  context.log(`[${profile}] ${problem.kind} ${problem.detail ?? ''}${request}`);
  const actions = nextSteps(problem).flatMap((step): NoticeAction[] => {
    switch (step) {
      case 'sign-in':
        return [{ label: message('Sign In'), run: () => context.signIn(profile) }];
      case 'open-config':
        return [{ label: message('Open Configuration File'), run: () => context.openConfiguration(profile) }];
      default:
        return [];
    }
  });
  await context.show.notice({ severity: 'error', text: problemInFull(problem), actions });
  return true;
}
