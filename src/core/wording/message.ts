/**
 * A sentence before it is put into somebody's language: the English text with numbered places, and what goes into
 * them. The editor hands both to `vscode.l10n.t(text, ...args)`; the terminal prints the English.
 */
export interface Message {
  readonly text: string;
  readonly args: readonly string[];
}

export function message(text: string, ...args: readonly string[]): Message {
  return { text, args };
}

/** The sentence in English. */
export function inEnglish({ text, args }: Message): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => args[Number(index)] ?? place);
}
