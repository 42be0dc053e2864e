import * as vscode from 'vscode';
import { problemOf } from '../core/account/problem.ts';
import { problemInFull } from '../core/wording/problems.ts';
import type { Log } from './log.ts';
import { say } from './say.ts';
import { showError } from './window.ts';

/** The one place where a failed command is reported to the person. Cancelling is not a failure and stays silent. */
export async function tellFailures(log: Log, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'cancelled' || error instanceof vscode.CancellationError) {
      return;
    }
    const text = say(problemInFull(problem));
    log.error(`${text}${problem.requestId ? ` (request ${problem.requestId})` : ''}`);
    if (error instanceof Error && error.name !== 'ProblemError' && error.stack) {
      log.error(error.stack);
    }
    const showLog = vscode.l10n.t('Show Log');
    if ((await showError(text, showLog)) === showLog) {
      log.show();
    }
  }
}
