import * as vscode from 'vscode';

/** Work that VS Code's token ends: its signal then has a `CancellationError`, as VS Code expects of who was cancelled. */
export async function abortedBy<T>(
  token: vscode.CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(new vscode.CancellationError());
  const listening = token.onCancellationRequested(abort);
  if (token.isCancellationRequested) {
    abort();
  }
  try {
    return await work(controller.signal);
  } finally {
    listening.dispose();
  }
}
