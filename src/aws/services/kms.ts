import type { KeyMetadata as SdkKeyMetadata } from '@aws-sdk/client-kms';
import { regionOfKey } from '../../core/account/keyDetails.ts';
import type { KeyMetadata, Keys } from '../../core/account/ports.ts';
import { ProblemError } from '../../core/account/problem.ts';
import type { Connection } from '../connection.ts';
import { kmsClients } from './kmsClients.ts';

export function keysThrough(connection: Connection): Keys {
  const { clientIn } = kmsClients(connection);
  const call = (operation: string, region: string) => ({ service: 'kms', operation, region });
  return {
    async describe(arn, signal) {
      const region = regionOfKey(arn);
      const [client, { DescribeKeyCommand }] = await Promise.all([clientIn(region), import('../sdk/kms.ts')]);
      try {
        const { KeyMetadata: found } = await connection.call(call('DescribeKey', region), signal, options =>
          client.send(new DescribeKeyCommand({ KeyId: arn }), options),
        );
        return found && keyMetadata(found, region);
      } catch (error) {
        if (error instanceof ProblemError && isNotFound(error)) {
          return undefined;
        }
        throw error;
      }
    },
    async aliases(arn, signal) {
      const region = regionOfKey(arn);
      const [client, { ListAliasesCommand }] = await Promise.all([clientIn(region), import('../sdk/kms.ts')]);
      const names: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await connection.call(call('ListAliases', region), signal, options =>
          client.send(new ListAliasesCommand({ KeyId: arn, Limit: 100, ...(Marker && { Marker }) }), options),
        );
        names.push(...(page.Aliases ?? []).flatMap(({ AliasName }) => AliasName ?? []));
        Marker = page.Truncated ? page.NextMarker : undefined;
      } while (Marker);
      return names;
    },
    async rotation(arn, signal) {
      const region = regionOfKey(arn);
      const [client, { GetKeyRotationStatusCommand }] = await Promise.all([
        clientIn(region),
        import('../sdk/kms.ts'),
      ]);
      const { KeyRotationEnabled } = await connection.call(
        call('GetKeyRotationStatus', region),
        signal,
        options => client.send(new GetKeyRotationStatusCommand({ KeyId: arn }), options),
      );
      return KeyRotationEnabled ?? false;
    },
    async policy(arn, signal) {
      const region = regionOfKey(arn);
      const [client, { GetKeyPolicyCommand }] = await Promise.all([
        clientIn(region),
        import('../sdk/kms.ts'),
      ]);
      const { Policy } = await connection.call(call('GetKeyPolicy', region), signal, options =>
        client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' }), options),
      );
      return Policy ?? '';
    },
  };
}

export function keyMetadata(key: SdkKeyMetadata, region: string): KeyMetadata {
  const arn = key.Arn ?? '';
  return {
    arn,
    id: key.KeyId ?? arn.slice(arn.indexOf('/') + 1),
    account: key.AWSAccountId ?? arn.split(':')[4] ?? '',
    region: arn.split(':')[3] || region,
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

function isNotFound({ problem }: ProblemError): boolean {
  return problem.kind === 'aws-error' && problem.name === 'NotFoundException';
}
