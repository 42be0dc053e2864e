import { admissionOf } from '../policy/admission.ts';
import type { Call } from '../policy/call.ts';
import {
  isObject,
  member,
  type PolicyDocument,
  type PolicyObject,
  type PolicySource,
  type PolicyValue,
  readPolicy,
} from '../policy/document.ts';
import { isDoubt } from '../policy/match.ts';
import { namesEverybody, statementMatches } from '../policy/statementMatch.ts';
import { callForAnyAccount, cloudTrailCall, type PolicyRequest } from './calls.ts';
import type { CloudTrailAction, PolicyDoubt, PolicyVerdict } from './verdict.ts';

/**
 * Whether a key policy lets CloudTrail encrypt a trail's log files with the key. Evaluates the policy as IAM
 * does: a Deny that matches beats every Allow. Certain only of what is certain; never throws.
 */
export function judgeKeyPolicy(policy: PolicySource, request: PolicyRequest): PolicyVerdict {
  return keyPolicyJudge(policy)(request);
}

/** The same for many trails: the policy is read once. */
export function keyPolicyJudge(policy: PolicySource): (request: PolicyRequest) => PolicyVerdict {
  const read = readPolicy(policy);
  return read.kind === 'doubt'
    ? () => cannotTell(read.doubt)
    : request => judgeDocument(read.document, request);
}

function judgeDocument(document: PolicyDocument, request: PolicyRequest): PolicyVerdict {
  const admission = (action: CloudTrailAction) => admissionOf(document, cloudTrailCall(action, request));
  const encrypt = admission('kms:GenerateDataKey');
  const describe = admission('kms:DescribeKey');
  const decrypt = request.bucketKey === false ? undefined : admission('kms:Decrypt');
  const required = request.bucketKey && decrypt ? [encrypt, decrypt] : [encrypt];

  const denied = required.find(one => one.deniedBy !== undefined);
  if (denied?.deniedBy !== undefined) {
    return { answer: 'denies', statement: denied.deniedBy };
  }
  if (required.some(one => one.allow === 'no')) {
    const asked = [encrypt, describe, ...(decrypt ? [decrypt] : [])];
    return {
      answer: 'does-not-admit',
      missing: asked.filter(one => one.allow === 'no').map(one => one.action),
    };
  }
  const doubt = required.flatMap(one => [one.deny, one.allow]).find(isDoubt);
  if (doubt) {
    return cannotTell(doubt);
  }
  if (decrypt && (decrypt.allow !== 'yes' || decrypt.deny !== 'no')) {
    return cannotTell({ kind: 'bucket-key-unknown' });
  }
  return {
    answer: 'admits',
    describe: describe.allow !== 'no' && describe.deny !== 'yes',
    open: isOpen(document, callForAnyAccount('kms:GenerateDataKey', request)),
    ...(document.statements.some(admitsEverybody) && { everybody: true }),
  };
}

/**
 * Too permissive: every principal without a condition, or CloudTrail on behalf of any trail (the confused deputy of the
 * IAM User Guide). Conditions that every trail meets restrict nothing.
 */
function isOpen(document: PolicyDocument, forAnyAccount: Call): boolean {
  return document.statements
    .filter(isObject)
    .some(
      statement =>
        admitsEverybody(statement) ||
        (member(statement, 'Effect') === 'Allow' &&
          statementMatches(statement, forAnyAccount, document.variables) === 'yes'),
    );
}

function admitsEverybody(statement: PolicyValue): boolean {
  return (
    isObject(statement) &&
    member(statement, 'Effect') === 'Allow' &&
    isUnconditional(statement) &&
    namesEverybody(statement)
  );
}

function isUnconditional(statement: PolicyObject): boolean {
  const condition = member(statement, 'Condition');
  return condition === undefined || (isObject(condition) && Object.keys(condition).length === 0);
}

function cannotTell(why: PolicyDoubt): PolicyVerdict {
  return { answer: 'cannot-tell', why };
}
