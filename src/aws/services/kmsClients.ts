import type { KMSClient } from '@aws-sdk/client-kms';
import { type Connection, perRegion } from '../connection.ts';

export interface KmsClients {
  readonly clientIn: (region: string) => Promise<KMSClient>;
  /**
   * Tries once. CreateKey has no token that would make a second try harmless: when only its answer was lost, trying
   * again would make a second key.
   */
  readonly onceIn: (region: string) => Promise<KMSClient>;
}

/** The clients of one connection, however many ports ask for them. */
export function kmsClients(connection: Connection): KmsClients {
  const present = clients.get(connection);
  if (present) {
    return present;
  }
  const clientIn = perRegion(async region => {
    const { KMSClient } = await import('../sdk/kms.ts');
    return new KMSClient(connection.clientOptions('KMS', region));
  });
  const onceIn = async (region: string) => {
    const { KMSClient } = await import('../sdk/kms.ts');
    // A clock that is off is found out by a second try; the other client has had it by now.
    const { systemClockOffset } = (await clientIn(region)).config;
    return new KMSClient({ ...connection.clientOptions('KMS', region), maxAttempts: 1, systemClockOffset });
  };
  const made = { clientIn, onceIn };
  clients.set(connection, made);
  return made;
}

const clients = new WeakMap<Connection, KmsClients>();
