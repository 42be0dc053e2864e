import * as vscode from 'vscode';
import { quoted } from '../../core/base/show.ts';
import { isCandidate } from '../../core/iac/candidates.ts';
import { countsToActOn, trailCount } from '../../core/wording/counts.ts';
import { countDeclared } from '../../core/wording/declarations.ts';
import { message } from '../../core/wording/message.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import type { Reading } from './reading.ts';
import type { Readings } from './readings.ts';

/**
 * In the language status of the active editor: how many trails its document declares, that it could not be read, or that
 * nothing in it is read as infrastructure code although it names CloudTrail. Documents that have nothing to do with trails have no such item.
 */
export class LanguageStatus implements vscode.Disposable {
  readonly #readings: Readings;
  readonly #subscriptions: vscode.Disposable;
  #item: vscode.LanguageStatusItem | undefined;

  constructor(readings: Readings) {
    this.#readings = readings;
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
      readings.onDidChange(uris => {
        const active = vscode.window.activeTextEditor?.document.uri.toString();
        if (uris.some(uri => uri.toString() === active)) {
          this.#show();
        }
      }),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item?.dispose();
  }

  #show(): void {
    this.#item?.dispose();
    const document = vscode.window.activeTextEditor?.document;
    this.#item = document && itemOf(document, this.#readings.get(document.uri));
  }
}

export function itemOf(
  document: vscode.TextDocument,
  reading: Reading | undefined,
): vscode.LanguageStatusItem | undefined {
  const { uri } = document;
  const { assessments = [], unread } = reading ?? {};
  if (
    unread === undefined &&
    assessments.length === 0 &&
    !(isCandidate(uri.path) && /cloudtrail/i.test(document.getText()))
  ) {
    return undefined;
  }
  // There is an item only for the active editor, so one ID is enough.
  const item = vscode.languages.createLanguageStatusItem('trails', { scheme: uri.scheme });
  const toActOn = countsToActOn(countDeclared(assessments));
  item.name = vscode.l10n.t('Trails');
  const all = trailCount(assessments.length);
  const counts = toActOn ? message('{0}, {1}', all, toActOn) : all;
  item.text = say(message('CloudTrail: {0}', unread === undefined ? counts : message('could not be read')));
  item.severity =
    toActOn || unread !== undefined
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
  if (unread !== undefined) {
    // One line, which a command beside it would cut short; another scan reads the file no better.
    item.detail = quoted(unread);
  } else if (assessments.length === 0) {
    item.detail = vscode.l10n.t('no trail declaration found in this file');
  }
  if (unread === undefined) {
    item.command = { command: commands.scanWorkspace, title: vscode.l10n.t('Scan Workspace') };
  }
  return item;
}
