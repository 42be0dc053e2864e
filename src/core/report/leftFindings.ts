import { tableRow } from '../base/markdown.ts';
import { inEnglish, type Message } from '../wording/message.ts';

/** A finding that *Fix All* left. */
export interface LeftRow {
  /** From the workspace folder. */
  readonly path: string;
  /** Absent where the file could not be read. */
  readonly finding?: { readonly resource: string; readonly text: Message };
  readonly why: Message;
}

/** What is left to a person, as a document. */
export function leftAsMarkdown(rows: readonly LeftRow[]): string {
  return `${[
    '# Findings that are left',
    '',
    tableRow(['file', 'declaration', 'finding', 'why it is left']),
    tableRow(['---', '---', '---', '---']),
    ...rows.map(({ path, finding, why }) =>
      tableRow([path, finding?.resource ?? '', finding ? inEnglish(finding.text) : '', inEnglish(why)]),
    ),
  ].join('\n')}\n`;
}
