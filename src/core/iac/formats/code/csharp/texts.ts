import { unescaped } from '../unescaped.ts';
import { beginOf, endOfHole } from './quotes.ts';

/** A piece of a text: what it says, or where an expression in it stands. */
export type Piece = string | { readonly start: number; readonly end: number };

/** What the text in quotes, or the character, between two places says. */
export function piecesOf(text: string, start: number, end: number): readonly Piece[] {
  const quoting = beginOf(text, start);
  if (!quoting) {
    return [unescaped(text.slice(start + 1, end - 1))];
  }
  const { quotes, braces, isVerbatim, inner } = quoting;
  const close = text.slice(inner, end).endsWith('"'.repeat(quotes)) ? end - quotes : end;
  const say = (written: string): string =>
    quotes > 1
      ? written
      : withoutDoubles(isVerbatim ? written.replaceAll('""', '"') : unescaped(written), braces);
  const pieces: Piece[] = [];
  let from = inner;
  for (let at = inner; braces > 0 && at < close; ) {
    const count = countOf(text, at, '{');
    const isHole = quotes > 1 ? count >= braces : count % 2 === 1;
    if (count === 0 || !isHole) {
      // An escaped character is none of the braces.
      at += count > 0 ? count : text[at] === '\\' && !isVerbatim && quotes === 1 ? 2 : 1;
      continue;
    }
    const begin = at + count;
    const stop = Math.min(endOfHole(text, begin, isVerbatim || quotes > 1), close);
    pieces.push(say(text.slice(from, begin - (quotes > 1 ? braces : 1))), { start: begin, end: stop });
    at = Math.min(stop + (quotes > 1 ? braces : 1), close);
    from = at;
  }
  pieces.push(say(text.slice(from, close)));
  return quotes > 1 ? unindented(pieces) : pieces;
}

function countOf(text: string, at: number, character: string): number {
  let count = 0;
  while (text[at + count] === character) {
    count++;
  }
  return count;
}

/** `{{` is a brace where braces start an expression. */
function withoutDoubles(written: string, braces: number): string {
  return braces > 0 ? written.replaceAll('{{', '{').replaceAll('}}', '}') : written;
}

/** A raw text of several lines starts after the line of its first quotes, and loses the spaces in front of its last ones. */
function unindented(pieces: readonly Piece[]): readonly Piece[] {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (typeof first !== 'string' || typeof last !== 'string' || !/^[ \t]*\r?\n/.test(first)) {
    return pieces;
  }
  const indent = /\n([ \t]*)$/.exec(last)?.[1] ?? '';
  return pieces.map((piece, index) => {
    if (typeof piece !== 'string') {
      return piece;
    }
    const whole = indent === '' ? piece : piece.replaceAll(`\n${indent}`, '\n');
    const begun = index === 0 ? whole.replace(/^[ \t]*\r?\n/, '').replace(indent, '') : whole;
    return index === pieces.length - 1 ? begun.replace(/\r?\n[ \t]*$/, '') : begun;
  });
}
