import { onOneLine, withoutIcons, withoutLinks, withoutLinksAndIcons } from '../../core/base/show.ts';
import type {
  Choice,
  ConfirmQuestion,
  InputQuestion,
  PickManyQuestion,
  PickQuestion,
  Text,
} from '../../core/wizard/ask.ts';
import type { Message } from '../../core/wording/message.ts';

/** A message in the language of the person. */
export type Say = (message: Message) => string;

/*
 * What a question or a notice says, in the form in which its place in VS Code shows it and obeys nothing: names and errors
 * are written by others.
 */

/** Parts in a row, as in rows and titles. */
function inARow(text: Text, say: Say): string {
  return partsOf(text, say).join(' · ');
}

export function pickTexts(
  { title, placeholder }: PickQuestion<unknown> | PickManyQuestion<unknown>,
  say: Say,
) {
  return { title: onOneLine(inARow(title, say)), placeholder: onOneLine(inARow(placeholder, say)) };
}

/** A row is one line and cuts what is longer: so many characters fit. */
const lineLength = 80;

/** `heading`: what VS Code writes at the end of the row, where a group begins with it. */
export function choiceTexts(
  { label, description, detail, buttons }: Choice<unknown>,
  say: Say,
  heading = '',
) {
  const isAlone = description === undefined && detail === undefined;
  const room = Math.max(lineLength - heading.length, lineLength / 3);
  const [line, rest] = isAlone ? inTwoLines(inARow(label, say), room) : [inARow(label, say)];
  const below = detail === undefined ? rest : inARow(detail, say);
  return {
    label: withoutIcons(line),
    ...(description !== undefined && { description: withoutIcons(inARow(description, say)) }),
    ...(below !== undefined && { detail: withoutIcons(below) }),
    buttons: (buttons ?? []).map(button => onOneLine(inARow(button.label, say))),
  };
}

/** A sentence that is longer than a row goes on in the line beneath. */
function inTwoLines(text: string, room: number): readonly [string, string?] {
  const end = text.length > room ? text.lastIndexOf(' ', room) : -1;
  return end > 0 ? [text.slice(0, end), text.slice(end + 1)] : [text];
}

/** A heading between rows. */
export function groupText(group: Text | undefined, say: Say): string {
  return group === undefined ? '' : onOneLine(inARow(group, say));
}

export function inputTexts({ title, prompt, example }: InputQuestion, say: Say) {
  return {
    title: onOneLine(inARow(title, say)),
    prompt: withoutLinksAndIcons(inARow(prompt, say)),
    ...(example !== undefined && { placeholder: onOneLine(example) }),
  };
}

export function validationText(wrong: Text, say: Say): string {
  return withoutLinksAndIcons(inARow(wrong, say));
}

/** A modal obeys nothing: names are shown unescaped. */
export function modalTexts({ message, detail, yes }: ConfirmQuestion, say: Say) {
  return {
    message: onOneLine(inARow(message, say)),
    detail: detail.map(line => onOneLine(inARow(line, say))).join('\n'),
    yes: onOneLine(inARow(yes, say)),
  };
}

/** Sentences in a row, as in a notification. */
export function noticeText(text: Text, say: Say): string {
  return withoutLinks(partsOf(text, say).join(' '));
}

/** What a progress notification says. */
export function progressText(text: Text, say: Say): string {
  return withoutLinks(inARow(text, say));
}

/** The title of a document or of a button. */
export function titleText(text: Text, say: Say): string {
  return onOneLine(inARow(text, say));
}

function partsOf(text: Text, say: Say): readonly string[] {
  const parts = typeof text === 'string' || 'text' in text ? [text] : text;
  return parts.map(part => (typeof part === 'string' ? part : say(part)));
}
