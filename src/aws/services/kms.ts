import type { AliasListEntry, KeyMetadata as SdkKeyMetadata } from '@aws-sdk/client-kms';
import type { KeyMetadata, Keys } from '../../core/account/ports.ts';
import { ProblemError } from '../../core/account/problem.ts';
import type { Alias, ChangeableKeys } from '../../core/remediation/ports.ts';
import { accountOfArn, keyIdIn, regionOfArn } from '../../core/trail/arn.ts';
import { type Answer, type Connection, isAwsError, memberOf, writtenOf } from '../connection.ts';
import { pagesOf } from '../pages.ts';
import { callOf, type KmsCalls, kmsCalls, type SendKms } from './kmsCalls.ts';

export function keysThrough(connection: Connection): Keys & ChangeableKeys {
  const calls = kmsCalls(connection);
  return { ...readKeys(calls), ...changeKeys(calls) };
}

type ReadKeys = Keys & Pick<ChangeableKeys, 'list' | 'listAliases'>;

function readKeys(calls: KmsCalls): ReadKeys {
  return {
    async describe(arn, signal) {
      const region = regionOfKey(arn);
      try {
        const { KeyMetadata: found } = await calls.read(
          'DescribeKey',
          region,
          signal,
          (client, sdk, options) => client.send(new sdk.DescribeKeyCommand({ KeyId: arn }), options),
        );
        const key = found?.Arn ? found : undefined;
        return keyMetadata(memberOf(key, 'KeyMetadata', callOf('DescribeKey', region)), region);
      } catch (error) {
        if (isAwsError(error, 'NotFoundException')) {
          return undefined;
        }
        throw error;
      }
    },
    async aliases(arn, signal) {
      const names: string[] = [];
      for await (const page of aliasPages(calls, regionOfKey(arn), signal, arn)) {
        names.push(...page.flatMap(({ AliasName }) => AliasName ?? []));
      }
      return names;
    },
    async rotation(arn, signal) {
      const answer = await calls.read(
        'GetKeyRotationStatus',
        regionOfKey(arn),
        signal,
        (client, sdk, options) => client.send(new sdk.GetKeyRotationStatusCommand({ KeyId: arn }), options),
      );
      return memberOf(
        answer.KeyRotationEnabled,
        'KeyRotationEnabled',
        callOf('GetKeyRotationStatus', regionOfKey(arn)),
      );
    },
    async policy(arn, signal) {
      const answer = await calls.read('GetKeyPolicy', regionOfKey(arn), signal, (client, sdk, options) =>
        client.send(new sdk.GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' }), options),
      );
      return memberOf(answer.Policy, 'Policy', callOf('GetKeyPolicy', regionOfKey(arn)));
    },
    async *list(region, signal) {
      const call = callOf('ListKeys', region);
      const ask = (Marker: string | undefined) =>
        calls.read('ListKeys', region, signal, (client, sdk, options) =>
          client.send(new sdk.ListKeysCommand({ Limit: 1000, ...(Marker && { Marker }) }), options),
        );
      for await (const page of pagesOf(call, ask, nextOf)) {
        yield memberOf(page.Keys, 'Keys', call).flatMap(({ KeyArn }) => KeyArn ?? []);
      }
    },
    async *listAliases(region, signal) {
      for await (const page of aliasPages(calls, region, signal)) {
        yield page.flatMap(aliasOf);
      }
    },
  };
}

type ChangeKeys = Pick<
  ChangeableKeys,
  | 'create'
  | 'createAlias'
  | 'enableRotation'
  | 'putPolicy'
  | 'scheduleDeletion'
  | 'cancelDeletion'
  | 'enable'
  | 'disable'
>;

function changeKeys(calls: KmsCalls): ChangeKeys {
  const write = async (operation: string, arn: string, send: SendKms<Answer>) =>
    writtenOf(await calls.write(operation, regionOfKey(arn), send));
  return {
    async create({ region, policy, description, multiRegion }) {
      const answer = await calls.write('CreateKey', region, (client, sdk, options) =>
        client.send(
          new sdk.CreateKeyCommand({
            Policy: policy,
            Description: description,
            MultiRegion: multiRegion,
            KeySpec: 'SYMMETRIC_DEFAULT',
            KeyUsage: 'ENCRYPT_DECRYPT',
          }),
          options,
        ),
      );
      const arn = memberOf(answer.KeyMetadata?.Arn || undefined, 'KeyMetadata', callOf('CreateKey', region));
      return { ...writtenOf(answer), arn };
    },
    createAlias: (AliasName, arn) =>
      write('CreateAlias', arn, (client, sdk, options) =>
        client.send(new sdk.CreateAliasCommand({ AliasName, TargetKeyId: keyIdIn(arn) }), options),
      ),
    enableRotation: arn =>
      write('EnableKeyRotation', arn, (client, sdk, options) =>
        client.send(new sdk.EnableKeyRotationCommand({ KeyId: arn }), options),
      ),
    putPolicy: (arn, Policy) =>
      write('PutKeyPolicy', arn, (client, sdk, options) =>
        client.send(new sdk.PutKeyPolicyCommand({ KeyId: arn, PolicyName: 'default', Policy }), options),
      ),
    scheduleDeletion: (arn, days) =>
      write('ScheduleKeyDeletion', arn, (client, sdk, options) =>
        client.send(new sdk.ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: days }), options),
      ),
    cancelDeletion: KeyId =>
      write('CancelKeyDeletion', KeyId, (client, sdk, options) =>
        client.send(new sdk.CancelKeyDeletionCommand({ KeyId }), options),
      ),
    enable: KeyId =>
      write('EnableKey', KeyId, (client, sdk, options) =>
        client.send(new sdk.EnableKeyCommand({ KeyId }), options),
      ),
    disable: KeyId =>
      write('DisableKey', KeyId, (client, sdk, options) =>
        client.send(new sdk.DisableKeyCommand({ KeyId }), options),
      ),
  };
}

