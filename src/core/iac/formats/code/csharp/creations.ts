import type { TextRange } from '../../../../base/text.ts';
import { LaterArgument, LaterEntry } from '../later.ts';
import type { Argument, Call, Entry, Expression, ObjectExpression, Spread } from '../syntax.ts';
import { endOfTypeArguments, type Source } from './cursor.ts';
import { Scope, type Type } from './scope.ts';
import { typeOfItems } from './targets.ts';

/** Where a reader stands: the next token, and where the tokens of what it reads end. */
export interface Place {
  at: number;
  readonly to: number;
}

/** What makes objects in C#: calls of classes, and what stands between braces behind them. */
export abstract class Creations {
  readonly source: Source;
  /** In how many others stands what is read now. */
  protected depth: number;
  /** What has a type where it stands. */
  protected scope = new Scope();

  constructor(source: Source, depth = 0) {
    this.source = source;
    this.depth = depth;
  }

  abstract expression(from: number, to: number): Expression;

  /** A value where its type is known. */
  protected abstract ofType(value: Expression, type: Type): Expression;

  /** Reads something on demand, as deep inside of others as it is, and where names have the types that they have here. */
  protected later<V>(read: () => V): () => V {
    const depth = this.depth + 1;
    const { scope } = this;
    return () => {
      const before = this.depth;
      this.depth = depth;
      const value = this.within(scope, read);
      this.depth = before;
      return value;
    };
  }

  protected within<V>(scope: Scope, read: () => V): V {
    const before = this.scope;
    this.scope = scope;
    const value = read();
    this.scope = before;
    return value;
  }

  protected unknown(from: number, to: number, ...inside: readonly Expression[]): Expression {
    return { kind: 'unknown', inside, range: this.source.range(from, to) };
  }

  /** What a call passes between the brackets that open at a token. */
  protected arguments(open: number): Argument[] {
    const { source } = this;
    return source.parts(open + 1, source.partner(open)).map(([from, to]) => {
      const isNamed = source.isName(from) && source.at(from + 1) === ':' && to > from + 2;
      const begin = isNamed ? from + 2 : from;
      const more = isNamed ? { name: source.at(from), nameRange: source.range(from, from + 1) } : {};
      const range = source.range(from, to);
      return new LaterArgument(
        range,
        this.#isBusy(range),
        this.later(() => this.expression(begin, to)),
        more,
      );
    });
  }

  #isBusy({ start, end }: TextRange): boolean {
    return /[(]|=>|\bnew\b/.test(this.source.text.slice(start, end));
  }

  /** `new Key(this, "K")`, `new KeyProps { … }`, `new() { … }`, `new[] { … }`, `new { … }`. */
  protected creation(place: Place, from: number): Expression {
    const { source } = this;
    let at = place.at;
    const begin = at;
    const type = source.isName(at) ? this.#typePath(at) : undefined;
    at = type?.end ?? at;
    const isList = source.at(at) === '[';
    while (source.at(at) === '[' && at < place.to) {
      at = source.afterClosing(at);
    }
    const list = !isList && source.at(at) === '(' && at < place.to ? at : undefined;
    at = list === undefined ? at : source.afterClosing(list);
    const open = source.at(at) === '{' && at < place.to ? at : undefined;
    place.at = open === undefined ? at : source.afterClosing(open);
    const range = source.range(from, place.at);
    const args = list === undefined ? [] : this.arguments(list);
    if (isList) {
      const list: Expression = { kind: 'list', items: open === undefined ? [] : this.#itemsOf(open), range };
      return type && open !== undefined ? this.#holding(list, [begin, open]) : list;
    }
    const name = type?.name ?? '';
    if (args.length === 0 && (open !== undefined || (list !== undefined && holdsProperties.test(name)))) {
      const made =
        open === undefined
          ? emptyOf(name, type?.expression, range)
          : this.#initializer(open, range, name, type?.expression, type && [begin, type.end]);
      return type && made.kind === 'list' ? this.#holding(made, [begin, type.end]) : made;
    }
    const argsRange = list === undefined ? range : source.range(list, source.afterClosing(list));
    const callee = type?.expression ?? {
      kind: 'unknown' as const,
      inside: [],
      range: { start: range.start, end: range.start },
    };
    const initializer = open === undefined ? undefined : this.#initializer(open, range, '', undefined);
    return {
      kind: 'call',
      callee,
      isNew: true,
      args,
      argsRange,
      ...(initializer && { initializer }),
      range,
    } satisfies Call;
  }

  /** What a collection of some type holds; most of what it holds says itself what it is. */
  #holding(value: Expression, type: Type): Expression {
    const { start, end } = value.range;
    return /\bnew\s*\(/.test(this.source.text.slice(start, end)) ? this.ofType(value, type) : value;
  }

  /** A class by its path, and where it ends, with what is generic in it. */
  #typePath(
    from: number,
  ): { readonly expression: Expression; readonly name: string; readonly end: number } | undefined {
    const { source } = this;
    let at = from;
    let expression: Expression | undefined;
    let name = '';
    for (let count = 0; source.isName(at) && count < longestPath; count++) {
      name = source.at(at).replace(/^@/, '');
      const range = source.range(from, at + 1);
      const nameRange = source.range(at, at + 1);
      expression = expression
        ? { kind: 'member', object: expression, name, nameRange, range }
        : { kind: 'name', name, range, isType: true };
      at++;
      at = source.at(at) === '<' ? (endOfTypeArguments(source, at) ?? at) : at;
      const isPath = source.at(at) === '.' || source.at(at) === '::';
      if (!isPath || !source.isName(at + 1)) {
        break;
      }
      // `global::` is no part of a name.
      expression = source.at(at) === '::' && name === 'global' ? undefined : expression;
      at++;
    }
    return expression && { expression, name, end: at };
  }

