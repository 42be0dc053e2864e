import pLimit from 'p-limit';
import type { Profile } from './profile.ts';

/** A role of an account that IAM Identity Center hands out, used as a profile though no file declares one. */
export interface SsoRole {
  /** Name of the section [sso-session …]. */
  readonly session: string;
  readonly account: string;
  readonly role: string;
}

/** An account that a person may use through IAM Identity Center. */
export interface SsoAccount {
  readonly id: string;
  readonly name: string;
}

/** What IAM Identity Center lists to a person who has signed in. Calls throw `ProblemError`. */
export interface SsoPortal {
  /** The names of the sessions that the config file declares. */
  sessions(): Promise<readonly string[]>;
  accounts(session: string, signal: AbortSignal): Promise<readonly SsoAccount[]>;
  /** The names of the roles; none where the person may use none. */
  roles(session: string, account: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** What such a role is called among the profiles. */
export function nameOfSsoRole({ session, account, role }: SsoRole): string {
  return `${session} · ${account} · ${role}`;
}

/** The roles that a person may use in each of several accounts: few are asked at a time, since the portal throttles early. */
export function rolesOfAccounts(
  portal: SsoPortal,
  session: string,
  accounts: readonly SsoAccount[],
  signal: AbortSignal,
): Promise<readonly { readonly account: SsoAccount; readonly roles: readonly string[] }[]> {
  const limit = pLimit(4);
  return Promise.all(
    accounts.map(account =>
      limit(async () => ({ account, roles: await portal.roles(session, account.id, signal) })),
    ),
  );
}

/**
 * The roles that may be chosen, the one to propose first: the one used most in the person's own profiles of the session, else one
 * that only reads by its name; then by how many of the accounts have it, and by name.
 */
export function rankedRoles(
  all: readonly (readonly string[])[],
  own: readonly Profile[],
  session: string,
): readonly { readonly role: string; readonly accounts: number }[] {
  const counts = new Map<string, number>();
  for (const role of all.flatMap(roles => [...new Set(roles)])) {
    counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  const used = (role: string) =>
    own.filter(({ sso }) => sso?.session === session && sso.role === role).length;
  const reads = (role: string) => (/read.?only|audit|view.?only/i.test(role) ? 1 : 0);
  return [...counts]
    .map(([role, accounts]) => ({ role, accounts }))
    .sort(
      (left, right) =>
        used(right.role) - used(left.role) ||
        reads(right.role) - reads(left.role) ||
        right.accounts - left.accounts ||
        (left.role < right.role ? -1 : 1),
    );
}
