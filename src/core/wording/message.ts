import { visible } from '../base/show.ts';

/**
 * A sentence with its facts apart, so that the editor can translate it (`vscode.l10n.t`) and a terminal can print it in
 * English. `{0}` is the first argument: a fact, or another message, which is translated itself. The sentence is ours; its
 * facts can come from anyone.
 */
export interface Message {
  readonly text: string;
  readonly args: readonly Argument[];
}

type Argument = string | number | Message;

/** @param text a string literal: the translations in `l10n` are looked up by it, and a test collects them */
export function message(text: string, ...args: readonly Argument[]): Message {
  return { text, args };
}

/**
 * The sentence, with `translate` to put facts that can be seen at their numbers. What else a place would obey, links or
 * icons, is escaped where the whole text is handed to it (`base/show.ts`).
 */
export function spoken(
  { text, args }: Message,
  translate: (text: string, ...facts: (string | number)[]) => string,
): string {
  const facts = args.map(argument => {
    switch (typeof argument) {
      case 'object':
        return spoken(argument, translate);
      case 'string':
        return visible(argument);
      default:
        return argument;
    }
  });
  // A fact alone is the same in every language; it is said of thousands of rows at once.
  return text === '{0}' ? String(facts[0] ?? text) : translate(text, ...facts);
}

/** A sentence that was chosen before its facts were known. */
export function withFacts({ text }: Message, ...args: readonly Argument[]): Message {
  return { text, args };
}

/** A sentence in words. */
export type Say = (message: Message) => string;

/** The sentence in English. */
export function inEnglish(message: Message): string {
  return spoken(message, (text, ...facts) =>
    text.replace(/\{(\d+)\}/g, (placeholder, index) => String(facts[Number(index)] ?? placeholder)),
  );
}
