import type * as vscode from 'vscode';
import type { SsoRole } from '../core/account/ssoRole.ts';
import { isAccountId } from '../core/trail/arn.ts';

/** The roles of IAM Identity Center that were added to the view of this workspace: remembered by name, on this computer. */
export class AddedRoles {
  readonly #storage: vscode.Memento;

  constructor(storage: vscode.Memento) {
    this.#storage = storage;
  }

  /** What is stored may be of another version: what is not understood counts as not stored. */
  get all(): readonly SsoRole[] {
    const stored = this.#storage.get<unknown>(storageKey);
    return Array.isArray(stored) ? stored.flatMap(one => roleIn(one) ?? []) : [];
  }

  async add(roles: readonly SsoRole[]): Promise<void> {
    const fresh = roles.filter(role => !this.all.some(one => isSame(one, role)));
    await this.#storage.update(storageKey, [...this.all, ...fresh]);
  }

  async remove(role: SsoRole): Promise<void> {
    await this.#storage.update(
      storageKey,
      this.all.filter(one => !isSame(one, role)),
    );
  }
}

const storageKey = 'ssoRoles';

function isSame(left: SsoRole, right: SsoRole): boolean {
  return left.session === right.session && left.account === right.account && left.role === right.role;
}

function roleIn(stored: unknown): SsoRole | undefined {
  const { session, account, role } = (stored ?? {}) as Readonly<Record<string, unknown>>;
  return typeof session === 'string' &&
    typeof account === 'string' &&
    isAccountId(account) &&
    typeof role === 'string'
    ? { session, account, role }
    : undefined;
}
