/** A type by its tokens. */
export type Type = readonly [from: number, to: number];

/** The types of what has a name at a place of C#: of variables and parameters, and of the fields of the class around them. */
export class Scope {
  readonly #types = new Map<string, Type>();
  readonly #around: Scope | undefined;
  readonly #isClass: boolean;

  constructor(around?: Scope, isClass = false) {
    this.#around = around;
    this.#isClass = isClass;
  }

  declare(name: string, type: Type): void {
    this.#types.set(name, type);
  }

  typeOf(name: string): Type | undefined {
    return this.#types.get(name) ?? this.#around?.typeOf(name);
  }

  /** The same of `this.name`. */
  typeOfField(name: string): Type | undefined {
    return this.#isClass ? this.#types.get(name) : this.#around?.typeOfField(name);
  }
}
