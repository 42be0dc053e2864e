import { refuse } from '../errors.ts';
import { contextOf } from '../policy/condition.ts';
import { readPolicy } from '../policy/document.ts';
import { type Judgement, judge, type Requester } from '../policy/judge.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import type { Call } from '../services/service.ts';
import type { Credential, Key, Refusal } from '../world/model.ts';
import type { World } from '../world/world.ts';

/**
 * IAM lets the caller do this. IAM User Guide, "Policy evaluation logic" and "Troubleshoot access denied error messages":
 * explicit denials come first, then what no policy allows.
 */
export function callerMay(call: Pick<Call, 'world' | 'caller'>, action: string, resource = '*'): void {
  const why = refusalOf(call.world, call.caller, action, resource) ?? lackOf(call.caller, action);
  if (why !== undefined) accessDenied(call.caller, action, resource, why);
}

/**
 * IAM and the key policy together let the caller do this with a key. KMS Developer Guide, "Key policies in AWS KMS" and
 * "Allowing users in other accounts to use a KMS key".
 */
export function callerMayUseKey(call: Pick<Call, 'world' | 'caller'>, action: string, key: Key): void {
  const why = keyRefusal(call.world, call.caller, action, key, key.policy);
  if (why !== undefined) accessDenied(call.caller, action, key.arn, why);
}

/** Why a caller may not do something with a key under a policy, in the words that end AWS's message; `undefined` if they may. */
export function keyRefusal(
  world: World,
  caller: Credential,
  action: string,
  key: Key,
  policy: string,
): string | undefined {
  const refused = refusalOf(world, caller, action, key.arn);
  if (refused !== undefined) return refused;
  const judgement = judgeCaller(caller, action, key, policy);
  if (judgement === 'denied') return 'with an explicit deny in a resource-based policy';
  if (caller.principal.accountId !== key.accountId) {
    return judgement === 'silent' ? foreignResource : lackOf(caller, action);
  }
  if (judgement === 'allowed') return undefined;
  return judgement === 'silent'
    ? `because no resource-based policy allows the ${action} action`
    : lackOf(caller, action);
}

/** The words for a resource of another account: AWS does not say whether it exists. */
export const foreignResource =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

export function accessDenied(caller: Credential, action: string, resource: string, why: string): never {
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  refuse(
    'AccessDeniedException',
    `User: ${caller.callerArn} is not authorized to perform: ${action}${on} ${why}`,
  );
}

/** Whether IAM alone would let the caller do this. */
export function isAllowed(world: World, caller: Credential, action: string, resource = '*'): boolean {
  return (refusalOf(world, caller, action, resource) ?? lackOf(caller, action)) === undefined;
}

function refusalOf(world: World, caller: Credential, action: string, resource: string): string | undefined {
  const { principal } = caller;
  const organization = world.organizationOf(principal.accountId);
  // Service control policies never bind the management account.
  const policies =
    organization === undefined || organization.managementAccountId === principal.accountId
      ? []
      : organization.serviceControlPolicies.filter(each => each.accounts.includes(principal.accountId));
  const hit = [...policies, ...principal.mayNot].find(
    refusal =>
      covers(refusal.actions, action) &&
      matchesWildcard(refusal.resource ?? '*', resource) &&
      !(refusal.sparing !== undefined && matchesWildcard(refusal.sparing, principal.arn)),
  );
  return hit && wordsOf(hit, action);
}

function wordsOf({ source, explicit = true }: Refusal, action: string): string {
  const article = /^[aeiou]/.test(source) ? 'an' : 'a';
  return explicit
    ? `with an explicit deny in ${article} ${source}`
    : `because no ${source} allows the ${action} action`;
}

function lackOf({ principal }: Credential, action: string): string | undefined {
  return covers(principal.may, action)
    ? undefined
    : `because no identity-based policy allows the ${action} action`;
}

function covers(patterns: readonly string[], action: string): boolean {
  return patterns.some(pattern => matchesWildcard(pattern, action, true));
}

function judgeCaller(caller: Credential, action: string, key: Key, policy: string): Judgement {
  const { principal } = caller;
  const who: Requester = {
    kind: 'principal',
    arns: [principal.arn, caller.callerArn],
    accountId: principal.accountId,
  };
  const context = contextOf({
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.accountId,
    'aws:PrincipalType': principal.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:SecureTransport': 'true',
    'aws:userid': caller.callerId,
    'kms:CallerAccount': principal.accountId,
    'kms:KeyOrigin': key.origin,
    'kms:KeySpec': key.spec,
    'kms:KeyUsage': key.usage,
  });
  return judge(readPolicy(policy), { who, action, resource: key.arn, context });
}
