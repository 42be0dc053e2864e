import type { AccountState } from '../account/state.ts';
import { csvReport } from './csv.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';

export interface ReportFormat {
  readonly id: 'markdown' | 'csv' | 'json' | 'sarif';
  readonly name: string;
  readonly extension: string;
}

export const reportFormats: readonly ReportFormat[] = [
  { id: 'markdown', name: 'Markdown', extension: 'md' },
  { id: 'csv', name: 'CSV', extension: 'csv' },
  { id: 'json', name: 'JSON', extension: 'json' },
  { id: 'sarif', name: 'SARIF', extension: 'sarif' },
];

/** What was read of these accounts, as the text of a file. Reports are for other people and tools: they are in English. */
export function writeReport(format: ReportFormat['id'], accounts: readonly AccountState[], at: Date): string {
  switch (format) {
    case 'markdown':
      return markdownReport(accounts, at);
    case 'csv':
      return csvReport(accounts);
    case 'json':
      return jsonReport(accounts, at);
    case 'sarif':
      return sarifReport(accounts);
  }
}
