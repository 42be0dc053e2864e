import type { TextRange } from '../../base/text.ts';
import type { ScalarNode } from './tree.ts';

/** A text inside a string of another text, such as a template in a `TemplateBody`. */
export interface Embedded {
  readonly text: string;
  /** Where an offset of the inner text is in the outer one. */
  outer(offset: number): number;
  /** What to write into the outer text for a piece of the inner one; `undefined` where edits cannot be carried over. */
  encode?(inner: string): string;
}

/** Opens a string that spans several lines or is escaped. Offsets are exact for block scalars and quoted one-liners. */
export function openEmbedded(node: ScalarNode, outerText: string): Embedded | undefined {
  if (node.text === null) {
    return undefined;
  }
  const raw = outerText.slice(node.range.start, node.range.end);
  switch (node.style) {
    case 'literal':
      return literalBlock(node.range, raw);
    case 'double':
      return /[\r\n]/.test(raw) ? whole(node, node.text) : doubleQuoted(node.range, raw);
    case 'single':
      return /[\r\n]|''/.test(raw.slice(1, -1))
        ? whole(node, node.text)
        : singleQuoted(node.range, node.text);
    case 'folded':
    case 'plain':
      return whole(node, node.text);
  }
}

/** Each line of a literal block is unchanged, after the block's indentation. */
function literalBlock(range: TextRange, raw: string): Embedded {
  const header = /^[^\r\n]*(?:\r\n|\r|\n|$)/.exec(raw)?.[0] ?? '';
  const body = raw.slice(header.length);
  const explicit = /[|>][+-]?([1-9])/.exec(header)?.[1];
  const first = firstIndent(body);
  const indent = explicit === undefined ? first : Math.max(first, 0);
  const starts: { readonly inner: number; readonly outer: number }[] = [];
  let text = '';
  for (const match of body.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const line = match[1] ?? '';
    const cut = Math.min(indent, line.length - line.trimStart().length);
    starts.push({ inner: text.length, outer: range.start + header.length + match.index + cut });
    text += line.slice(cut) + (match[2] ?? '');
  }
  return {
    text,
    outer: offset => {
      let line = starts.length - 1;
      while (line > 0 && (starts[line]?.inner ?? 0) > offset) {
        line--;
      }
      const start = starts[line] ?? { inner: 0, outer: range.start };
      return start.outer + offset - start.inner;
    },
    encode: inner => inner.replace(/(\r\n|\r|\n)(?=[^\r\n])/g, `$1${' '.repeat(indent)}`),
  };
}

/** The spaces before the first line that has text. */
function firstIndent(body: string): number {
  const blanks = body.slice(0, Math.max(body.search(/\S/), 0));
  const before = blanks.slice(Math.max(blanks.lastIndexOf('\n'), blanks.lastIndexOf('\r')) + 1);
  return /^ *$/.test(before) ? before.length : 0;
}

/** JSON and YAML share the escapes that matter; an offset inside one is at its start. */
export function doubleQuoted(range: TextRange, raw: string): Embedded {
  const places: number[] = [];
  let text = '';
  for (let index = 1; index < raw.length - 1; ) {
    const escaped = /^\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/.exec(raw.slice(index, index + 6));
    const code = escaped?.[1] ?? escaped?.[2];
    const plain = escaped?.[3];
    const piece = code
      ? String.fromCharCode(Number.parseInt(code, 16))
      : plain === undefined
        ? raw.charAt(index)
        : (escapes[plain] ?? plain);
    places.push(range.start + index);
    text += piece;
    index += escaped?.[0].length ?? 1;
  }
  return {
    text,
    outer: offset => places[offset] ?? range.end - 1,
    encode: inner => JSON.stringify(inner).slice(1, -1),
  };
}

/** On one line, and without a quote in it: nothing is escaped. */
function singleQuoted({ start }: TextRange, text: string): Embedded {
  return { text, outer: offset => start + 1 + offset, encode: inner => inner.replaceAll("'", "''") };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', 0: '\0' };

function whole(node: ScalarNode, text: string): Embedded {
  return { text, outer: offset => (offset === 0 ? node.range.start : node.range.end) };
}
