/** A type by its tokens. */
export type Type = readonly [from: number, to: number];

/** The types of what has a name at a place of C#: of variables and parameters, and of the fields of the class around them. */
export class Scope {
  #types: Map<string, Type> | undefined;
  readonly #around: Scope | undefined;
  readonly #isClass: boolean;
  #declares: (() => unknown) | undefined;

  constructor(around?: Scope, isClass = false) {
    this.#around = around;
    this.#isClass = isClass;
  }

  declare(name: string, type: Type): void {
    this.#types ??= new Map();
    this.#types.set(name, type);
  }

  /** What declares something, once it is asked for. */
  declaredBy(declares: () => unknown): void {
    this.#declares = declares;
  }

  typeOf(name: string): Type | undefined {
    const declares = this.#declares;
    this.#declares = undefined;
    declares?.();
    return this.#types?.get(name) ?? this.#around?.typeOf(name);
  }

  /** The same of `this.name`. */
  typeOfField(name: string): Type | undefined {
    return this.#isClass ? this.#types?.get(name) : this.#around?.typeOfField(name);
  }
}
