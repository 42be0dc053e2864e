import type { TextRange } from '../../../base/text.ts';
import { once } from './lezer.ts';
import type {
  Argument,
  ClassDeclaration,
  ClassMember,
  Declare,
  Entry,
  Expression,
  ExpressionStatement,
  FunctionDeclaration,
  Parameter,
  Pattern,
  Statement,
  TypeDeclaration,
  TypeProperty,
  TypeShape,
} from './syntax.ts';

/** What is read on demand: most values and functions of a program are never needed. */

type Make = () => Expression;

export class LaterEntry implements Entry {
  readonly kind = 'entry';
  readonly name: string | undefined;
  readonly nameRange: TextRange;
  readonly range: TextRange;
  readonly hasCalls: boolean;
  #value: Expression | Make;

  constructor(
    name: string | undefined,
    nameRange: TextRange,
    range: TextRange,
    hasCalls: boolean,
    make: Make,
  ) {
    this.name = name;
    this.nameRange = nameRange;
    this.range = range;
    this.hasCalls = hasCalls;
    this.#value = make;
  }

  get value(): Expression {
    this.#value = typeof this.#value === 'function' ? this.#value() : this.#value;
    return this.#value;
  }
}

export class LaterArgument implements Argument {
  readonly range: TextRange;
  readonly hasCalls: boolean;
  readonly spread?: 'positional' | 'named';
  readonly name?: string;
  readonly nameRange?: TextRange;
  #value: Expression | Make;

  constructor(
    range: TextRange,
    hasCalls: boolean,
    make: Make,
    { spread, name, nameRange }: Pick<Argument, 'spread' | 'name' | 'nameRange'> = {},
  ) {
    this.range = range;
    this.hasCalls = hasCalls;
    this.#value = make;
    if (spread !== undefined) {
      this.spread = spread;
    }
    if (name !== undefined && nameRange) {
      this.name = name;
      this.nameRange = nameRange;
    }
  }

  get value(): Expression {
    this.#value = typeof this.#value === 'function' ? this.#value() : this.#value;
    return this.#value;
  }
}

export class LaterDeclare implements Declare {
  readonly kind = 'declare';
  readonly target: Pattern;
  readonly range: TextRange;
  readonly statement: TextRange;
  readonly type: string | undefined;
  #value: Expression | undefined | Make;

  constructor({ target, range, statement, type }: Omit<Declare, 'kind' | 'value'>, make: Make | undefined) {
    this.target = target;
    this.range = range;
    this.statement = statement;
    this.type = type;
    this.#value = make;
  }

  get value(): Expression | undefined {
    this.#value = typeof this.#value === 'function' ? this.#value() : this.#value;
    return this.#value;
  }
}

export class LaterExpressionStatement implements ExpressionStatement {
  readonly kind = 'expression';
  readonly range: TextRange;
  readonly withType: TextRange | undefined;
  #expression: Expression | Make;

  constructor(range: TextRange, make: Make, withType?: TextRange) {
    this.range = range;
    this.withType = withType;
    this.#expression = make;
  }

  get expression(): Expression {
    this.#expression = typeof this.#expression === 'function' ? this.#expression() : this.#expression;
    return this.#expression;
  }
}

export class LaterFunction implements FunctionDeclaration {
  readonly range: TextRange;
  readonly #parameters: () => readonly Parameter[];
  readonly #body: () => readonly Statement[];

  constructor(
    range: TextRange,
    parameters: readonly Parameter[] | (() => readonly Parameter[]),
    body: () => readonly Statement[],
  ) {
    this.range = range;
    this.#parameters = typeof parameters === 'function' ? once(parameters) : () => parameters;
    this.#body = once(body);
  }

  get parameters(): readonly Parameter[] {
    return this.#parameters();
  }

  get body(): readonly Statement[] {
    return this.#body();
  }
}

export class LaterClass implements ClassDeclaration {
  readonly kind = 'class';
  readonly name: string;
  readonly nameRange: TextRange;
  readonly base: Expression | undefined;
  readonly range: TextRange;
  readonly isScope?: true;
  readonly #members: () => readonly ClassMember[];

  constructor(
    { name, nameRange, base, range, isScope }: Omit<ClassDeclaration, 'kind' | 'members'>,
    members: () => readonly ClassMember[],
  ) {
    this.name = name;
    this.nameRange = nameRange;
    this.base = base;
    this.range = range;
    if (isScope) {
      this.isScope = isScope;
    }
    this.#members = once(members);
  }

  get members(): readonly ClassMember[] {
    return this.#members();
  }
}

export class LaterType implements TypeDeclaration {
  readonly kind = 'type';
  readonly name: string;
  readonly range: TextRange;
  readonly #shape: () => TypeShape;

  constructor(name: string, range: TextRange, shape: () => TypeShape) {
    this.name = name;
    this.range = range;
    this.#shape = once(shape);
  }

  get bases(): readonly string[] {
    return this.#shape().bases;
  }

  get properties(): readonly TypeProperty[] {
    return this.#shape().properties;
  }
}
