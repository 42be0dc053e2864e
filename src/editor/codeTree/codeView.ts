import * as vscode from 'vscode';
import { onOneLine } from '../../core/base/show.ts';
import { scannedAt, unreadPaths } from '../../core/wording/unread.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys, stepKeys, views } from '../contributions.ts';
import type { TrailsInCode } from '../documents/index.ts';
import type { Reading } from '../documents/reading.ts';
import type { DoneSteps } from '../doneSteps.ts';
import { say } from '../say.ts';
import { shownPath } from '../shownPath.ts';
import { plainRow } from '../window.ts';
import { CodeRows, type RowSubject } from './codeRows.ts';
import { declaredTrailItem, declaredTrailTooltip, fileItem, outlineOf } from './items.ts';
import type { CodeNode } from './node.ts';

/** Changes that come within this many milliseconds are drawn together. */
const drawingPause = 100;

/** The view "Trails in Code": the trails that open documents and the last scan's files declare, by file, and files that could not be read. */
export class CodeView implements vscode.TreeDataProvider<CodeNode>, vscode.Disposable {
  readonly #code: TrailsInCode;
  readonly #steps: DoneSteps;
  readonly #rows: CodeRows<Reading>;
  readonly #changes = new vscode.EventEmitter<CodeNode[] | undefined>();
  readonly #view: vscode.TreeView<CodeNode>;
  readonly #subscriptions: vscode.Disposable;
  #drawing: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(code: TrailsInCode, steps: DoneSteps) {
    this.#code = code;
    this.#steps = steps;
    this.#rows = new CodeRows(
      () => code.readings.shown(),
      subject => outlineOf(this.#item(subject)),
    );
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
    return [...this.#rows.children(node)];
  }

  getParent(node: CodeNode): CodeNode | undefined {
    return node.kind === 'declared-trail' ? node.file : undefined;
  }

  getTreeItem(node: CodeNode): vscode.TreeItem {
    return plainRow(this.#item(this.#rows.draw(node)));
  }

  resolveTreeItem(item: vscode.TreeItem, node: CodeNode): vscode.TreeItem {
    const subject = this.#rows.subject(node);
    if (subject?.kind === 'declared-trail') {
      item.tooltip = declaredTrailTooltip(subject, this.#code.pairs);
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    this.#subscriptions.dispose();
  }

  /** Of a row that is gone, nothing. */
  #item(subject: RowSubject<Reading> | undefined): vscode.TreeItem {
    switch (subject?.kind) {
      case undefined:
        return new vscode.TreeItem('');
      case 'file':
        return fileItem(subject, this.#code.pairs);
      case 'declared-trail':
        return declaredTrailItem(subject, this.#code.pairs);
    }
  }

  #draw(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      const changed = this.#rows.changed();
      if (changed === 'all') {
        this.#changes.fire(undefined);
      } else if (changed.length > 0) {
        this.#changes.fire([...changed]);
      }
    }, drawingPause);
  }

  #scanned(): void {
    const { end, unreadPaths: unread } = this.#code.scan;
    if (end) {
      const time = end.toLocaleTimeString(vscode.env.language, { hour: '2-digit', minute: '2-digit' });
      this.#view.description = say(scannedAt(time));
    }
    const paths = unread.map(({ path, detail }) => ({ path: shownPath(vscode.Uri.file(path)), detail }));
    this.#view.message = paths.length === 0 ? '' : onOneLine(say(unreadPaths(paths)));
    void setContext(contextKeys.scanned, true);
    this.#steps.add(stepKeys.codeScanned);
  }
}
