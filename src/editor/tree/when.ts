import * as vscode from 'vscode';

/** A time as a person says it: the hour alone for today. */
export function when(time: Date, now: Date): string {
  const hour = time.toLocaleTimeString(vscode.env.language, { hour: '2-digit', minute: '2-digit' });
  return time.toDateString() === now.toDateString()
    ? vscode.l10n.t('{0} today', hour)
    : `${time.toLocaleDateString(vscode.env.language, { dateStyle: 'medium' })} ${hour}`;
}

/** As of when something holds, for a tooltip; nothing where it was never read. */
export function readAtInWords(time: number | undefined): string | undefined {
  return time === undefined ? undefined : vscode.l10n.t('Read {0}', when(new Date(time), new Date()));
}
