import { refuse } from '../errors.ts';

/** A query of AWS Config. AWS Config Developer Guide, "Query components" and "Limitations". */
export interface Query {
  readonly columns: readonly Column[];
  readonly where: Condition | undefined;
  readonly groupBy: readonly string[];
  readonly orderBy: readonly { readonly column: Column; readonly descending: boolean }[];
}

export type Column =
  | { readonly kind: 'all' }
  | { readonly kind: 'property'; readonly path: string }
  | { readonly kind: 'aggregate'; readonly name: Aggregate; readonly path: string };

export type Aggregate = 'AVG' | 'COUNT' | 'MAX' | 'MIN' | 'SUM';

export type Literal = string | number | boolean;

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: '=' | '<' | '>';
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Literal[] }
  | { readonly kind: 'between'; readonly path: string; readonly low: Literal; readonly high: Literal }
  | { readonly kind: 'like'; readonly path: string; readonly prefix: string };

/** Reads an expression, or refuses it as AWS Config does: InvalidExpressionException. */
export function parseQuery(text: string): Query {
  return new Parser(tokensOf(text)).query();
}

/** The text of a column as a result is named by it: `configuration.name`, `COUNT(*)`. */
export function columnName(column: Column): string {
  return column.kind === 'all'
    ? '*'
    : column.kind === 'property'
      ? column.path
      : `${column.name}(${column.path})`;
}

type Token =
  | { readonly kind: 'word' | 'sign'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: Literal; readonly text: string };

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:'([^']*)'|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_][\w.:/-]*)|([(),*=<>]))/y;
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(text);
    if (!found) invalid(`Unexpected character at ${at}: ${text.slice(at, at + 20)}`);
    const [, quoted, number, word, sign = ''] = found;
    if (quoted !== undefined) tokens.push({ kind: 'literal', value: quoted, text: `'${quoted}'` });
    else if (number !== undefined) tokens.push({ kind: 'literal', value: Number(number), text: number });
    else if (word === 'true' || word === 'false') {
      tokens.push({ kind: 'literal', value: word === 'true', text: word });
    } else tokens.push(word === undefined ? { kind: 'sign', text: sign } : { kind: 'word', text: word });
  }
  return tokens;
}

/** Words of other dialects of SQL that AWS Config does not take, and NULL, for which there is no query. */
const notSupported = new Set(
  'FROM AS DISTINCT ALL HAVING JOIN UNION IS NULL LIMIT OFFSET CASE EXISTS WITH'.split(' '),
);
const aggregates: readonly Aggregate[] = ['AVG', 'COUNT', 'MAX', 'MIN', 'SUM'];

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const strange = tokens.find(({ kind, text }) => kind === 'word' && notSupported.has(text.toUpperCase()));
    if (strange) invalid(`${strange.text} is not supported.`);
  }

  query(): Query {
    this.#expect('SELECT');
    const columns = this.#list(() => this.#column());
    const where = this.#take('WHERE') ? this.#either() : undefined;
    const groupBy = this.#takeBy('GROUP') ? this.#list(() => this.#property()) : [];
    const orderBy = this.#takeBy('ORDER') ? this.#list(() => this.#order()) : [];
    if (this.#at < this.#tokens.length) invalid(`Unexpected ${this.#tokens[this.#at]?.text ?? 'end'}`);
    return checked({ columns, where, groupBy, orderBy });
  }

  #order() {
    const column = this.#column();
    const descending = this.#take('DESC');
    if (!descending) this.#take('ASC');
    return { column, descending };
  }

  #column(): Column {
    if (this.#take('*')) return { kind: 'all' };
    const path = this.#property();
    const name = aggregates.find(one => one === path.toUpperCase());
    if (!name || !this.#take('(')) return { kind: 'property', path };
    const of = name === 'COUNT' && this.#take('*') ? '*' : this.#property();
    this.#expect(')');
    return { kind: 'aggregate', name, path: of };
  }

  #either(): Condition {
    let left = this.#both();
    while (this.#take('OR')) left = { kind: 'or', left, right: this.#both() };
    return left;
  }

  #both(): Condition {
    let left = this.#one();
    while (this.#take('AND')) left = { kind: 'and', left, right: this.#one() };
    return left;
  }

  #one(): Condition {
    if (this.#take('NOT')) return { kind: 'not', inner: this.#one() };
    if (this.#take('(')) {
      const inner = this.#either();
      this.#expect(')');
      return inner;
    }
    const path = this.#property();
    const isNot = this.#take('NOT');
    const condition = this.#comparison(path);
    return isNot ? { kind: 'not', inner: condition } : condition;
  }

  #comparison(path: string): Condition {
    if (this.#take('IN')) {
      this.#expect('(');
      const values = this.#list(() => this.#literal());
      this.#expect(')');
      return { kind: 'in', path, values };
    }
    if (this.#take('BETWEEN')) {
      const low = this.#literal();
      this.#expect('AND');
      return { kind: 'between', path, low, high: this.#literal() };
    }
    if (this.#take('LIKE')) return { kind: 'like', path, prefix: prefixOf(this.#literal()) };
    const operator = (['=', '<', '>'] as const).find(one => this.#take(one));
    return operator
      ? { kind: 'compare', path, operator, value: this.#literal() }
      : invalid(`No operator behind ${path}`);
  }

  #list<T>(one: () => T): readonly T[] {
    const all = [one()];
    while (this.#take(',')) all.push(one());
    return all;
  }

  #property(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') invalid(`A property is missing before ${token?.text ?? 'the end'}`);
    this.#at += 1;
    return token.text;
  }

  #literal(): Literal {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'literal') invalid(`A value is missing before ${token?.text ?? 'the end'}`);
    this.#at += 1;
    return token.value;
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#at];
    const matches = token !== undefined && token.kind !== 'literal' && token.text.toUpperCase() === text;
    if (matches) this.#at += 1;
    return matches;
  }

  #takeBy(word: string): boolean {
    const isThere = this.#take(word);
    if (isThere) this.#expect('BY');
    return isThere;
  }

  #expect(text: string): void {
    if (!this.#take(text)) invalid(`${text} is missing before ${this.#tokens[this.#at]?.text ?? 'the end'}`);
  }
}

/** Wildcards stand at the end, behind three characters at least. */
function prefixOf(value: Literal): string {
  const text = String(value);
  const [, prefix] = /^([^%_]{3,})[%_]$/.exec(text) ?? [];
  if (prefix === undefined && /[%_]/.test(text)) invalid(`Wildcards of LIKE are not supported here: ${text}`);
  return prefix ?? text;
}

function checked(query: Query): Query {
  const { columns, groupBy, orderBy } = query;
  const isAggregated = columns.some(({ kind }) => kind === 'aggregate');
  if (groupBy.length > 3) invalid('GROUP BY takes up to three properties.');
  if (groupBy.length > 0 && !isAggregated) invalid('GROUP BY is applicable to aggregations.');
  const loose = columns.find(column => column.kind === 'property' && !groupBy.includes(column.path));
  if (isAggregated && (loose || columns.some(({ kind }) => kind === 'all'))) {
    invalid('A property beside an aggregate has to stand in GROUP BY.');
  }
  if (orderBy.some(({ column }) => column.kind === 'aggregate') && groupBy.length !== 1) {
    invalid('ORDER BY with an aggregate takes one property in GROUP BY.');
  }
  return query;
}

function invalid(why: string): never {
  return refuse('InvalidExpressionException', why);
}
