import { refuse } from '../errors.ts';
import { aliasesAreFew, aliasIsNamed, aliasIsNew } from '../rules/alias.ts';
import { callerMay, callerMayUseKey } from '../rules/authorization.ts';
import { callerKeepsControl, policyAsRead, policyIsAccepted } from '../rules/keyPolicy.ts';
import { keyIsFound, ownKeyIsFound } from '../rules/keyReference.ts';
import {
  keyCanRotate,
  keyIsCustomerManaged,
  keyIsNotChanging,
  keyIsNotDisabled,
  keyIsNotPendingDeletion,
  keyIsNotPendingImport,
  keyIsPendingDeletion,
} from '../rules/keyState.ts';
import { pageOf } from '../rules/paging.ts';
import { keysAreFew } from '../rules/quota.ts';
import { jsonProtocol } from '../wire/json.ts';
import { boolean, integer, list, optional, required, string, struct } from '../wire/members.ts';
import type { Key } from '../world/model.ts';
import { newKey, writeAlias, writeKey } from './kmsKey.ts';
import { type Call, operation, type Service, seconds } from './service.ts';

const keyId = string({ min: 1, max: 2048 });
// biome-ignore lint/suspicious/noControlCharactersInRegex: KMS names these characters in its model
const policyText = string({ min: 1, max: 131_072, pattern: /^[\u0009\u000A\u000D\u0020-\u00FF]+$/ });
const marker = string({ min: 1, max: 1024, pattern: /^[\u0020-\u00FF]*$/ });
const limit = integer({ min: 1, max: 1000 });
const tags = list(
  struct({
    TagKey: required(string({ min: 1, max: 128 })),
    TagValue: required(string({ min: 0, max: 256 })),
  }),
);
const keySpecs = [
  'SYMMETRIC_DEFAULT',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'HMAC_256',
] as const;
const origins = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const;
const keyUsages = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'] as const;
const day = 24 * 60 * 60 * 1000;

