import * as vscode from 'vscode';

/** Work that starts with the window, without a request. */
export interface Beginning {
  readonly isWanted: () => boolean;
  readonly start: () => unknown;
}

/**
 * Begins what is to begin by itself: once the window is there, and in a workspace that the person trusts; where trust is
 * granted later, then. In Restricted Mode a folder that somebody sent starts nothing.
 *
 * Everything of that kind goes through here. What follows what a person does, such as opening a document or a view, does
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
