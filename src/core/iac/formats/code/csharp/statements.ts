import type { TextRange } from '../../../../base/text.ts';
import { LaterDeclare, LaterExpressionStatement } from '../later.ts';
import type { Expression, Import, Pattern, Statement } from '../syntax.ts';
import { endOfType, endOfTypeArguments, type Source } from './cursor.ts';
import { Declarations } from './declarations.ts';
import { modifiersOfStatements } from './heads.ts';

/** Statements of C# (ECMA-334, "Statements"), and what is outside of classes. */
export class Statements extends Declarations {
  /** Statements in each other that are read at once. */
  #depth = 0;

  protected inside(source: Source, depth: number): Statements {
    return new Statements(source, depth);
  }

  /** All that a text holds. */
  all(): readonly Statement[] {
    return this.statements(0, this.source.length);
  }

  protected statements(from: number, to: number): Statement[] {
    const into: Statement[] = [];
    for (let at = from; at < to; ) {
      at = Math.max(this.#statement(at, to, into), at + 1);
    }
    return into;
  }

  /** Reads the statement that starts at a token; answers what follows it. */
  #statement(begin: number, to: number, into: Statement[]): number {
    const { source } = this;
    if (this.#depth >= deepest) {
      return to;
    }
    const at = this.afterAttributes(begin, to);
    switch (source.at(at)) {
      case ';':
      case ')':
      case ']':
      case '}':
      case 'break':
      case 'continue':
        return at + 1;
      case '{':
        return this.#block(at, at, into, false);
      case 'namespace':
        return this.#namespace(at, to, into);
      case 'using':
        return this.#using(at, to, into);
      case 'global':
        return source.at(at + 1) === 'using'
          ? this.#using(at + 1, to, into)
          : this.#declaration(begin, at, to, into);
      case 'if':
        return this.#if(at, to, into);
      case 'for':
      case 'foreach':
      case 'while':
        return this.#loop(at, to, into);
      case 'await':
        return /^(?:foreach|using)$/.test(source.at(at + 1))
          ? this.#statement(at + 1, to, into)
          : this.#declaration(begin, at, to, into);
      case 'do':
        return this.#embedded(at, at + 1, to, into, undefined);
      case 'try':
      case 'finally':
      case 'else':
        return source.at(at + 1) === '{' ? this.#block(at, at + 1, into, false) : at + 1;
      case 'catch':
      case 'switch':
      case 'lock':
      case 'fixed':
      case 'unsafe':
      case 'checked':
      case 'unchecked':
        return this.#blockBehind(begin, at, to, into);
      case 'default':
        return source.at(at + 1) === ':' ? at + 2 : this.#declaration(begin, at, to, into);
      case 'case':
        return Math.min(source.find(colon, at, to) + 1, to);
      case 'return':
      case 'throw':
      case 'yield':
      case 'goto':
        return this.#jump(at, to, into);
      default:
        // A label.
        return source.isName(at) && source.at(at + 1) === ':'
          ? at + 2
          : this.#declaration(begin, at, to, into);
    }
  }

