const beginOfText = /(?:\$+@?|@\$*)?"/y;

/** How a text is written in quotes. */
export interface Quoting {
  /** How many quotes it starts and ends with: one, or three and more of a raw text. */
  readonly quotes: number;
  /** How many braces start an expression in it; 0 where there are none. */
  readonly braces: number;
  readonly isVerbatim: boolean;
  /** Where what it says starts. */
  readonly inner: number;
}

/** How the text that starts at a place is written; undefined where none starts. */
export function beginOf(text: string, at: number): Quoting | undefined {
  beginOfText.lastIndex = at;
  const [mark] = beginOfText.exec(text) ?? [];
  if (mark === undefined) {
    return undefined;
  }
  const open = at + mark.length - 1;
  const isVerbatim = mark.includes('@');
  const count = isVerbatim ? 1 : countOf(text, open, '"');
  const quotes = count >= 3 ? count : 1;
  return { quotes, braces: mark.split('$').length - 1, isVerbatim, inner: open + quotes };
}

function countOf(text: string, at: number, character: string): number {
  let count = 0;
  while (text[at + count] === character) {
    count++;
  }
  return count;
}

/** Where a text ends. One that nobody closes ends with its line, or with all that there is where it may hold lines. */
export function endOfText(
  text: string,
  { quotes, braces, isVerbatim, inner }: Quoting,
  depth = 0,
): { readonly end: number; readonly isClosed: boolean } {
  const isLong = isVerbatim || quotes > 1;
  for (let at = inner; at < text.length; ) {
    const one = text[at];
    if (one === '"') {
      const count = countOf(text, at, '"');
      if (isVerbatim) {
        // Two quotes are one of the text.
        if (count % 2 === 1) {
          return { end: at + count, isClosed: true };
        }
      } else if (quotes === 1 || count >= quotes) {
        return { end: quotes === 1 ? at + 1 : at + count, isClosed: true };
      }
      at += count;
    } else if (one === '\\' && !isLong) {
      at += 2;
    } else if ((one === '\n' || one === '\r') && !isLong) {
      return { end: at, isClosed: false };
    } else if (one === '{' && braces > 0) {
      const count = countOf(text, at, '{');
      at += count;
      if (quotes > 1 ? count >= braces : count % 2 === 1) {
        at = endOfHole(text, at, isLong, depth);
      }
    } else {
      at++;
    }
  }
  return { end: text.length, isClosed: false };
}

/** Texts in texts. */
const deepest = 8;

/** The brace that closes an expression in a text. */
export function endOfHole(text: string, from: number, isLong: boolean, depth = 0): number {
  let open = 0;
  for (let at = from; at < text.length; ) {
    const one = text[at] ?? '';
    const quoted = '"$@'.includes(one) && depth < deepest ? beginOf(text, at) : undefined;
    if (quoted) {
      at = endOfText(text, quoted, depth + 1).end;
    } else if (one === '}' && open === 0) {
      return at;
    } else if ((one === '\n' || one === '\r') && !isLong && open === 0) {
      return at;
    } else {
      open += '({['.includes(one) ? 1 : ')}]'.includes(one) ? -1 : 0;
      at++;
    }
  }
  return text.length;
}
