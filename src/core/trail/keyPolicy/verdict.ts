/** Whether a key policy lets CloudTrail use the key for one trail. */
export type PolicyVerdict =
  /** `describe` is false where kms:DescribeKey alone is missing; `open` where the admission is wider than it should be. */
  | { readonly answer: 'admits'; readonly describe: boolean; readonly open: boolean }
  /** A Deny statement matches; `sid` names it, or its position in the document. */
  | { readonly answer: 'denies'; readonly statement: string }
  /** No Allow matches these actions. */
  | { readonly answer: 'does-not-admit'; readonly missing: readonly CloudTrailAction[] }
  | { readonly answer: 'cannot-tell'; readonly why: PolicyDoubt };

/** The calls that CloudTrail makes with the key. */
export type CloudTrailAction = 'kms:GenerateDataKey' | 'kms:DescribeKey' | 'kms:Decrypt';

export type PolicyDoubt =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'unknown-operator'; readonly operator: string }
  | { readonly kind: 'unknown-key'; readonly key: string }
  /** Part of the document is decided outside the text that was read. */
  | { readonly kind: 'incomplete' };
