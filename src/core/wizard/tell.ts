import { nextSteps, type Problem } from '../account/problem.ts';
import { message } from '../wording/message.ts';
import { problemInFull } from '../wording/problems.ts';
import { configurationGuide } from '../wording/profiles.ts';
import type { NoticeAction } from './ask.ts';
import type { WizardContext } from './context.ts';

/**
 * Reports why something could not be read, with what can be done about it. If the person cancelled it, nothing is reported.
 */
export function tellProblem(problem: Problem, profile: string, context: WizardContext): void {
  if (problem.kind === 'cancelled') {
    return;
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
  // A walk goes on at once: the notice may stay unread for hours.
  void context.show.notice({ severity: 'error', text: problemInFull(problem), actions });
}

/** There is nothing to choose from: the shared AWS files and the environment hold no profile. */
export function tellNoProfile({ show }: Pick<WizardContext, 'show'>): void {
  void show.notice({
    severity: 'info',
    text: message('No AWS profile was found.'),
    actions: [
      {
        label: message('Open Configuration Guide'),
        run: () => show.openAddress(configurationGuide),
      },
    ],
  });
}
