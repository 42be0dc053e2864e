import type { Expression, Spread } from '../syntax.ts';
import { bracketsOf } from './brackets.ts';
import { Creations, type Place } from './creations.ts';
import { endOfTypeArguments, Source } from './cursor.ts';
import { piecesOf } from './texts.ts';
import { tokensOf } from './tokens.ts';

/** What an expression of C# begins with: literals, texts and what stands in them, names, brackets (ECMA-334, "Primary expressions"). */
export abstract class Primaries extends Creations {
  /** A reader of the same kind for other tokens of the text. */
  protected abstract inside(source: Source, depth: number): Creations;

  protected primary(place: Place): Expression {
    const { source } = this;
    const at = place.at;
    const one = source.at(at);
    const range = source.range(at, at + 1);
    place.at++;
    switch (source.kind(at)) {
      case 'number':
        return { kind: 'literal', value: numberOf(one), range };
      case 'text':
        return this.text(at);
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
            items: parts.map(part => this.expression(...this.#unnamed(part))),
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

  /** `(name: value, other)`. */
  #unnamed([from, to]: readonly [number, number]): readonly [number, number] {
    const isNamed = this.source.isName(from) && this.source.at(from + 1) === ':' && from + 2 < to;
    return [isNamed ? from + 2 : from, to];
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

  protected text(at: number): Expression {
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
}

const questionMark = new Set(['?']);

const endsOfHole = new Set([',', ':']);

function numberOf(written: string): number {
  const digits = written.replaceAll('_', '');
  return Number(/^0[xXbB]/.test(digits) ? digits : digits.replace(/[a-zA-Z]+$/, ''));
}
