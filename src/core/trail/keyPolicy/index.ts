/**
 * What a KMS key policy must allow so that CloudTrail can encrypt log files with the key: evaluating a policy, writing
 * a new one, extending one. Rules: CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail", and IAM User
 * Guide, "Policy evaluation logic".
 */
export { cloudTrailPrincipal } from '../policy/call.ts';
export {
  hole,
  isObject,
  PartialText,
  type PolicyObject,
  type PolicySource,
  type PolicyValue,
  readPolicy,
  segment,
} from '../policy/document.ts';
export { actionsMatch } from '../policy/statementMatch.ts';
export { policySizeLimit, utf8Length, withinLimit } from './append.ts';
export { arnLike, nameLike, type PolicyRequest, type TrailParts, type TrailPattern } from './calls.ts';
export { policyDifference, samePolicy, statementsThatDiffer } from './compare.ts';
export { accountAdministers, defaultKeyPolicy } from './defaultPolicy.ts';
export { type ExtendRequest, type Extension, type ExtensionRefusal, extendKeyPolicy } from './extend.ts';
export { judgeKeyPolicy, keyPolicyJudge } from './judge.ts';
export { isOrganizationId, type Reader, readersIn } from './readers.ts';
export type { PolicyStatement } from './statement.ts';
export {
  accessOfTrail,
  accessOfTrails,
  cloudTrailStatements,
  conditionsOfTrail,
  newKeyPolicy,
  type TrailAccess,
} from './statements.ts';
export type { CloudTrailAction, PolicyDoubt, PolicyVerdict } from './verdict.ts';
