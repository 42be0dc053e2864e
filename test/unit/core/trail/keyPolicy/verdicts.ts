import type { PolicyRequest, PolicyVerdict } from '../../../../../src/core/trail/keyPolicy/index.ts';
import { keyArn, trailArn } from './policies.ts';

export const request: PolicyRequest = { trailArn, bucketKey: false, keyArn };
export const admits = { answer: 'admits', describe: true, open: false } as const satisfies PolicyVerdict;
export const open = { answer: 'admits', describe: true, open: true } as const satisfies PolicyVerdict;

export const encrypts = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
};
export const here = { StringEquals: { 'aws:SourceArn': trailArn } };
export const refuses = (
  ...missing: ('kms:GenerateDataKey' | 'kms:DescribeKey' | 'kms:Decrypt')[]
): PolicyVerdict => ({
  answer: 'does-not-admit',
  missing,
});
export const nothing = refuses('kms:GenerateDataKey', 'kms:DescribeKey');
export const unknownKey = (key: string): PolicyVerdict => ({
  answer: 'cannot-tell',
  why: { kind: 'unknown-key', key },
});
