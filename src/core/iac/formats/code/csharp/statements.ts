import { LaterExpressionStatement } from '../later.ts';
import type { Expression, Statement } from '../syntax.ts';
import { Blocks } from './blocks.ts';
import { endOfType, endOfTypeArguments, type Source } from './cursor.ts';
import { modifiersOfStatements } from './heads.ts';
import { importAt } from './imports.ts';

/** Statements of C# (ECMA-334, "Statements"), and what is outside of classes. */
export class Statements extends Blocks {
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
      at = Math.max(this.statement(at, to, into), at + 1);
    }
    return into;
  }

  /** Reads the statement that starts at a token; answers what follows it. */
  protected statement(begin: number, to: number, into: Statement[]): number {
    const { source } = this;
    if (this.isTooDeep) {
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
        return this.block(at, at, into, false);
      case 'namespace':
        return this.#namespace(at, to, into);
      case 'using':
        return this.#using(at, to, into);
      case 'global':
        return source.at(at + 1) === 'using'
          ? this.#using(at + 1, to, into)
          : this.#declaration(begin, at, to, into);
      case 'if':
        return this.choice(at, to, into);
      case 'for':
      case 'foreach':
      case 'while':
        return this.loop(at, to, into);
      case 'await':
        return /^(?:foreach|using)$/.test(source.at(at + 1))
          ? this.statement(at + 1, to, into)
          : this.#declaration(begin, at, to, into);
      case 'do':
        return this.embedded(at, at + 1, to, into, undefined);
      case 'try':
      case 'finally':
      case 'else':
        return source.at(at + 1) === '{' ? this.block(at, at + 1, into, false) : at + 1;
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

  #blockBehind(begin: number, at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const word = source.at(at);
    const open = Math.min(source.find(openBrace, at, to), to);
    const isOther = open >= to || source.find(semicolon, at, open) < open;
    if (isOther || source.at(at + 1) === '.') {
      return this.#declaration(begin, at, to, into);
    }
    if (/^(?:switch|lock|fixed)$/.test(word) && source.at(at + 1) === '(') {
      this.heads(at + 2, source.partner(at + 1), into);
    }
    return this.block(at, open, into, word === 'catch' || word === 'switch');
  }

  /** The members of a namespace are beside what the file has. */
  #namespace(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    const next = source.find(bodyOrEnd, at, to);
    if (source.at(next) !== '{' || next >= to) {
      return next + 1;
    }
    into.push(...this.inner(next + 1, source.partner(next)));
    return source.afterClosing(next);
  }

  /** What is imported; else what is closed where its block ends. */
  #using(at: number, to: number, into: Statement[]): number {
    const { source } = this;
    if (source.at(at + 1) === '(') {
      const end = source.afterClosing(at + 1);
      this.simple(at + 2, source.partner(at + 1), into);
      return source.at(end) === '{' ? this.block(at, end, into, false) : end;
    }
    const type = endOfType(source, at + 1);
    const isDeclaration = type !== undefined && source.isName(type) && source.at(type + 1) === '=';
    const end = this.endOfStatement(at + 1, to);
    if (isDeclaration) {
      this.simple(at + 1, end, into);
      return end + 1;
    }
    const imported = importAt(this.source, at, end);
    if (imported) {
      into.push(imported);
    }
    return end + 1;
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
          const type = this.yielded;
          const read = (): Expression =>
            type ? this.valueOfType([at + 2, end], type) : this.expression(at + 2, end);
          into.push(
            new LaterExpressionStatement(range, this.later(read), type && this.withType(type, range)),
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
    this.simple(next, end, into, Math.min(end + 1, to));
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
}

const colon = new Set([':']);
const semicolon = new Set([';']);
const openBrace = new Set(['{']);
const bodyOrEnd = new Set(['{', ';']);
const bodyOfFunction = new Set(['{', '=>', ';', '=', ',', '.']);
