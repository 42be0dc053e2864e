import { refuse } from '../errors.ts';
import { contextOf } from '../policy/condition.ts';
import { readPolicy } from '../policy/document.ts';
import { judge } from '../policy/judge.ts';
import type { Call } from '../services/service.ts';
import { readArn } from '../world/arn.ts';
import type { Bucket, Key, Trail } from '../world/model.ts';
import type { World } from '../world/world.ts';

/**
 * The key a trail is to use, tried as CloudTrail tries it. Every rule below is one reason to refuse it.
 * The trail stores the key's ARN, however the key was named.
 */
export function keyForTrail(call: Call, trail: Trail, bucket: Bucket, keyId: string): Key {
  keyIdIsWellFormed(keyId);
  const key = keyExists(call, keyId);
  keyIsWhereTheBucketIs(key, bucket);
  const seen = policySeenByCloudTrail(key);
  keyIsUsable(key);
  keyEncryptsSymmetrically(key);
  policyAdmitsCloudTrail(key, seen, trail, bucket);
  return key;
}

/**
 * A key is named by `alias/…`, an alias ARN, a key ARN or a key id.
 * CloudTrail API Reference, UpdateTrail `KmsKeyId`: InvalidKmsKeyIdException.
 */
export function keyIdIsWellFormed(keyId: string): void {
  const id = '(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';
  const alias = 'alias/[A-Za-z0-9/_-]{1,250}';
  const arn = 'arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:';
  const forms = new RegExp(`^(${id}|${alias}|${arn}(key/${id}|${alias}))$`, 'i');
  if (!forms.test(keyId)) refuse('InvalidKmsKeyIdException', `KMS key ID is invalid: ${keyId}`);
}

/**
 * The key exists. Bare ids and alias names are looked up in the caller's account and Region, ARNs where they point.
 * CloudTrail API Reference, UpdateTrail: KmsKeyNotFoundException.
 */
export function keyExists({ world, account, region }: Call, keyId: string): Key {
  return (
    world.key(arnOfKey(world, account.id, region, keyId)) ??
    refuse('KmsKeyNotFoundException', `KMS key ${keyId} was not found.`)
  );
}

/**
 * Key and bucket lie in one Region: the trail's home does not matter.
 * CloudTrail API Reference, UpdateTrail: KmsKeyNotFoundException, "or when the Amazon S3 bucket and the KMS key are not in the same Region".
 */
export function keyIsWhereTheBucketIs(key: Key, bucket: Bucket): void {
  if (key.region !== bucket.region) refuse('KmsKeyNotFoundException', `KMS key ${key.arn} was not found.`);
}

/**
 * The policy CloudTrail sees. A key made a moment ago may not be seen yet, nor a policy put a moment ago.
 * KMS API Reference, CreateKey and PutKeyPolicy: "AWS KMS eventual consistency".
 */
export function policySeenByCloudTrail(key: Key): string {
  const { lag } = key;
  if (!lag) return key.policy;
  lag.looks -= 1;
  if (lag.looks <= 0) key.lag = undefined;
  return lag.policy ?? refuse('KmsKeyNotFoundException', `KMS key ${key.arn} was not found.`);
}

/** The key's state allows encryption. KMS Developer Guide, "Key states of AWS KMS keys"; UpdateTrail: KmsException. */
export function keyIsUsable(key: Key): void {
  if (key.state !== 'Enabled' && key.state !== 'Updating') {
    refuse('KmsException', `KMS key ${key.arn} cannot be used: its state is ${key.state}.`);
  }
}

/** Only a symmetric encryption key makes data keys. KMS API Reference, GenerateDataKey: InvalidKeyUsageException, here KmsException. */
export function keyEncryptsSymmetrically(key: Key): void {
  if (key.spec !== 'SYMMETRIC_DEFAULT' || key.usage !== 'ENCRYPT_DECRYPT') {
    refuse('KmsException', `${key.arn} key usage is ${key.usage} which is not valid for GenerateDataKey.`);
  }
}

/**
 * The key policy lets CloudTrail's service principal make data keys for this trail, and decrypt when the bucket uses an S3 Bucket Key.
 * CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail": InsufficientEncryptionPolicyException.
 */
export function policyAdmitsCloudTrail(key: Key, policy: string, trail: Trail, bucket: Bucket): void {
  const needed = bucket.bucketKey ? ['kms:GenerateDataKey', 'kms:Decrypt'] : ['kms:GenerateDataKey'];
  if (!needed.every(action => cloudTrailMay(action, key, policy, trail, bucket))) {
    refuse(
      'InsufficientEncryptionPolicyException',
      `Insufficient permissions to access S3 bucket ${bucket.name} or KMS key ${key.arn}.`,
    );
  }
}

/** Whether a key policy allows CloudTrail's service principal an action on behalf of a trail. */
export function cloudTrailMay(
  action: string,
  key: Key,
  policy: string,
  trail: Trail,
  bucket: Bucket,
): boolean {
  const context = contextOf({
    'aws:SourceArn': trail.arn,
    'aws:SourceAccount': trail.accountId,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com',
    'aws:PrincipalServiceNamesList': ['cloudtrail.amazonaws.com'],
    'aws:SecureTransport': 'true',
    'kms:EncryptionContext:aws:cloudtrail:arn': trail.arn,
    'kms:EncryptionContext:aws:s3:arn': `arn:${bucket.partition}:s3:::${bucket.name}`,
    'kms:EncryptionContextKeys': ['aws:cloudtrail:arn', 'aws:s3:arn'],
    'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
    'kms:KeyOrigin': key.origin,
    'kms:KeySpec': key.spec,
    'kms:KeyUsage': key.usage,
  });
  const who = { kind: 'service', name: 'cloudtrail.amazonaws.com' } as const;
  return judge(readPolicy(policy), { who, action, resource: key.arn, context }) === 'allowed';
}

function arnOfKey(world: World, accountId: string, region: string, keyId: string): string {
  const account = world.account(accountId);
  const arn = readArn(keyId);
  const resource = arn?.resource ?? (keyId.startsWith('alias/') ? keyId : `key/${keyId}`);
  const owner = arn?.account ?? accountId;
  const where = arn?.region ?? region;
  if (!resource.startsWith('alias/')) return `arn:${account.partition}:kms:${where}:${owner}:${resource}`;
  const alias = world.accounts
    .get(owner)
    ?.aliases.find(each => each.region === where && each.name === resource);
  return `arn:${account.partition}:kms:${where}:${owner}:key/${alias?.keyId ?? ''}`;
}
