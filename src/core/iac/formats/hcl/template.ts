import type { TextRange } from '../../../base/text.ts';
import { backslash, closeBrace, dollar, openBrace, percent, tilde } from './characters.ts';
import type { ExpressionParser } from './parser.ts';
import { skipInterpolation } from './skip.ts';
import type { TemplatePart } from './syntax.ts';

/** `quoted` has escapes; `heredoc` and `json` have only `$${` and `%%{`; `indented` also loses its common indentation. */
export type TemplateForm = 'quoted' | 'heredoc' | 'indented' | 'json';

/** Interpolations inside interpolations, deeper than in real code, are left as text. */
const deepest = 100;

/** Starts to read the expressions of a text at an offset, at most up to a limit. */
export type OpenParser = (text: string, offset: number, limit: number, depth: number) => ExpressionParser;

/**
 * The parts of a template that is in this range of the text. Templates hold expressions and expressions templates: the
 * parser is handed in by the one that knows both.
 */
export function partsOf(
  text: string,
  range: TextRange,
  form: TemplateForm,
  open: OpenParser,
  depth: number,
): TemplatePart[] {
  const parts = nest(flatParts(text, range, form, open, depth)).parts;
  return form === 'indented' ? withoutIndentation(parts) : parts;
}

type FlatPart =
  | TemplatePart
  | {
      readonly kind: 'directive';
      readonly word: string;
      readonly open: OpenDirective;
      readonly range: TextRange;
    };

/** What is inside `%{ … }`, already read. */
type OpenDirective = Pick<Extract<TemplatePart, { kind: 'for' }>, 'keyName' | 'valueName' | 'collection'>;

function flatParts(
  text: string,
  range: TextRange,
  form: TemplateForm,
  open: OpenParser,
  depth: number,
): FlatPart[] {
  const parts: FlatPart[] = [];
  let buffer = '';
  let from = range.start;
  let offset = range.start;
  const flush = () => {
    if (buffer !== '') {
      parts.push({ kind: 'text', text: buffer, range: { start: from, end: offset } });
      buffer = '';
    }
  };
  while (offset < range.end) {
    const code = text.charCodeAt(offset);
    if (
      (code === dollar || code === percent) &&
      text.charCodeAt(offset + 1) === openBrace &&
      depth < deepest
    ) {
      flush();
      const trim = text.charCodeAt(offset + 2) === tilde ? 1 : 0;
      const end = Math.min(skipInterpolation(text, offset + 2, range.end), range.end);
      const inner = { start: offset + 2 + trim, end };
      parts.push(
        code === dollar
          ? interpolation(text, offset, inner, open, depth)
          : directive(text, offset, inner, open, depth),
      );
      if (trim === 1) {
        trimEnd(parts);
      }
      offset = end;
      if (text.charCodeAt(end - 2) === tilde) {
        while (offset < range.end && /\s/.test(text.charAt(offset))) {
          offset++;
        }
      }
      from = offset;
      continue;
    }
    if (
      (code === dollar || code === percent) &&
      text.charCodeAt(offset + 1) === code &&
      text.charCodeAt(offset + 2) === openBrace
    ) {
      buffer += `${text.charAt(offset)}{`;
      offset += 3;
    } else if (code === backslash && form === 'quoted') {
      const character = escapeAt(text, offset, range.end);
      buffer += character.text;
      offset = character.end;
    } else {
      buffer += text.charAt(offset);
      offset++;
    }
  }
  flush();
  return parts;
}

function interpolation(
  text: string,
  start: number,
  inner: TextRange,
  open: OpenParser,
  depth: number,
): FlatPart {
  const parser = open(text, inner.start, lastBrace(text, inner), depth + 1);
  const expression = depth < deepest ? parser.expression() : brokenAt(inner);
  parser.take('~');
  parser.skipSpace();
  const whole = parser.offset >= lastBrace(text, inner);
  return {
    kind: 'interpolation',
    expression: whole ? expression : brokenAt(inner),
    range: { start, end: inner.end },
  };
}

function brokenAt(range: TextRange): { kind: 'broken'; range: TextRange } {
  return { kind: 'broken', range };
}

