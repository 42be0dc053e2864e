import type { Plan, Step } from '../../remediation/index.ts';
import { policyDifference } from '../../trail/keyPolicy/index.ts';
import { message } from '../../wording/message.ts';
import type { NameKey } from '../../wording/plans.ts';
import type { Show } from '../ask.ts';
import { formatted } from './policyText.ts';

/** What a step writes as a key's policy. */
export interface PolicyChange {
  /** Absent for a new key. */
  readonly keyArn?: string;
  readonly before: string;
  readonly after: string;
}

export function policyChangesIn(plans: readonly Plan[]): PolicyChange[] {
  return plans.flatMap(({ steps }) => steps.flatMap(step => policyChangeOf(step) ?? []));
}

export function policyChangeOf(step: Step): PolicyChange | undefined {
  switch (step.kind) {
    case 'create-key':
      return { before: '', after: step.policy };
    case 'add-statements':
    case 'restore-policy':
      return step;
    default:
      return undefined;
  }
}

/** A new policy as a document, a changed one beside the former. */
export function showPolicyChange({ keyArn, before, after }: PolicyChange, nameKey: NameKey, show: Show) {
  if (keyArn === undefined) {
    return show.document('new-key.policy.json', formatted(after));
  }
  return show.difference({
    title: message('Key policy of {0}: now ↔ after', nameKey(keyArn)),
    name: `${keyArn.slice(keyArn.lastIndexOf('/') + 1)}.policy.json`,
    ...policyDifference(before, after),
  });
}
