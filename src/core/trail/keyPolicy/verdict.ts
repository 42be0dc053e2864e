/** Whether a key policy lets CloudTrail use the key for one trail. */
export type PolicyVerdict =
  /**
   * `describe` is false where kms:DescribeKey alone is missing or denied; `open` where the admission is wider
   * than it should be: for any trail of any account, or for everybody.
   */
  | { readonly answer: 'admits'; readonly describe: boolean; readonly open: boolean }
  /** A Deny statement matches; its Sid, or its position in the document counted from one. */
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
  /** A condition on something that AWS does not document for CloudTrail's calls. */
  | { readonly kind: 'unknown-key'; readonly key: string }
  /** kms:Decrypt is not admitted, and whether the bucket has an S3 Bucket Key, which needs it, is not known. */
  | { readonly kind: 'bucket-key-unknown' }
  /** Part of the document, or the trail's ARN, is decided outside the text that was read. */
  | { readonly kind: 'incomplete' };
