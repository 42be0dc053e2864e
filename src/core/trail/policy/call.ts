import { hole, type PolicyValue } from './document.ts';

/** A request by CloudTrail's service principal, as far as a resource policy can evaluate it. */
export interface Call {
  readonly action: string;
  readonly resource: PolicyValue;
  /** What the request carries under a condition key; undefined where AWS does not say. */
  readonly sent: (key: string) => Sent | undefined;
}

/** What a request carries under one condition key. */
export type Sent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly values: readonly PolicyValue[] }
  /** Sent or not; but if it is sent, it is this. */
  | { readonly kind: 'perhaps'; readonly values: readonly PolicyValue[] }
  /** Sent or not; but it never names an account or principal of a customer. */
  | { readonly kind: 'foreign' };

export type SentKey = readonly [key: string, sent: Sent];

/** The principal of CloudTrail in every partition. */
export const cloudTrailPrincipal = 'cloudtrail.amazonaws.com';

/**
 * A call by CloudTrail on behalf of a trail. `own` is what this call carries beside what all of them do; `families` are
 * prefixes of keys. All in lower case, as AWS compares condition keys.
 */
export function callOf<Action extends string>(
  action: Action,
  resource: PolicyValue,
  trail: { readonly arn: PolicyValue; readonly account: PolicyValue },
  own: readonly SentKey[],
  families: readonly SentKey[] = [],
): Call & { readonly action: Action } {
  const keys = new Map<string, Sent>([
    ...sentAlways,
    ['aws:sourcearn', present(trail.arn)],
    ['aws:sourceaccount', present(trail.account)],
    ...own,
  ]);
  const prefixes = [...families, ...familiesAlways];
  return {
    action,
    resource,
    sent: key => {
      const name = key.toLowerCase();
      return keys.get(name) ?? prefixes.find(([prefix]) => name.startsWith(prefix))?.[1];
    },
  };
}

export const absent: Sent = { kind: 'absent' };

export function present(...values: readonly PolicyValue[]): Sent {
  return { kind: 'present', values };
}

/**
 * From the IAM User Guide, "AWS global condition context keys": a service principal has no user name, no tags,
 * and no organization. What is not listed here or by the call is undocumented for such a call.
 */
const sentAlways: readonly SentKey[] = [
  ['aws:principalisawsservice', present('true')],
  ['aws:principalservicename', present(cloudTrailPrincipal)],
  ['aws:principalservicenameslist', present(cloudTrailPrincipal, hole)],
  ['aws:securetransport', { kind: 'perhaps', values: ['true'] }],
  ['aws:principalorgid', absent],
  ['aws:principalorgpaths', absent],
  ['aws:username', absent],
  ['aws:principalaccount', { kind: 'foreign' }],
  ['aws:principalarn', { kind: 'foreign' }],
];

const familiesAlways: readonly SentKey[] = [['aws:principaltag/', absent]];
