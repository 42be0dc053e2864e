import type { TextRange } from '../../../../base/text.ts';
import type { Declare, Expression, PatternPart, TypeDeclaration } from '../../../formats/code/syntax.ts';
import {
  type Binding,
  classAround,
  type Event,
  type Guard,
  type Owner,
  type ProgramFile,
} from './outline.ts';

interface Own {
  readonly names: Map<string, Binding[]>;
  readonly fields: Map<string, Event[]>;
  readonly methods: Map<string, Owner>;
  readonly returns: Owner['returns'][number][];
  readonly types: Map<string, TypeDeclaration>;
}

/** An owner whose body is read on demand. */
export class WalkedOwner implements Owner {
  readonly kind: Owner['kind'];
  readonly file: ProgramFile;
  readonly parent: Owner | undefined;
  readonly range: TextRange;
  readonly name: string | undefined;
  readonly declaration: Owner['declaration'];
  readonly classDeclaration: Owner['classDeclaration'];
  readonly member: Owner['member'];
  readonly handedTo: Owner['handedTo'];
  #own: Own | undefined;
  #read: (() => void) | undefined;

  constructor(
    kind: Owner['kind'],
    file: ProgramFile,
    parent: Owner | undefined,
    range: TextRange,
    more: Partial<Pick<Owner, 'name' | 'declaration' | 'classDeclaration' | 'member' | 'handedTo'>>,
    read: (owner: WalkedOwner) => void,
  ) {
    this.kind = kind;
    this.file = file;
    this.parent = parent;
    this.range = range;
    this.name = more.name;
    this.declaration = more.declaration;
    this.classDeclaration = more.classDeclaration;
    this.member = more.member;
    this.handedTo = more.handedTo;
    this.#read = () => read(this);
  }

  /** What was read by now. */
  get own(): Own {
    this.#own ??= { names: new Map(), fields: new Map(), methods: new Map(), returns: [], types: new Map() };
    return this.#own;
  }

  read(): Own {
    const read = this.#read;
    this.#read = undefined;
    read?.();
    return this.own;
  }

  get names(): Owner['names'] {
    return this.read().names;
  }

  get fields(): Owner['fields'] {
    return this.read().fields;
  }

  get methods(): Owner['methods'] {
    return this.read().methods;
  }

  get returns(): Owner['returns'] {
    return this.read().returns;
  }

  get types(): Owner['types'] {
    return this.read().types;
  }
}

/** The owner further out that declares a name. */
export function declaringOwner(owner: Owner, name: string): WalkedOwner | undefined {
  for (let one: Owner | undefined = owner; one instanceof WalkedOwner; one = one.parent) {
    if (one.kind !== 'class' && one.own.names.has(name)) {
      return one;
    }
  }
  return undefined;
}

/** The class of which a name is a field, where its fields are names. */
export function fieldOwnerOf(owner: Owner, name: string): WalkedOwner | undefined {
  const around = classAround(owner);
  const { isScope, members = [] } = around?.classDeclaration ?? {};
  return isScope &&
    around instanceof WalkedOwner &&
    members.some(one => one.kind === 'field' && one.name === name)
    ? around
    : undefined;
}

/** A value that a declaration gives, read on demand. */
export class DeclareEvent implements Event {
  readonly operator = '=';
  readonly part: PatternPart | undefined;
  readonly owner: Owner;
  readonly guards: readonly Guard[];
  readonly #statement: Declare;

  constructor(statement: Declare, part: PatternPart | undefined, owner: Owner, guards: readonly Guard[]) {
    this.#statement = statement;
    this.part = part;
    this.owner = owner;
    this.guards = guards;
  }

  get value(): Expression | undefined {
    return this.#statement.value;
  }

  get range(): TextRange {
    return this.#statement.range;
  }
}

/** Adds one to what a name has already. */
export function add<T>(map: Map<string, T[]>, name: string, one: T): void {
  const all = map.get(name);
  if (all) {
    all.push(one);
  } else {
    map.set(name, [one]);
  }
}
