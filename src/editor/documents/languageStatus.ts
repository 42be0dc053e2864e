import * as vscode from 'vscode';
import { quoted } from '../../core/base/show.ts';
import { isCandidate, trailWord } from '../../core/iac/candidates.ts';
import { countsToActOn, trailCount } from '../../core/wording/counts.ts';
import { countDeclared } from '../../core/wording/declarations.ts';
import { message } from '../../core/wording/message.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import { Settling } from '../settling.ts';
import type { Reading } from './reading.ts';
import type { Readings } from './readings.ts';

/** As long as documents are read while one types. */
const typingPause = 200;

/**
 * In the language status of the active editor: how many trails its document declares, that it could not be read, or that
 * nothing in it is read as infrastructure code although it names CloudTrail. Documents that have nothing to do with trails have no such item.
 */
export class LanguageStatus implements vscode.Disposable {
  readonly #readings: Readings;
  readonly #settling = new Settling(typingPause, () => this.#show());
  readonly #subscriptions: vscode.Disposable;
  #item: vscode.LanguageStatusItem | undefined;

  constructor(readings: Readings) {
    this.#readings = readings;
    this.#subscriptions = vscode.Disposable.from(
      this.#settling,
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
      // The word itself may come and go where no trail does.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) {
          this.#settling.changed();
        }
      }),
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
    const document = vscode.window.activeTextEditor?.document;
    const status = document && statusOf(document, this.#readings.get(document.uri));
    if (status) {
      // There is an item only for the active editor, so one ID is enough. It stays while it changes: a new one would come and go before the
      // eyes of who types.
      this.#item ??= vscode.languages.createLanguageStatusItem('trails', status.selector);
      Object.assign(this.#item, status);
    } else {
      this.#item?.dispose();
      this.#item = undefined;
    }
  }
}

type Status = Pick<
  vscode.LanguageStatusItem,
  'selector' | 'name' | 'text' | 'detail' | 'severity' | 'command'
>;

/** Nothing where a document has nothing to do with trails. */
export function statusOf(document: vscode.TextDocument, reading: Reading | undefined): Status | undefined {
  const { uri } = document;
  const { assessments = [], unread } = reading ?? {};
  const isKnown = unread !== undefined || assessments.length > 0;
  if (!isKnown && !(isCandidate(uri.path) && trailWord.test(document.getText()))) {
    return undefined;
  }
  const toActOn = countsToActOn(countDeclared(assessments));
  const all = trailCount(assessments.length);
  const counts = toActOn ? message('{0}, {1}', all, toActOn) : all;
  return {
    selector: { scheme: uri.scheme },
    name: vscode.l10n.t('Trails'),
    text: say(message('CloudTrail: {0}', unread === undefined ? counts : message('could not be read'))),
    severity:
      toActOn || unread !== undefined
        ? vscode.LanguageStatusSeverity.Warning
        : vscode.LanguageStatusSeverity.Information,
    ...(unread === undefined
      ? {
          detail: assessments.length === 0 ? vscode.l10n.t('no trail declaration found in this file') : '',
          command: { command: commands.scanWorkspace, title: vscode.l10n.t('Scan Workspace') },
        }
      : // One line, which a command beside it would cut short; another scan reads the file no better.
        { detail: quoted(unread), command: undefined }),
  };
}
