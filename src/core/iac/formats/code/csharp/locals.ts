import type { TextRange } from '../../../../base/text.ts';
import { appendingOf, changeOf, memberOrIndex } from '../expressions.ts';
import { LaterDeclare, LaterExpressionStatement } from '../later.ts';
import type { Argument, Assign, Pattern, Statement } from '../syntax.ts';
import { endOfType } from './cursor.ts';
import { Declarations } from './declarations.ts';
import type { Type } from './scope.ts';
import { typeOfItems } from './targets.ts';

/** Methods that change a list or a dictionary. */
const changingMethods: readonly string[] = [
  ...['Add', 'AddRange', 'Clear', 'Insert', 'InsertRange', 'TryAdd'],
  ...['Remove', 'RemoveAll', 'RemoveAt', 'RemoveRange', 'Reverse', 'Sort'],
];

/** Variables of C#, what they are given, and expressions that stand alone (ECMA-334, "Declaration statements", "Expression statements"). */
export abstract class Locals extends Declarations {
  /** A variable, an assignment or an expression, without what ends it; `last` is what follows that. */
  protected simple(from: number, to: number, into: Statement[], last = to): void {
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
        this.#change(from, to) ??
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
    const wanted = makesNew.test(source.written(sign + 1, to)) ? this.#typeAt(from, sign) : undefined;
    into.push({
      kind: 'assign',
      target: this.expression(from, sign),
      value: wanted ? this.valueOfType([sign + 1, to], wanted) : this.expression(sign + 1, to),
      operator: operator === '=' || operator === '??=' ? operator : 'other',
      ...(wanted && { withType: this.withType(wanted, statement) }),
      range: statement,
    });
  }

  /** The type of a variable or a field that is declared with one, and of an item of it. */
  #typeAt(from: number, to: number): Type | undefined {
    const { source, scope } = this;
    const isOwn = source.at(from) === 'this' && source.at(from + 1) === '.';
    const name = isOwn ? from + 2 : from;
    const type = isOwn ? scope.typeOfField(source.at(name)) : scope.typeOf(source.at(name));
    const isItem = source.at(name + 1) === '[' && source.afterClosing(name + 1) === to;
    return type && isItem ? typeOfItems(type, source) : name + 1 === to ? type : undefined;
  }

  /** What a method does to the list or dictionary of a name. */
  #change(from: number, to: number): Assign | undefined {
    const { source } = this;
    let open = from;
    while (open < to && (source.isName(open) || source.at(open) === '.')) {
      open++;
    }
    const isMeant = source.at(open) === '(' && changingMethods.includes(source.at(open - 1));
    const call = isMeant && source.afterClosing(open) === to ? this.expression(from, to) : undefined;
    if (call?.kind !== 'call' || call.callee.kind !== 'member') {
      return undefined;
    }
    const { callee, range } = call;
    const type = makesNew.test(source.written(open, to)) ? this.#typeAt(from, open - 2) : undefined;
    const item = type && typeOfItems(type, source);
    const args = item ? call.args.map(one => this.#argumentOf(one, item)) : call.args;
    const [first, second] = args;
    const change: Assign | undefined =
      callee.name !== 'Add' || !first
        ? changeOf(call)
        : second
          ? {
              kind: 'assign',
              target: memberOrIndex(callee.object, first.value, range),
              value: second.value,
              operator: '=',
              range,
            }
          : appendingOf({ ...call, args });
    return change && item ? { ...change, withType: this.withType(item, range) } : change;
  }

  /** What is added to a collection of some type. */
  #argumentOf({ value, range, hasCalls }: Argument, type: Type): Argument {
    return { value: this.ofType(value, type), range, hasCalls };
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
      const own = this.#ownType(type, from + 2);
      if (own) {
        this.scope.declare(name, own);
      }
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

  /** `Trail` of `Trail one = …`, and of `var one = new Trail(…)`. */
  #ownType(type: Type, value: number): Type | undefined {
    const { source } = this;
    if (source.at(type[0]) !== 'var') {
      return type;
    }
    const end = source.at(value) === 'new' ? endOfType(source, value + 1) : undefined;
    return end === undefined ? undefined : [value + 1, end];
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

/** An object whose class is known from where it stands. */
const makesNew = /\bnew\s*\(/;

const assignments = new Set(['=', '??=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '=>']);
