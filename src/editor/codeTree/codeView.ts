import * as vscode from 'vscode';
import { setContext } from '../contextKey.ts';
import { contextKeys, views } from '../contributions.ts';
import type { TrailsInCode } from '../documents/index.ts';
import { plainRow } from '../window.ts';
import { declaredTrailItem, declaredTrailTooltip, fileItem } from './items.ts';
import { type CodeNode, fileNode, trailNodes } from './node.ts';

/** Changes that come within this many milliseconds are drawn together. */
const drawingPause = 100;

/** The view "Trails in Code": the trails that open documents and the last scan's files declare, by file. */
export class CodeView implements vscode.TreeDataProvider<CodeNode>, vscode.Disposable {
  readonly #code: TrailsInCode;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<CodeNode>;
  readonly #subscriptions: vscode.Disposable;
  #drawing: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(code: TrailsInCode) {
    this.#code = code;
    this.#view = vscode.window.createTreeView(views.code, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = vscode.Disposable.from(
      this.#view,
      this.#changes,
      code.readings.onDidChange(() => this.#draw()),
      code.scan.onDidEnd(() => this.#scanned()),
      code.pairs.onDidChange(() => this.#draw()),
    );
  }

  getChildren(node?: CodeNode): CodeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#code.readings.withTrails().map(fileNode);
      case 'file':
        return trailNodes(node);
      case 'declared-trail':
        return [];
    }
  }

  getParent(node: CodeNode): CodeNode | undefined {
    return node.kind === 'declared-trail' ? node.file : undefined;
  }

  getTreeItem(node: CodeNode): vscode.TreeItem {
    return plainRow(
      node.kind === 'file'
        ? fileItem(node)
        : (declaredTrailItem(node, this.#code.pairs) ?? new vscode.TreeItem('')),
    );
  }

  resolveTreeItem(item: vscode.TreeItem, node: CodeNode): vscode.TreeItem {
    if (node.kind === 'declared-trail') {
      item.tooltip = declaredTrailTooltip(node, this.#code.pairs);
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    this.#subscriptions.dispose();
  }

  #draw(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.#changes.fire(undefined);
    }, drawingPause);
  }

  #scanned(): void {
    const { end } = this.#code.scan;
    if (end) {
      const time = end.toLocaleTimeString(vscode.env.language, { hour: '2-digit', minute: '2-digit' });
      this.#view.description = vscode.l10n.t('scanned {0}', time);
    }
    void setContext(contextKeys.scanned, true);
  }
}
