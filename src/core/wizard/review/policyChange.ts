import type { Failure, Plan, Step } from '../../remediation/index.ts';
import { keyIdIn } from '../../trail/arn.ts';
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
  const title = message('Key policy of {0}: now ↔ after', nameKey(keyArn));
  return show.difference({ title, name: nameOf(keyArn), ...policyDifference(before, after) });
}

/** What somebody else made of a policy since a plan was reviewed. */
export function showPolicyFound(
  { keyArn, before, found }: Extract<Failure, { kind: 'policy-changed' }>,
  nameKey: NameKey,
  show: Show,
) {
  const title = message('Key policy of {0}: reviewed ↔ now', nameKey(keyArn));
  return show.difference({ title, name: nameOf(keyArn), ...policyDifference(before, found) });
}

function nameOf(keyArn: string): string {
  return `${keyIdIn(keyArn)}.policy.json`;
}
