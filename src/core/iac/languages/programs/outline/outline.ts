import type { TextRange } from '../../../../base/text.ts';
import type {
  AssignOperator,
  Call,
  ClassDeclaration,
  ClassMember,
  Expression,
  FunctionDeclaration,
  Import,
  ImportedName,
  Loop,
  Parameter,
  PatternPart,
  Program,
  Return,
  TypeDeclaration,
} from '../../../formats/code/syntax.ts';
import type { ProgramDialect } from '../dialect.ts';

/*
 * What a program consists of, by the functions and classes that own it: the names that each gives a value, the calls that
 * are in it, and under which conditions. It is a single walk; nothing is evaluated.
 */

/** What has names of its own: the program, a class, a function. */
export interface Owner {
  readonly kind: 'program' | 'class' | 'function';
  readonly file: ProgramFile;
  readonly parent: Owner | undefined;
  readonly range: TextRange;
  /** What it is called; undefined for a function without a name. */
  readonly name: string | undefined;
  readonly names: ReadonlyMap<string, readonly Binding[]>;
  /** Of a function. */
  readonly declaration: FunctionDeclaration | undefined;
  /** Of a class. */
  readonly classDeclaration: ClassDeclaration | undefined;
  /** Of a class: the values that its fields are given, by their names. */
  readonly fields: ReadonlyMap<string, readonly Event[]>;
  /** Of a class: its methods by their names; what makes an object is called `constructor`. */
  readonly methods: ReadonlyMap<string, Owner>;
  /** Of a function: it is a member of a class. */
  readonly member: (ClassMember & { readonly kind: 'method' }) | undefined;
  /** Of a function without a name: the call that it is handed to, and where that is. */
  readonly handedTo: Site | undefined;
  readonly returns: readonly (Pick<Return, 'value' | 'others'> & { readonly guards: readonly Guard[] })[];
  readonly types: ReadonlyMap<string, TypeDeclaration>;
}

/** One way in which a name gets a value. */
export type Binding =
  | { readonly kind: 'import'; readonly statement: Import; readonly name: ImportedName }
  | { readonly kind: 'value'; readonly event: Event }
  | { readonly kind: 'class' | 'function'; readonly owner: Owner; readonly guards: readonly Guard[] }
  | {
      readonly kind: 'parameter';
      readonly parameter: Parameter;
      readonly index: number;
      readonly part?: PatternPart;
    }
  | { readonly kind: 'item'; readonly loop: Loop };

/** A value that is given to a name or field at some place. */
export interface Event {
  /** Undefined where a name is declared without one. */
  readonly value: Expression | undefined;
  /** The part of the value that is taken. */
  readonly part?: PatternPart | undefined;
  readonly operator: AssignOperator;
  readonly owner: Owner;
  readonly guards: readonly Guard[];
  readonly range: TextRange;
  /** The parameter that is a field at the same time. */
  readonly parameter?: Parameter;
}

/** What has to be so for a place to be reached. */
export type Guard =
  | { readonly kind: 'test'; readonly test: Expression; readonly holds: boolean }
  | { readonly kind: 'loop'; readonly loop: Loop }
  /** Not known. */
  | { readonly kind: 'uncertain'; readonly range: TextRange };

/** A call, or an assignment to a member, with its place. */
export interface Site {
  readonly owner: Owner;
  readonly guards: readonly Guard[];
  readonly call: Call;
}

export interface AssignmentSite {
  readonly owner: Owner;
  readonly guards: readonly Guard[];
  readonly object: Expression;
  /** Undefined where it may be any: what is merged, or given by a name that is not written. */
  readonly name: string | undefined;
  readonly operator: AssignOperator;
  readonly value: Expression;
  readonly range: TextRange;
}

/** A place where an object is handed to what is called, which may change it. */
export interface HandedSite {
  readonly owner: Owner;
  readonly guards: readonly Guard[];
  readonly object: Expression;
  readonly call: Call;
  /** Which argument it is: its position, -1 where it is what a method is called on, or the name that it is passed by. */
  readonly argument: number | string;
  /** It is in an object or a list that is the argument. */
  readonly isWithin?: true;
  readonly range: TextRange;
}

/** A place where an object gets another name. */
export interface AliasSite {
  readonly owner: Owner;
  readonly object: Expression;
  readonly name: string;
}

/** A file of a program. */
export interface ProgramFile {
  readonly uri: string;
  readonly dialect: ProgramDialect;
  readonly program: Program;
  readonly outline: Outline;
  /** The files that it imports by a way from its own folder, as far as they are read. */
  readonly imported: ReadonlyMap<string, ProgramFile>;
  /** The other files of its package. */
  readonly beside: readonly ProgramFile[];
  /** Those of them whose declarations have a name here. */
  readonly seen: readonly ProgramFile[];
}

export interface Outline {
  readonly root: Owner;
  readonly owners: readonly Owner[];
  /** Those that may count, in the order of the text. */
  readonly calls: readonly Site[];
  readonly assignments: readonly AssignmentSite[];
  /** The modules that are imported, in the order of the text. */
  readonly imports: readonly Import[];
  /** The owner that is a function or lambda, which contains another one. */
  ownerOf(declaration: FunctionDeclaration, around: Owner): Owner | undefined;
  /** Calls by the last name of what is called, however it is spelled. */
  callsOf(name: string): readonly Site[];
  /** What may be done to an object, in a stretch, by a name that is in the way to it: looked for on demand, whatever else counts. */
  usesOf(name: string, around: TextRange): Uses;
  /** What is given to a property of a name, whatever it is a property of, and whatever else counts. */
  assignedTo(name: string): readonly AssignmentSite[];
}

export interface Uses {
  readonly handed: readonly HandedSite[];
  readonly aliases: readonly AliasSite[];
}

/** What is imported for the whole file, and not in one of its functions. */
export function importsOfFile({ outline: { imports, root } }: ProgramFile): readonly Import[] {
  return imports.filter(statement =>
    statement.names.some(({ local }) =>
      root.names.get(local)?.some(one => one.kind === 'import' && one.statement === statement),
    ),
  );
}

/** Whether all of a module is imported, each thing by its own name. */
export function isWhole({ names: [only] }: Import): boolean {
  return only?.imported === '*' && only.local === '*';
}

/** The last name of what is called: `grantEncrypt` of `key.grantEncrypt(…)`. */
export function calledName({ callee }: Call): string | undefined {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : undefined;
}

/** The class whose object `this` is in an owner. */
export function classAround(owner: Owner): Owner | undefined {
  for (let one: Owner | undefined = owner; one; one = one.parent) {
    if (one.kind === 'class') {
      return one;
    }
  }
  return undefined;
}

/** Whether an owner is another one, or in it. */
export function isInside(owner: Owner | undefined, outer: Owner): boolean {
  return owner === outer || (owner !== undefined && isInside(owner.parent, outer));
}

/** Whether a name is one of a function between two owners, and so not that of a field of the class further out. */
export function isShadowed(name: string, from: Owner, around: Owner): boolean {
  for (let owner: Owner | undefined = from; owner && owner !== around; owner = owner.parent) {
    if (owner.kind !== 'class' && owner.names.has(name)) {
      return true;
    }
  }
  return false;
}
