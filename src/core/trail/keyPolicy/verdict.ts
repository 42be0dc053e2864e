import type { Doubt } from '../policy/doubt.ts';

/** Whether a key policy lets CloudTrail use the key for one trail. */
export type PolicyVerdict =
  /**
   * `describe` is false if only kms:DescribeKey is missing or denied; `open` if the policy is too permissive: for any
   * trail of any account, or for every principal. `everybody` is set if any account may use the key, through a
   * principal of `*` without a condition.
   */
  | {
      readonly answer: 'admits';
      readonly describe: boolean;
      readonly open: boolean;
      readonly everybody?: true;
    }
  /** A Deny statement matches; its Sid, or its position in the document counted from one. */
  | { readonly answer: 'denies'; readonly statement: string }
  /** No Allow matches these actions. */
  | { readonly answer: 'does-not-admit'; readonly missing: readonly CloudTrailAction[] }
  | { readonly answer: 'cannot-tell'; readonly why: PolicyDoubt };

/** The calls that CloudTrail makes with the key. */
export type CloudTrailAction = 'kms:GenerateDataKey' | 'kms:DescribeKey' | 'kms:Decrypt';

export type PolicyDoubt =
  | Doubt
  /** kms:Decrypt is not admitted, and whether the bucket has an S3 Bucket Key, which needs it, is not known. */
  | { readonly kind: 'bucket-key-unknown' };
