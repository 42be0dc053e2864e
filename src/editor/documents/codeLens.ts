import * as vscode from 'vscode';
import { withoutIcons } from '../../core/base/show.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import { declaredStateLabel } from '../../core/wording/declarations.ts';
import { agreesInAws, driftBesideCode } from '../../core/wording/drift.ts';
import { editorCommands, section } from '../contributions.ts';
import { say } from '../say.ts';
import type { Pairs } from './pairs.ts';
import { rangeIn } from './reading.ts';
import type { Readings } from './readings.ts';
import { showsLenses } from './settings.ts';

/** The state of every declared trail above it; where something is to be done, a click opens the light bulb's menu. */
export class TrailLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #readings: Readings;
  readonly #pairs: Pairs;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changes.event;

  constructor(readings: Readings, pairs: Pairs) {
    this.#readings = readings;
    this.#pairs = pairs;
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      readings.onDidChange(() => this.#changes.fire()),
      pairs.onDidChange(() => this.#changes.fire()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(`${section}.codeLens`)) {
          this.#changes.fire();
        }
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const reading = this.#readings.get(document.uri);
    if (!reading || reading.version !== document.version || !showsLenses(document.uri)) {
      return [];
    }
    return reading.assessments.map(assessment => {
      const { header, uri } = assessment.declaration;
      const [finding] = assessment.findings;
      const range = finding && rangeIn(reading, uri, finding.range);
      return new vscode.CodeLens(rangeIn(reading, uri, header), {
        title: withoutIcons(this.#titleOf(assessment)),
        command: range ? editorCommands.showFixes : '',
        arguments: range ? [document.uri, range.start] : [],
      });
    });
  }

  /** The state in the code, and where the trail was read in AWS, its state there. */
  #titleOf(assessment: Assessment): string {
    const lives = this.#pairs.ofDeclared(assessment).filter(({ isDoubtful }) => !isDoubtful);
    const live = lives.map(({ drift, live }) => (drift ? driftBesideCode(drift, live) : agreesInAws(live)));
    return [...new Set([declaredStateLabel(assessment), ...live].map(say))].join(' · ');
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
