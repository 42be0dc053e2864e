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

async function runInTerminal({ profile, problem }: AccountState): Promise<boolean> {
  const isLogin = problem?.kind === 'login-session-expired' || profile.kind === 'login';
  const task = signInTask(profile.name, isLogin ? ['login'] : ['sso', 'login']);
  return endsWell(await vscode.tasks.executeTask(task));
}

/**
 * The AWS CLI's sign-in as a task: its terminal stays open when it has ended, so that an error can be read. The CLI is
 * started as a process without a shell, because a profile's name may hold anything that a shell gives a meaning. On
 * Windows that finds `aws.exe` alone, which is what the second version of the CLI installs; the first cannot sign in.
 */
export function signInTask(profile: string, words: readonly string[]): vscode.Task {
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Global,
    vscode.l10n.t('Sign in to {0}', profileLabel(profile)),
    extensionName,
    new vscode.ProcessExecution('aws', [...words, '--profile', profile]),
  );
  task.presentationOptions = { focus: true, reveal: vscode.TaskRevealKind.Always };
  return task;
}

/** A task whose process never began, or whose terminal was closed, has ended too. */
export function endsWell(execution: vscode.TaskExecution): Promise<boolean> {
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
