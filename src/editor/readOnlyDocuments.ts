import * as vscode from 'vscode';
import { visibleJson, visibleLines } from '../core/base/show.ts';
import { documentScheme } from './contributions.ts';

/** Texts that are shown and not saved: a trail as JSON, a report, a key policy beside its successor. */
export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changes.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(documentScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  put(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), uri.path.endsWith('.json') ? visibleJson(text) : visibleLines(text));
    this.#changes.fire(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