async function* aliasPages(
  calls: KmsCalls,
  region: string,
  signal: AbortSignal,
  KeyId?: string,
): AsyncIterable<readonly AliasListEntry[]> {
  const call = callOf('ListAliases', region);
  const ask = (Marker: string | undefined) =>
    calls.read('ListAliases', region, signal, (client, sdk, options) =>
      client.send(
        new sdk.ListAliasesCommand({ Limit: 100, ...(KeyId && { KeyId }), ...(Marker && { Marker }) }),
        options,
      ),
    );
  for await (const page of pagesOf(call, ask, nextOf)) {
    yield memberOf(page.Aliases, 'Aliases', call);
  }
}

function nextOf(page: {
  readonly Truncated?: boolean | undefined;
  readonly NextMarker?: string | undefined;
}) {
  return page.Truncated ? page.NextMarker : undefined;
}

function keyMetadata(key: SdkKeyMetadata, region: string): KeyMetadata {
  const arn = key.Arn ?? '';
  return {
    arn,
    id: key.KeyId ?? keyIdIn(arn),
    account: key.AWSAccountId ?? accountOfArn(arn) ?? '',
    region: regionOfArn(arn) ?? region,
    description: key.Description ?? '',
    manager: key.KeyManager === 'AWS' ? 'AWS' : 'CUSTOMER',
    state: key.KeyState ?? (key.Enabled ? 'Enabled' : 'Disabled'),
    spec: key.KeySpec ?? 'SYMMETRIC_DEFAULT',
    usage: key.KeyUsage ?? 'ENCRYPT_DECRYPT',
    origin: key.Origin ?? 'AWS_KMS',
    multiRegion: key.MultiRegion ?? false,
    ...(key.DeletionDate && { deletionDate: key.DeletionDate.getTime() }),
    ...(key.ValidTo && { validTo: key.ValidTo.getTime() }),
  };
}

function aliasOf({ AliasName, TargetKeyId }: AliasListEntry): readonly Alias[] {
  return AliasName ? [{ name: AliasName, ...(TargetKeyId && { keyId: TargetKeyId }) }] : [];
}

/** The Region to ask for a key. Nothing is sent for a key that is not named by its ARN. */
function regionOfKey(keyArn: string): string {
  const region = regionOfArn(keyArn);
  if (region === undefined) {
    throw new ProblemError({
      kind: 'local-error',
      service: 'kms',
      detail: `${keyArn} is not the ARN of a key.`,
    });
  }
  return region;
}
