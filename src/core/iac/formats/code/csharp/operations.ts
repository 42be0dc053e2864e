import { operatorsOfC } from '../expressions.ts';
import type { Expression } from '../syntax.ts';
import { deepest, type Place } from './creations.ts';
import { endOfType } from './cursor.ts';
import { Postfixes } from './postfixes.ts';

/** Operators, patterns and casts of C# (ECMA-334, "Operators"). */
export abstract class Operations extends Postfixes {
  /** Operators that bind more than some level, from the left. */
  protected operations(place: Place, least: number): Expression {
    const from = place.at;
    let left = this.#unary(place);
    for (let count = 0; count < mostOperators; count++) {
      const operator = this.#operatorAt(place);
      if (!operator || operator.level < least) {
        return left;
      }
      const { sign, level, tokens } = operator;
      place.at += tokens;
      if (sign === 'is' || sign === 'as') {
        left = sign === 'as' ? this.#asType(place, left) : this.#pattern(place, left, from);
        continue;
      }
      // What gives one of its sides starts again from the right.
      const right = this.operations(place, sign === '??' ? level : level + 1);
      const range = this.source.range(from, place.at);
      const known = sign === '??' ? '??' : operatorsOfC[sign];
      left = known
        ? { kind: 'operation', operator: known, left, right, range }
        : { kind: 'unknown', inside: [left, right], range };
    }
    return left;
  }

  #operatorAt({
    at,
    to,
  }: Place): { readonly sign: string; readonly level: number; readonly tokens: number } | undefined {
    const sign = at < to ? this.source.at(at) : '';
    if (sign === '>' && this.source.at(at + 1) === '>' && this.source.isAttached(at + 1)) {
      return { sign: '>>', level: 9, tokens: 2 };
    }
    const level = levels[sign];
    return level === undefined ? undefined : { sign, level, tokens: 1 };
  }

  /** A value is what it is, whatever it is taken for. */
  #asType(place: Place, value: Expression): Expression {
    place.at = endOfType(this.source, place.at) ?? place.at;
    return value;
  }

  /** `x is null`, `x is not null`, `x is { } y`; other patterns are not understood. */
  #pattern(place: Place, value: Expression, from: number): Expression {
    const { source } = this;
    const isNot = source.at(place.at) === 'not';
    const at = place.at + (isNot ? 1 : 0);
    const isEmpty = source.at(at) === '{' && source.partner(at) === at + 1;
    if (source.at(at) === 'null' || isEmpty) {
      place.at = isEmpty ? source.afterClosing(at) : at + 1;
      place.at += isEmpty && source.isName(place.at) ? 1 : 0;
      const range = source.range(from, place.at);
      const nothing: Expression = { kind: 'literal', value: null, range: source.range(at, place.at) };
      const operator = isNot === isEmpty ? '==' : '!=';
      return { kind: 'operation', operator, left: value, right: nothing, range };
    }
    const constant = source.kind(at) === 'text' || /^(?:true|false)$/.test(source.at(at));
    if (constant && !/^(?:or|and)$/.test(source.at(at + 1))) {
      place.at = at + 1;
      const right = this.expression(at, at + 1);
      const operator = isNot ? '!=' : '==';
      return { kind: 'operation', operator, left: value, right, range: source.range(from, place.at) };
    }
    place.at = Math.max(this.#endOfPattern(at, place.to), at);
    return this.unknown(from, place.at, value);
  }

  #endOfPattern(from: number, to: number): number {
    for (let at = from; at < to; at = Math.max(this.source.behind(at), at + 1)) {
      if (/^(?:&&|\|\||\?|:|\)|\}|\]|,|;|\?\?|=>)$/.test(this.source.at(at))) {
        return at;
      }
    }
    return to;
  }

  #unary(place: Place): Expression {
    const { source } = this;
    const from = place.at;
    const sign = source.at(from);
    if (from >= place.to) {
      return this.unknown(from, from);
    }
    if (source.kind(from) === 'sign' && /^(?:!|-|\+|~|\+\+|--|&|\*|\^|\.\.)$/.test(sign)) {
      place.at++;
      const operand = this.deeper(place);
      const range = source.range(from, place.at);
      return sign === '!'
        ? { kind: 'not', operand, range }
        : sign === '-' && operand.kind === 'literal' && typeof operand.value === 'number'
          ? { kind: 'literal', value: -operand.value, range }
          : { kind: 'unknown', inside: [operand], range };
    }
    if (/^(?:await|ref|out|in)$/.test(sign) && !/^(?:[=.,;)]|=>|)$/.test(source.at(from + 1))) {
      place.at++;
      return this.deeper(place);
    }
    const cast = this.#endOfCast(place);
    if (cast !== undefined) {
      place.at = cast;
      return this.deeper(place);
    }
    return this.postfix(place, this.primary(place), from);
  }

  protected deeper(place: Place): Expression {
    const from = place.at;
    if (this.depth >= deepest) {
      place.at = place.to;
      return this.unknown(from, place.to);
    }
    this.depth++;
    const read = this.#unary(place);
    this.depth--;
    return read;
  }

  /** `(Type)value`: a type in brackets is a cast where what follows starts a value (ECMA-334, "Cast expressions"). */
  #endOfCast({ at, to }: Place): number | undefined {
    const { source } = this;
    const close = source.at(at) === '(' ? source.partner(at) : -1;
    if (close < 0 || endOfType(source, at + 1) !== close || close + 1 >= to) {
      return undefined;
    }
    const next = source.at(close + 1);
    const isSimple = predefined.has(source.at(at + 1));
    const beginsValue =
      source.kind(close + 1) === 'text' ||
      source.kind(close + 1) === 'number' ||
      (source.isName(close + 1) && !(next in levels) && !/^(?:switch|with|and|or|when)$/.test(next)) ||
      /^[(!~]$/.test(next) ||
      (isSimple && /^[-+[]$/.test(next));
    return beginsValue ? close + 1 : undefined;
  }
}

/** Operators of one expression. */
const mostOperators = 400;

/** How much operators bind (ECMA-334, "Operator precedence and associativity"). */
const levels: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '==': 7,
  '!=': 7,
  '<': 8,
  '>': 8,
  '<=': 8,
  is: 8,
  as: 8,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '..': 12,
};

const predefined = new Set(
  'bool byte sbyte char decimal double float int uint nint nuint long ulong object short ushort string dynamic'.split(
    ' ',
  ),
);
