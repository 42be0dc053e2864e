import { visible } from '../base/show.ts';
import { type Reported, reportedTrails, unreadParts } from './facts.ts';
import { columns, rowOf, unreadRow } from './rows.ts';

/** Comma-separated values by RFC 4180, every field in quotes: a line for each trail, then those for what could not be read. */
export function csvReport(reported: Reported): string {
  const rows = [...reportedTrails(reported).map(rowOf), ...unreadParts(reported).map(unreadRow)];
  const lines = [columns.map(({ title }) => title), ...rows.map(row => columns.map(({ of }) => row[of]))];
  return lines.map(cells => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A spreadsheet reads a field that starts with one of these as a formula: an apostrophe keeps it text. */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${visible(cell)}` : visible(cell);
  return `"${text.replaceAll('"', '""')}"`;
}