export const kms: Service = {
  name: 'kms',
  protocol: jsonProtocol('TrentService'),
  operations: {
    ListKeys: operation(
      { Limit: optional(limit), Marker: optional(marker) },
      (call, { Limit = 100, Marker }) => {
        callerMay(call, 'kms:ListKeys');
        const page = pageOf(call, keysHere(call), { token: Marker, size: Limit, invalid: invalidMarker });
        return {
          Keys: page.items.map(key => ({ KeyId: key.keyId, KeyArn: key.arn })),
          Truncated: page.next !== undefined,
          NextMarker: page.next,
        };
      },
    ),

    ListAliases: operation(
      { KeyId: optional(keyId), Limit: optional(limit), Marker: optional(marker) },
      (call, { KeyId, Limit = 50, Marker }) => {
        callerMay(call, 'kms:ListAliases');
        const key = KeyId === undefined ? undefined : ownKeyIsFound(call, KeyId, 'kms:ListAliases');
        const aliases = call.account.aliases.filter(
          alias => alias.region === call.region && (key === undefined || alias.keyId === key.keyId),
        );
        // Whatever the limit, KMS gives at most 100 aliases a page.
        const page = pageOf(call, aliases, {
          token: Marker,
          size: Math.min(Limit, 100),
          invalid: invalidMarker,
        });
        return {
          Aliases: page.items.map(writeAlias),
          Truncated: page.next !== undefined,
          NextMarker: page.next,
        };
      },
    ),

    DescribeKey: operation({ KeyId: required(keyId) }, (call, { KeyId }) => {
      const key = keyIsFound(call, KeyId, 'kms:DescribeKey');
      callerMayUseKey(call, 'kms:DescribeKey', key);
      return { KeyMetadata: writeKey(call, key) };
    }),

    GetKeyPolicy: operation(
      { KeyId: required(keyId), PolicyName: optional(policyName()) },
      (call, { KeyId, PolicyName }) => {
        const key = ownKey(call, 'kms:GetKeyPolicy', KeyId);
        policyIsDefault(PolicyName);
        return { Policy: policyAsRead(key), PolicyName: 'default' };
      },
    ),

    PutKeyPolicy: operation(
      {
        KeyId: required(keyId),
        PolicyName: optional(policyName()),
        Policy: required(policyText),
        BypassPolicyLockoutSafetyCheck: optional(boolean()),
      },
      (call, { KeyId, PolicyName, Policy, BypassPolicyLockoutSafetyCheck = false }) => {
        const key = customerKey(call, 'kms:PutKeyPolicy', KeyId);
        policyIsDefault(PolicyName);
        policyIsAccepted(call, Policy);
        if (!BypassPolicyLockoutSafetyCheck) callerKeepsControl(call, key, Policy);
        const looks = call.world.settings.newPolicySeenAfter;
        if (looks > 0) key.lag ??= { policy: key.policy, looks };
        key.policy = Policy;
        return undefined;
      },
    ),

    GetKeyRotationStatus: operation({ KeyId: required(keyId) }, (call, { KeyId }) => {
      const key = ownKey(call, 'kms:GetKeyRotationStatus', KeyId);
      keyCanRotate(key);
      // A key on its way to deletion does not rotate, and takes up rotation again if it is saved.
      const resting = key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion';
      const on = key.rotationDays !== undefined && !resting;
      return {
        KeyId: key.arn,
        KeyRotationEnabled: on,
        ...(on && {
          RotationPeriodInDays: key.rotationDays,
          NextRotationDate: seconds(key.createdAt + (key.rotationDays ?? 365) * day),
        }),
      };
    }),

    EnableKeyRotation: operation(
      { KeyId: required(keyId), RotationPeriodInDays: optional(integer({ min: 90, max: 2560 })) },
      (call, { KeyId, RotationPeriodInDays = 365 }) => {
        const key = customerKey(call, 'kms:EnableKeyRotation', KeyId);
        keyCanRotate(key);
        keyIsNotDisabled(key);
        keyIsNotPendingDeletion(key);
        keyIsNotChanging(key);
        key.rotationDays = RotationPeriodInDays;
        return undefined;
      },
    ),

    CreateKey: operation(
      {
        Policy: optional(policyText),
        Description: optional(string({ max: 8192 })),
        KeyUsage: optional(string({ oneOf: keyUsages })),
        KeySpec: optional(string({ oneOf: keySpecs })),
        CustomerMasterKeySpec: optional(string({ oneOf: keySpecs })),
        Origin: optional(string({ oneOf: origins })),
        CustomKeyStoreId: optional(string({ min: 1, max: 64 })),
        XksKeyId: optional(string({ min: 1, max: 128 })),
        BypassPolicyLockoutSafetyCheck: optional(boolean()),
        Tags: optional(tags),
        MultiRegion: optional(boolean()),
      },
      (call, input) => {
        callerMay(call, 'kms:CreateKey');
        if (input.Tags && input.Tags.length > 0) callerMay(call, 'kms:TagResource');
        keysAreFew(call);
        if (input.CustomKeyStoreId !== undefined) {
          refuse(
            'CustomKeyStoreNotFoundException',
            `Custom key store ${input.CustomKeyStoreId} is not found.`,
          );
        }
        const key = newKey(call, input);
        policyIsAccepted(call, key.policy);
        if (input.BypassPolicyLockoutSafetyCheck !== true) callerKeepsControl(call, key, key.policy);
        call.account.keys.push(key);
        return { KeyMetadata: writeKey(call, key) };
      },
    ),

    CreateAlias: operation(
      {
        AliasName: required(string({ min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ })),
        TargetKeyId: required(keyId),
      },
      (call, { AliasName, TargetKeyId }) => {
        aliasIsNamed(AliasName);
        const arn = `arn:${call.account.partition}:kms:${call.region}:${call.account.id}:${AliasName}`;
        callerMay(call, 'kms:CreateAlias', arn);
        const key = customerKey(call, 'kms:CreateAlias', TargetKeyId);
        aliasIsNew(call, AliasName);
        keyIsNotPendingDeletion(key);
        aliasesAreFew(call, key);
        call.account.aliases.push({
          region: call.region,
          name: AliasName,
          arn,
          keyId: key.keyId,
          createdAt: call.world.clock.now(),
        });
        return undefined;
      },
    ),

    ScheduleKeyDeletion: operation(
      { KeyId: required(keyId), PendingWindowInDays: optional(integer({ min: 7, max: 30 })) },
      (call, { KeyId, PendingWindowInDays = 30 }) => {
        const key = customerKey(call, 'kms:ScheduleKeyDeletion', KeyId);
        keyIsNotPendingDeletion(key);
        keyIsNotChanging(key);
        key.pendingWindowInDays = PendingWindowInDays;
        if (replicasOf(call, key).length > 0) {
          key.state = 'PendingReplicaDeletion';
        } else {
          key.state = 'PendingDeletion';
          key.deletionDate = call.world.clock.now() + PendingWindowInDays * day;
        }
        return {
          KeyId: key.arn,
          DeletionDate: seconds(key.deletionDate),
          KeyState: key.state,
          PendingWindowInDays,
        };
      },
    ),

    CancelKeyDeletion: operation({ KeyId: required(keyId) }, (call, { KeyId }) => {
      const key = customerKey(call, 'kms:CancelKeyDeletion', KeyId);
      keyIsPendingDeletion(key);
      key.state = 'Disabled';
      key.deletionDate = undefined;
      key.pendingWindowInDays = undefined;
      return { KeyId: key.arn };
    }),

    EnableKey: operation({ KeyId: required(keyId) }, (call, { KeyId }) => {
      stateMayBeSwitched(call, 'kms:EnableKey', KeyId).state = 'Enabled';
      return undefined;
    }),

    DisableKey: operation({ KeyId: required(keyId) }, (call, { KeyId }) => {
      stateMayBeSwitched(call, 'kms:DisableKey', KeyId).state = 'Disabled';
      return undefined;
    }),

    TagResource: operation({ KeyId: required(keyId), Tags: required(tags) }, (call, { KeyId, Tags }) => {
      const key = customerKey(call, 'kms:TagResource', KeyId);
      keyIsNotPendingDeletion(key);
      const renamed = new Set(Tags.map(tag => tag.TagKey));
      key.tags = [...key.tags.filter(tag => !renamed.has(tag.TagKey)), ...Tags];
      return undefined;
    }),
  },
};