  #block(begin: number, open: number, into: Statement[], isUncertain: boolean): number {
    const end = this.source.afterClosing(open);
    const body = this.#inner(open + 1, this.source.partner(open));
    into.push({ kind: 'block', body, isUncertain, range: this.source.range(begin, end) });
    return end;
  }

  #inner(from: number, to: number): Statement[] {
    this.#depth++;
    const read = this.statements(from, to);
    this.#depth--;
    return read;
  }

  #blockBehind(begin: number, at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const word = source.at(at);
    const open = Math.min(source.find(openBrace, at, to), to);
    const isOther = open >= to || source.find(semicolon, at, open) < open;
    return isOther || source.at(at + 1) === '.'
      ? this.#declaration(begin, at, to, into)
      : this.#block(at, open, into, word === 'catch' || word === 'switch');
  }

  /** The members of a namespace are beside what the file has. */
  #namespace(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const next = source.find(bodyOrEnd, at, to);
    if (source.at(next) !== '{' || next >= to) {
      return next + 1;
    }
    into.push(...this.#inner(next + 1, source.partner(next)));
    return source.afterClosing(next);
  }

  /** What is imported; else what is closed where its block ends. */
  #using(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    if (source.at(at + 1) === '(') {
      const end = source.afterClosing(at + 1);
      this.#simple(at + 2, source.partner(at + 1), into);
      return source.at(end) === '{' ? this.#block(at, end, into, false) : end;
    }
    const type = endOfType(source, at + 1);
    const isDeclaration = type !== undefined && source.isName(type) && source.at(type + 1) === '=';
    const end = this.endOfStatement(at + 1, to);
    if (isDeclaration) {
      this.#simple(at + 1, end, into);
      return end + 1;
    }
    const imported = this.#import(at, end);
    if (imported) {
      into.push(imported);
    }
    return end + 1;
  }

  #import(at: number, end: number): Import | undefined {
    const { source } = this;
    const range = source.range(at, source.at(end) === ';' ? end + 1 : end);
    let from = at + 1;
    if (source.at(from) === 'static') {
      from++;
    }
    if (source.at(from + 1) === '=') {
      const module = source.written(from + 2, end).replaceAll(/\s+|^global::/g, '');
      const local = source.at(from);
      return {
        kind: 'import',
        module,
        names: [{ imported: undefined, local, range: source.range(from, end) }],
        range,
      };
    }
    const module = source.written(from, end).replaceAll(/\s+|^global::/g, '');
    const name = { imported: '*', local: '*', range: source.range(from, end) };
    return module === '' ? undefined : { kind: 'import', module, names: [name], range };
  }

  #if(at: number, to: number, into: Statement[]): number {
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
      into.push(...this.#inner(at + 1, this.source.partner(at)));
      return this.source.afterClosing(at);
    }
    this.#depth++;
    const end = at < to ? this.#statement(at, to, into) : at;
    this.#depth--;
    return end;
  }

  #loop(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    if (source.at(at + 1) !== '(') {
      return at + 1;
    }
    const close = source.partner(at + 1);
    const word = source.at(at) === 'foreach' ? this.#wordOf('in', at + 2, close) : close;
    const isEach = word < close && source.isName(word - 1);
    const over = isEach ? this.expression(word + 1, close) : undefined;
    return this.#embedded(
      at,
      source.afterClosing(at + 1),
      to,
      into,
      over,
      isEach ? source.at(word - 1) : undefined,
    );
  }

  #wordOf(word: string, from: number, to: number): number {
    for (let at = from; at < to; at = Math.max(this.source.behind(at), at + 1)) {
      if (this.source.at(at) === word) {
        return at;
      }
    }
    return to;
  }

  #embedded(
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

  #jump(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const end = this.endOfStatement(at, to);
    const range = source.range(at, Math.min(end + 1, to));
    switch (source.at(at)) {
      case 'throw':
        into.push({ kind: 'fail', range });
        break;
      case 'return':
        into.push({ kind: 'return', value: end > at + 1 ? this.expression(at + 1, end) : undefined, range });
        break;
      case 'yield':
        if (end > at + 2) {
          into.push(
            new LaterExpressionStatement(
              range,
              this.later(() => this.expression(at + 2, end)),
            ),
          );
        }
        break;
    }
    return end + 1;
  }

  /** A class, a function, a variable, or what is done with one. */
  #declaration(begin: number, at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const next = this.afterModifiers(at, to, modifiersOfStatements);
    const head = this.typeHead(next, to);
    if (head) {
      this.declareType(head, source.range(begin, head.end), into);
      return head.end;
    }
    if (source.at(next) === 'delegate' && source.isName(next + 1)) {
      return this.endOfStatement(next, to) + 1;
    }
    const type = endOfType(source, next);
    const isNamed =
      type !== undefined &&
      type < to &&
      source.isName(type) &&
      !/^(?:is|as|switch|with)$/.test(source.at(type));
    if (isNamed && type !== undefined) {
      const generic = source.at(type + 1) === '<' ? endOfTypeArguments(source, type + 1) : undefined;
      const list = generic ?? type + 1;
      const body = source.at(list) === '(' ? source.find(bodyOfFunction, source.afterClosing(list), to) : to;
      if (source.at(list) === '(' && body < to && /^(?:\{|=>)$/.test(source.at(body))) {
        return this.#function(begin, [next, type], list, body, to, into);
      }
    }
    const end = this.endOfStatement(next, to);
    this.#simple(next, end, into, Math.min(end + 1, to));
    return end + 1;
  }

  #function(
    begin: number,
    [from, name]: readonly [number, number],
    list: number,
    body: number,
    to: number,
    into: Statement[],
  ): number {
    const { source } = this;
    const isShort = source.at(body) === '=>';
    const end = isShort ? this.endOfStatement(body, to) + 1 : source.afterClosing(body);
    const range = source.range(begin, Math.min(end, to));
    const parameters = [list + 1, source.partner(list)] as const;
    const declaration = this.functionOf(parameters, () => this.bodyAt(body, end, [from, name]), range);
    into.push({ kind: 'function-statement', name: source.at(name), declaration, range });
    return end;
  }

  /** A variable, an assignment or an expression, without what ends it; `last` is what follows that. */
  #simple(from: number, to: number, into: Statement[], last = to): void {
    const { source } = this;
    if (from >= to) {
      return;
    }
    const statement = source.range(from, last);
    const type = endOfType(source, from);
    if (type !== undefined && type < to && source.isName(type) && this.#isVariable(type, to)) {
      this.#variables([from, type], to, statement, into);
      return;
    }
    const isVar = source.at(from) === 'var' && source.at(from + 1) === '(';
    const list = isVar ? from + 1 : from;
    const close = source.at(list) === '(' ? source.afterClosing(list) : -1;
    if (close > 0 && close < to && source.at(close) === '=') {
      this.#deconstruct(list, close, to, statement, into);
      return;
    }
    const sign = this.#assignment(from, to);
    if (sign === undefined) {
      into.push(
        new LaterExpressionStatement(
          statement,
          this.later(() => this.expression(from, to)),
        ),
      );
      return;
    }
    const operator = source.at(sign);
    if (operator === '=' && sign === from + 1 && source.at(from) === '_') {
      into.push(
        new LaterExpressionStatement(
          statement,
          this.later(() => this.expression(sign + 1, to)),
        ),
      );
      return;
    }
    into.push({
      kind: 'assign',
      target: this.expression(from, sign),
      value: this.expression(sign + 1, to),
      operator: operator === '=' || operator === '??=' ? operator : 'other',
      range: statement,
    });
  }

  #isVariable(name: number, to: number): boolean {
    const { source } = this;
    const next = source.at(name + 1);
    return !/^(?:is|as|switch|with)$/.test(source.at(name)) && (name + 1 >= to || /^[=,;]$/.test(next));
  }

  #variables(type: readonly [number, number], to: number, statement: TextRange, into: Statement[]): void {
    const { source } = this;
    for (const [from, end] of source.parts(type[1], to)) {
      if (!source.isName(from)) {
        continue;
      }
      const name = source.at(from).replace(/^@/, '');
      const hasValue = source.at(from + 1) === '=' && from + 2 < end;
      const declared = {
        target: { kind: 'name' as const, name, range: source.range(from, from + 1) },
        type: source.at(type[0]) === 'var' ? undefined : source.written(...type),
        statement,
        range: source.range(from, end),
      };
      into.push(
        new LaterDeclare(
          declared,
          hasValue ? this.later(() => this.valueOfType([from + 2, end], type)) : undefined,
        ),
      );
    }
  }

  /** `var (a, b) = …`, `(a, b) = …`. */
  #deconstruct(list: number, sign: number, to: number, statement: TextRange, into: Statement[]): void {
    const { source } = this;
    const parts = source.parts(list + 1, source.partner(list)).flatMap(([, end], index) => {
      const name = end - 1;
      const range = source.range(name, name + 1);
      return source.isName(name) && source.at(name) !== '_'
        ? [{ property: undefined, index, name: source.at(name), range }]
        : [];
    });
    const target: Pattern = { kind: 'parts', parts };
    const declared = { target, type: undefined, statement, range: statement };
    into.push(
      new LaterDeclare(
        declared,
        this.later(() => this.expression(sign + 1, to)),
      ),
    );
  }

  /** The sign of an assignment, outside of brackets and in front of any function. */
  #assignment(from: number, to: number): number | undefined {
    const { source } = this;
    const sign = source.find(assignments, from, to);
    return sign < to && source.at(sign) !== '=>' ? sign : undefined;
  }
}

/** Statements in each other. */
const deepest = 150;

const colon = new Set([':']);
const semicolon = new Set([';']);
const openBrace = new Set(['{']);
const bodyOrEnd = new Set(['{', ';']);
const bodyOfFunction = new Set(['{', '=>', ';', '=', ',', '.']);
const assignments = new Set(['=', '??=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '=>']);
