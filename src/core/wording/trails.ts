import type { InventoryTrail, KeyDetails } from '../account/state.ts';
import { keyIdIn } from '../trail/arn.ts';
import { knownValue, type UnknownCause } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import type { PolicyVerdict } from '../trail/keyPolicy/verdict.ts';
import type { Reason } from '../trail/reason.ts';
import { type UncheckedPart, uncheckedPartOf } from '../trail/unchecked.ts';
import { isPressing, needsAttention, type Verdict } from '../trail/verdict.ts';
import { type Message, message } from './message.ts';
import { reasonInBrief } from './reasons.ts';

/** The states that have an icon, the worst first. */
export const appearances = ['no-key', 'attention', 'unknown', 'being-read', 'encrypted'] as const;

export type Appearance = (typeof appearances)[number];

/** Codicons. */
export const iconOfAppearance: Readonly<Record<Appearance, string>> = {
  encrypted: 'lock',
  'no-key': 'unlock',
  attention: 'warning',
  unknown: 'question',
  'being-read': 'loading~spin',
};

export function appearanceOf(verdict: Verdict): Appearance {
  switch (verdict.state) {
    case 'encrypted':
      return needsAttention(verdict) ? 'attention' : 'encrypted';
    case 'not-encrypted':
      return 'no-key';
    case 'conditional':
      return 'attention';
    case 'unknown':
      return 'unknown';
  }
}

/** The same for a live trail: a key that was not checked, or not yet, may be fine or not, and gets no closed lock. */
export function appearanceOfTrail(shown: Pick<InventoryTrail, 'verdict' | 'facts'>): Appearance {
  const appearance = appearanceOf(shown.verdict);
  const unchecked = uncheckedPartOf(shown.facts);
  if (appearance !== 'encrypted' || !unchecked) {
    return appearance;
  }
  return unchecked === 'key-being-read' ? 'being-read' : 'unknown';
}

/** The state in words, for those who do not see the icon. */
export function appearanceInWords(appearance: Appearance): Message {
  switch (appearance) {
    case 'encrypted':
      return message('encrypted with SSE-KMS');
    case 'no-key':
      return message('no KMS key');
    case 'attention':
      return message('needs attention');
    case 'unknown':
      return message('encryption unknown');
    case 'being-read':
      return uncheckedInBrief('key-being-read');
  }
}

/** The description after a trail's name, part by part: a narrow side bar cuts off the end. */
export function trailInBrief(shown: InventoryTrail): readonly Message[] {
  return [...resultOfTrail(shown), ...identityOfTrail(shown)];
}

/** What is wrong with a trail, or not known of it. Empty if its icon says all of it. */
export function resultOfTrail({ key, verdict, facts }: InventoryTrail): readonly Message[] {
  const pressing = verdict.reasons.filter(isPressing);
  const saysNoKey = ({ code }: Reason) => code === 'no-kms-key';
  const told = [...pressing.filter(saysNoKey), ...pressing.filter(one => !saysNoKey(one))];
  const unchecked = key && told.length === 0 ? uncheckedPartOf(facts) : undefined;
  return [...told.map(reasonInBrief), ...(unchecked ? [uncheckedInBrief(unchecked)] : [])];
}

/** What identifies a trail apart from its name: its key and its reach. */
export function identityOfTrail({ trail, key }: InventoryTrail): readonly Message[] {
  return [
    ...(key ? [message('{0}', keyName(key))] : []),
    ...(trail.multiRegion ? [message('all Regions')] : []),
    ...(trail.organization ? [message('organization')] : []),
  ];
}

/** Why it is not known whether a key can be used. */
export function uncheckedInBrief(part: UncheckedPart): Message {
  switch (part) {
    case 'key-being-read':
      return message('key is being read');
    case 'key-in-other-account':
      return message('key in another account');
    case 'key-not-arn':
      return message('key not named by its ARN');
    case 'key':
      return message('key could not be read');
    case 'key-not-recorded':
      return message('key not recorded by AWS Config');
    case 'key-policy':
      return message('key policy could not be checked');
  }
}

/** The alias by which people know a key, else its id. */
export function keyName(key: Pick<KeyDetails, 'arn' | 'aliases'>): string {
  const aliases = knownValue(key.aliases);
  return aliases?.[0] ?? keyIdIn(key.arn);
}

/** Whether the key policy allows CloudTrail. */
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
      return message('allows CloudTrail');
    case 'denies':
      return message('denies CloudTrail by statement {0}', verdict.statement);
    case 'does-not-admit':
      return message('does not allow CloudTrail: {0} missing', verdict.missing.join(', '));
    case 'cannot-tell':
      return message('not known whether it allows CloudTrail');
  }
}

function unreadPolicy(cause: UnknownCause): Message {
  switch (cause) {
    case 'loading':
      return message('being read');
    case 'not-recorded':
      return message('not recorded by AWS Config');
    case 'other-account':
      return message('cannot be read: the key belongs to another account');
    case 'not-an-arn':
      return message('not known: the trail does not name the key by its ARN');
    default:
      return message('could not be read');
  }
}