const invalidMarker = ['InvalidMarkerException', 'Could not deserialize marker'] as const;

function policyName() {
  return string({ min: 1, max: 128, pattern: /^\w+$/ });
}

/** The only policy a key has is named `default`. */
function policyIsDefault(name = 'default'): void {
  if (name !== 'default') refuse('NotFoundException', `No such policy exists: ${name}`);
}

function ownKey(call: Call, action: string, reference: string): Key {
  const key = ownKeyIsFound(call, reference, action);
  callerMayUseKey(call, action, key);
  return key;
}

/** A key to be changed: what AWS manages is refused before anybody's permissions are looked at. */
function customerKey(call: Call, action: string, reference: string): Key {
  keyIsCustomerManaged(ownKeyIsFound(call, reference, action));
  return ownKey(call, action, reference);
}

function stateMayBeSwitched(call: Call, action: string, reference: string): Key {
  const key = customerKey(call, action, reference);
  keyIsNotPendingDeletion(key);
  keyIsNotPendingImport(key);
  keyIsNotChanging(key);
  return key;
}

function keysHere({ world, account, region }: Call): readonly Key[] {
  return account.keys.filter(key => key.region === region && !world.isGone(key));
}

function replicasOf({ account }: Call, key: Key): readonly Key[] {
  if (key.multiRegion !== 'PRIMARY') return [];
  return account.keys.filter(each => each.keyId === key.keyId && each !== key);
}