  #itemsOf(open: number): readonly Expression[] {
    return this.source.parts(open + 1, this.source.partner(open)).map(([from, to]) => this.#inner(from, to));
  }

  /** A value in an initializer, which may be one without a word in front. */
  #inner(from: number, to: number): Expression {
    if (this.source.at(from) !== '{' || this.depth >= deepest) {
      return this.expression(from, to);
    }
    this.depth++;
    const range = this.source.range(from, this.source.afterClosing(from));
    const read = this.#initializer(from, range, '', undefined);
    this.depth--;
    return read;
  }

  /** What stands between braces behind what makes an object: properties, the entries of a map, or the items of a list. */
  #initializer(
    open: number,
    range: TextRange,
    name: string,
    type: Expression | undefined,
    written?: Type,
  ): Expression {
    const { source } = this;
    const parts = source.parts(open + 1, source.partner(open));
    const values = written && collections.test(name) ? typeOfItems(written, source) : undefined;
    const entries = parts.map(([from, to]) => this.#entry(from, to, values));
    if (parts.length === 0) {
      return emptyOf(name, type, range);
    }
    if (entries.every(one => one === undefined)) {
      return { kind: 'list', items: parts.map(([from, to]) => this.#inner(from, to)), range };
    }
    const isTyped = type !== undefined && !collections.test(name);
    const whole: ObjectExpression = {
      kind: 'object',
      form: 'braces',
      entries: entries.flatMap(one => one ?? []),
      range,
    };
    return isTyped ? { ...whole, type } : whole;
  }

  /** `Name = value`, `["name"] = value`, `{ "name", value }`; undefined for an item of a list. */
  #entry(from: number, to: number, type?: Type): Entry | undefined {
    const { source } = this;
    const read = (begin: number, end: number) => {
      const value = this.#inner(begin, end);
      return type ? this.#holding(value, type) : value;
    };
    const range = source.range(from, to);
    const isBusy = this.#isBusy(range);
    if (source.isName(from) && source.at(from + 1) === '=') {
      const name = source.at(from).replace(/^@/, '');
      const key = source.range(from, from + 1);
      return new LaterEntry(
        name,
        key,
        range,
        isBusy,
        this.later(() => this.#inner(from + 2, to)),
      );
    }
    const close = source.isOpening(from) ? source.partner(from) : -1;
    if (source.at(from) === '[' && source.at(close + 1) === '=') {
      const key = this.expression(from + 1, close);
      const keyRange = source.range(from, close + 1);
      return new LaterEntry(
        textOf(key),
        keyRange,
        range,
        isBusy,
        this.later(() => read(close + 2, to)),
      );
    }
    const [key, value, ...more] = source.at(from) === '{' ? source.parts(from + 1, close) : [];
    if (!key || !value || more.length > 0 || this.#isAssigned(key)) {
      return undefined;
    }
    const written = this.expression(...key);
    return new LaterEntry(
      textOf(written),
      source.range(...key),
      range,
      isBusy,
      this.later(() => read(...value)),
    );
  }

  /** `{ A = 1, B = 2 }` is an object in a list. */
  #isAssigned([from]: readonly [number, number]): boolean {
    return this.source.isName(from) && this.source.at(from + 1) === '=';
  }

  /** `props with { Key = key }`. */
  protected copied(place: Place, value: Expression, from: number): Expression | undefined {
    const { source } = this;
    const open = place.at + 1;
    if (source.at(open) !== '{') {
      return undefined;
    }
    place.at = source.afterClosing(open);
    const entries = source.parts(open + 1, source.partner(open)).flatMap(part => this.#entry(...part) ?? []);
    const spread: Spread = { kind: 'spread', value, range: value.range };
    return {
      kind: 'object',
      form: 'braces',
      entries: [spread, ...entries],
      range: source.range(from, place.at),
    };
  }
}

/** Expressions in each other, functions and arguments among them, that are read. */
export const deepest = 200;
/** Parts of the name of a class. */
const longestPath = 40;

/** Classes of properties alone, in the AWS CDK and Pulumi: one without any is an object, too. */
const holdsProperties = /(?:Props|Args|Options)$|^(?:\w*List|\w*Dictionary|\w*Set|InputMap)$/;

const collections = /^(?:\w*Dictionary|InputMap|\w*List|HashSet|\w*Array)$/;

function emptyOf(name: string, type: Expression | undefined, range: TextRange): Expression {
  return /(?:List|Array|Set)$/.test(name)
    ? { kind: 'list', items: [], range }
    : {
        kind: 'object',
        form: 'braces',
        entries: [],
        range,
        ...(type && !collections.test(name) && { type }),
      };
}

function textOf(key: Expression): string | undefined {
  return key.kind === 'literal' && key.value !== null ? String(key.value) : undefined;
}
