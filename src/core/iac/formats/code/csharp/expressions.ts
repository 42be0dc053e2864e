import type { TextRange } from '../../../../base/text.ts';
import type { Expression, FunctionDeclaration, Statement } from '../syntax.ts';
import { deepest, type Place } from './creations.ts';
import { Operations } from './operations.ts';

/**
 * Expressions of C# (ECMA-334, "Expressions"; up to C# 13): choices, assignments and lambdas, and in them what the classes below
 * read. What is between brackets is read on demand. Never throws, and always moves on.
 */
export abstract class Expressions extends Operations {
  /** A function by what is between its brackets, or the name of its only parameter. */
  protected abstract functionOf(
    parameters: readonly [number, number] | number | undefined,
    body: () => readonly Statement[],
    range: TextRange,
  ): FunctionDeclaration;

  protected abstract statements(from: number, to: number): Statement[];

  /** The expression that some tokens are. */
  expression(from: number, to: number): Expression {
    return this.next({ at: from, to });
  }

  /** Reads one expression; what is left of it that has no meaning is passed over by the caller. */
  protected next(place: Place): Expression {
    const from = place.at;
    if (this.depth >= deepest) {
      place.at = place.to;
      return this.unknown(from, place.to);
    }
    this.depth++;
    const read = this.#whole(place);
    this.depth--;
    place.at = Math.max(place.at, Math.min(from + 1, place.to));
    return read;
  }

  #whole(place: Place): Expression {
    const from = place.at;
    const lambda = this.#lambda(place);
    if (lambda) {
      return lambda;
    }
    const one = this.source.at(place.at);
    if (one === 'throw') {
      place.at = place.to;
      return this.unknown(from, place.to, this.expression(from + 1, place.to));
    }
    if (one === 'from' && this.source.isName(from + 1)) {
      return this.#query(place);
    }
    const test = this.operations(place, 0);
    if (this.#is(place, '?')) {
      place.at++;
      const yes = this.next(place);
      if (!this.#is(place, ':')) {
        return this.unknown(from, place.at, test, yes);
      }
      place.at++;
      const no = this.next(place);
      return { kind: 'conditional', test, yes, no, range: this.source.range(from, place.at) };
    }
    if (this.#isAssignment(place)) {
      place.at++;
      const value = this.next(place);
      return this.unknown(from, place.at, test, value);
    }
    return test;
  }

  /** `from x in y where … select …`: what its clauses give is not known. */
  #query(place: Place): Expression {
    const { source } = this;
    const from = place.at;
    const inside: Expression[] = [];
    for (let at = from + 1, begin = at; at <= place.to; at = Math.max(source.behind(at), at + 1)) {
      if (at >= place.to || (clauses.has(source.at(at)) && source.at(at - 1) !== '.')) {
        inside.push(...(at > begin ? [this.expression(begin, at)] : []));
        begin = at + 1;
      }
    }
    place.at = place.to;
    return this.unknown(from, place.to, ...inside);
  }

  #is({ at, to }: Place, ...signs: readonly string[]): boolean {
    return at < to && signs.includes(this.source.at(at));
  }

  #isAssignment({ at, to }: Place): boolean {
    return at < to && this.source.kind(at) === 'sign' && /^(?:[-+*/%&|^]|\?\?)?=$/.test(this.source.at(at));
  }

  /** `x => …`, `async (a, b) => { … }`, `delegate { … }`. */
  #lambda(place: Place): Expression | undefined {
    const { source } = this;
    const from = place.at;
    let at = from;
    while (/^(?:async|static)$/.test(source.at(at)) && !/^(?:=>|\.|\(|=)$/.test(source.at(at + 1))) {
      at++;
    }
    at += source.at(at) === 'async' && source.at(at + 1) === '(' ? 1 : 0;
    const isOld = source.at(at) === 'delegate' && /^[({]$/.test(source.at(at + 1));
    const list = isOld ? at + 1 : at;
    const hasList = source.at(list) === '(';
    const arrow = hasList ? source.afterClosing(list) : list + (isOld ? 0 : 1);
    if (arrow >= place.to || (!isOld && source.at(arrow) !== '=>')) {
      return undefined;
    }
    if (!hasList && !isOld && !source.isName(list)) {
      return undefined;
    }
    const body = isOld ? arrow : arrow + 1;
    const isBlock = source.at(body) === '{';
    const parameters = hasList ? ([list + 1, source.partner(list)] as const) : isOld ? undefined : list;
    place.at = isBlock ? source.afterClosing(body) : this.#endOfShort(body, place.to);
    const inner = isBlock ? ([body + 1, source.partner(body)] as const) : ([body, place.at] as const);
    const range = source.range(from, place.at);
    const declaration = this.functionOf(
      parameters,
      () => (isBlock ? this.statements(...inner) : this.returned(inner)),
      range,
    );
    return { kind: 'function', declaration, range };
  }

  /** What a function returns that is an expression. */
  protected returned(body: readonly [number, number]): Statement[] {
    return [{ kind: 'return', value: this.expression(...body), range: this.source.range(...body) }];
  }

  #endOfShort(from: number, to: number): number {
    return Math.max(this.source.find(endsOfExpression, from, to), from);
  }
}

/** Words that start a clause of a query, or a part of one. */
const clauses = new Set(
  'from in where let join on equals into orderby ascending descending select group by'.split(' '),
);

const endsOfExpression = new Set([',', ';']);
