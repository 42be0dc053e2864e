import * as vscode from 'vscode';
import { visibleJson, visibleLines } from '../core/base/show.ts';
import { documentScheme } from './contributions.ts';

/** So many texts are kept after their editors are closed: a rendered one is asked for again whenever its tab comes to the front. */
const keptTexts = 50;

/** Texts that are shown and not saved: a trail as JSON, a report, a key policy beside its successor. */
export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changes.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(documentScheme, this),
    );
  }

  put(uri: vscode.Uri, text: string): void {
    this.#texts.delete(uri.toString());
    this.#texts.set(uri.toString(), uri.path.endsWith('.json') ? visibleJson(text) : visibleLines(text));
    this.#forgetOld();
    this.#changes.fire(uri);
  }

  /** Shows a Markdown text as it is meant to be read; where VS Code's preview is switched off, as it is written. */
  async render(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${name}` });
    this.put(uri, text);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  #forgetOld(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const uri of [...this.#texts.keys()].slice(0, -keptTexts).filter(one => !open.has(one))) {
      this.#texts.delete(uri);
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
