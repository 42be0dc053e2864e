import * as vscode from 'vscode';

/** Work that starts with the window, without a request. */
export interface Beginning {
  readonly isWanted: () => boolean;
  readonly start: () => unknown;
}

/**
 * Starts work that needs no request: once the window is ready, in a workspace that the person trusts; if trust is granted
 * later, then. In Restricted Mode an untrusted folder starts nothing.
 *
 * Everything of that kind goes through here. What follows an action, such as opening a document or a view, does
 * not: documents are read as text in Restricted Mode too, and the view of accounts asks for trust by itself.
 */
export function startByItself(beginnings: readonly Beginning[]): vscode.Disposable {
  const start = () => {
    for (const one of beginnings.filter(({ isWanted }) => isWanted())) {
      void one.start();
    }
  };
  const starting = setImmediate(() => {
    if (vscode.workspace.isTrusted) {
      start();
    }
  });
  return vscode.Disposable.from(vscode.workspace.onDidGrantWorkspaceTrust(start), {
    dispose: () => clearImmediate(starting),
  });
}