function directive(text: string, start: number, inner: TextRange, open: OpenParser, depth: number): FlatPart {
  const parser = open(text, inner.start, lastBrace(text, inner), depth + 1);
  const word = parser.name() ?? '';
  const range = { start, end: inner.end };
  if (word === 'if') {
    return {
      kind: 'directive',
      word,
      open: { keyName: undefined, valueName: '', collection: parser.expression() },
      range,
    };
  }
  if (word !== 'for') {
    return {
      kind: 'directive',
      word,
      open: { keyName: undefined, valueName: '', collection: brokenAt(inner) },
      range,
    };
  }
  const first = parser.name() ?? '';
  const second = parser.take(',') ? parser.name() : undefined;
  const collection = parser.name() === 'in' ? parser.expression() : brokenAt(inner);
  const keyName = second === undefined ? undefined : first;
  return { kind: 'directive', word, open: { keyName, valueName: second ?? first, collection }, range };
}

/** Offset of the brace that closes the interpolation, or the end where it is missing. */
function lastBrace(text: string, inner: TextRange): number {
  return text.charCodeAt(inner.end - 1) === closeBrace ? inner.end - 1 : inner.end;
}

function trimEnd(parts: FlatPart[]): void {
  const before = parts.at(-2);
  if (before?.kind === 'text') {
    parts[parts.length - 2] = { ...before, text: before.text.trimEnd() };
  }
}

/** Puts what is between `if` and `endif`, `for` and `endfor` inside them. */
function nest(flat: readonly FlatPart[], from = 0, depth = 0): { parts: TemplatePart[]; stop: number } {
  const parts: TemplatePart[] = [];
  let index = from;
  while (index < flat.length) {
    const part = flat[index];
    if (part?.kind !== 'directive') {
      if (part) {
        parts.push(part);
      }
      index++;
      continue;
    }
    if ((part.word !== 'if' && part.word !== 'for') || depth > deepest) {
      if (depth > 0) {
        return { parts, stop: index };
      }
      index++;
      continue;
    }
    const first = nest(flat, index + 1, depth + 1);
    const { keyName, valueName, collection } = part.open;
    const range = { start: part.range.start, end: flat[first.stop]?.range.end ?? part.range.end };
    if (part.word === 'for') {
      parts.push({ kind: 'for', keyName, valueName, collection, body: first.parts, range });
      index = first.stop + 1;
      continue;
    }
    const middle = flat[first.stop];
    const otherwise =
      middle?.kind === 'directive' && middle.word === 'else'
        ? nest(flat, first.stop + 1, depth + 1)
        : undefined;
    parts.push({
      kind: 'if',
      condition: collection,
      yes: first.parts,
      no: otherwise?.parts ?? [],
      range,
    });
    index = (otherwise?.stop ?? first.stop) + 1;
  }
  return { parts, stop: index };
}

function escapeAt(text: string, offset: number, limit: number): { text: string; end: number } {
  const next = text.charAt(offset + 1);
  const end = Math.min(offset + 2, limit);
  switch (next) {
    case 'n':
      return { text: '\n', end };
    case 'r':
      return { text: '\r', end };
    case 't':
      return { text: '\t', end };
    case 'u':
    case 'U': {
      const digits = next === 'u' ? 4 : 8;
      const code = Number.parseInt(text.slice(offset + 2, offset + 2 + digits), 16);
      const valid = Number.isInteger(code) && code <= 0x10ffff;
      return {
        text: valid ? String.fromCodePoint(code) : '\uFFFD',
        end: Math.min(offset + 2 + digits, limit),
      };
    }
    default:
      return { text: next, end };
  }
}

function withoutIndentation(parts: readonly TemplatePart[]): TemplatePart[] {
  const common = commonIndentation(parts);
  let atLineStart = true;
  return parts.map(part => {
    if (part.kind !== 'text') {
      atLineStart = false;
      return part;
    }
    const lines = part.text.split('\n');
    const stripped = lines.map((line, index) =>
      index > 0 || atLineStart ? line.slice(Math.min(common, line.length - line.trimStart().length)) : line,
    );
    atLineStart = part.text.endsWith('\n');
    return { ...part, text: stripped.join('\n') };
  });
}

function commonIndentation(parts: readonly TemplatePart[]): number {
  let common = Number.POSITIVE_INFINITY;
  let atLineStart = true;
  for (const part of parts) {
    if (part.kind !== 'text') {
      common = atLineStart ? 0 : common;
      atLineStart = false;
      continue;
    }
    const lines = part.text.split('\n');
    lines.forEach((line, index) => {
      const complete = index < lines.length - 1;
      if ((index > 0 || atLineStart) && (line.trim() !== '' || !complete) && !(line === '' && !complete)) {
        common = Math.min(common, line.length - line.trimStart().length);
      }
    });
    atLineStart = part.text.endsWith('\n');
  }
  return Number.isFinite(common) ? common : 0;
}
