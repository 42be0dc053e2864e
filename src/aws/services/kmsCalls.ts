import type { KMSClient } from '@aws-sdk/client-kms';
import { oneAttempt } from '../clientOptions.ts';
import { type Answer, type Connection, perRegion } from '../connection.ts';
import type { CallName } from '../problems.ts';

export type KmsSdk = typeof import('../sdk/kms.ts');

/** Sends one call, with the client of the Region and the part of the SDK that knows KMS. */
export type SendKms<T> = (
  client: KMSClient,
  sdk: KmsSdk,
  options: { abortSignal: AbortSignal },
) => Promise<T>;

/** How KMS is called. The SDK's part for it is loaded at the first call. */
export interface KmsCalls {
  read<T extends Answer>(
    operation: string,
    region: string,
    signal: AbortSignal,
    send: SendKms<T>,
  ): Promise<T>;
  /**
   * A write is sent once. CreateKey has no token that would make a second call harmless: if only the answer was lost, it
   * would create a second key. Other writes would be refused as if the first had not been ours; and a key policy written
   * by others in the meantime would be lost. Whether to send it again is decided where the conditions of the write are
   * read again.
   */
  write<T extends Answer>(operation: string, region: string, send: SendKms<T>): Promise<T>;
}

export function callOf(operation: string, region: string): CallName {
  return { service: 'kms', operation, region };
}

export function kmsCalls(connection: Connection): KmsCalls {
  const clientIn = perRegion(async region => {
    const { KMSClient } = await import('../sdk/kms.ts');
    return new KMSClient(connection.clientOptions('KMS', region));
  });
  const onceClientIn = async (region: string) => {
    const { KMSClient } = await import('../sdk/kms.ts');
    return new KMSClient({ ...connection.clientOptions('KMS', region), ...oneAttempt(connection) });
  };
  return {
    read: (operation, region, signal, send) =>
      connection.call(callOf(operation, region), signal, async options =>
        send(await clientIn(region), await import('../sdk/kms.ts'), options),
      ),
    write: (operation, region, send) =>
      connection.write(callOf(operation, region), async options =>
        send(await onceClientIn(region), await import('../sdk/kms.ts'), options),
      ),
  };
}
