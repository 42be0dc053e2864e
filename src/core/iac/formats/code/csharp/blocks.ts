import type { Expression, Statement } from '../syntax.ts';
import { Locals } from './locals.ts';

/** Statements of C# that hold others: blocks, choices and loops (ECMA-334, "Blocks", "Selection statements", "Iteration statements"). */
export abstract class Blocks extends Locals {
  /** Statements in each other that are read at once. */
  #depth = 0;

  /** Reads the statement that starts at a token; answers what follows it. */
  protected abstract statement(begin: number, to: number, into: Statement[]): number;

  protected get isTooDeep(): boolean {
    return this.#depth >= deepest;
  }

  protected block(begin: number, open: number, into: Statement[], isUncertain: boolean): number {
    const end = this.source.afterClosing(open);
    const body = this.inner(open + 1, this.source.partner(open));
    into.push({ kind: 'block', body, isUncertain, range: this.source.range(begin, end) });
    return end;
  }

  protected inner(from: number, to: number): Statement[] {
    this.#depth++;
    const read = this.statements(from, to);
    this.#depth--;
    return read;
  }

  protected choice(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const hasTest = source.at(at + 1) === '(';
    const after = hasTest ? source.afterClosing(at + 1) : at + 1;
    const test: Expression = hasTest
      ? this.expression(at + 2, source.partner(at + 1))
      : this.unknown(at, at + 1);
    const whenTrue: Statement[] = [];
    const whenFalse: Statement[] = [];
    let end = this.#body(after, to, whenTrue);
    if (source.at(end) === 'else' && end < to) {
      end = this.#body(end + 1, to, whenFalse);
    }
    into.push({ kind: 'if', test, whenTrue, whenFalse, range: source.range(at, end) });
    return end;
  }

  /** The statement, or the statements of the block, at a token. */
  #body(at: number, to: number, into: Statement[]): number {
    if (this.source.at(at) === '{' && at < to) {
      into.push(...this.inner(at + 1, this.source.partner(at)));
      return this.source.afterClosing(at);
    }
    this.#depth++;
    const end = at < to ? this.statement(at, to, into) : at;
    this.#depth--;
    return end;
  }

  protected loop(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    if (source.at(at + 1) !== '(') {
      return at + 1;
    }
    const close = source.partner(at + 1);
    const word = source.at(at) === 'foreach' ? this.#wordOf('in', at + 2, close) : close;
    const isEach = word < close;
    if (!isEach) {
      this.heads(at + 2, close, into);
    }
    const over = isEach ? this.expression(word + 1, close) : undefined;
    return this.embedded(
      at,
      source.afterClosing(at + 1),
      to,
      into,
      over,
      isEach && source.isName(word - 1) ? source.at(word - 1) : undefined,
    );
  }

  /** What is declared, set and asked between the brackets of a loop or another block. */
  protected heads(from: number, to: number, into: Statement[]): void {
    for (let at = from; at < to; ) {
      const end = this.source.find(endsOfHead, at, to);
      this.simple(at, end, into);
      at = end + 1;
    }
  }

  #wordOf(word: string, from: number, to: number): number {
    for (let at = from; at < to; at = Math.max(this.source.behind(at), at + 1)) {
      if (this.source.at(at) === word) {
        return at;
      }
    }
    return to;
  }

  protected embedded(
    begin: number,
    at: number,
    to: number,
    into: Statement[],
    over: Expression | undefined,
    variable?: string,
  ): number {
    const body: Statement[] = [];
    const end = this.#body(at, to, body);
    into.push({ kind: 'loop', variable, over, body, range: this.source.range(begin, end) });
    return end;
  }
}

const endsOfHead = new Set([';']);

/** Statements in each other. */
const deepest = 150;
