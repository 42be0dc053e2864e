import type { Circumstance } from './fact.ts';

/**
 * Why a trail gets its verdict. A closed list: the edges turn each into a sentence. It does not cover whether the trail's
 * SNS topic or log group has a KMS key, since nothing that is read tells it.
 */
export type ReasonCode =
  | 'no-kms-key'
  | 'kms-key-conditional'
  | 'kms-key-not-customer-managed'
  | 'kms-key-not-found'
  | 'kms-key-disabled'
  | 'kms-key-pending-deletion'
  | 'kms-key-unavailable'
  | 'kms-key-unusable'
  | 'kms-key-not-arn'
  | 'kms-key-policy'
  | 'kms-key-policy-open'
  | 'kms-key-describe'
  | 'kms-key-rotation-off'
  | 'kms-key-material-expiring'
  | 'kms-key-other-account'
  | 'kms-key-other-region'
  | 'kms-key-shared'
  | 'delivery-failing'
  | 'not-logging'
  | 'log-file-validation-off'
  | 'bucket-key'
  | 'organization-trail';

/** From the most to the least pressing. */
export const weights = ['critical', 'high', 'medium', 'info'] as const;

export type Weight = (typeof weights)[number];

export interface Reason {
  readonly code: ReasonCode;
  readonly weight: Weight;
  /** The name of the key that it is about; absent if there is only one. */
  readonly key?: string;
  /** It holds for some inputs only, and not by default. */
  readonly onlyForSome?: true;
  /** The inputs that lead there, where it depends on them. */
  readonly when?: readonly Circumstance[];
}
