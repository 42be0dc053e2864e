import type { TextRange } from '../../../base/text.ts';
import type { Argument, Entry, Expression } from './syntax.ts';

/*
 * Entries and arguments whose values are read when somebody asks for them: most values of a program nobody asks for.
 */

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
