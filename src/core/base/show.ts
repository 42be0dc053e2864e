import { redact } from './redact.ts';

/*
 * Text that others wrote (AWS, a proxy in its place, names of trails, keys, profiles and files, code) is shown and never
 * obeyed. There is one function for each kind of place, and it is applied where a whole text is handed to that place.
 * All of them may be applied twice.
 */

/**
 * Characters that act instead of being seen, each as `\u{202e}`: controls (C0, DEL, C1), format characters (among them
 * all that turn the direction of text, and those without width), line and paragraph separators, lone surrogates.
 */
export function visible(text: string): string {
  return text.replace(invisible, spelledOut);
}

/** The same for places with several lines, a log or a tooltip: line feeds and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(invisible, character =>
    character === '\n' || character === '\t' ? character : spelledOut(character),
  );
}

/** A value as the text of a JSON file. */
export function printJson(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, undefined, 2))}\n`;
}

/** JSON text, as `JSON.stringify` prints it, with the same characters in JSON's own escapes: its values stay what they are. */
export function visibleJson(json: string): string {
  return json.replace(invisible, character =>
    character === '\n' || character === '\t'
      ? character
      : [...Array(character.length).keys()]
          .map(index => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}

/**
 * For elements and attributes of XML 1.0. Line feeds stay, as a reference: written plainly, attributes lose them. XML has no
 * way to write other controls, nor the two noncharacters that it forbids.
 */
export function xml(text: string): string {
  return visibleLines(text)
    .replace(/[\uFFFE\uFFFF]/g, spelledOut)
    .replace(/[&<>"'\n\t]/g, character => `&#${character.charCodeAt(0)};`);
}

/** For the text of a workflow command of GitHub, which ends with its line. */
export function commandData(text: string): string {
  return visibleLines(text).replace(/[%\r\n]/g, percentEncoded);
}

/** For a property of such a command. */
export function commandProperty(text: string): string {
  return visibleLines(text).replace(/[%\r\n:,]/g, percentEncoded);
}

/** For places that show text as it is, on one line: rows of trees, titles, problems. Line breaks become spaces. */
export function onOneLine(text: string): string {
  if (plain.test(text)) {
    return text;
  }
  return visible(text.replace(/\s*[\r\n]\s*/g, ' ').replaceAll('\t', ' '));
}

/**
 * For notifications and dialogs, where VS Code makes a link of `[text](address)`, which may also run a command. The
 * space keeps it text.
 */
export function withoutLinks(text: string): string {
  return onOneLine(text).replaceAll('](', '] (');
}

/** For quick picks and code lenses, where VS Code draws `$(name)` as an icon and takes the backslash before it away. */
export function withoutIcons(text: string): string {
  return onOneLine(text).replace(/(?<!\\)\$\([A-Za-z\d-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
}

/** For prompts and validation messages of input boxes, where VS Code does both. */
export function withoutLinksAndIcons(text: string): string {
  return withoutIcons(withoutLinks(text));
}

/**
 * A piece of code in a sentence: on one line, at most 100 characters, without secrets. A secret may be written where a
 * name belongs, and a name may be as long as a file.
 */
export function quoted(text: string): string {
  return shortened(redact(text.slice(0, longestRead)).replace(/\s+/g, ' ').trim());
}

/** The address of a resource in a sentence. Unlike other quotes it is a name that its language checks, and no secret. */
export function quotedAddress(address: string): string {
  return shortened(withShortKeys(address.slice(0, longestRead)));
}

/** The whole address of a resource: the key of an instance, between brackets, may be any text, a file's too. */
export function withShortKeys(address: string): string {
  return address.replace(/\["((?:[^"\\]|\\.)*)"\]/gs, (_, key: string) => `["${quoted(key)}"]`);
}

const longestQuote = 100;

/** Longer texts are cut before they are looked through: a quote shows their start only. */
const longestRead = 10_000;

function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * longestQuote + 2)];
  return characters.length <= longestQuote
    ? text
    : `${characters
        .slice(0, longestQuote - 1)
        .join('')
        .trimEnd()}…`;
}

/** Nothing but printable ASCII, as most texts of rows are: thousands of rows are drawn in one go. */
const plain = /^[ -~]*$/;

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function percentEncoded(character: string): string {
  return encodeURIComponent(character);
}

function spelledOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
