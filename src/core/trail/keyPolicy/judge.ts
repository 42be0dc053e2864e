import { type Call, callForAnyAccount, cloudTrailCall, type PolicyRequest } from './calls.ts';
import {
  isObject,
  isUnknown,
  member,
  type PolicyDocument,
  type PolicyObject,
  type PolicySource,
  type PolicyValue,
  readPolicy,
} from './document.ts';
import { any, incomplete, isDoubt, type Match, malformed } from './match.ts';
import { namesEverybody, statementMatches } from './statementMatch.ts';
import type { CloudTrailAction, PolicyDoubt, PolicyVerdict } from './verdict.ts';

/**
 * Whether a key policy lets CloudTrail encrypt a trail's log files with the key. Evaluates the policy as IAM
 * does: a Deny that matches beats every Allow. Certain only of what is certain; never throws.
 */
export function judgeKeyPolicy(policy: PolicySource, request: PolicyRequest): PolicyVerdict {
  const read = readPolicy(policy);
  if (read.kind === 'doubt') {
    return cannotTell(read.doubt);
  }
  const admission = (action: CloudTrailAction) => admissionOf(read.document, cloudTrailCall(action, request));
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
    open: isOpen(read.document, callForAnyAccount('kms:GenerateDataKey', request)),
  };
}

/** What a policy says of one call of CloudTrail. */
export interface Admission {
  readonly action: CloudTrailAction;
  readonly allow: Match;
  readonly deny: Match;
  /** Sid or position, counted from one, of a Deny that surely matches. */
  readonly deniedBy: string | undefined;
}

export function admissionOf(document: PolicyDocument, call: Call): Admission {
  const allows: Match[] = [];
  const denies: Match[] = [];
  let deniedBy: string | undefined;
  for (const [index, statement] of document.statements.entries()) {
    const { effect, match } = readStatement(statement, call, document.variables);
    if (effect !== 'Deny') {
      allows.push(match);
    }
    if (effect !== 'Allow') {
      denies.push(match);
      deniedBy ??= match === 'yes' ? nameOf(statement, index) : undefined;
    }
  }
  return { action: call.action, allow: any(allows), deny: any(denies), deniedBy };
}

/** An effect that is not known or makes no sense may be either: then the match is never certain. */
function readStatement(
  statement: PolicyValue,
  call: Call,
  variables: boolean,
): { effect: 'Allow' | 'Deny' | 'either'; match: Match } {
  if (!isObject(statement)) {
    return {
      effect: 'either',
      match: isUnknown(statement) ? incomplete : malformed('a statement is no object'),
    };
  }
  const effect = member(statement, 'Effect');
  const match = statementMatches(statement, call, variables);
  if (effect === 'Allow' && match === 'yes' && member(statement, 'NotPrincipal') !== undefined) {
    // IAM User Guide, "IAM JSON policy elements: NotPrincipal": with Allow it is not supported.
    return { effect, match: malformed('an Allow has NotPrincipal') };
  }
  if (effect === 'Allow' || effect === 'Deny') {
    return { effect, match };
  }
  const doubt = isUnknown(effect)
    ? incomplete
    : malformed('a statement has neither the Effect Allow nor Deny');
  return { effect: 'either', match: match === 'no' ? 'no' : doubt };
}

function nameOf(statement: PolicyValue, index: number): string {
  const sid = isObject(statement) ? member(statement, 'Sid') : undefined;
  return typeof sid === 'string' && sid !== '' ? sid : String(index + 1);
}

/**
 * Wider than it should be: everybody without any condition, or CloudTrail on behalf of anybody's trail (the
 * confused deputy of the IAM User Guide). Conditions that everybody's trail meets narrow nothing.
 */
function isOpen(document: PolicyDocument, forAnyAccount: Call): boolean {
  return document.statements
    .filter(isObject)
    .some(
      statement =>
        member(statement, 'Effect') === 'Allow' &&
        ((isUnconditional(statement) && namesEverybody(statement)) ||
          statementMatches(statement, forAnyAccount, document.variables) === 'yes'),
    );
}

function isUnconditional(statement: PolicyObject): boolean {
  const condition = member(statement, 'Condition');
  return condition === undefined || (isObject(condition) && Object.keys(condition).length === 0);
}

function cannotTell(why: PolicyDoubt): PolicyVerdict {
  return { answer: 'cannot-tell', why };
}
