import { TextLines, type TextRange } from '../../../base/text.ts';
import {
  closeBrace,
  equals,
  hash,
  isBlank,
  isNameStart,
  lineEnd,
  lineFeed,
  nameEnd,
  quote,
  slash,
} from './characters.ts';
import { type BlockHeader, blockHeaderAt } from './header.ts';
import { outlineOf, skipBlock } from './outline.ts';
import { ExpressionParser, templateParts } from './parser.ts';
import { commentAt } from './skip.ts';
import type { Attribute, Block, Body, HclFile, Template } from './syntax.ts';

/** Reads a text in HCL's native syntax. Never throws; the bodies of blocks are read on demand. */
export function parseHcl(text: string): HclFile {
  const outline = outlineOf(text);
  const blocks = outline.blocks.map(
    block => new LazyBlock(text, block, block.inner, block.end, block.closed),
  );
  const attributes = outline.attributes.flatMap(
    range => readAttribute(text, range.start, range.end)?.attribute ?? [],
  );
  let lines: TextLines | undefined;
  return {
    syntax: 'native',
    text,
    body: { attributes, blocks },
    comments: outline.comments,
    get lines() {
      lines ??= new TextLines(text);
      return lines;
    },
  };
}

/** Reads a whole text as a template, as `templatefile` does. */
export function parseTemplate(text: string): Template {
  const range = { start: 0, end: text.length };
  const parts = templateParts(text, range, 'heredoc');
  return { kind: 'template', form: 'heredoc', parts, range, inner: range, closed: true };
}

class LazyBlock implements Block {
  readonly type: string;
  readonly labels: Block['labels'];
  readonly header: TextRange;
  readonly range: TextRange;
  readonly inner: TextRange;
  readonly closed: boolean;
  readonly #text: string;
  #body: Body | undefined;

  constructor(text: string, header: BlockHeader, inner: TextRange, end: number, closed: boolean) {
    this.#text = text;
    this.type = header.type;
    this.labels = header.labels;
    const last = header.labels.at(-1)?.range ?? header.typeRange;
    this.header = { start: header.typeRange.start, end: last.end };
    this.range = { start: header.typeRange.start, end };
    this.inner = inner;
    this.closed = closed;
  }

  get body(): Body {
    this.#body ??= readBody(this.#text, this.inner);
    return this.#body;
  }

  get isRead(): boolean {
    return this.#body !== undefined;
  }
}

function readBody(text: string, range: TextRange): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  let offset = range.start;
  while (offset < range.end) {
    const code = text.charCodeAt(offset);
    const comment = commentAt(text, offset, range.end);
    if (comment) {
      offset = comment.range.end;
    } else if (isBlank(code) || code === lineFeed || !isNameStart(code)) {
      offset = code === quote ? lineEnd(text, offset, range.end) : offset + 1;
    } else {
      const header = blockHeaderAt(text, offset, range.end);
      if (header) {
        const span = skipBlock(text, header.open + 1, range.end, [], header.type);
        blocks.push(new LazyBlock(text, header, span.inner, span.end, span.closed));
        offset = span.end;
        continue;
      }
      const read = readAttribute(text, offset, range.end);
      if (read) {
        attributes.push(read.attribute);
      }
      offset = read?.next ?? lineEnd(text, offset, range.end);
    }
  }
  return { attributes, blocks };
}

/** `name = value`; a name with nothing after it is an attribute being typed. */
function readAttribute(
  text: string,
  start: number,
  limit: number,
): { attribute: Attribute; next: number } | undefined {
  const end = nameEnd(text, start, limit);
  const name = text.slice(start, end);
  const nameRange = { start, end };
  let cursor = end;
  while (cursor < limit && isBlank(text.charCodeAt(cursor))) {
    cursor++;
  }
  const firstLineEnd = lineEnd(text, cursor, limit);
  if (text.charCodeAt(cursor) !== equals || cursor >= limit) {
    const broken = { kind: 'broken' as const, range: nameRange };
    return { attribute: { name, nameRange, value: broken, range: nameRange }, next: firstLineEnd };
  }
  const parser = new ExpressionParser(text, cursor + 1, limit);
  const value = parser.expression();
  parser.skipSpace();
  const rest = text.charCodeAt(parser.offset);
  const finished =
    parser.offset >= limit || rest === lineFeed || rest === hash || rest === slash || rest === closeBrace;
  if (finished && !parser.incomplete) {
    return {
      attribute: { name, nameRange, value, range: { start, end: value.range.end } },
      next: Math.max(parser.offset, end),
    };
  }
  const range = { start, end: trimmedEnd(text, cursor, firstLineEnd) };
  // What was left open may have eaten the lines after it: they are read again, one by one.
  const next = parser.incomplete ? firstLineEnd : lineEnd(text, Math.max(parser.offset, cursor), limit);
  const kept = parser.incomplete && value.kind !== 'template' ? value : { kind: 'broken' as const, range };
  return { attribute: { name, nameRange, value: finished ? kept : { kind: 'broken', range }, range }, next };
}

function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1 && isBlank(text.charCodeAt(last - 1))) {
    last--;
  }
  return last;
}
