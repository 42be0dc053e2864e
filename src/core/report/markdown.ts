import { type AccountState, trailsOf } from '../account/state.ts';
import { tableRow } from '../base/markdown.ts';
import { columns, rowsOf } from './rows.ts';

export function markdownReport(accounts: readonly AccountState[], at: Date): string {
  const trails = accounts.flatMap(trailsOf);
  const distinct = new Map(trails.map(shown => [shown.trail.arn, shown]));
  const without = [...distinct.values()].filter(({ verdict }) => verdict.state === 'not-encrypted').length;
  const rows = rowsOf(accounts);
  const unread = rows.filter(({ trail }) => trail === '').length;
  const summary = [
    at.toISOString(),
    `${distinct.size} trails, ${without} without SSE-KMS`,
    ...(unread > 0 ? [`${unread} accounts or Regions could not be read`] : []),
  ];
  return `${[
    '# CloudTrail encryption',
    '',
    summary.join(' · '),
    '',
    tableRow(columns.map(({ title }) => title)),
    tableRow(columns.map(() => '---')),
    ...rows.map(row => tableRow(columns.map(({ of }) => row[of]))),
  ].join('\n')}\n`;
}
