import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/analyze.ts';
import { candidateGlob } from '../../core/iac/candidates.ts';
import type { DiskScanner } from '../../core/iac/diskScan.ts';
import { allTraits } from '../../core/iac/languageTable.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys, editorCommands, section, settings } from '../contributions.ts';
import { tellFailures } from '../failures.ts';
import type { Log } from '../log.ts';
import { TrailFixes } from './codeActions.ts';
import { showFixes, TrailLenses } from './codeLens.ts';
import { type DeclaredTrails, declaredTrails } from './declaredTrails.ts';
import { showDiagnostics } from './diagnostics.ts';
import { FixAll } from './fixAll.ts';
import { Fixes } from './fixes.ts';
import { TrailHover } from './hover.ts';
import { InputFaults } from './inputFaults.ts';
import { insertKeyArn, type PickKeyArn } from './insertKeyArn.ts';
import { OpenDocuments } from './openDocuments.ts';
import { Readings } from './readings.ts';
import { EditorSources } from './sources.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';
import { WorkspaceScan } from './workspaceScan.ts';

export { type DeclaredTrail, type DeclaredTrails, goTo, placeOf } from './declaredTrails.ts';
export { inputsOf } from './inputs.ts';
export type { WantedKey } from './insertKeyArn.ts';

export interface TrailsInCodeOptions {
  /** The one engine of the window. Its languages keep what they parsed, so everybody shares it. */
  readonly analyzer: Analyzer;
  readonly scanner: DiskScanner;
  readonly log: Log;
  /** Lets a person pick a key from AWS. Without it, no action offers that. */
  readonly pickKeyArn?: PickKeyArn;
}

/**
 * Trails declared in infrastructure code: findings while one types, hovers, lenses and fixes in every document, and the
 * scan of the whole workspace. Nothing here asks AWS, except for the key picker when an action asks for it.
 */
export class TrailsInCode implements vscode.Disposable {
  readonly readings = new Readings();
  readonly declared: DeclaredTrails;
  readonly scan: WorkspaceScan;
  readonly #disposables: vscode.Disposable;

  constructor({ analyzer, scanner, log, pickKeyArn }: TrailsInCodeOptions) {
    const { readings } = this;
    const files = new WorkspaceFiles();
    const sources = new EditorSources(files, log);
    const shared = { analyzer, sources, readings, files, log };
    const fixes = new Fixes(shared);
    const lenses = new TrailLenses(readings);
    this.declared = declaredTrails(readings);
    const scan = new WorkspaceScan({ ...shared, scanner });
    this.scan = scan;
    const documents = new OpenDocuments({ ...shared, onClosed: uri => scan.closed(uri) });
    this.#disposables = vscode.Disposable.from(
      showDiagnostics(readings),
      documents,
      new InputFaults(shared),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(`${section}.${settings.inputs}`)) {
          documents.readAll();
          scan.inputsChanged();
        }
      }),
      scan,
      lenses,
      vscode.languages.registerHoverProvider(code, new TrailHover(readings)),
      vscode.languages.registerCodeLensProvider(code, lenses),
      vscode.languages.registerCodeActionsProvider(code, new TrailFixes(fixes, pickKeyArn), {
        providedCodeActionKinds: TrailFixes.kinds,
      }),
      vscode.languages.registerCodeActionsProvider(code, new FixAll(fixes), {
        providedCodeActionKinds: FixAll.kinds,
      }),
      vscode.commands.registerCommand(editorCommands.showFixes, showFixes),
      // Called when the edit of an action was made.
      vscode.commands.registerCommand(editorCommands.fixed, () => setContext(contextKeys.findingFixed, true)),
      ...(pickKeyArn
        ? [
            vscode.commands.registerCommand(
              editorCommands.insertKeyArn,
              (uri: vscode.Uri, resource: string, finding: string) =>
                tellFailures(log, () => insertKeyArn(fixes, pickKeyArn, uri, resource, finding)),
            ),
          ]
        : []),
      sources,
      files,
      readings,
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

/** Everything that an open document of infrastructure code can be; the engine tells by the text. */
const code: vscode.DocumentSelector = [
  { pattern: candidateGlob },
  { scheme: 'untitled' },
  ...new Set(allTraits.flatMap(({ editorIds }) => editorIds)),
];
