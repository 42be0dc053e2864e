import type { TextRange } from '../../../../base/text.ts';
import { memberOrIndex } from '../expressions.ts';
import type { Argument, Expression, FunctionDeclaration, Operation, Spread, Statement } from '../syntax.ts';
import { bracketsOf } from './brackets.ts';
import { Creations, deepest, type Place } from './creations.ts';
import { endOfType, endOfTypeArguments, Source } from './cursor.ts';
import { piecesOf } from './texts.ts';
import { tokensOf } from './tokens.ts';

/**
 * Expressions of C# (ECMA-334, "Expressions"; up to C# 13). What is between brackets is read on demand. Never throws, and
 * always moves on.
 */
export abstract class Expressions extends Creations {
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
    if (one === 'throw' || one === 'from') {
      place.at = place.to;
      return this.unknown(from, place.to, ...(one === 'throw' ? [this.expression(from + 1, place.to)] : []));
    }
    const test = this.#operations(place, 0);
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

  /** Operators that bind more than some level, from the left. */
  #operations(place: Place, least: number): Expression {
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
      const right = this.#operations(place, sign === '??' ? level : level + 1);
      const range = this.source.range(from, place.at);
      const known = sign === '??' ? '??' : operators[sign];
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
      const operand = this.#deeper(place);
      const range = source.range(from, place.at);
      return sign === '!'
        ? { kind: 'not', operand, range }
        : sign === '-' && operand.kind === 'literal' && typeof operand.value === 'number'
          ? { kind: 'literal', value: -operand.value, range }
          : { kind: 'unknown', inside: [operand], range };
    }
    if (/^(?:await|ref|out|in)$/.test(sign) && !/^(?:[=.,;)]|=>|)$/.test(source.at(from + 1))) {
      place.at++;
      return this.#deeper(place);
    }
    const cast = this.#endOfCast(place);
    if (cast !== undefined) {
      place.at = cast;
      return this.#deeper(place);
    }
    return this.#postfix(place, this.#primary(place), from);
  }

  #deeper(place: Place): Expression {
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

  #primary(place: Place): Expression {
    const { source } = this;
    const at = place.at;
    const one = source.at(at);
    const range = source.range(at, at + 1);
    place.at++;
    switch (source.kind(at)) {
      case 'number':
        return { kind: 'literal', value: numberOf(one), range };
      case 'text':
        return this.#text(at);
      case 'sign':
        return this.#bracketed(place, at, one);
      default:
        return this.#word(place, at, one);
    }
  }

  #bracketed(place: Place, at: number, one: string): Expression {
    const { source } = this;
    if (one === '(') {
      place.at = source.afterClosing(at);
      const parts = source.parts(at + 1, source.partner(at));
      const [only] = parts;
      return only && parts.length === 1
        ? this.expression(...only)
        : {
            kind: 'list',
            items: parts.map(part => this.expression(...part)),
            range: source.range(at, place.at),
          };
    }
    if (one === '[') {
      place.at = source.afterClosing(at);
      return {
        kind: 'list',
        items: source.parts(at + 1, source.partner(at)).map(part => this.#item(...part)),
        range: source.range(at, place.at),
      };
    }
    return this.unknown(at, place.at);
  }

  /** `..others` in a list, or one item. */
  #item(from: number, to: number): Expression | Spread {
    return this.source.at(from) === '..'
      ? { kind: 'spread', value: this.expression(from + 1, to), range: this.source.range(from, to) }
      : this.expression(from, to);
  }

  #word(place: Place, at: number, one: string): Expression {
    const { source } = this;
    const range = source.range(at, at + 1);
    switch (one) {
      case 'this':
      case 'base':
        return { kind: 'self', isBase: one === 'base', range };
      case 'null':
        return { kind: 'literal', value: null, range };
      case 'true':
      case 'false':
        return { kind: 'literal', value: one === 'true', range };
      case 'new':
        return this.creation(place, at);
      case 'default':
      case 'typeof':
      case 'sizeof':
      case 'checked':
      case 'unchecked':
      case 'nameof':
        return this.#keyword(place, at, one);
      default: {
        const end = source.at(place.at) === '<' ? endOfTypeArguments(source, place.at) : undefined;
        place.at = end ?? place.at;
        return { kind: 'name', name: one.replace(/^@/, ''), range };
      }
    }
  }

  #keyword(place: Place, at: number, word: string): Expression {
    const { source } = this;
    const hasList = source.at(place.at) === '(';
    const inner = [place.at + 1, hasList ? source.partner(place.at) : place.at + 1] as const;
    place.at = hasList ? source.afterClosing(place.at) : place.at;
    const range = source.range(at, place.at);
    switch (word) {
      case 'default':
        return { kind: 'literal', value: null, range };
      case 'nameof':
        return { kind: 'literal', value: source.at(inner[1] - 1), range };
      case 'checked':
      case 'unchecked':
        return this.expression(...inner);
      default:
        return this.unknown(at, place.at);
    }
  }

  #text(at: number): Expression {
    const { source } = this;
    const range = source.range(at, at + 1);
    const pieces = piecesOf(source.text, range.start, range.end);
    const [only] = pieces;
    if (pieces.length === 1 && typeof only === 'string') {
      return { kind: 'literal', value: only, range };
    }
    const parts = pieces
      .filter(piece => piece !== '')
      .map(piece => (typeof piece === 'string' ? piece : this.#hole(piece.start, piece.end)));
    return { kind: 'template', parts, range };
  }

  /** An expression in a text, without its width and its format. */
  #hole(start: number, end: number): Expression {
    const tokens = tokensOf(this.source.text, start, end);
    const inner = new Source(tokens, bracketsOf(tokens));
    const stop = inner.find(endsOfHole, 0, inner.length);
    const isChoice = inner.find(questionMark, 0, inner.length) < stop;
    return this.inside(inner, this.depth + 1).expression(0, isChoice ? inner.length : stop);
  }

  /** A reader of the same kind for other tokens of the text. */
  protected abstract inside(source: Source, depth: number): Expressions;

  #postfix(place: Place, begun: Expression, from: number): Expression {
    let value = begun;
    for (let count = 0; count < mostOperators && place.at < place.to; count++) {
      const next = this.#after(place, value, from);
      if (!next) {
        return value;
      }
      value = next;
    }
    return value;
  }

  #after(place: Place, value: Expression, from: number): Expression | undefined {
    const { source } = this;
    const sign = source.at(place.at);
    const isAsked = sign === '?' && source.isAttached(place.at + 1) && /^[.[]$/.test(source.at(place.at + 1));
    // `a ? [b] : c` has spaces around its sign.
    const dot =
      isAsked && (source.at(place.at + 1) === '.' || source.isAttached(place.at)) ? place.at + 1 : place.at;
    switch (source.at(dot)) {
      case '.':
      case '::': {
        const name = dot + 1;
        const isNamed = name < place.to && source.isName(name);
        place.at = isNamed ? name + 1 : name;
        if (isNamed && source.at(place.at) === '<') {
          place.at = endOfTypeArguments(source, place.at) ?? place.at;
        }
        const named = isNamed
          ? source.range(name, name + 1)
          : { start: source.end(dot), end: source.end(dot) };
        // `Key.FromKeyArn(…)` in a class with a property of that name.
        const isStatic = value.kind === 'name' && /^From[A-Z]/.test(source.at(name));
        return {
          kind: 'member',
          object: isStatic ? { ...value, isType: true } : value,
          name: isNamed ? source.at(name).replace(/^@/, '') : '',
          nameRange: named,
          range: { start: source.start(from), end: named.end },
        };
      }
      case '(':
        return this.#call(place, value, from);
      case '[': {
        const parts = source.parts(dot + 1, source.partner(dot));
        const [only] = parts;
        place.at = source.afterClosing(dot);
        const range = source.range(from, place.at);
        return only && parts.length === 1
          ? memberOrIndex(value, this.expression(...only), range)
          : { kind: 'unknown', inside: [value], range };
      }
      case '!':
        place.at++;
        return value;
      case '++':
      case '--':
        place.at++;
        return this.unknown(from, place.at, value);
      case 'with':
        return this.copied(place, value, from);
      case 'switch':
        return source.at(place.at + 1) === '{' ? this.#switch(place, value, from) : undefined;
      default:
        return undefined;
    }
  }

  #call(place: Place, callee: Expression, from: number): Expression {
    const { source } = this;
    const open = place.at;
    const args = this.arguments(open);
    place.at = source.afterClosing(open);
    const range = source.range(from, place.at);
    const asked = this.#asOperation(callee, args, range);
    return (
      asked ?? { kind: 'call', callee, isNew: false, args, argsRange: source.range(open, place.at), range }
    );
  }

  /** What other languages have operators for: `string.IsNullOrEmpty(x)`, `x.Equals(y)`. */
  #asOperation(callee: Expression, args: readonly Argument[], range: TextRange): Expression | undefined {
    const [first] = args;
    if (callee.kind !== 'member' || !first || args.length !== 1) {
      return undefined;
    }
    const isText = callee.object.kind === 'name' && /^string$/i.test(callee.object.name);
    if (isText && /^IsNullOr(?:Empty|WhiteSpace)$/.test(callee.name)) {
      return { kind: 'not', operand: first.value, range };
    }
    return !isText && callee.name === 'Equals'
      ? { kind: 'operation', operator: '==', left: callee.object, right: first.value, range }
      : undefined;
  }

  /** Arms that ask for one value each are choices, one behind the other; others are not understood. */
  #switch(place: Place, value: Expression, from: number): Expression {
    const { source } = this;
    const open = place.at + 1;
    place.at = source.afterClosing(open);
    const range = source.range(from, place.at);
    const arms = source.parts(open + 1, source.partner(open)).map(([begin, end]) => {
      const arrow = source.find(arrowSign, begin, end);
      const isPlain = arrow === begin + 1 && (source.kind(begin) !== 'sign' || source.at(begin) === '_');
      return { test: isPlain ? begin : undefined, result: this.expression(Math.min(arrow + 1, end), end) };
    });
    const last = arms.at(-1);
    const isWhole = last?.test !== undefined && source.at(last.test) === '_';
    if (!last || !isWhole || arms.some(({ test }) => test === undefined)) {
      return { kind: 'unknown', inside: [value, ...arms.map(({ result }) => result)], range };
    }
    return arms.slice(0, -1).reduceRight<Expression>(
      (no, { test, result }) => ({
        kind: 'conditional',
        test: {
          kind: 'operation',
          operator: '==',
          left: value,
          right: this.expression(test ?? open, (test ?? open) + 1),
          range: source.range(from, place.at),
        },
        yes: result,
        no,
        range,
      }),
      last.result,
    );
  }
}

/** Operators of one expression. */
const mostOperators = 400;

const questionMark = new Set(['?']);
const arrowSign = new Set(['=>']);
const endsOfHole = new Set([',', ':']);
const endsOfExpression = new Set([',', ';']);

function numberOf(written: string): number {
  const digits = written.replaceAll('_', '');
  return Number(/^0[xXbB]/.test(digits) ? digits : digits.replace(/[a-zA-Z]+$/, ''));
}

const operators: Readonly<Record<string, Operation['operator']>> = {
  '||': '||',
  '&&': '&&',
  '==': '==',
  '!=': '!=',
  '+': '+',
};

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
