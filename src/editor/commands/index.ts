import * as vscode from 'vscode';
import { type CommandId, commands } from '../contributions.ts';
import { tellFailures } from '../failures.ts';
import type { CommandContext, Row } from './context.ts';
import { type Manifest, titleOf } from './title.ts';

/** Registers the commands of the manifest. What they do is loaded when one is first called: activation needs none of it. */
export function registerCommands(
  context: Omit<CommandContext, 'title'>,
  manifest: Manifest,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.values(commands).map(id =>
      vscode.commands.registerCommand(id, (row?: Row, selected?: readonly Row[]) =>
        tellFailures(context.log, () => run(id, { ...context, title: titleOf(id, manifest) }, row, selected)),
      ),
    ),
  );
}

async function run(
  id: CommandId,
  context: CommandContext,
  row: Row | undefined,
  selected: readonly Row[] | undefined,
): Promise<void> {
  const { commandList } = await import('./commandList.ts');
  await commandList.find(command => command.id === id)?.run(context, row, selected);
}

/** Scans the workspace without having been told to: with its progress in the status bar. */
export async function scanOnOpen({ code }: Pick<CommandContext, 'code'>): Promise<void> {
  const { runScan } = await import('./commandList.ts');
  await runScan(code, vscode.ProgressLocation.Window);
}
