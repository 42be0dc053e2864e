/** An expression of Jinja, as far as playbooks use it. */
export type Expression =
  | { readonly kind: 'text'; readonly text: string }
  /** `true`, `false`, `none`, a number. */
  | { readonly kind: 'constant'; readonly word: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | Applied
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'if';
      readonly then: Expression;
      readonly test: Expression;
      readonly otherwise: Expression | undefined;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  /** Written in a way that is not read. */
  | { readonly kind: 'odd' };

/** A filter (`x | f(a)`), a test (`x is f(a)`) or a call (`x(a)`). */
export interface Applied {
  readonly kind: 'filter' | 'test' | 'call';
  readonly of: Expression;
  /** Of the filter or test; empty for a call. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
}

export type Operator = 'or' | 'and' | '==' | '!=' | 'in' | '~' | '+' | 'other';

/** A text with expressions between `{{` and `}}`. */
export interface Template {
  readonly parts: readonly (string | Expression)[];
  /** It holds statements, `{% … %}`: what it prints is decided by a program. */
  readonly hasStatements: boolean;
}

export const odd: Expression = { kind: 'odd' };
