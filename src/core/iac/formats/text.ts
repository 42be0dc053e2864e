import { mendJson, parseWholeJson } from './json/index.ts';
import type { TreeText } from './tree.ts';
import { ChunkCache } from './yaml/chunkCache.ts';
import { isSoundYaml, parseYaml } from './yaml/index.ts';

/** Reads a text as JSON where it is JSON by its content, else as YAML. File names are not considered. */
export function parseTree(text: string, cache: ChunkCache = new ChunkCache()): TreeText {
  if (!looksLikeJson(text)) {
    return parseYaml(text, cache);
  }
  const whole = parseWholeJson(text);
  if (whole) {
    return whole;
  }
  return speaksYaml(text) && isSoundYaml(text, cache) ? parseYaml(text, cache) : mendJson(text);
}

/**
 * Whether a text between braces holds what only YAML knows: a tag, an anchor or alias, a quote of its own, a name without
 * quotes. JSON that is being typed may hold it too: the difference is whether the whole is YAML.
 */
function speaksYaml(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Most of the text is spaces, strings, and the brackets, digits and commas that both have.
    if (code === doubleQuote) {
      index = endOfString(text, index);
    } else if (code === slash) {
      index = endOfComment(text, index);
    } else if (code > 32 && mayBegin(code)) {
      foreign.lastIndex = index;
      const found = foreign.exec(text);
      const isValue = found?.[1] !== undefined && found[2] === undefined;
      if (found && !isValue) {
        return true;
      }
      index += found ? found[0].length - 1 : 0;
    }
  }
  return false;
}

const doubleQuote = 34;
const slash = 47;
const backslash = 92;
const foreign = /![A-Za-z]|[&*]\w|['#]|([A-Za-z][\w.-]*)([ \t]*:)?/y;

/** A letter, or one of `!`, `#`, `&`, `'`, `*`. */
function mayBegin(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || code === 33 || code === 35 || (code >= 38 && code <= 42);
}

/** The closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charCodeAt(first - 1) === backslash) {
    first--;
  }
  return (quote - first) % 2 === 1;
}

/** The last character of a comment as editors allow it in JSON; `start` itself where none starts. */
function endOfComment(text: string, start: number): number {
  const mark = text.startsWith('//', start) ? '\n' : text.startsWith('/*', start) ? '*/' : undefined;
  return mark === undefined ? start : endOf(text, mark, start + 2) - 1;
}

/** An object whose first key, if any, is in quotes; comments may come first, those of YAML too. */
function looksLikeJson(text: string): boolean {
  let index = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let open = false;
  for (;;) {
    const rest = text.slice(index, index + 2);
    if (/^\s/.test(rest)) {
      index++;
    } else if (rest === '//' || rest.startsWith('#')) {
      index = endOf(text, '\n', index);
    } else if (rest === '/*') {
      index = endOf(text, '*/', index);
    } else if (rest.startsWith('{') && !open) {
      open = true;
      index++;
    } else {
      return open && (rest === '' || /^["}]/.test(rest));
    }
  }
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
