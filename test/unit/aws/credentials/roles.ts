import { createHash } from 'node:crypto';
import type { Seed } from '../../../emulator/index.ts';
import { accountId, type Bench, keyId } from '../bench.ts';

export const other = '444455556666';

/** A home account with roles of each kind, and a second one whose role trusts it. */
export const roles: Seed = world => {
  const home = world.account(accountId, { accessKeys: [keyId] });
  home.role('reader');
  home.role('web', { webIdentityToken: 'a-web-identity-token' });
  home.role('person', { ssoToken: 'sso-access-token' });
  const session = home.role('session');
  home.session(session, 'morning', {
    accessKeyId: 'ASIAEXAMPLE000000001',
    secretAccessKey: 'session-secret',
    sessionToken: 'session-token',
  });
  const second = world.account(other);
  second.role('far', { trusts: [accountId], externalId: 'between-us' });
};

export const role = (name: string, account = accountId) => `arn:aws:iam::${account}:role/${name}`;
export const assumed = (name: string, account = accountId) =>
  new RegExp(`^arn:aws:sts::${account}:assumed-role/${name}/`);

/** A person signs in to IAM Identity Center: `accessToken` is in the cache of the AWS CLI for so many milliseconds. */
export async function signIn(
  bench: Bench,
  session: string,
  accessToken: string,
  lasts = 3_600_000,
  registration: object = {},
): Promise<void> {
  const token = { accessToken, expiresAt: new Date(Date.now() + lasts).toISOString(), ...registration };
  await bench.file(tokenFileOf(session), JSON.stringify(token));
}

export function tokenFileOf(session: string): string {
  return `.aws/sso/cache/${createHash('sha1').update(session).digest('hex')}.json`;
}
