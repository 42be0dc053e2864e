import type { TextRange } from '../../../../base/text.ts';
import type { Brackets } from './brackets.ts';
import type { TokenKind, Tokens } from './tokens.ts';

/** The tokens of a text with their brackets: what the readers of C# look at, each token by its index. */
export class Source {
  readonly tokens: Tokens;
  readonly #brackets: Brackets;

  constructor(tokens: Tokens, brackets: Brackets) {
    this.tokens = tokens;
    this.#brackets = brackets;
  }

  get text(): string {
    return this.tokens.text;
  }

  get length(): number {
    return this.tokens.count;
  }

  /** A token as it is written; nothing after the last one. */
  at(index: number): string {
    return this.tokens.at(index);
  }

  kind(index: number): TokenKind | undefined {
    return this.tokens.kind(index);
  }

  start(index: number): number {
    return this.tokens.start(index);
  }

  end(index: number): number {
    return this.tokens.end(index);
  }

  /** Some tokens as a stretch of the text. */
  range(from: number, to: number): TextRange {
    const start = this.start(from);
    return { start, end: Math.max(start, to > from ? this.end(to - 1) : start) };
  }

  written(from: number, to: number): string {
    const { start, end } = this.range(from, to);
    return this.text.slice(start, end);
  }

  /** Of an opening bracket, the token that closes it, or would have to. */
  partner(open: number): number {
    return this.#brackets.endOf(open);
  }

  /** What follows a bracket that opens at a token, and else after that token. */
  behind(index: number): number {
    return this.isOpening(index) ? this.afterClosing(index) : index + 1;
  }

  /** What follows the brackets that start at a token. */
  afterClosing(open: number): number {
    const end = this.partner(open);
    return end + (closes(this.at(open), this.at(end)) ? 1 : 0);
  }

  isOpening(index: number): boolean {
    return this.kind(index) === 'sign' && /^[([{]$/.test(this.at(index));
  }

  isName(index: number): boolean {
    return this.kind(index) === 'name';
  }

  /** Whether a token touches the one in front of it. */
  isAttached(index: number): boolean {
    return index > 0 && this.end(index - 1) === this.start(index);
  }

  /** Whether a line starts between a token and the one in front of it. */
  isOnNewLine(index: number): boolean {
    return index > 0 && /[\r\n]/.test(this.text.slice(this.end(index - 1), this.start(index)));
  }

  /** The first of these signs outside of brackets, from a token on; the end where there is none. */
  find(signs: ReadonlySet<string>, from: number, to: number): number {
    for (let index = from; index < to; ) {
      if (this.kind(index) === 'sign' && signs.has(this.at(index))) {
        return index;
      }
      index = this.#skip(index);
    }
    return to;
  }

  /** What is between commas; brackets of types are brackets. */
  parts(from: number, to: number): readonly (readonly [number, number])[] {
    const parts: (readonly [number, number])[] = [];
    for (let index = from; index < to; ) {
      const end = this.find(comma, index, to);
      if (end > index) {
        parts.push([index, end]);
      }
      index = end + 1;
    }
    return parts;
  }

  #skip(index: number): number {
    if (this.isOpening(index)) {
      return Math.max(this.behind(index), index + 1);
    }
    const types = this.at(index) === '<' ? endOfTypeArguments(this, index) : undefined;
    return types ?? index + 1;
  }
}

const comma = new Set([',']);

function closes(open: string, close: string): boolean {
  return (
    (open === '(' && close === ')') || (open === '[' && close === ']') || (open === '{' && close === '}')
  );
}

/** Tokens of a list of type arguments, at most. */
const mostInType = 200;

/**
 * Where a list of type arguments ends: `<` opens one where all behind it may be types, and its end is followed by what follows no
 * comparison (ECMA-334, "Grammar ambiguities"). Undefined where it is a sign of its own.
 */
export function endOfTypeArguments(source: Source, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(source.length, open + mostInType); at++) {
    const one = source.at(at);
    if (one === '<') {
      depth++;
    } else if (one === '>') {
      depth--;
      if (depth === 0) {
        return followsType(source, at + 1) ? at + 1 : undefined;
      }
    } else if (!source.isName(at) && !/^(?:\.|,|\?|::|\[|\]|\(|\)|\*)$/.test(one)) {
      return undefined;
    }
  }
  return undefined;
}

function followsType(source: Source, at: number): boolean {
  const one = source.at(at);
  return one === '' || source.isName(at) || /^(?:[()\]{}:;,.?=>[|&^]|==|!=|=>|&&|\|\||\?\?)$/.test(one);
}

/** Where a type ends that starts at a token: `Output<string>?`, `Aws.Kms.Key[]`, `(string, int)`. Undefined where none starts. */
export function endOfType(source: Source, from: number): number | undefined {
  let at = from;
  if (source.at(at) === '(') {
    const isTuple = source.parts(at + 1, source.partner(at)).length > 1;
    const end = source.afterClosing(at);
    return isTuple && source.isName(end) ? end : undefined;
  }
  for (;;) {
    if (!source.isName(at) || noTypes.has(source.at(at))) {
      return undefined;
    }
    at++;
    if (source.at(at) === '<') {
      const end = endOfTypeArguments(source, at);
      if (end === undefined) {
        return undefined;
      }
      at = end;
    }
    if (source.at(at) !== '.' && source.at(at) !== '::') {
      break;
    }
    at++;
  }
  for (;;) {
    if (source.at(at) === '[' && /^[,\]]$/.test(source.at(at + 1))) {
      at = source.afterClosing(at);
    } else if (source.at(at) === '?' && source.isAttached(at)) {
      at++;
    } else if (source.at(at) === '*' && source.isAttached(at)) {
      at++;
    } else {
      return at;
    }
  }
}

/** Words that no type starts with. */
const noTypes = new Set(
  (
    'await new return throw yield typeof nameof sizeof default this base null true false is as in out ref if else for foreach ' +
    'while do switch case break continue goto try catch finally lock using fixed checked unchecked unsafe delegate ' +
    'stackalloc when with not and or from where select'
  ).split(' '),
);
