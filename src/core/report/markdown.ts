import { countToActOn, countTrails, type TrailCounts } from '../account/counts.ts';
import { table } from '../base/markdown.ts';
import { needsAction } from '../drift/index.ts';
import { trailCount } from '../wording/counts.ts';
import { inEnglish } from '../wording/message.ts';
import { limitsOfRecords } from '../wording/organization.ts';
import { type Reported, reportedTrails, type UnreadPart, unreadParts } from './facts.ts';
import { type Column, columns, type Row, rowOf, unreadColumns, unreadRow } from './rows.ts';

/** A table with a row for each trail, and one for what could not be read. */
export function markdownReport(reported: Reported, at: Date): string {
  const trails = reportedTrails(reported);
  const unread = unreadParts(reported);
  const pairsOf = new Map(trails.map(({ acting, pairs }) => [acting, pairs]));
  const counts = countTrails([...pairsOf.keys()], shown => needsAction(shown, pairsOf.get(shown) ?? []));
  const summary = [at.toISOString(), ...countsInFull(counts), ...unreadInFull(unread)];
  return `${[
    '# CloudTrail encryption',
    '',
    summary.join(' · '),
    '',
    ...tableOf(columns, trails.map(rowOf)),
    ...(trails.some(({ acting }) => acting.recorded) ? ['', limitsOfRecords.map(inEnglish).join(' ')] : []),
    ...(unread.length === 0
      ? []
      : ['', '## Could not be read', '', ...tableOf(unreadColumns, unread.map(unreadRow))]),
  ].join('\n')}\n`;
}

/** As many as the table has rows, and rows with "yes". */
function countsInFull(counts: TrailCounts): readonly string[] {
  const toActOn = countToActOn(counts);
  const need = toActOn === 1 ? '1 needs attention' : `${toActOn} need attention`;
  const why = `${counts.withoutKey} without SSE-KMS, ${counts.needAttention} for another reason`;
  return [inEnglish(trailCount(counts.all)), toActOn === 0 ? need : `${need}: ${why}`];
}

function unreadInFull(unread: readonly UnreadPart[]): readonly string[] {
  const accounts = unread.filter(({ regions }) => regions.length === 0).length;
  const regions = unread.reduce((sum, part) => sum + part.regions.length, 0);
  const counted = [
    ...(accounts > 0 ? [accounts === 1 ? '1 profile' : `${accounts} profiles`] : []),
    ...(regions > 0 ? [regions === 1 ? '1 Region' : `${regions} Regions`] : []),
  ];
  return counted.length === 0 ? [] : [`${counted.join(' and ')} could not be read`];
}

function tableOf(shown: readonly Column[], rows: readonly Row[]): readonly string[] {
  return table(
    shown.map(({ title }) => title),
    rows.map(row => shown.map(({ of }) => row[of])),
  );
}
