import { table } from '../base/markdown.ts';
import { type Message, message, type Say } from '../wording/message.ts';

/** A finding that *Fix All* left. */
export interface LeftRow {
  /** From the workspace folder. */
  readonly path: string;
  /** Absent where the file could not be read. */
  readonly finding?: { readonly resource: string; readonly text: Message };
  readonly why: Message;
}

/** The remaining findings, as a document. */
export function leftAsMarkdown(rows: readonly LeftRow[], say: Say): string {
  return `${[
    `# ${say(message('Remaining findings'))}`,
    '',
    ...table(
      [message('file'), message('declaration'), message('finding'), message('why it remains')].map(say),
      rows.map(({ path, finding, why }) => [
        path,
        finding?.resource ?? '',
        finding ? say(finding.text) : '',
        say(why),
      ]),
    ),
  ].join('\n')}\n`;
}
