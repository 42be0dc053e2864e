/** The stable codes of the documentation, of settings and of ignore comments. */
export const findingCodes = [
  'no-kms-key',
  'kms-key-conditional',
  'kms-key-not-customer-managed',
  'kms-key-unusable',
  'kms-key-not-arn',
  'kms-key-policy',
  'kms-key-rotation-off',
] as const;

export type FindingCode = (typeof findingCodes)[number];
