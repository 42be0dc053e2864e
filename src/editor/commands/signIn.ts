import * as vscode from 'vscode';
import type { AccountState } from '../../core/account/state.ts';
import { commands, extensionName } from '../contributions.ts';
import { findProgram } from '../findProgram.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { pickOne, showError, showInfo } from '../window.ts';
import type { Command, CommandContext, Row } from './context.ts';

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

async function profileFor(
  { view, title }: CommandContext,
  node: Row | undefined,
): Promise<string | undefined> {
  if (node && 'profile' in node) {
    return node.profile;
  }
  await view.listed();
  const states = view.inventory.states().filter(({ profile }) => ['sso', 'login'].includes(profile.kind));
  if (states.length === 0) {
    void showInfo(vscode.l10n.t('No profile signs in through IAM Identity Center or "aws login".'));
    return undefined;
  }
  const picked = await pickOne(
    states.map(({ profile }) => ({ label: profileLabel(profile.name), name: profile.name })),
    { title, placeHolder: vscode.l10n.t('Select a profile to sign in to') },
  );
  return picked?.name;
}

async function runInTerminal({ profile, problem }: AccountState): Promise<boolean> {
  if (hasVariable(profile.name)) {
    void showError(
      vscode.l10n.t(
        'The name of this profile contains a variable that VS Code would replace. Sign in with the AWS CLI in a terminal.',
      ),
    );
    return false;
  }
  if (profile.added && profile.sso) {
    return signInToSession(profile.sso.session);
  }
  const isLogin = problem?.kind === 'login-session-expired' || profile.kind === 'login';
  return runAws(program =>
    signInTask(program, profileLabel(profile.name), [
      ...(isLogin ? ['login'] : ['sso', 'login']),
      '--profile',
      profile.name,
    ]),
  );
}

/** Signs in to a session of IAM Identity Center, whichever profiles belong to it; false where that did not end well. */
export async function signInToSession(session: string): Promise<boolean> {
  if (hasVariable(session)) {
    void showError(
      vscode.l10n.t(
        'The name of this session contains a variable that VS Code would replace. Sign in with the AWS CLI in a terminal.',
      ),
    );
    return false;
  }
  return runAws(program => signInTask(program, session, ['sso', 'login', '--sso-session', session]));
}

async function runAws(taskFor: (program: string) => vscode.Task): Promise<boolean> {
  const program = await findProgram('aws');
  if (!program) {
    await tellMissing();
    return false;
  }
  return endsWell(() => vscode.tasks.executeTask(taskFor(program)));
}

/** VS Code replaces `${env:NAME}` and its like in the words of every task. */
export function hasVariable(name: string): boolean {
  return name.includes('${');
}

async function tellMissing(): Promise<void> {
  const install = vscode.l10n.t('Install the AWS CLI');
  const chosen = await showError(
    vscode.l10n.t('The AWS CLI was not found in the PATH. Signing in requires version 2.'),
    install,
  );
  if (chosen === install) {
    await vscode.env.openExternal(vscode.Uri.parse(installationGuide));
  }
}

const installationGuide = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

/**
 * The AWS CLI's sign-in as a task: its terminal stays open when it has ended, so that an error can be read. The CLI is
 * started as a process without a shell, because a profile's name may hold anything that a shell gives a meaning.
 */
export function signInTask(program: string, label: string, words: readonly string[]): vscode.Task {
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Global,
    vscode.l10n.t('Sign in to {0}', label),
    extensionName,
    new vscode.ProcessExecution(program, [...words]),
  );
  task.presentationOptions = { focus: true, reveal: vscode.TaskRevealKind.Always };
  return task;
}

/**
 * Starts a task, and answers whether its process ended with status 0; a terminal that is closed ends it, too. Its end is listened for
 * before it is started: a process that fails at once may have ended when VS Code says that it was started.
 */
export async function endsWell(start: () => Thenable<vscode.TaskExecution>): Promise<boolean> {
  const ends = new Map<vscode.TaskExecution, boolean>();
  let onEnd = () => {};
  const ended = (execution: vscode.TaskExecution, well: boolean) => {
    // The end of a task follows that of its process.
    ends.set(execution, ends.get(execution) ?? well);
    onEnd();
  };
  const listening = vscode.Disposable.from(
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => ended(execution, exitCode === 0)),
    vscode.tasks.onDidEndTask(({ execution }) => ended(execution, false)),
  );
  try {
    const execution = await start();
    return await new Promise(resolve => {
      onEnd = () => {
        const well = ends.get(execution);
        if (well !== undefined) {
          resolve(well);
        }
      };
      onEnd();
    });
  } finally {
    listening.dispose();
  }
}
