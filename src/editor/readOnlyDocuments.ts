import * as vscode from 'vscode';
import { visibleJson, visibleLines } from '../core/base/show.ts';
import { documentScheme, markdownPreview, shippedPages } from './contributions.ts';

/** Number of texts kept after their editors are closed: a rendered one is requested again whenever its tab comes to the front. */
const keptTexts = 50;

/** Texts that are shown and not saved: a trail as JSON, a report, a key policy beside its successor. */
export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #pages: vscode.Uri;
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changes.event;

  /** `pages`: the folder of the pages about findings. */
  constructor(pages: vscode.Uri) {
    this.#pages = pages;
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
  async render(name: string, text: string, preserveFocus = false): Promise<void> {
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${name}` });
    this.put(uri, text);
    const options = { preview: true, preserveFocus };
    try {
      await vscode.commands.executeCommand('vscode.openWith', uri, markdownPreview, options);
    } catch {
      await vscode.window.showTextDocument(uri, options);
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string | undefined> {
    const name = uri.path.startsWith(shippedPages) ? uri.path.slice(shippedPages.length) : '';
    if (!/^[A-Za-z-]+\.md$/.test(name)) {
      return this.#texts.get(uri.toString());
    }
    const page = vscode.Uri.joinPath(this.#pages, name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(page));
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
