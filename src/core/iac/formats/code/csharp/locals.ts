import type { TextRange } from '../../../../base/text.ts';
import { appendingOf, changeOf, memberOrIndex } from '../expressions.ts';
import { LaterDeclare, LaterExpressionStatement } from '../later.ts';
import type { Assign, Pattern, Statement } from '../syntax.ts';
import { endOfType } from './cursor.ts';
import { Declarations } from './declarations.ts';

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
    into.push({
      kind: 'assign',
      target: this.expression(from, sign),
      value: this.expression(sign + 1, to),
      operator: operator === '=' || operator === '??=' ? operator : 'other',
      range: statement,
    });
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
    const { callee, args, range } = call;
    const [first, second] = args;
    return callee.name !== 'Add' || !first
      ? changeOf(call)
      : second
        ? {
            kind: 'assign',
            target: memberOrIndex(callee.object, first.value, range),
            value: second.value,
            operator: '=',
            range,
          }
        : appendingOf(call);
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

const assignments = new Set(['=', '??=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '=>']);
