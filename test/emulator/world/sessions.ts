import { newAccessKeyId, newSecret } from './ids.ts';
import type { Credential, Principal } from './model.ts';
import type { World } from './world.ts';

export interface SessionOptions {
  /** How long the session lasts; an hour unless given. */
  readonly seconds?: number;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

/** Temporary credentials of a role, good from now on. */
export function openSession(
  world: World,
  role: Principal,
  sessionName: string,
  options: SessionOptions = {},
): Credential {
  const [, partition = 'aws'] = role.arn.split(':');
  const credential: Credential = {
    accessKeyId: options.accessKeyId ?? newAccessKeyId(),
    secretAccessKey: options.secretAccessKey ?? newSecret(),
    sessionToken: options.sessionToken ?? newSecret(),
    principal: role,
    callerArn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    callerId: `${role.id}:${sessionName}`,
    expiresAt: world.clock.now() + (options.seconds ?? 3600) * 1000,
  };
  world.credentials.set(credential.accessKeyId, credential);
  return credential;
}
