import { PartialText, type PolicyObject, type PolicyValue, segment } from '../policy/document.ts';

/** The statement by which the account's IAM policies decide who administers a key, whichever account that is. */
export const accountAdministers: PolicyObject = {
  Effect: 'Allow',
  Principal: { AWS: new PartialText(['arn:', segment, ':iam::', segment, ':root']) },
  Action: 'kms:*',
  Resource: '*',
};

/**
 * The policy of a key that is created without one: the account's IAM policies decide, and CloudTrail has none (KMS
 * Developer Guide, "Default key policy").
 */
export const defaultKeyPolicy: PolicyValue = {
  Version: '2012-10-17',
  Statement: [accountAdministers],
};
