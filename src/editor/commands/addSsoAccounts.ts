import * as vscode from 'vscode';
import { problemOf } from '../../core/account/problem.ts';
import {
  nameOfSsoRole,
  rankedRoles,
  rolesOfAccounts,
  type SsoAccount,
  type SsoPortal,
  type SsoRole,
} from '../../core/account/ssoRole.ts';
import { problemInFull } from '../../core/wording/problems.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import { pickOne, pickSeveral, showError, showInfo, whileWaiting } from '../window.ts';
import type { Command, CommandContext } from './context.ts';
import { signInToSession } from './signIn.ts';

/** Adds accounts of IAM Identity Center to the view, each with a role, without a profile in a file for any of them. */
export const addSsoAccounts: Command = {
  id: commands.addSsoAccounts,
  async run(context, row) {
    await context.view.listed();
    const wanted = row?.kind === 'recorded' || row?.kind === 'account' ? row.account : undefined;
    const portal = await context.portal();
    const session = await pickSession(portal, context.title);
    const accounts = session && (await askSignedIn(session, signal => portal.accounts(session, signal)));
    if (!session || !accounts) {
      return;
    }
    const picked = await pickAccounts(context, session, accounts, wanted);
    const roles = picked && (await pickRoles(context, portal, session, picked));
    if (roles && roles.length > 0) {
      await context.added.add(roles);
      await context.view.listAgain();
      for (const role of roles) {
        await context.view.show(nameOfSsoRole(role));
      }
    }
  },
};

/** Takes an account that was added out of the view again; nothing happens in AWS. */
export const removeSsoAccount: Command = {
  id: commands.removeSsoAccount,
  async run({ view, added }, row) {
    const profile = row?.kind === 'profile' ? row.profile : undefined;
    const role = added.all.find(one => nameOfSsoRole(one) === profile);
    if (role) {
      await added.remove(role);
      await view.listAgain();
    }
  },
};

async function pickSession(portal: SsoPortal, title: string): Promise<string | undefined> {
  const sessions = await portal.sessions();
  if (sessions.length === 0) {
    const guide = vscode.l10n.t('Open Configuration Guide');
    const chosen = await showInfo(
      vscode.l10n.t(
        'The AWS configuration file has no section [sso-session]. "aws configure sso-session" writes one.',
      ),
      guide,
    );
    if (chosen === guide) {
      await vscode.env.openExternal(vscode.Uri.parse(sessionGuide, true));
    }
    return undefined;
  }
  const [only, ...others] = sessions;
  return others.length === 0
    ? only
    : (
        await pickOne(
          sessions.map(label => ({ label })),
          { title, placeHolder: vscode.l10n.t('Select an IAM Identity Center session') },
        )
      )?.label;
}

const sessionGuide = 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html';

/** Asks the portal, after a sign-in if the session needs one; undefined if the person was told why not. */
async function askSignedIn<T>(
  session: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await waiting(session, ask);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'cancelled') {
      return undefined;
    }
    if (problem.kind === 'sso-session-expired' && (await signInToSession(session))) {
      return waiting(session, ask).catch(again => tell(again));
    }
    return problem.kind === 'sso-session-expired' ? undefined : tell(error);
  }
}

function tell(error: unknown): undefined {
  void showError(say(problemInFull(problemOf(error))));
  return undefined;
}

function waiting<T>(session: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return whileWaiting(vscode.l10n.t('Reading the accounts of {0}', session), ask);
}

/** Accounts that have a row already are left out. `wanted` is chosen beforehand. */
async function pickAccounts(
  { view, title }: CommandContext,
  session: string,
  accounts: readonly SsoAccount[],
  wanted: string | undefined,
): Promise<readonly SsoAccount[] | undefined> {
  const present = new Set(
    view.inventory
      .states()
      .filter(({ profile }) => profile.sso?.session === session)
      .map(({ profile }) => profile.account),
  );
  const left = accounts.filter(({ id }) => !present.has(id));
  if (wanted !== undefined && !accounts.some(({ id }) => id === wanted)) {
    void showInfo(vscode.l10n.t('The session {0} gives no access to account {1}.', session, wanted));
    return undefined;
  }
  if (left.length === 0) {
    void showInfo(vscode.l10n.t('Every account of the session {0} already has a profile.', session));
    return undefined;
  }
  const items = left.map(account => ({
    label: account.name,
    description: account.id,
    picked: account.id === wanted,
    account,
  }));
  const picked = await pickSeveral(
    items.sort((one, other) => Number(other.picked) - Number(one.picked)),
    { title, placeHolder: vscode.l10n.t('Select accounts to add'), matchOnDescription: true },
  );
  return picked && picked.length > 0 ? picked.map(({ account }) => account) : undefined;
}

/** A role for each account: the one that is picked, and another for those that do not have it. */
async function pickRoles(
  { view, title }: CommandContext,
  portal: SsoPortal,
  session: string,
  accounts: readonly SsoAccount[],
): Promise<readonly SsoRole[] | undefined> {
  const listed = await askSignedIn(session, signal => rolesOfAccounts(portal, session, accounts, signal));
  const own = view.inventory.states().map(({ profile }) => profile);
  const chosen: SsoRole[] = [];
  let left = listed?.filter(({ roles }) => roles.length > 0) ?? [];
  if (listed && left.length === 0) {
    void showInfo(vscode.l10n.t('You have no role in these accounts.'));
  }
  while (left.length > 0) {
    const ranked = rankedRoles(
      left.map(({ roles }) => roles),
      own,
      session,
    );
    const picked = await pickOne(
      ranked.map(({ role, accounts: count }) => ({
        label: role,
        description: vscode.l10n.t('in {0} of {1} accounts', count, left.length),
      })),
      { title, placeHolder: placeholderFor(left.map(({ account }) => account)) },
    );
    if (!picked) {
      return chosen;
    }
    const has = ({ roles }: { readonly roles: readonly string[] }) => roles.includes(picked.label);
    chosen.push(
      ...left.filter(has).map(({ account }) => ({ session, account: account.id, role: picked.label })),
    );
    left = left.filter(one => !has(one));
  }
  return chosen;
}

function placeholderFor(accounts: readonly SsoAccount[]): string {
  const [first] = accounts;
  return accounts.length === 1 && first
    ? vscode.l10n.t('Select a role in {0}', first.name)
    : vscode.l10n.t('Select a role in {0} accounts', accounts.length);
}
