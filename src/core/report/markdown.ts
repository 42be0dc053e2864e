import { type AccountState, trailsOf } from '../account/state.ts';
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
    line(columns.map(({ title }) => title)),
    line(columns.map(() => '---')),
    ...rows.map(row => line(columns.map(({ of }) => row[of]))),
  ].join('\n')}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replace(/[\\|<]/g, '\\$&').replace(/\s+/g, ' ')).join(' | ')} |`;
}
