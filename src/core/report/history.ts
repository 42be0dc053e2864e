import { table } from '../base/markdown.ts';
import { printJson } from '../base/show.ts';
import type { AuditEntry } from '../remediation/index.ts';

/** The recorded changes as an auditor reads them: who, when, where, before, after, and AWS's request ids. */
export function historyAsMarkdown(entries: readonly AuditEntry[]): string {
  return `${[
    '# Changes of CloudTrail trails and their KMS keys',
    '',
    `${entries.length} changes, the oldest first. Key policies are in the JSON form.`,
    '',
    ...table(
      ['time', 'who', 'account', 'profile', 'change', 'subject', 'before', 'after', 'state', 'request ids'],
      entries.map(entry => [
        new Date(entry.time).toISOString(),
        entry.who,
        entry.account,
        entry.profile,
        entry.change,
        entry.subject,
        inBrief(entry, entry.before),
        inBrief(entry, entry.after),
        entry.failure === undefined ? entry.state : `${entry.state}: ${entry.failure}`,
        entry.requestIds.join(' '),
      ]),
    ),
  ].join('\n')}\n`;
}

export function historyAsJson(entries: readonly AuditEntry[]): string {
  const changes = entries.map(entry => ({ ...entry, time: new Date(entry.time).toISOString() }));
  return printJson({ changes });
}

/** A policy does not fit into a cell; a trail without a key has SSE-S3. */
function inBrief({ change }: AuditEntry, value: string | undefined): string {
  switch (change) {
    case 'trail':
      return value ?? 'SSE-S3';
    case 'key-made':
    case 'key-policy':
      return value === undefined ? '' : `policy of ${value.length} characters`;
    default:
      return value ?? '';
  }
}
