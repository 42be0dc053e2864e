import type { Severity } from './finding.ts';

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

/** Of a finding that holds for all inputs, where no setting says otherwise. */
export const defaultSeverity: Readonly<Record<FindingCode, Severity>> = {
  'no-kms-key': 'warning',
  'kms-key-conditional': 'warning',
  'kms-key-not-customer-managed': 'error',
  'kms-key-unusable': 'error',
  'kms-key-not-arn': 'error',
  'kms-key-policy': 'error',
  'kms-key-rotation-off': 'hint',
};
