import * as vscode from 'vscode';
import { Inventory } from './core/account/inventory.ts';
import { Organizations } from './core/account/organization/organizations.ts';
import { AddedRoles } from './editor/addedRoles.ts';
import { logCall } from './editor/callLog.ts';
import { ChosenProfiles, readOnOpen } from './editor/chosenProfiles.ts';
import { CodeView } from './editor/codeTree/codeView.ts';
import { registerCommands, scanOnOpen } from './editor/commands/index.ts';
import { TrailsInCode } from './editor/documents/index.ts';
import { scansOnOpen } from './editor/documents/settings.ts';
import { DoneSteps } from './editor/doneSteps.ts';
import { tellFailures } from './editor/failures.ts';
import { type Log, openLog } from './editor/log.ts';
import { askMfaCode } from './editor/mfaPrompt.ts';
import { ReadOnlyDocuments } from './editor/readOnlyDocuments.ts';
import { readSettings } from './editor/settings.ts';
import { startByItself } from './editor/startByItself.ts';
import { registerTools } from './editor/tools/index.ts';
import { TrailsView } from './editor/trailsView.ts';
import { lazyWizard } from './editor/wizard/lazyWizard.ts';
import { EngineThread } from './engine/engineThread.ts';
import { machineClock } from './machineClock.ts';

/** Joins the parts. The AWS SDK is loaded for the first list of profiles; the engine's thread starts with the first document that may concern trails. */
export function activate(context: vscode.ExtensionContext): void {
  const log = openLog();
  const added = new AddedRoles(context.workspaceState);
  let connected: Promise<Awaited<ReturnType<typeof connect>>> | undefined;
  const aws = () => {
    connected ??= connect(log, added);
    return connected;
  };
  const inventory = new Inventory({
    accounts: { open: async profile => (await aws()).accounts.open(profile) },
    settings: readSettings,
    now: Date.now,
  });
  const organizations = new Organizations({
    open: profile => inventory.open(profile),
    profile: name => inventory.state(name)?.profile,
    concurrency: () => readSettings().concurrency,
    now: Date.now,
  });
  const engine: EngineThread = new EngineThread({
    file: context.asAbsolutePath('dist/engine.cjs'),
    clock: machineClock,
    inputsOf: uri => code.inputsOf(vscode.Uri.parse(uri)),
    rootOf: uri => vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri))?.uri.toString(),
  });
  const chosen = new ChosenProfiles(context.workspaceState);
  const steps = new DoneSteps(context.globalState);
  const code: TrailsInCode = new TrailsInCode({
    analyzer: engine,
    scanner: engine,
    inventory,
    chosen,
    steps,
    log,
    pickKeyArn: wanted => wizard.pickKeyArn(wanted),
  });
  const view = new TrailsView({
    inventory,
    organizations,
    profiles: async () => (await aws()).profiles,
    pairs: code.pairs,
    log,
    chosen,
    steps,
    storage: context.workspaceState,
  });
  const codeView = new CodeView(code, steps);
  const documents = new ReadOnlyDocuments(vscode.Uri.joinPath(context.extensionUri, 'docs', 'findings'));
  const wizard = lazyWizard({
    inventory,
    view,
    open: async profile => (await aws()).accounts.open(profile),
    code,
    documents,
    log,
    steps,
    storage: context.globalStorageUri,
  });
  context.subscriptions.push(
    log,
    inventory,
    organizations,
    chosen,
    view,
    code,
    engine,
    codeView,
    documents,
    wizard,
    registerTools({
      view,
      code,
      wizard: wizard.open,
      pages: vscode.Uri.joinPath(context.extensionUri, 'docs', 'findings'),
    }),
    registerCommands(
      {
        view,
        code,
        documents,
        log,
        wizard: wizard.open,
        added,
        portal: async () => (await aws()).accounts.portal,
      },
      context.extension.packageJSON,
    ),
    startByItself([
      { isWanted: () => true, start: wizard.resume },
      {
        isWanted: () => readOnOpen().length > 0,
        start: () => tellFailures(log, () => view.readUnasked(readOnOpen())),
      },
      {
        isWanted: scansOnOpen,
        start: () => tellFailures(log, () => scanOnOpen({ code })),
      },
    ]),
  );
}

async function connect(log: Log, added: AddedRoles) {
  const { createAccounts, createProfiles } = await import('./aws/index.ts');
  return {
    accounts: createAccounts({ askMfaCode, added: () => added.all, log: call => logCall(log, call) }),
    profiles: createProfiles({ added: () => added.all }),
  };
}
