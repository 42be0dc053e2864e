import * as vscode from 'vscode';
import type { AccountState } from '../../core/account/state.ts';
import { commands, extensionName } from '../contributions.ts';
import type { Node } from '../tree/node.ts';
import { profileLabel } from '../tree/profileNode.ts';
import type { Command, CommandContext } from './context.ts';

/** Runs the AWS CLI's sign-in in a terminal and reads the profile again when it has ended well. */
export const signIn: Command = {
  id: commands.signIn,
  async run(context, node) {
    const profile = await profileFor(context, node);
    const state = profile === undefined ? undefined : context.view.inventory.state(profile);
    if (profile !== undefined && state && (await runInTerminal(state))) {
      await context.view.inventory.refresh(profile);
    }
  },
};

async function profileFor({ view }: CommandContext, node: Node | undefined): Promise<string | undefined> {
  if (node) {
    return node.profile;
  }
  await view.listed();
  const states = view.inventory.states().filter(({ profile }) => ['sso', 'login'].includes(profile.kind));
  if (states.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No profile signs in through IAM Identity Center or "aws login".'),
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    states.map(({ profile }) => ({ label: profileLabel(profile.name), name: profile.name })),
    { title: vscode.l10n.t('Sign In'), placeHolder: vscode.l10n.t('Profile to sign in to') },
  );
  return picked?.name;
}

/** As a task, so that every shell's quoting is VS Code's business and its end is known. */
async function runInTerminal({ profile, problem }: AccountState): Promise<boolean> {
  const isLogin = problem?.kind === 'login-session-expired' || profile.kind === 'login';
  const words = isLogin ? ['login'] : ['sso', 'login'];
  const quoted = { value: profile.name, quoting: vscode.ShellQuoting.Strong };
  const task = new vscode.Task(
    { type: 'shell' },
    vscode.TaskScope.Global,
    vscode.l10n.t('Sign in to {0}', profileLabel(profile.name)),
    extensionName,
    new vscode.ShellExecution('aws', [...words, '--profile', quoted]),
  );
  task.presentationOptions = { focus: true, reveal: vscode.TaskRevealKind.Always };
  return endsWell(await vscode.tasks.executeTask(task));
}

/** A task whose process never began, or whose terminal was closed, has ended too. */
function endsWell(execution: vscode.TaskExecution): Promise<boolean> {
  return new Promise(resolve => {
    const listening = vscode.Disposable.from(
      vscode.tasks.onDidEndTaskProcess(ended => ended.execution === execution && end(ended.exitCode === 0)),
      vscode.tasks.onDidEndTask(ended => ended.execution === execution && end(false)),
    );
    const end = (well: boolean) => {
      listening.dispose();
      resolve(well);
    };
  });
}
