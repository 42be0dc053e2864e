import * as vscode from 'vscode';
import type { Inventory } from '../../core/account/inventory.ts';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import type { DiskScanner } from '../../core/iac/analysis/diskScan.ts';
import type { FixedTogether } from '../../core/iac/analysis/fixAll.ts';
import { candidateGlob } from '../../core/iac/candidates.ts';
import type { InputSet } from '../../core/iac/inputs.ts';
import { allTraits } from '../../core/iac/languageTable.ts';
import type { ChosenProfiles } from '../chosenProfiles.ts';
import { editorCommands, section, settings as settingNames, stepKeys } from '../contributions.ts';
import type { DoneSteps } from '../doneSteps.ts';
import { tellFailures } from '../failures.ts';
import type { Log } from '../log.ts';
import { TrailFixes } from './codeActions.ts';
import { TrailLenses } from './codeLens.ts';
import { ConfigurationFiles } from './configurationFiles.ts';
import { type DeclaredTrail, declaredIn } from './declaredTrails.ts';
import { showDiagnostics } from './diagnostics.ts';
import { FixAll } from './fixAll.ts';
import { fixesOfAll } from './fixAllFindings.ts';
import { fixOfDeclaration, ignoreFinding } from './fixDeclaration.ts';
import { Fixes } from './fixes.ts';
import { TrailHover } from './hover.ts';
import { InputFaults } from './inputFaults.ts';
import { insertKeyArn, type PickKeyArn } from './insertKeyArn.ts';
import { LanguageStatus } from './languageStatus.ts';
import { OpenDocuments } from './openDocuments.ts';
import { Pairs } from './pairs.ts';
import type { Reading } from './reading.ts';
import { Readings } from './readings.ts';
import type { ReportedFinding } from './reported.ts';
import { CodeSettings } from './settings.ts';
import { showFixes } from './showFixes.ts';
import { EditorSources } from './sources.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';
import { WorkspaceScan } from './workspaceScan.ts';

export { type DeclaredTrail, declaredIn, goTo, placeOf, rangeOfFirstFinding } from './declaredTrails.ts';
export { applyInPreview } from './fixAllFindings.ts';
export type { WantedKey } from './insertKeyArn.ts';
export { type Pairs, type TrailPair, withPlace } from './pairs.ts';
export { showFixes } from './showFixes.ts';

export interface TrailsInCodeOptions {
  /** The one engine of the window. Its languages keep what they parsed, so everybody shares it. */
  readonly analyzer: Analyzer;
  readonly scanner: DiskScanner;
  /** What was read in AWS, to be shown with the code. */
  readonly inventory: Inventory;
  readonly chosen: ChosenProfiles;
  readonly steps: DoneSteps;
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
  readonly pairs: Pairs;
  readonly #fixes: Fixes;
  readonly #settings: CodeSettings;
  readonly #configurations: ConfigurationFiles;
  readonly scan: WorkspaceScan;
  readonly #disposables: vscode.Disposable;

