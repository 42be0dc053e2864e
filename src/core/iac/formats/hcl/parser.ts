import type { TextRange } from '../../../base/text.ts';
import { BracketParser, deepest } from './brackets.ts';
import {
  bang,
  dot,
  isDigit,
  isNameStart,
  lessThan,
  minus,
  openBrace,
  openBracket,
  openParenthesis,
  quote,
} from './characters.ts';
import { heredocAt } from './heredoc.ts';
import { operatorAt, precedenceOf } from './operators.ts';
import { skipString } from './skip.ts';
import type { BinaryOperator, Expression, SplatStep, Template, TemplatePart } from './syntax.ts';
import { partsOf, type TemplateForm } from './template.ts';

/** Reads one expression. Inside brackets line ends mean nothing, outside they end it. */
export class ExpressionParser extends BracketParser {
  expression(): Expression {
    if (this.depth >= deepest) {
      this.isIncomplete = true;
      return this.broken(this.position);
    }
    this.depth++;
    const result = this.#conditional();
    this.depth--;
    return result;
  }

  protected keyExpression(): Expression {
    return this.#binary(1);
  }

  #conditional(): Expression {
    this.skipSpace();
    const start = this.position;
    const condition = this.#binary(1);
    if (!this.take('?')) {
      return condition;
    }
    const yes = this.expression();
    const separated = this.take(':');
    const no = separated ? this.expression() : this.broken(this.position);
    return { kind: 'conditional', condition, yes, no, range: { start, end: no.range.end } };
  }

  #binary(lowest: number): Expression {
    let left = this.#unary();
    for (let steps = 0; ; steps++) {
      if (steps > deepest) {
        this.isIncomplete = true;
        return this.broken(left.range.start);
      }
      const operator = this.#operator(lowest);
      if (!operator) {
        return left;
      }
      const right = this.#binary(precedenceOf(operator) + 1);
      left = {
        kind: 'binary',
        operator,
        left,
        right,
        range: { start: left.range.start, end: right.range.end },
      };
    }
  }

  #operator(lowest: number): BinaryOperator | undefined {
    this.skipSpace();
    const operator = operatorAt(this.text, this.position, this.limit);
    if (!operator || precedenceOf(operator) < lowest) {
      return undefined;
    }
    this.position += operator.length;
    return operator;
  }

  #unary(): Expression {
    this.skipSpace();
    const start = this.position;
    const code = this.code();
    if ((code !== bang && code !== minus) || start >= this.limit) {
      return this.#postfix();
    }
    if (this.depth >= deepest) {
      return this.broken(start);
    }
    this.position++;
    this.depth++;
    const operand = this.#unary();
    this.depth--;
    return {
      kind: 'unary',
      operator: code === bang ? '!' : '-',
      operand,
      range: { start, end: operand.range.end },
    };
  }

  #postfix(): Expression {
    let object = this.#primary();
    if (object.kind === 'broken') {
      return object;
    }
    const { start } = object.range;
    for (let steps = 0; ; steps++) {
      if (steps > deepest) {
        this.isIncomplete = true;
        return this.broken(start);
      }
      this.#skipBeforeStep();
      const code = this.position < this.limit ? this.code() : 0;
      if (code === dot && this.text.charCodeAt(this.position + 1) !== dot) {
        this.position++;
        if (this.takeHere('*')) {
          object = this.#splat(object, start, true);
          continue;
        }
        const step = this.#memberStep();
        if (!step) {
          return this.broken(start);
        }
        const range = { start, end: this.position };
        object =
          step.kind === 'member'
            ? { kind: 'member', name: step.name, object, range }
            : { kind: 'index', key: step.key, object, range };
      } else if (code === openBracket) {
        this.position++;
        if (/^\s*\*\s*\]/.test(this.text.slice(this.position, Math.min(this.position + 12, this.limit)))) {
          this.position = this.text.indexOf(']', this.position) + 1;
          object = this.#splat(object, start, false);
          continue;
        }
        const key = this.inBrackets(() => this.expression(), ']');
        object = { kind: 'index', object, key, range: { start, end: this.position } };
      } else {
        return object;
      }
    }
  }

  /** A step may be on the next line inside brackets. */
  #skipBeforeStep(): void {
    const before = this.position;
    this.skipSpace();
    const code = this.code();
    const continues = code === dot || (code === openBracket && before === this.position);
    if (!continues) {
      this.position = before;
    }
  }

  #memberStep(): { kind: 'member'; name: string } | { kind: 'index'; key: Expression } | undefined {
    const start = this.position;
    if (isDigit(this.code())) {
      while (this.position < this.limit && isDigit(this.code())) {
        this.position++;
      }
      const value = Number(this.text.slice(start, this.position));
      return { kind: 'index', key: { kind: 'literal', value, range: { start, end: this.position } } };
    }
    if (this.position >= this.limit || !isNameStart(this.code())) {
      return undefined;
    }
    const name = this.name();
    return name === undefined ? undefined : { kind: 'member', name };
  }

  #splat(object: Expression, start: number, membersOnly: boolean): Expression {
    const steps: SplatStep[] = [];
    for (;;) {
      const code = this.position < this.limit ? this.code() : 0;
      if (code === dot) {
        this.position++;
        const step = this.#memberStep();
        if (!step) {
          return this.broken(start);
        }
        steps.push(step);
      } else if (code === openBracket && !membersOnly) {
        this.position++;
        steps.push({ kind: 'index', key: this.inBrackets(() => this.expression(), ']') });
      } else {
        return { kind: 'splat', object, steps, range: { start, end: this.position } };
      }
    }
  }

  #primary(): Expression {
    this.skipSpace();
    const start = this.position;
    if (start >= this.limit) {
      return this.broken(start);
    }
    const code = this.code();
    if (code === quote) {
      return this.#quoted(start);
    }
    if (code === lessThan && this.text.charCodeAt(start + 1) === lessThan) {
      return this.#heredoc(start);
    }
    if (isDigit(code)) {
      return this.#number(start);
    }
    switch (code) {
      case openParenthesis: {
        this.position++;
        const inner = this.inBrackets(() => this.expression(), ')');
        return { kind: 'parentheses', inner, range: { start, end: this.position } };
      }
      case openBracket:
        this.position++;
        return this.tuple(start);
      case openBrace:
        this.position++;
        return this.object(start);
    }
    return this.#named(start);
  }

  #named(start: number): Expression {
    let name = this.name();
    if (name === undefined) {
      return this.broken(start);
    }
    while (this.takeHere('::')) {
      name += `::${this.name() ?? ''}`;
    }
    const end = this.position;
    if (this.takeHere('(')) {
      return this.call(start, name);
    }
    const range = { start, end };
    switch (name) {
      case 'true':
      case 'false':
        return { kind: 'literal', value: name === 'true', range };
      case 'null':
        return { kind: 'literal', value: null, range };
      default:
        return { kind: 'variable', name, range };
    }
  }

  #number(start: number): Expression {
    const match = /^\d+(\.\d+)?([eE][+-]?\d+)?/.exec(
      this.text.slice(start, Math.min(start + 64, this.limit)),
    );
    this.position = start + (match?.[0].length ?? 1);
    const range = { start, end: this.position };
    return { kind: 'literal', value: Number(this.text.slice(start, this.position)), range };
  }

  #quoted(start: number): Template {
    const end = skipString(this.text, start, this.limit);
    const closed = end > start + 1 && this.text.charCodeAt(end - 1) === quote;
    this.isIncomplete ||= !closed;
    const inner = { start: start + 1, end: closed ? end - 1 : end };
    this.position = end;
    return {
      kind: 'template',
      form: 'quoted',
      parts: templateParts(this.text, inner, 'quoted', this.depth),
      range: { start, end },
      inner,
      closed,
    };
  }

  #heredoc(start: number): Expression {
    const heredoc = heredocAt(this.text, start, this.limit);
    if (!heredoc) {
      return this.broken(start);
    }
    this.position = heredoc.end;
    this.isIncomplete ||= !heredoc.closed;
    return {
      kind: 'template',
      form: 'heredoc',
      parts: templateParts(this.text, heredoc.inner, heredoc.indented ? 'indented' : 'heredoc', this.depth),
      range: { start, end: heredoc.end },
      inner: heredoc.inner,
      closed: heredoc.closed,
    };
  }
}

/** The parts of a template that is in this range of the text. */
export function templateParts(text: string, range: TextRange, form: TemplateForm, depth = 0): TemplatePart[] {
  return partsOf(text, range, form, openParser, depth);
}

function openParser(text: string, offset: number, limit: number, depth: number): ExpressionParser {
  return new ExpressionParser(text, offset, limit, depth);
}
