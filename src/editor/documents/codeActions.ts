import * as vscode from 'vscode';
import type { Assessment, Finding } from '../../core/iac/finding.ts';
import { waysFor } from '../../core/iac/fixes/remedies.ts';
import { isEquivalentRule } from '../../core/iac/scannerRules.ts';
import { fixTitle } from '../../core/wording/fixes.ts';
import { editorCommands, extensionName } from '../contributions.ts';
import { say } from '../say.ts';
import type { Fixes } from './fixes.ts';
import type { PickKeyArn } from './insertKeyArn.ts';
import { type Reading, rangeIn } from './reading.ts';

/** The light bulb: our fixes on our findings, and on those of other scanners that report the same. */
export class TrailFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #fixes: Fixes;
  readonly #pickKeyArn: PickKeyArn | undefined;

  constructor(fixes: Fixes, pickKeyArn: PickKeyArn | undefined) {
    this.#fixes = fixes;
    this.#pickKeyArn = pickKeyArn;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    if (diagnostics.length === 0) {
      return [];
    }
    const reading = await this.#fixes.reading(document, token);
    const actions: vscode.CodeAction[] = [];
    for (const { finding, asked } of reading ? this.#answerable(reading, diagnostics) : []) {
      if (token.isCancellationRequested) {
        return [];
      }
      const made = await this.#actionsFor(document, finding, asked);
      actions.push(...made.filter(action => !actions.some(other => isSame(other, action))));
    }
    return onePreferred(actions);
  }

  /** The findings that the diagnostics are about, each once, with the diagnostics that it answers. */
  #answerable(reading: Reading, diagnostics: readonly vscode.Diagnostic[]): readonly Answerable[] {
    const found = new Map<Finding, vscode.Diagnostic[]>();
    for (const diagnostic of diagnostics) {
      for (const finding of this.#findingsBehind(reading, diagnostic)) {
        found.set(finding, [...(found.get(finding) ?? []), diagnostic]);
      }
    }
    return [...found].map(([finding, asked]) => ({ finding, asked }));
  }

  #findingsBehind(reading: Reading, diagnostic: vscode.Diagnostic): readonly Finding[] {
    if (diagnostic.source === extensionName) {
      return reading.assessments
        .flatMap(({ findings }) => findings)
        .filter(finding => isAbout(reading, finding, diagnostic));
    }
    if (!isEquivalentRule(diagnostic.source, diagnostic.code, diagnostic.message)) {
      return [];
    }
    return smallestAround(reading, diagnostic.range)
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code === 'no-kms-key' || code === 'kms-key-conditional');
  }

  async #actionsFor(
    document: vscode.TextDocument,
    finding: Finding,
    asked: readonly vscode.Diagnostic[],
  ): Promise<vscode.CodeAction[]> {
    const ready = await this.#fixes.forFinding(document, finding);
    const actions = ready.map(({ fix, edit }) => {
      const action = new vscode.CodeAction(say(fixTitle(fix.action)), vscode.CodeActionKind.QuickFix);
      action.edit = edit;
      action.diagnostics = [...asked];
      action.isPreferred = fix.preferred;
      if (fix.action.kind !== 'ignore') {
        action.command = { title: action.title, command: editorCommands.fixed };
      }
      return action;
    });
    const ignoring = ready.filter(({ fix }) => fix.action.kind === 'ignore').length;
    actions.splice(actions.length - ignoring, 0, ...this.#picking(document, finding, asked));
    return actions;
  }

  #picking(
    document: vscode.TextDocument,
    finding: Finding,
    asked: readonly vscode.Diagnostic[],
  ): vscode.CodeAction[] {
    // In Restricted Mode no account is read, so there would be no key to pick.
    if (!this.#pickKeyArn || !vscode.workspace.isTrusted || !waysFor(finding.code).includes('useKeyArn')) {
      return [];
    }
    const title = vscode.l10n.t('Choose a Key from AWS…');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    const { resource } = finding.declaration;
    action.command = {
      title,
      command: editorCommands.insertKeyArn,
      arguments: [document.uri, resource, finding.code],
    };
    action.diagnostics = [...asked];
    return [action];
  }
}

interface Answerable {
  readonly finding: Finding;
  readonly asked: readonly vscode.Diagnostic[];
}

function isAbout(reading: Reading, finding: Finding, { code, range }: vscode.Diagnostic): boolean {
  return (
    typeof code === 'object' &&
    code.value === finding.code &&
    rangeIn(reading, finding.declaration.uri, finding.range).isEqual(range)
  );
}

/** The trails at a place of another scanner: it may mark a line, the header or the whole resource. */
function smallestAround(reading: Reading, range: vscode.Range): readonly Assessment[] {
  const at = (assessment: Assessment) =>
    rangeIn(reading, assessment.declaration.uri, assessment.declaration.whole);
  const around = reading.assessments.filter(assessment => at(assessment).intersection(range));
  const starting = around.filter(assessment => at(assessment).start.line === range.start.line);
  return starting.length > 0 ? starting : around;
}

/** Two findings of one trail are often answered by the same edit. */
function isSame(left: vscode.CodeAction, right: vscode.CodeAction): boolean {
  return (
    left.title === right.title &&
    JSON.stringify(left.edit?.entries()) === JSON.stringify(right.edit?.entries()) &&
    JSON.stringify(left.command?.arguments) === JSON.stringify(right.command?.arguments)
  );
}

function onePreferred(actions: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  const preferred = actions.find(({ isPreferred }) => isPreferred);
  for (const action of actions) {
    action.isPreferred = action === preferred;
  }
  return [...actions];
}
