import { csvReport } from './csv.ts';
import type { Reported } from './facts.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';

export { trailsInBrief } from './brief.ts';
export type { DeclaredPlace, Reported } from './facts.ts';
export { trailAsJson } from './json.ts';
export { leftAsMarkdown } from './leftFindings.ts';

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

/** What was read of accounts, and what their code says, as the text of a file. Reports are for other people and tools: they are in English. */
export function writeReport(format: ReportFormat['id'], reported: Reported, at: Date): string {
  switch (format) {
    case 'markdown':
      return markdownReport(reported, at);
    case 'csv':
      return csvReport(reported);
    case 'json':
      return jsonReport(reported, at);
    case 'sarif':
      return sarifReport(reported);
  }
}
