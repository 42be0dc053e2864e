import { createScanner, type JSONScanner, type SyntaxKind } from 'jsonc-parser';
import type { TextRange } from '../../../base/text.ts';
import type { Comment, Entry, ListNode, MapNode, ScalarNode, TreeNode } from '../tree.ts';
import { brokenScalar, deepest } from './lazy.ts';
import { withoutMarks } from './scan.ts';

/**
 * Reads a text that is not whole, with the indentation as witness: a key that is left of its object closes it, and a
 * brace that is right of the key that it would close belongs to an object that was never opened.
 */
export function mend(text: string): {
  readonly root: TreeNode | undefined;
  readonly comments: readonly Comment[];
} {
  const reader = new MendingReader(text);
  return { root: reader.read(), comments: reader.comments };
}

// jsonc-parser declares its enums `const`, whose members are not there for a transpiler that sees one file at a time.
const kinds = {
  openBrace: 1 as SyntaxKind,
  closeBrace: 2 as SyntaxKind,
  openBracket: 3 as SyntaxKind,
  closeBracket: 4 as SyntaxKind,
  comma: 5 as SyntaxKind,
  colon: 6 as SyntaxKind,
  null: 7 as SyntaxKind,
  string: 10 as SyntaxKind,
  lineComment: 12 as SyntaxKind,
  blockComment: 13 as SyntaxKind,
  lineBreak: 14 as SyntaxKind,
  trivia: 15 as SyntaxKind,
  end: 17 as SyntaxKind,
} as const;

