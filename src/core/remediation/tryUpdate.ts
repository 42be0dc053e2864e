import { type Problem, problemOf } from '../account/problem.ts';
import { checkGuard, type GuardContext } from './checkGuard.ts';
import { causeOf, FailureError } from './failure.ts';
import { guardsOf } from './guards.ts';
import type { StepEnd } from './journal.ts';
import type { Step } from './step.ts';
import { CancelledError, FailedWrite } from './write.ts';

type TryUpdate = Extract<Step, { kind: 'try-update' }>;

/**
 * Sends UpdateTrail with the key that the trail has. Once, whatever comes of it: it changes nothing, and is logged as
 * UpdateTrail all the same. A refusal that is about the key which the plan replaces is an answer to an account that may
 * change the trail. Throws `FailureError`, `CancelledError`, or what a port throws.
 */
export async function tryUpdate(step: TryUpdate, context: GuardContext): Promise<StepEnd> {
  for (const guard of guardsOf(step)) {
    const answer = await checkGuard(guard, context);
    if (answer.kind === 'broken') {
      throw new FailureError(answer.failure);
    }
  }
  if (context.signal.aborted) {
    throw new CancelledError();
  }
  try {
    const { requestId } = await context.account.trails.setKey(step.trailArn, step.keyArn ?? '');
    return { state: 'done', requestIds: idsOf(requestId) };
  } catch (error) {
    const problem = problemOf(error);
    const requestIds = idsOf(problem.requestId);
    if (isAboutTheKey(problem, step)) {
      return { state: 'done', requestIds };
    }
    throw new FailedWrite(problem, step, requestIds);
  }
}

function isAboutTheKey(problem: Problem, step: TryUpdate): boolean {
  switch (causeOf(problem, step)) {
    case 'policy-keeps-cloudtrail-out':
    case 'key-not-found-or-elsewhere':
    case 'key-not-usable':
    case 'key-id-invalid':
      return true;
    default:
      return false;
  }
}

function idsOf(requestId: string | undefined): readonly string[] {
  return requestId === undefined ? [] : [requestId];
}
