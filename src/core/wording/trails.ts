import type { InventoryTrail, KeyDetails } from '../account/state.ts';
import { keyIdIn } from '../trail/arn.ts';
import { type Fact, knownValue, type UnknownCause } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import type { PolicyVerdict } from '../trail/keyPolicy/verdict.ts';
import type { Reason } from '../trail/reason.ts';
import type { Verdict } from '../trail/verdict.ts';
import { type Message, message } from './message.ts';
import { reasonInBrief } from './reasons.ts';

/** The four states that an icon stands for. */
export type Appearance = 'encrypted' | 'no-key' | 'attention' | 'unknown';

export function appearanceOf(verdict: Verdict): Appearance {
  const pressing = verdict.reasons.some(isPressing);
  switch (verdict.state) {
    case 'encrypted':
      return pressing ? 'attention' : 'encrypted';
    case 'not-encrypted':
      return 'no-key';
    case 'conditional':
      return 'attention';
    case 'unknown':
      return 'unknown';
  }
}

/** The same for a live trail: a key that could not be looked at may be fine or not, and is no closed lock. */
export function appearanceOfTrail(shown: Pick<InventoryTrail, 'verdict' | 'facts'>): Appearance {
  const appearance = appearanceOf(shown.verdict);
  return appearance === 'encrypted' && uncheckedPart(shown) ? 'unknown' : appearance;
}

/** The state in words, for those who do not see the icon. */
export function appearanceInWords(appearance: Appearance): Message {
  switch (appearance) {
    case 'encrypted':
      return message('encrypted with SSE-KMS');
    case 'no-key':
      return message('no KMS key, SSE-S3 only');
    case 'attention':
      return message('needs attention');
    case 'unknown':
      return message('cannot tell');
  }
}

/** What stands behind a trail's name, part by part. What is wrong comes first: a narrow side bar cuts off the end. */
export function trailInBrief(shown: InventoryTrail): readonly Message[] {
  const { trail, key, verdict } = shown;
  const told = verdict.reasons.filter(isPressing).filter(reason => reason.code !== 'no-kms-key');
  return [
    key ? message('SSE-KMS') : message('SSE-S3 only'),
    ...told.map(reasonInBrief),
    ...(key && told.length === 0 ? (uncheckedPart(shown) ?? []) : []),
    ...(key ? [message('{0}', keyName(key))] : []),
    ...(trail.multiRegion ? [message('all Regions')] : []),
    ...(trail.organization ? [message('organization')] : []),
  ];
}

/** The alias by which people know a key, else its id. */
export function keyName(key: Pick<KeyDetails, 'arn' | 'aliases'>): string {
  const aliases = knownValue(key.aliases);
  return aliases?.[0] ?? keyIdIn(key.arn);
}

/** Whether CloudTrail is let in by the key's policy. */
export function keyPolicyInBrief(policy: KeyFacts['policy']): Message {
  switch (policy.kind) {
    case 'absent':
      return message('none');
    case 'unknown':
      return unreadPolicy(policy.cause);
    case 'known':
      return policyVerdictInBrief(policy.value);
  }
}

function policyVerdictInBrief(verdict: PolicyVerdict): Message {
  switch (verdict.answer) {
    case 'admits':
      return message('admits CloudTrail');
    case 'denies':
      return message('denies CloudTrail by statement {0}', verdict.statement);
    case 'does-not-admit':
      return message('does not admit CloudTrail: {0} missing', verdict.missing.join(', '));
    case 'cannot-tell':
      return message('cannot tell whether it admits CloudTrail');
  }
}

function unreadPolicy(cause: UnknownCause): Message {
  switch (cause) {
    case 'loading':
      return message('being read');
    case 'other-account':
      return message('cannot be read: the key belongs to another account');
    case 'not-an-arn':
      return message('not known: the trail does not name the key by its ARN');
    default:
      return message('could not be read');
  }
}

/** What of the key could not be looked at, so that nobody can tell whether it serves; nothing while it is being read. */
function uncheckedPart({ facts: { key } }: Pick<InventoryTrail, 'facts'>): readonly [Message] | undefined {
  if (key.kind !== 'known') {
    return undefined;
  }
  const { state, policy } = key.value;
  if (isOutOfReach(state, 'other-account') || isOutOfReach(policy, 'other-account')) {
    return [message('key in another account')];
  }
  if (isOutOfReach(state, 'not-an-arn')) {
    return [message('key not named by its ARN')];
  }
  if (isOutOfReach(state)) {
    return [message('key could not be read')];
  }
  const untold = policy.kind === 'known' && policy.value.answer === 'cannot-tell';
  return untold || isOutOfReach(policy) ? [message('key policy could not be checked')] : undefined;
}

function isOutOfReach(fact: Fact<unknown>, cause?: UnknownCause): boolean {
  return fact.kind === 'unknown' && (cause === undefined ? fact.cause !== 'loading' : fact.cause === cause);
}

function isPressing(reason: Reason): boolean {
  return reason.weight === 'critical' || reason.weight === 'high';
}
