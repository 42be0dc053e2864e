/**
 * A sentence with its facts apart, so that the editor can translate it (`vscode.l10n.t`) and a terminal can print
 * it as it stands. `{0}` is the first argument: a fact as it is, or another message, to be translated itself.
 */
export interface Message {
  readonly text: string;
  readonly args: readonly Argument[];
}

type Argument = string | number | Message;

export function message(text: string, ...args: readonly Argument[]): Message {
  return { text, args };
}

/** The sentence in English. */
export function inEnglish({ text, args }: Message): string {
  return text.replace(/\{(\d+)\}/g, (placeholder, index) => {
    const argument = args[Number(index)] ?? placeholder;
    return typeof argument === 'object' ? inEnglish(argument) : String(argument);
  });
}