class MendingReader {
  readonly comments: Comment[] = [];
  readonly #text: string;
  readonly #scanner: JSONScanner;
  #token: SyntaxKind = kinds.end;
  /** End of the last token that was taken. */
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = createScanner(text, false);
    if (text.charCodeAt(0) === 0xfeff) {
      this.#scanner.setPosition(1);
    }
  }

  read(): TreeNode | undefined {
    this.#next();
    return this.#token === kinds.end ? undefined : this.#value(0, -1);
  }

  #value(depth: number, column: number): TreeNode {
    const start = this.#scanner.getTokenOffset();
    if (depth > deepest) {
      return this.#skip(start);
    }
    switch (this.#token) {
      case kinds.openBrace:
        return this.#object(start, depth, column);
      case kinds.openBracket:
        return this.#array(start, depth, column);
      default:
        return this.#scalar(start);
    }
  }

  #object(start: number, depth: number, column: number): MapNode {
    const entries: Entry[] = [];
    this.#next();
    while (this.#token !== kinds.end) {
      if (this.#token === kinds.closeBrace) {
        if (this.#surplus(column)) {
          this.#next();
          continue;
        }
        this.#next();
        break;
      }
      if (this.#token === kinds.string) {
        if (this.#leftOf(column)) {
          break;
        }
        entries.push(this.#entry(depth));
      } else {
        // A comma, or a stray bracket or word: of no meaning here.
        this.#next();
      }
    }
    return {
      kind: 'map',
      entries,
      flow: true,
      tag: undefined,
      range: { start, end: this.#end },
    };
  }

  #entry(depth: number): Entry {
    const scanner = this.#scanner;
    const keyRange = this.#tokenRange();
    const key = scanner.getTokenValue();
    const column = this.#firstOnLine(keyRange.start) ? this.#column(keyRange.start) : -1;
    this.#next();
    if (this.#token !== kinds.colon) {
      return this.#half(key, keyRange);
    }
    this.#next();
    const nothing =
      this.#token === kinds.end ||
      this.#token === kinds.closeBrace ||
      this.#token === kinds.closeBracket ||
      this.#token === kinds.comma;
    if (nothing || (this.#token === kinds.string && this.#beginsEntry(scanner.getTokenOffset()))) {
      return this.#half(key, keyRange);
    }
    const value = this.#value(depth + 1, column);
    return {
      key,
      keyRange,
      value,
      valueRange: value.range,
      range: { start: keyRange.start, end: value.range.end },
    };
  }

  /** `"Key":` and then, on another line, the next key: the value has not been typed yet. */
  #beginsEntry(offset: number): boolean {
    return (
      this.#firstOnLine(offset) &&
      /^"(?:[^"\\\r\n]|\\.)*"[ \t]*:/.test(this.#text.slice(offset, offset + 300))
    );
  }

  #half(key: string, keyRange: TextRange): Entry {
    const range = { start: this.#end, end: this.#end };
    return {
      key,
      keyRange,
      value: brokenScalar(range),
      valueRange: range,
      range: { start: keyRange.start, end: this.#end },
    };
  }

  #array(start: number, depth: number, column: number): ListNode {
    const items: TreeNode[] = [];
    this.#next();
    while (this.#token !== kinds.end) {
      if (this.#token === kinds.closeBracket) {
        this.#next();
        break;
      }
      if (this.#token === kinds.comma) {
        this.#next();
      } else if (
        this.#token === kinds.closeBrace ||
        this.#token === kinds.colon ||
        (this.#token === kinds.string && this.#leftOf(column))
      ) {
        break;
      } else {
        items.push(this.#value(depth + 1, -1));
      }
    }
    return { kind: 'list', items, flow: true, tag: undefined, range: { start, end: this.#end } };
  }

  #scalar(start: number): ScalarNode {
    const token = this.#token;
    const quoted = token === kinds.string;
    const written = this.#scanner.getTokenValue();
    const sound = this.#isSound();
    this.#next();
    return {
      kind: 'scalar',
      text: token === kinds.null ? null : written,
      style: quoted ? 'double' : 'plain',
      broken: !sound,
      tag: undefined,
      range: { start, end: this.#end },
    };
  }

  /** Deeper than any template: stepped over without recursion. */
  #skip(start: number): ScalarNode {
    let open = 0;
    do {
      if (this.#token === kinds.openBrace || this.#token === kinds.openBracket) {
        open++;
      } else if (this.#token === kinds.closeBrace || this.#token === kinds.closeBracket) {
        open--;
      }
      this.#next();
    } while (open > 0 && this.#token !== kinds.end);
    return brokenScalar({ start, end: this.#end });
  }

  /** Whether the token in hand is whole and one that JSON knows. */
  #isSound(): boolean {
    return this.#token >= kinds.null && this.#token <= 11 && this.#scanner.getTokenError() === 0;
  }

  #leftOf(column: number): boolean {
    if (column < 0) {
      return false;
    }
    const start = this.#scanner.getTokenOffset();
    return this.#firstOnLine(start) && this.#column(start) <= column && this.#beginsEntry(start);
  }

  /** A brace right of the key it would close belongs to an object that was never opened. */
  #surplus(column: number): boolean {
    if (column < 0) {
      return false;
    }
    const start = this.#scanner.getTokenOffset();
    return this.#firstOnLine(start) && this.#column(start) > column;
  }

  #tokenRange(): TextRange {
    const start = this.#scanner.getTokenOffset();
    return { start, end: start + this.#scanner.getTokenLength() };
  }

  #firstOnLine(offset: number): boolean {
    for (let index = offset - 1; index >= 0; index--) {
      const code = this.#text.charCodeAt(index);
      if (code === 10 || code === 13) {
        return true;
      }
      if (code !== 32 && code !== 9) {
        return false;
      }
    }
    return true;
  }

  #column(offset: number): number {
    let start = offset;
    while (start > 0 && this.#text.charCodeAt(start - 1) !== 10 && this.#text.charCodeAt(start - 1) !== 13) {
      start--;
    }
    return offset - start;
  }

  #next(): void {
    this.#end = this.#token === kinds.end ? this.#end : this.#scanner.getPosition();
    for (;;) {
      this.#token = this.#scanner.scan();
      switch (this.#token) {
        case kinds.trivia:
        case kinds.lineBreak:
          continue;
        case kinds.lineComment:
        case kinds.blockComment:
          this.#comment();
          continue;
        default:
          return;
      }
    }
  }

  #comment(): void {
    const range = this.#tokenRange();
    this.comments.push({ range, text: withoutMarks(this.#text, range) });
  }
}
