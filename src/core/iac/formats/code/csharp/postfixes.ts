import type { TextRange } from '../../../../base/text.ts';
import { memberOrIndex } from '../expressions.ts';
import type { Argument, Expression } from '../syntax.ts';
import type { Place } from './creations.ts';
import { endOfTypeArguments } from './cursor.ts';
import { Primaries } from './primaries.ts';

/** What follows a value: its members, calls, indexes, `with` and `switch`. */
export abstract class Postfixes extends Primaries {
  protected postfix(place: Place, begun: Expression, from: number): Expression {
    let value = begun;
    for (let count = 0; count < mostParts && place.at < place.to; count++) {
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
          // What is asked stands in the arms, what is asked for stands in front of them.
          range: value.range,
        },
        yes: result,
        no,
        range,
      }),
      last.result,
    );
  }
}

/** Members and calls in a row. */
const mostParts = 400;

const arrowSign = new Set(['=>']);
