/**
 * A sentence with its facts apart, so that the editor can translate it (`vscode.l10n.t`) and a terminal can print
 * it as it stands. `{0}` is the first argument.
 */
export interface Message {
  readonly text: string;
  readonly args: readonly (string | number)[];
}

export function message(text: string, ...args: readonly (string | number)[]): Message {
  return { text, args };
}

/** The sentence in English. */
export function inEnglish({ text, args }: Message): string {
  return text.replace(/\{(\d+)\}/g, (placeholder, index) => String(args[Number(index)] ?? placeholder));
}
