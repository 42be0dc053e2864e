import { refuse } from '../errors.ts';
import { multiRegionKeyId, newUuid } from '../world/ids.ts';
import type { Alias, Key } from '../world/model.ts';
import { accountPolicy } from '../world/policies.ts';
import { type Call, seconds } from './service.ts';

/** The members of CreateKey that make the key. */
export interface NewKey {
  readonly Policy: string | undefined;
  readonly Description: string | undefined;
  readonly KeyUsage: string | undefined;
  readonly KeySpec: string | undefined;
  readonly CustomerMasterKeySpec: string | undefined;
  readonly Origin: Key['origin'] | undefined;
  readonly Tags: Key['tags'] | undefined;
  readonly MultiRegion: boolean | undefined;
}

/** A key as CreateKey makes it, not yet in the account. */
export function newKey({ world, account, region }: Call, input: NewKey): Key {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  const usage = input.KeyUsage ?? (spec === 'SYMMETRIC_DEFAULT' ? 'ENCRYPT_DECRYPT' : undefined);
  if (usage === undefined || (spec === 'SYMMETRIC_DEFAULT' && usage !== 'ENCRYPT_DECRYPT')) {
    refuse('ValidationException', `KeyUsage ${usage ?? ''} is not compatible with KeySpec ${spec}`);
  }
  const origin = input.Origin ?? 'AWS_KMS';
  if (origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE') {
    refuse('ValidationException', `CustomKeyStoreId is required for Origin ${origin}`);
  }
  const uuid = newUuid();
  const id = input.MultiRegion ? multiRegionKeyId(uuid) : uuid;
  const looks = world.settings.newKeySeenAfter;
  return {
    accountId: account.id,
    partition: account.partition,
    region,
    keyId: id,
    arn: `arn:${account.partition}:kms:${region}:${account.id}:key/${id}`,
    createdAt: world.clock.now(),
    spec,
    usage,
    manager: 'CUSTOMER',
    origin,
    multiRegion: input.MultiRegion ? 'PRIMARY' : undefined,
    description: input.Description ?? '',
    state: origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
    deletionDate: undefined,
    pendingWindowInDays: undefined,
    validTo: undefined,
    rotationDays: undefined,
    policy: input.Policy ?? accountPolicy(account.partition, account.id),
    policyReads: 0,
    lag: looks > 0 ? { policy: undefined, looks } : undefined,
    tags: input.Tags ?? [],
  };
}

/** AliasListEntry. */
export function writeAlias(alias: Alias) {
  return {
    AliasName: alias.name,
    AliasArn: alias.arn,
    TargetKeyId: alias.keyId,
    CreationDate: alias.keyId === undefined ? undefined : seconds(alias.createdAt),
    LastUpdatedDate: alias.keyId === undefined ? undefined : seconds(alias.createdAt),
  };
}

/** KeyMetadata. */
export function writeKey({ world }: Call, key: Key) {
  const related = world.account(key.accountId).keys.filter(each => each.keyId === key.keyId);
  const place = (each: Key) => ({ Arn: each.arn, Region: each.region });
  const primary = related.find(each => each.multiRegion === 'PRIMARY');
  return {
    AWSAccountId: key.accountId,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: seconds(key.createdAt),
    Enabled: key.state === 'Enabled' || key.state === 'Updating',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    DeletionDate: seconds(key.deletionDate),
    PendingDeletionWindowInDays: key.state === 'PendingReplicaDeletion' ? key.pendingWindowInDays : undefined,
    ValidTo: seconds(key.validTo),
    ExpirationModel:
      key.origin === 'EXTERNAL' && key.state !== 'PendingImport'
        ? key.validTo === undefined
          ? 'KEY_MATERIAL_DOES_NOT_EXPIRE'
          : 'KEY_MATERIAL_EXPIRES'
        : undefined,
    Origin: key.origin,
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    EncryptionAlgorithms:
      key.usage === 'ENCRYPT_DECRYPT'
        ? key.spec === 'SYMMETRIC_DEFAULT'
          ? ['SYMMETRIC_DEFAULT']
          : ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']
        : undefined,
    MultiRegion: key.multiRegion !== undefined,
    MultiRegionConfiguration: key.multiRegion && {
      MultiRegionKeyType: key.multiRegion,
      PrimaryKey: primary && place(primary),
      ReplicaKeys: related.filter(each => each.multiRegion === 'REPLICA').map(place),
    },
  };
}
