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
  const actions = waysOut(problem, profile, context);
  // A walk goes on at once: the notice may stay unread for hours.
  void context.show.notice({ severity: 'error', text: problemInFull(problem), actions });
}

/** What the person can do about the profile, as buttons of a notice or of a row. */
export function waysOut(
  problem: Problem,
  profile: string,
  context: Pick<WizardContext, 'signIn' | 'openConfiguration'>,
): readonly (NoticeAction & { readonly icon: string })[] {
  return nextSteps(problem).flatMap(step => {
    switch (step) {
      case 'sign-in':
        return [{ label: message('Sign In'), icon: 'sign-in', run: () => context.signIn(profile) }];
      case 'open-config':
        return [
          {
            label: message('Open Configuration File'),
            icon: 'go-to-file',
            run: () => context.openConfiguration(profile),
          },
        ];
      default:
        return [];
    }
  });
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
