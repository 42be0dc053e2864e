import type { AccountState } from '../account/state.ts';
import { visible } from '../base/show.ts';
import { columns, rowsOf } from './rows.ts';

/** Comma-separated values by RFC 4180, every field in quotes. */
export function csvReport(accounts: readonly AccountState[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rowsOf(accounts).map(row => columns.map(({ of }) => row[of])),
  ];
  return lines.map(cells => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A spreadsheet takes a field that begins with one of these for a formula: an apostrophe keeps it a text. */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${visible(cell)}` : visible(cell);
  return `"${text.replaceAll('"', '""')}"`;
}
