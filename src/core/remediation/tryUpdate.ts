import { problemOf } from '../account/problem.ts';
import { type GuardContext, lookAt } from './checkGuard.ts';
import { FailureError } from './failure.ts';
import type { StepEnd } from './journal.ts';
import type { StepOf } from './step.ts';
import { FailedWrite, lookBefore, requestIdsOf, type WriteContext } from './write.ts';

/** Errors of UpdateTrail about the key that it names (CloudTrail API Reference, UpdateTrail). */
export const refusalsOfTheKey: readonly string[] = [
  'InsufficientEncryptionPolicyException',
  'InvalidKmsKeyIdException',
  'KmsException',
  'KmsKeyDisabledException',
  'KmsKeyNotFoundException',
];

/**
 * Sends UpdateTrail with the current key of the trail. Only once, whatever the answer: it changes nothing, but is
 * logged as UpdateTrail. A refusal that is about the key which the plan replaces means that the account may change the
 * trail. Throws `FailureError`, `CancelledError`, or what a port throws.
 */
export async function tryUpdate(
  step: StepOf<'try-update'>,
  context: GuardContext & Pick<WriteContext, 'leases'>,
): Promise<StepEnd> {
  const found = await lookBefore(() => lookAt(step, context), context);
  if ('failure' in found) {
    throw new FailureError(found.failure);
  }
  try {
    const written = await context.account.trails.setKey(step.trailArn, step.keyArn ?? '');
    return { state: 'done', requestIds: requestIdsOf(written) };
  } catch (error) {
    const problem = problemOf(error);
    const requestIds = requestIdsOf(problem);
    if (problem.kind === 'aws-error' && refusalsOfTheKey.includes(problem.name)) {
      return { state: 'done', requestIds };
    }
    throw new FailedWrite(problem, step, requestIds);
  }
}
