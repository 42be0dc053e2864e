import { refuse } from '../errors.ts';
import { type PolicyDocument, readPolicy } from '../policy/document.ts';
import type { Call } from '../services/service.ts';
import type { Key } from '../world/model.ts';
import type { Partition } from '../world/regions.ts';
import type { World } from '../world/world.ts';
import { keyRefusal } from './authorization.ts';

/** A policy that KMS accepts for a key. KMS API Reference, PutKeyPolicy `Policy` and CreateKey `Policy`. */
export function policyIsAccepted(call: Call, text: string): void {
  policyIsSmall(text);
  const policy = readPolicy(text);
  sidsAreUnique(policy);
  principalsExist(call.world, call.account.partition, policy);
}

/** At most 32,768 bytes. KMS Developer Guide, "Resource quotas", key policy document size: LimitExceededException. */
export function policyIsSmall(text: string): void {
  if (Buffer.byteLength(text) > 32_768) {
    refuse('LimitExceededException', 'Key policy document exceeds the maximum size of 32768 bytes.');
  }
}

/** No two statements share a Sid. IAM User Guide, "IAM JSON policy elements: Sid": MalformedPolicyDocumentException. */
export function sidsAreUnique(policy: PolicyDocument): void {
  const sids = policy.statements.flatMap(({ sid }) => (sid === undefined || sid === '' ? [] : [sid]));
  if (new Set(sids).size < sids.length) {
    refuse('MalformedPolicyDocumentException', 'Statement IDs (SID) in a single policy must be unique.');
  }
}

/**
 * Every principal exists, in this partition. A deleted user or role stands in the policy as its `AIDA…` or `AROA…` id, which is refused
 * when the policy is put back. KMS API Reference, PutKeyPolicy: "The principals in the key policy must exist and be visible to AWS KMS".
 */
export function principalsExist(world: World, partition: Partition, policy: PolicyDocument): void {
  for (const { principals } of policy.statements) {
    for (const [kind, names] of principals.values) {
      const exists = kind === 'AWS' ? awsPrincipalExists : kind === 'Service' ? isService : () => true;
      if (!names.every(name => exists(name, world, partition))) {
        refuse(
          'MalformedPolicyDocumentException',
          'Policy contains a statement with one or more invalid principals.',
        );
      }
    }
  }
}

/**
 * The caller can still change the policy afterwards. KMS API Reference, PutKeyPolicy `BypassPolicyLockoutSafetyCheck`:
 * MalformedPolicyDocumentException.
 */
export function callerKeepsControl(call: Call, key: Key, policy: string): void {
  if (keyRefusal(call.world, call.caller, 'kms:PutKeyPolicy', key, policy) !== undefined) {
    refuse(
      'MalformedPolicyDocumentException',
      'The new key policy will not allow you to update the key policy in the future.',
    );
  }
}

/**
 * The policy as it is given back: KMS keeps the principals of a list by their ids, and names them in an order that is another
 * one with each call. KMS API Reference, GetKeyPolicy, promises none.
 */
export function policyAsRead(key: Key): string {
  key.policyReads += 1;
  let isTurned = false;
  const turned = JSON.parse(key.policy, (name, value) => {
    if (name !== 'Principal' || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([kind, names]) => {
        if (!Array.isArray(names) || names.length < 2) return [kind, names];
        isTurned = true;
        const first = key.policyReads % names.length;
        return [kind, [...names.slice(first), ...names.slice(0, first)]];
      }),
    );
  });
  return isTurned ? JSON.stringify(turned, undefined, 2) : key.policy;
}

function awsPrincipalExists(name: string, world: World, partition: Partition): boolean {
  if (name === '*' || /^\d{12}$/.test(name)) return true;
  const [, itsPartition, service, accountId = '', resource = ''] =
    /^arn:([a-z-]+):(iam|sts)::(\d{12}):(root|user\/.+|role\/.+|assumed-role\/.+|federated-user\/.+)$/.exec(
      name,
    ) ?? [];
  if (itsPartition !== partition) return false;
  const account = world.accounts.get(accountId);
  // Of accounts outside this world nothing can be known.
  if (!account || service === 'sts' || resource === 'root') return true;
  return account.principals.some(principal => principal.arn === name);
}

function isService(name: string): boolean {
  return /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/.test(name);
}
