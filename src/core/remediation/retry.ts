import { isServiceFault } from '../account/cause.ts';
import type { Problem } from '../account/problem.ts';

import type { Step } from './step.ts';

/**
 * How long to wait before a write is sent again, in milliseconds; undefined = not again. A new key or policy
 * reaches all of KMS in seconds, sometimes in a minute (KMS Developer Guide, "Eventual consistency"): what looks
 * like a missing key or permission then passes by itself. CreateKey is never sent twice.
 */
export function retryDelay(
  problem: Problem,
  step: Step,
  attempt: number,
  waited: number,
  fresh: boolean,
): number | undefined {
  const rule = ruleFor(problem, step, fresh);
  const delay = Math.min(2000 * 2 ** (attempt - 1), 10_000);
  return rule && attempt < rule.attempts && waited + delay <= rule.within ? delay : undefined;
}

interface Rule {
  readonly attempts: number;
  readonly within: number;
}

const untilConsistent: Rule = { attempts: 20, within: 90_000 };
const untilFree: Rule = { attempts: 10, within: 60_000 };
const fewTimes: Rule = { attempts: 3, within: 20_000 };
const onceMore: Rule = { attempts: 2, within: 20_000 };

function ruleFor(problem: Problem, step: Step, fresh: boolean): Rule | undefined {
  if (step.kind === 'create-key') {
    return undefined;
  }
  switch (problem.kind) {
    case 'throttled':
      return fewTimes;
    case 'network':
    case 'timeout':
    case 'not-aws':
      // Asked about only once reading has told that the call did not take place.
      return fewTimes;
    case 'aws-error':
      return ruleForName(problem.name, step, fresh);
    default:
      return undefined;
  }
}

function ruleForName(name: string, step: Step, fresh: boolean): Rule | undefined {
  switch (name) {
    case 'InsufficientEncryptionPolicyException':
    case 'KmsKeyNotFoundException':
    case 'KmsException':
      return step.kind === 'update-trail' && fresh ? untilConsistent : undefined;
    case 'NotFoundException':
      // The alias or rotation of a key that was made a moment ago.
      return step.kind === 'create-alias' || step.kind === 'enable-rotation' ? untilConsistent : undefined;
    case 'ConflictException':
      return untilFree;
    case 'ThrottlingException':
      return fewTimes;
    case 'CloudWatchLogsDeliveryUnavailableException':
      return onceMore;
    default:
      return isServiceFault(name) ? fewTimes : undefined;
  }
}
