import { closeBrace, closeBracket, closeParenthesis, comma, lineEnd, lineFeed, quote } from './characters.ts';
import { Scanner } from './scanner.ts';
import { skipString } from './skip.ts';
import type { Expression, ObjectItem } from './syntax.ts';

/** Deeper nesting than this is read as broken rather than risking the stack. */
export const deepest = 400;

/**
 * Reads what is in brackets: arguments, tuples, objects, `for`. What is missing becomes `broken`, and reading goes on with
 * the next item; `incomplete` says that a bracket was never closed, so that the lines after it may be no part of it.
 */
export abstract class BracketParser extends Scanner {
  protected depth: number;
  protected isIncomplete = false;

  /** `nesting`: the text is the inside of an interpolation, so deep in others; line ends mean nothing there. */
  constructor(text: string, start: number, limit: number, nesting?: number) {
    super(text, start, limit, nesting === undefined ? 0 : 1);
    this.depth = nesting ?? 0;
  }

  abstract expression(): Expression;

  /** An expression without `? :`, since the colon may separate a key from its value. */
  protected abstract keyExpression(): Expression;

  get incomplete(): boolean {
    return this.isIncomplete;
  }

  protected call(start: number, name: string): Expression {
    const args: Expression[] = [];
    let expands = false;
    this.brackets++;
    while (!this.take(')')) {
      if (this.position >= this.limit) {
        this.isIncomplete = true;
        break;
      }
      const before = this.position;
      args.push(this.expression());
      expands = this.take('...');
      this.#afterItem(before);
    }
    this.brackets--;
    return { kind: 'call', name, args, expands, range: { start, end: this.position } };
  }

  protected tuple(start: number): Expression {
    this.brackets++;
    if (this.takeWord('for')) {
      const result = this.#for(start, ']');
      this.brackets--;
      return result;
    }
    const items: Expression[] = [];
    while (!this.take(']')) {
      if (this.position >= this.limit) {
        this.isIncomplete = true;
        break;
      }
      const before = this.position;
      items.push(this.expression());
      this.#afterItem(before);
    }
    this.brackets--;
    return { kind: 'tuple', items, range: { start, end: this.position } };
  }

  protected object(start: number): Expression {
    this.brackets++;
    if (this.takeWord('for')) {
      const result = this.#for(start, '}');
      this.brackets--;
      return result;
    }
    const items: ObjectItem[] = [];
    while (!this.take('}')) {
      if (this.position >= this.limit) {
        this.isIncomplete = true;
        break;
      }
      const before = this.position;
      const item = this.#objectItem();
      if (item) {
        items.push(item);
      }
      this.#afterItem(before);
    }
    this.brackets--;
    return { kind: 'object', items, range: { start, end: this.position } };
  }

  #objectItem(): ObjectItem | undefined {
    const start = this.position;
    if (this.depth >= deepest) {
      return undefined;
    }
    this.depth++;
    const key = this.#asKey(this.keyExpression());
    this.depth--;
    if (!this.take('=') && !this.take(':')) {
      return undefined;
    }
    // A value that is missing must not be taken from the next line.
    const brackets = this.brackets;
    this.brackets = 0;
    this.skipSpace();
    const missing = this.position >= this.limit || this.code() === lineFeed;
    const value = missing ? this.broken(this.position) : this.expression();
    this.brackets = brackets;
    return { key, value, range: { start, end: value.range.end } };
  }

  #asKey(key: Expression): Expression {
    if (key.kind !== 'variable') {
      return key;
    }
    const { range } = key;
    const parts = [{ kind: 'text' as const, text: key.name, range }];
    return { kind: 'template', form: 'quoted', parts, range, inner: range, closed: true };
  }

  #for(start: number, closer: ']' | '}'): Expression {
    const first = this.name();
    const second = this.take(',') ? this.name() : undefined;
    const inWord = this.takeWord('in');
    const collection = inWord ? this.expression() : this.broken(this.position);
    const colon = this.take(':');
    let key: Expression | undefined;
    let value = colon ? this.expression() : this.broken(this.position);
    if (closer === '}') {
      key = value;
      value = this.take('=>') ? this.expression() : this.broken(this.position);
    }
    const grouped = this.take('...');
    const condition = this.takeWord('if') ? this.expression() : undefined;
    if (!this.take(closer)) {
      this.isIncomplete = true;
      this.#skipTo(closer);
    }
    return {
      kind: 'for',
      keyName: second === undefined ? undefined : first,
      valueName: second ?? first ?? '',
      collection,
      key,
      value,
      condition,
      grouped,
      range: { start, end: this.position },
    };
  }

  /** To the next item of a list: over its comma, or over what could not be read. */
  #afterItem(before: number): void {
    if (this.take(',')) {
      return;
    }
    const code = this.code();
    if (code === closeBrace || code === closeBracket || code === closeParenthesis) {
      if (this.position === before) {
        this.isIncomplete = true;
        this.position++;
      }
      return;
    }
    if (this.position === before) {
      this.isIncomplete = true;
      this.position = Math.max(before + 1, this.#endOfBrokenItem());
    }
  }

  #endOfBrokenItem(): number {
    let offset = this.position;
    while (offset < this.limit) {
      const code = this.text.charCodeAt(offset);
      if (code === quote) {
        offset = skipString(this.text, offset, this.limit);
      } else if (
        code === lineFeed ||
        code === comma ||
        code === closeBrace ||
        code === closeBracket ||
        code === closeParenthesis
      ) {
        return offset;
      } else {
        offset++;
      }
    }
    return offset;
  }

  #skipTo(closer: string): void {
    const end = lineEnd(this.text, this.position, this.limit);
    const found = this.text.indexOf(closer, this.position);
    this.position = found !== -1 && found < end ? found + 1 : this.position;
  }

  protected inBrackets(read: () => Expression, closer: string): Expression {
    this.brackets++;
    const result = read();
    if (!this.take(closer)) {
      this.isIncomplete = true;
    }
    this.brackets--;
    return result;
  }

  protected broken(start: number): Expression {
    return { kind: 'broken', range: { start, end: Math.max(start, this.position) } };
  }
}
