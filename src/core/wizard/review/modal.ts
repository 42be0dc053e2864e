import {
  isPressing,
  keepsKey,
  type Plan,
  type Step,
  type StepOf,
  trailsIn,
  writes,
} from '../../remediation/index.ts';
import { trailNameIn } from '../../trail/arn.ts';
import { type Message, message } from '../../wording/message.ts';
import { homeOfTrail, type NameKey, stepInBrief, targetName, warningInFull } from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';
import type { ConfirmQuestion, Text } from '../ask.ts';

/** What the modal is about. */
export interface Confirmed {
  readonly plans: readonly Plan[];
  readonly nameKey: NameKey;
  /** What its button says. */
  readonly yes: Text;
}

/** Everything that is about to be written, in the one dialog that asks. */
export function modalOf({ plans, nameKey, yes }: Confirmed): ConfirmQuestion {
  const updates = plans.flatMap(plan => plan.steps.filter(isUpdate).map(step => ({ plan, step })));
  const [only] = updates;
  const question =
    updates.length === 1 && only
      ? keepsKey(only.step)
        ? message('Let CloudTrail use the KMS key of the trail {0}?', trailNameIn(only.step.trailArn))
        : only.step.to.kind === 'none'
          ? message('Return the trail {0} to SSE-S3?', trailNameIn(only.step.trailArn))
          : only.step.from === undefined
            ? message('Encrypt the log files of {0} with SSE-KMS?', trailNameIn(only.step.trailArn))
            : message('Change the KMS key of the trail {0}?', trailNameIn(only.step.trailArn))
      : updates.length === 0
        ? questionOfRepairs(plans, nameKey)
        : message('Change the encryption of {0} trails?', updates.length);
  return {
    message: question,
    detail: plans.flatMap(plan => [
      message('Account {0}, profile {1}', plan.account, profileName(plan.profile)),
      ...plan.steps
        .filter(isUpdate)
        .map(step =>
          keepsKey(step)
            ? message(
                'Trail {0} in {1}: keeps {2}',
                trailNameIn(step.trailArn),
                homeOfTrail(step.trailArn),
                targetName(step, plan, nameKey),
              )
            : message(
                'Trail {0} in {1}: {2} → {3}',
                trailNameIn(step.trailArn),
                homeOfTrail(step.trailArn),
                step.from === undefined ? 'SSE-S3' : nameKey(step.from),
                targetName(step, plan, nameKey),
              ),
        ),
      ...plan.steps.filter(isOtherWrite).map(step => stepInBrief(step, nameKey)),
      ...restingOn(plan),
      ...plan.warnings.filter(isPressing).map(warning => warningInFull(warning, nameKey)),
    ]),
    yes,
  };
}

function questionOfRepairs(plans: readonly Plan[], nameKey: NameKey): Message {
  if (plans.some(({ purpose }) => purpose !== 'repair')) {
    return message('Undo this change?');
  }
  const steps = plans.flatMap(plan => plan.steps);
  const enabled = steps.filter(({ kind }) => kind === 'enable-key');
  const [started] = steps.filter(({ kind }) => kind === 'start-logging');
  const [key] = enabled;
  if (steps.length === 1 && started?.kind === 'start-logging') {
    return message('Start logging of the trail {0}?', trailNameIn(started.trailArn));
  }
  if (enabled.length === 1 && key?.kind === 'enable-key' && !started) {
    return steps.length === 1
      ? message('Enable {0}?', nameKey(key.keyArn))
      : message('Cancel the deletion of {0}, and enable it?', nameKey(key.keyArn));
  }
  return message('Repair {0} trails?', new Set(plans.flatMap(trailsIn)).size);
}

/** The trails that rest on the keys of a plan. */
function restingOn(plan: Plan): Message[] {
  const names = plan.steps.flatMap(step =>
    step.kind === 'enable-key' ? step.trailArns.map(trailNameIn) : [],
  );
  return names.length === 0 ? [] : [message('Trails that use it: {0}', [...new Set(names)].join(', '))];
}

function isUpdate(step: Step): step is StepOf<'update-trail'> {
  return step.kind === 'update-trail';
}

function isOtherWrite(step: Step): boolean {
  return writes(step) && !isUpdate(step);
}
