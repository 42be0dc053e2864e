import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Inventory } from '../../core/account/inventory.ts';
import type { Profile } from '../../core/account/profile.ts';
import type { OpenAccount } from '../../core/wizard/context.ts';
import { Wizard } from '../../core/wizard/index.ts';
import { journalFile, journalPath, windowName } from '../../files/journalFile.ts';
import { setContext } from '../contextKey.ts';
import { commands, contextKeys, stepKeys, views } from '../contributions.ts';
import { placeOf, type TrailsInCode } from '../documents/index.ts';
import type { DoneSteps } from '../doneSteps.ts';
import { tellFailures } from '../failures.ts';
import type { Log } from '../log.ts';
import type { ReadOnlyDocuments } from '../readOnlyDocuments.ts';
import type { TrailsView } from '../trailsView.ts';
import { profileNode } from '../tree/profileNode.ts';
import { watchFiles } from '../watchFiles.ts';
import { readWizardSettings } from './settings.ts';
import { vscodeAsk } from './vscodeAsk.ts';
import { vscodeShow } from './vscodeShow.ts';

export interface WizardHost {
  readonly inventory: Inventory;
  readonly view: TrailsView;
  readonly open: (profile: Profile) => Promise<OpenAccount>;
  readonly code: TrailsInCode;
  readonly documents: ReadOnlyDocuments;
  readonly log: Log;
  readonly steps: DoneSteps;
  /** Folder for what outlives the editor, shared by all windows. */
  readonly storage: vscode.Uri;
}

/** The wizard in this editor: its questions are VS Code's, its journal a file that all windows share. */
export function openWizard(host: WizardHost): Wizard {
  const { inventory, view, open, code, documents, log, steps, storage } = host;
  const wizard = new Wizard({
    ask: vscodeAsk(),
    show: vscodeShow(documents, log),
    inventory,
    listed: () => view.listed(),
    open,
    storage: journalFile(storage.fsPath),
    clock: {
      now: Date.now,
      sleep: (milliseconds, signal) =>
        pause(milliseconds, undefined, { signal, ref: false }).catch(() => undefined),
    },
    window: windowName(vscode.env.sessionId),
    newId: () => crypto.randomUUID(),
    settings: () => readWizardSettings(view.chosen.names),
    log: line => log.info(line),
    declaredAt: trail => code.pairs.ofLive(trail.arn).map(pair => placeOf(pair.declared))[0],
    codeFix: arn => code.fixOfDeclaration(arn),
    signIn: profile => vscode.commands.executeCommand(commands.signIn, profileNode(profile)),
    openConfiguration: profile =>
      vscode.commands.executeCommand(commands.openConfiguration, profileNode(profile)),
    onEnabled: () => steps.add(stepKeys.sseKmsEnabled),
    chooseRegions: () => vscode.commands.executeCommand(commands.chooseRegions),
    openView: () => vscode.commands.executeCommand(`${views.trails}.focus`),
  });
  view.tree.isDeliveryAwaited = (arn, status) => wizard.deliveries.isAwaited(arn, status);
  wizard.deliveries.onDidChange(() => view.tree.redraw());
  return wizard;
}

/** Tells the view which trails have a recorded change, and again whenever this window or another writes the journal. */
export function followJournal(wizard: Wizard, { view, storage, log }: WizardHost): vscode.Disposable {
  const read = () =>
    tellFailures(log, () =>
      wizard.readJournal(trails => {
        view.tree.changed(trails);
        void setContext(contextKeys.changesRecorded, trails.size > 0);
      }),
    );
  void read();
  wizard.onDidRun(() => void read());
  return watchFiles({ files: [journalPath(storage.fsPath)], folders: [] }, () => void read());
}
