import { type Expression, type Operator, odd, type Template } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Longer texts than this are not read. */
const longest = 100_000;
const deepest = 60;

/** Reads a text with expressions (Jinja documentation, "Template Designer Documentation"). Never throws. */
export function parseTemplate(text: string): Template {
  const template = templates.get(text) ?? readTemplate(text);
  remember(templates, text, template);
  return template;
}

/** The same texts are needed in every world. */
const templates = new Map<string, Template>();
const expressions = new Map<string, Expression>();
const mostKept = 2000;

function remember<T>(kept: Map<string, T>, text: string, read: T): void {
  if (kept.size >= mostKept) {
    kept.clear();
  }
  kept.set(text, read);
}

function readTemplate(text: string): Template {
  const parts: (string | Expression)[] = [];
  let hasStatements = text.length > longest;
  let at = 0;
  while (at < text.length && !hasStatements) {
    const open = /\{[{%#]/g;
    open.lastIndex = at;
    const found = open.exec(text);
    const start = found?.index ?? text.length;
    parts.push(...(start > at ? [text.slice(at, start)] : []));
    if (!found) {
      break;
    }
    const end = endOf(text, start + 2, found[0]);
    if (found[0] === '{{') {
      parts.push(end === undefined ? odd : parseExpression(text.slice(start + 2, end)));
    }
    hasStatements = found[0] === '{%';
    at = (end ?? text.length) + 2;
  }
  return { parts, hasStatements };
}

/** Reads one expression, as `when` holds it without braces. */
export function parseExpression(source: string): Expression {
  const expression = expressions.get(source) ?? readExpression(source);
  remember(expressions, source, expression);
  return expression;
}

function readExpression(source: string): Expression {
  // `{{-` and `-}}` take away the spaces around them.
  const trimmed = source.replace(/^[-+](?=\s)/, '').replace(/(?<=\s)[-+]$/, '');
  const reader = new ExpressionReader(trimmed.length > longest ? [] : tokensOf(trimmed));
  const expression = reader.expression(0);
  return reader.isAtEnd ? expression : odd;
}

/** Where an expression ends that starts at an offset: `}}` outside of its strings. */
function endOf(text: string, start: number, open: string): number | undefined {
  if (open !== '{{') {
    const end = text.indexOf(open === '{%' ? '%}' : '#}', start);
    return end < 0 ? undefined : end;
  }
  const piece = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\}\}/g;
  piece.lastIndex = start;
  for (let found = piece.exec(text); found; found = piece.exec(text)) {
    if (found[0] === '}}') {
      // A map at the end: `{{ {'a': {}}}}`.
      return text.charAt(found.index + 2) === '}' ? found.index + 1 : found.index;
    }
  }
  return undefined;
}

class ExpressionReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length && this.#tokens.length > 0;
  }

  expression(depth: number): Expression {
    if (depth > deepest) {
      this.#at = this.#tokens.length + 1;
      return odd;
    }
    const then = this.#or(depth + 1);
    if (!this.#take('if')) {
      return then;
    }
    const test = this.#or(depth + 1);
    return { kind: 'if', then, test, otherwise: this.#take('else') ? this.expression(depth + 1) : undefined };
  }

  #or(depth: number): Expression {
    return this.#chain(depth, ['or'], () => this.#chain(depth, ['and'], () => this.#not(depth)));
  }

  #not(depth: number): Expression {
    if (this.#take('not')) {
      return { kind: 'not', of: depth > deepest ? odd : this.#not(depth + 1) };
    }
    return this.#comparison(depth);
  }

  #comparison(depth: number): Expression {
    const left = this.#sum(depth);
    for (const operator of ['==', '!=', 'in'] as const) {
      if (this.#take(operator)) {
        return { kind: 'binary', operator, left, right: this.#sum(depth) };
      }
    }
    if (this.#peek(0) === 'not' && this.#peek(1) === 'in') {
      this.#at += 2;
      return { kind: 'not', of: { kind: 'binary', operator: 'in', left, right: this.#sum(depth) } };
    }
    if (['<', '>', '<=', '>='].some(sign => this.#take(sign))) {
      return { kind: 'binary', operator: 'other', left, right: this.#sum(depth) };
    }
    return left;
  }

  #sum(depth: number): Expression {
    return this.#chain(depth, ['+', '-'], () =>
      this.#chain(depth, ['~'], () =>
        this.#chain(depth, ['*', '/', '//', '%', '**'], () => this.#unary(depth)),
      ),
    );
  }

  #chain(depth: number, operators: readonly string[], part: () => Expression): Expression {
    let left = part();
    for (let count = 0; operators.includes(this.#peek(0) ?? '') && count < 200; count++) {
      const operator = this.#peek(0) ?? '';
      this.#at++;
      const right = depth > deepest ? odd : part();
      left = {
        kind: 'binary',
        operator: known.has(operator) ? (operator as Operator) : 'other',
        left,
        right,
      };
    }
    return left;
  }

  #unary(depth: number): Expression {
    if (this.#take('-') || this.#take('+')) {
      this.#unary(depth + 1);
      return odd;
    }
    let one = this.#primary(depth);
    for (let count = 0; count < 200; count++) {
      const next = this.#behind(one, depth);
      if (!next) {
        return one;
      }
      one = next;
    }
    return odd;
  }

  /** What may follow a value: a member, a call, a filter, a test. */
  #behind(of: Expression, depth: number): Expression | undefined {
    if (this.#take('.')) {
      const token = this.#next();
      return token?.kind === 'name' || token?.kind === 'number'
        ? { kind: 'member', of, key: { kind: 'text', text: token.text } }
        : odd;
    }
    if (this.#take('[')) {
      const key = this.expression(depth + 1);
      return this.#take(']') ? { kind: 'member', of, key } : this.#skip(']');
    }
    if (this.#take('(')) {
      return { kind: 'call', of, name: '', ...this.#arguments(depth) };
    }
    if (this.#take('|')) {
      const name = this.#dotted();
      const given = this.#take('(') ? this.#arguments(depth) : none;
      return { kind: 'filter', of, name, ...given };
    }
    if (this.#take('is')) {
      const isNegated = this.#take('not');
      const name = this.#dotted();
      const given = this.#take('(') ? this.#arguments(depth) : none;
      const test: Expression = { kind: 'test', of, name, ...given };
      return isNegated ? { kind: 'not', of: test } : test;
    }
    return undefined;
  }

  #primary(depth: number): Expression {
    const token = this.#next();
    switch (token?.kind) {
      case 'text': {
        // Texts that follow each other are one.
        let text = token.text;
        while (this.#tokens[this.#at]?.kind === 'text') {
          text += this.#next()?.text ?? '';
        }
        return { kind: 'text', text };
      }
      case 'number':
        return { kind: 'constant', word: token.text };
      case 'name':
        return /^(?:true|false|none)$/i.test(token.text)
          ? { kind: 'constant', word: token.text.toLowerCase() }
          : { kind: 'name', name: token.text };
      case 'sign':
        return this.#bracketed(token.text, depth + 1);
      default:
        return odd;
    }
  }

  #bracketed(open: string, depth: number): Expression {
    if (open === '(' || open === '[') {
      const close = open === '(' ? ')' : ']';
      const items: Expression[] = [];
      let isTuple = open === '[';
      while (!this.#take(close)) {
        if (this.#at >= this.#tokens.length || items.length > 500) {
          return odd;
        }
        items.push(this.expression(depth));
        const comma = this.#take(',');
        isTuple ||= comma;
        if (!comma && this.#peek(0) !== close) {
          return this.#skip(close);
        }
      }
      return isTuple ? { kind: 'list', items } : (items[0] ?? odd);
    }
    if (open !== '{') {
      return odd;
    }
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.#take('}')) {
      const key = this.expression(depth);
      if (!this.#take(':') || entries.length > 500) {
        return this.#skip('}');
      }
      entries.push([key, this.expression(depth)]);
      if (!this.#take(',') && this.#peek(0) !== '}') {
        return this.#skip('}');
      }
    }
    return { kind: 'map', entries };
  }

  #arguments(depth: number) {
    const args: Expression[] = [];
    const named = new Map<string, Expression>();
    while (!this.#take(')')) {
      if (this.#at >= this.#tokens.length || args.length > 200) {
        this.#at = this.#tokens.length + 1;
        break;
      }
      const isNamed = this.#tokens[this.#at]?.kind === 'name' && this.#tokens[this.#at + 1]?.text === '=';
      const name = isNamed ? this.#next()?.text : undefined;
      if (isNamed) {
        this.#at++;
      }
      const value = this.expression(depth + 1);
      if (name === undefined) {
        args.push(value);
      } else {
        named.set(name, value);
      }
      if (!this.#take(',') && this.#peek(0) !== ')') {
        this.#skip(')');
        break;
      }
    }
    return { args, named };
  }

  /** `ansible.builtin.default`, without what comes before its last name. */
  #dotted(): string {
    let name = this.#next()?.text ?? '';
    while (this.#take('.')) {
      name = this.#next()?.text ?? '';
    }
    return name;
  }

  /** A name or sign that is not a text. */
  #peek(ahead: number): string | undefined {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'name' || token?.kind === 'sign' ? token.text : undefined;
  }

  #take(expected: string): boolean {
    const isThere = this.#peek(0) === expected;
    this.#at += isThere ? 1 : 0;
    return isThere;
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #skip(close: string): Expression {
    while (this.#at < this.#tokens.length && this.#next()?.text !== close) {
      // What is in between is not read.
    }
    return odd;
  }
}

const known: ReadonlySet<string> = new Set(['or', 'and', '+', '~']);
const none = { args: [], named: new Map<string, Expression>() } as const;