  constructor({ analyzer, scanner, inventory, chosen, steps, log, pickKeyArn }: TrailsInCodeOptions) {
    const { readings } = this;
    const files = new WorkspaceFiles(log);
    const sources = new EditorSources(files, log);
    const pairs = new Pairs(readings, inventory, chosen);
    const configurations = new ConfigurationFiles({ analyzer, sources, files, log });
    const settings = new CodeSettings(configurations);
    this.#settings = settings;
    this.#configurations = configurations;
    const shared = { analyzer, sources, readings, files, pairs, settings, log };
    const fixes = new Fixes(shared);
    const lenses = new TrailLenses(readings, pairs);
    this.pairs = pairs;
    this.#fixes = fixes;
    const scan = new WorkspaceScan({ ...shared, scanner });
    this.scan = scan;
    const documents = new OpenDocuments({ ...shared, onClosed: uri => scan.closed(uri) });
    const readAgain = () => {
      documents.readAll();
      scan.scanAgain();
    };
    const decidesWhatIsScanned = [
      'files.exclude',
      'search.exclude',
      `${section}.${settingNames.diagnosticsExclude}`,
    ];
    this.#disposables = vscode.Disposable.from(
      showDiagnostics(readings, settings),
      documents,
      new InputFaults(shared),
      new LanguageStatus(readings),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(`${section}.${settingNames.inputs}`)) {
          readAgain();
        } else if (decidesWhatIsScanned.some(name => change.affectsConfiguration(name))) {
          scan.scanAgain();
        }
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => scan.scanAgain()),
      configurations.onDidChange(readAgain),
      scan,
      lenses,
      vscode.languages.registerHoverProvider(code, new TrailHover(readings, pairs, settings)),
      vscode.languages.registerCodeLensProvider(code, lenses),
      vscode.languages.registerCodeActionsProvider(code, new TrailFixes(fixes, pickKeyArn), {
        providedCodeActionKinds: TrailFixes.kinds,
      }),
      vscode.languages.registerCodeActionsProvider(code, new FixAll(fixes), {
        providedCodeActionKinds: FixAll.kinds,
      }),
      vscode.commands.registerCommand(editorCommands.showFixes, showFixes),
      // Called when an edit that fixes something was applied.
      vscode.commands.registerCommand(editorCommands.fixed, () => steps.add(stepKeys.findingFixed)),
      ...(pickKeyArn
        ? [
            vscode.commands.registerCommand(
              editorCommands.insertKeyArn,
              (uri: vscode.Uri, resource: string, finding: string) =>
                tellFailures(log, () => insertKeyArn(fixes, pickKeyArn, uri, resource, finding)),
            ),
          ]
        : []),
      settings,
      configurations,
      sources,
      files,
      pairs,
      readings,
    );
  }

  /** The sets of inputs that are named for what belongs together with a document. */
  inputsOf(uri: vscode.Uri): readonly InputSet[] {
    return this.#settings.inputsOf(uri);
  }

  /** Every declaration among open documents and what the last scan found. */
  declared(): readonly DeclaredTrail[] {
    return this.readings.withTrails().flatMap(declaredIn);
  }

  /** Does the fix of a trail's finding that accepts it; false where there is none any more. */
  async ignore(declared: DeclaredTrail): Promise<boolean> {
    return ignoreFinding(this.#fixes, declared);
  }

  /** The configuration file that counts for a document, if there is one. */
  configurationFileOf(uri: vscode.Uri): vscode.Uri | undefined {
    return this.#configurations.fileOf(uri);
  }

  /** Those whose findings are reported. */
  withFindings(): readonly Reading[] {
    return this.readings.withTrails().filter(reading => this.reported(reading).length > 0);
  }

  /** The preferred fixes of all reported findings, which hold together; undefined if the texts keep changing. */
  fixAll(onFile: (uri: vscode.Uri) => void, signal: AbortSignal): Promise<FixedTogether | undefined> {
    return fixesOfAll({ fixes: this.#fixes, readings: this.withFindings(), onFile, signal });
  }

  /** The findings of a reading that are reported. */
  reported(reading: Reading): readonly ReportedFinding[] {
    return this.#fixes.reported(reading);
  }

  /** What the preferred fixes of some readings would change, together; nothing is opened or changed. */
  async fixesOf(readings: readonly Reading[], signal: AbortSignal): Promise<FixedTogether['documents']> {
    const { documents } = await this.#fixes.together({
      uris: readings.map(({ uri }) => uri.toString()),
      signal,
    });
    return documents;
  }

  /** How to give the declaration of a trail the key that it has in AWS; undefined where the code does not differ. */
  fixOfDeclaration(trailArn: string): (() => Promise<void>) | undefined {
    return fixOfDeclaration(this.pairs, this.#fixes, trailArn);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

/** Every kind of open document that can be infrastructure code; the engine decides by the text. */
const code: vscode.DocumentSelector = [
  { pattern: candidateGlob },
  { scheme: 'untitled' },
  ...new Set(allTraits.flatMap(({ editorIds }) => editorIds)),
];
