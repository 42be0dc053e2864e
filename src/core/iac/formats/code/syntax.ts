import type { TextRange } from '../../../base/text.ts';
import type { TextEdit } from '../../fix.ts';

/*
 * One syntax for programs of every language: calls and their arguments, texts, objects, names, and the statements around
 * them. A grammar's adapter says what is written, not what it means; what has no part here is `unknown`.
 */

export type Expression =
  | Literal
  | Template
  | List
  | ObjectExpression
  | Name
  | Self
  | Member
  | Index
  | Call
  | Result
  | Conditional
  | Operation
  | Not
  | FunctionExpression
  | ClassExpression
  | Unknown;

interface Written {
  readonly range: TextRange;
}

/** `undefined`, `null`, `None` and `nil` are all null. */
export interface Literal extends Written {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

/** A text with expressions in it, whether they are in it or are added to it. */
export interface Template extends Written {
  readonly kind: 'template';
  readonly parts: readonly (string | Expression)[];
  /** What is called with the text, as in `interpolate` before the first quote. */
  readonly tag?: Expression;
}

export interface List extends Written {
  readonly kind: 'list';
  readonly items: readonly (Expression | Spread)[];
}

export interface Spread extends Written {
  readonly kind: 'spread';
  readonly value: Expression;
  /** Only what counts as true is taken out of it. */
  readonly isFilled?: boolean;
}

/** An object, a dictionary, the literal of a struct, what a chain of setters builds. */
export interface ObjectExpression extends Written {
  readonly kind: 'object';
  readonly entries: readonly (Entry | Spread)[];
  /** The type that it is written as, where it names one. */
  readonly type?: Expression | undefined;
  readonly form: ObjectForm;
  /** Where its setters are, where that is a part of it. */
  readonly setters?: TextRange;
}

/** How the entries are written: between braces, or as a call each (`.encryptionKey(key)`). */
export type ObjectForm = 'braces' | 'setters';

export interface Entry extends Written {
  readonly kind: 'entry';
  /** Undefined where the name is an expression. */
  readonly name: string | undefined;
  readonly nameRange: TextRange;
  /** Read on demand. */
  readonly value: Expression;
  /** Whether calls or functions are in the value; most hold none, and are never read. */
  readonly hasCalls: boolean;
  /** `{ key }`: the value is the name itself. */
  readonly isShorthand?: boolean;
}

export interface Name extends Written {
  readonly kind: 'name';
  readonly name: string;
  /** It stands where only a type can: members of a class that have the same name are not meant. */
  readonly isType?: true;
}

/** `this` and `self`; `super` where `isBase`. */
export interface Self extends Written {
  readonly kind: 'self';
  readonly isBase: boolean;
}

export interface Member extends Written {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
  readonly nameRange: TextRange;
}

export interface Index extends Written {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
}

export interface Call extends Written {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly isNew: boolean;
  readonly args: readonly Argument[];
  /** What is between the brackets, and these; where the arguments are set one by one, the chain. */
  readonly argsRange: TextRange;
  /** What the object has of its own, beside its class: `new Stack(app, id) { … }`. */
  readonly body?: ClassDeclaration;
  /** What is set in the object at once: `new Stack(app, id) { Tags = … }`. */
  readonly initializer?: Expression;
}

/** One of the results of a call that has several, behind the first, which the call itself is. What is in the call is read there. */
export interface Result extends Written {
  readonly kind: 'result';
  readonly call: Call;
  readonly index: number;
}

export interface Argument extends Written {
  /** Of an argument by name. */
  readonly name?: string;
  readonly nameRange?: TextRange;
  /** Read on demand. */
  readonly value: Expression;
  readonly hasCalls: boolean;
  /** What is passed are the items, or the entries, of the value. */
  readonly spread?: 'positional' | 'named';
}

export interface Conditional extends Written {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

/** `??`, `||` and `&&` give one of their sides; `|` puts the right one into the left one, the others compare, or join. */
export interface Operation extends Written {
  readonly kind: 'operation';
  readonly operator: '??' | '||' | '&&' | '==' | '!=' | '+' | '|';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Not extends Written {
  readonly kind: 'not';
  readonly operand: Expression;
}

export interface FunctionExpression extends Written {
  readonly kind: 'function';
  readonly declaration: FunctionDeclaration;
}

/** A class where a value stands; its name is empty where it has none. */
export interface ClassExpression extends Written {
  readonly kind: 'class-expression';
  readonly declaration: ClassDeclaration;
}

/** Something that this syntax has no part for, or that does not parse; what is in it may still be looked through. */
export interface Unknown extends Written {
  readonly kind: 'unknown';
  readonly inside: readonly Expression[];
}

export type Statement =
  | Declare
  | Assign
  | ExpressionStatement
  | If
  | Loop
  | Return
  | Fail
  | Block
  | FunctionStatement
  | ClassDeclaration
  | TypeDeclaration
  | Import;

/** Gives a name its first value. */
export interface Declare extends Written {
  readonly kind: 'declare';
  readonly target: Pattern;
  readonly value: Expression | undefined;
  readonly type?: string | undefined;
  /** The statement that it is in, with all that it declares. */
  readonly statement: TextRange;
}

/** What takes a value: one name, or parts of an object by their names. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string; readonly range: TextRange }
  | { readonly kind: 'parts'; readonly parts: readonly PatternPart[] };

export interface PatternPart {
  /** The property that is taken; undefined for what is left of the others, or is not known. */
  readonly property: string | undefined;
  /** The item of a list that is taken. */
  readonly index?: number;
  readonly name: string;
  readonly byDefault?: Expression | undefined;
  readonly range: TextRange;
}

export interface Assign extends Written {
  readonly kind: 'assign';
  readonly target: Expression;
  readonly value: Expression;
  readonly operator: AssignOperator;
  /** With the type of the target, where that is what the value makes. */
  readonly withType?: TextRange;
}

/**
 * `??=` gives a value only where there is none yet, `removes` takes a property away, `merges` gives an object the properties of
 * the value, `appends` gives a list its items; what another operator gives is not known.
 */
export type AssignOperator = '=' | '??=' | 'removes' | 'merges' | 'appends' | 'other';

export interface ExpressionStatement extends Written {
  readonly kind: 'expression';
  readonly expression: Expression;
  /** With a type that is written elsewhere, where that is what the expression makes. */
  readonly withType?: TextRange | undefined;
}

export interface If extends Written {
  readonly kind: 'if';
  readonly test: Expression;
  readonly whenTrue: readonly Statement[];
  readonly whenFalse: readonly Statement[];
}

/** Runs once for each item; `over` is undefined if the syntax does not say. */
export interface Loop extends Written {
  readonly kind: 'loop';
  readonly variable: string | undefined;
  readonly over: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface Return extends Written {
  readonly kind: 'return';
  readonly value: Expression | undefined;
  /** Results behind the first, in languages where a function has several. */
  readonly others?: readonly Expression[];
  /** From the type of the function on, where that is what the value makes. */
  readonly withType?: TextRange;
}

/** Ends the program: `throw`, `raise`. */
export interface Fail extends Written {
  readonly kind: 'fail';
}

/** `try`, `with` and the like; it may not run to its end where `isUncertain`. */
export interface Block extends Written {
  readonly kind: 'block';
  readonly body: readonly Statement[];
  readonly isUncertain: boolean;
}

export interface FunctionStatement extends Written {
  readonly kind: 'function-statement';
  readonly name: string;
  readonly declaration: FunctionDeclaration;
}

export interface FunctionDeclaration extends Written {
  readonly parameters: readonly Parameter[];
  /** Read on demand. */
  readonly body: readonly Statement[];
}

export interface Parameter {
  readonly target: Pattern;
  /** Takes all arguments that are left: by position, or by name. */
  readonly rest?: 'positional' | 'named';
  /** May be left out. */
  readonly isOptional: boolean;
  readonly byDefault?: Expression | undefined;
  /** As it is written; the parts of a type are not read. */
  readonly type?: string | undefined;
  /** Where the type is written out, not named. */
  readonly shape?: TypeShape | undefined;
  readonly range: TextRange;
  /** It is a field of the object too, as `private readonly key` in a constructor is. */
  readonly isField?: boolean;
  /** What a method of Go is called on, in front of its other parameters. */
  readonly isReceiver?: true;
  /** The function has one of its own, which is like the one that it is handed: a struct that is no pointer. */
  readonly isCopy?: true;
}

export interface ClassDeclaration extends Written {
  readonly kind: 'class';
  readonly name: string;
  readonly nameRange: TextRange;
  readonly base: Expression | undefined;
  /** Read on demand. */
  readonly members: readonly ClassMember[];
  /** Its members are names in its methods, without a word for the object in front. */
  readonly isScope?: true;
}

export type ClassMember =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly value: Expression | undefined;
      readonly type?: string | undefined;
      readonly isStatic: boolean;
      /** Code outside of the class cannot reach it: noted where the syntax has builders that are kept. */
      readonly isPrivate?: boolean;
      readonly range: TextRange;
    }
  | {
      readonly kind: 'method';
      /** `constructor` for what makes the object, in every language; empty for what runs then, or with the class, in no method. */
      readonly name: string;
      readonly declaration: FunctionDeclaration;
      readonly isGetter: boolean;
      readonly isStatic: boolean;
      readonly range: TextRange;
    };

/** The properties of an object by a name of their type. */
export interface TypeDeclaration extends Written, TypeShape {
  readonly kind: 'type';
  readonly name: string;
}

export interface TypeShape {
  readonly bases: readonly string[];
  readonly properties: readonly TypeProperty[];
}

export interface TypeProperty {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: string | undefined;
  readonly shape?: TypeShape | undefined;
  readonly byDefault?: Expression | undefined;
  readonly range: TextRange;
  /** What makes it optional. */
  readonly markRange?: TextRange;
}

export interface Import extends Written {
  readonly kind: 'import';
  /** As it is written: `aws-cdk-lib/aws-kms`, `aws_cdk.aws_kms`, `./keys`. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** Where another name can be added to those in brackets; undefined where there are none. */
  readonly listRange?: TextRange | undefined;
  /** Another file of the project has it, for all of them: its ranges are none of this text. */
  readonly isElsewhere?: true;
}

export interface ImportedName {
  /** What it is called in the module; undefined for the module itself, `default` for what it exports without a name. */
  readonly imported: string | undefined;
  readonly local: string;
  readonly range: TextRange;
}

/** A program, as far as it could be read. */
export interface Program {
  readonly text: string;
  readonly statements: readonly Statement[];
  /** In order; read on demand. */
  readonly comments: readonly Comment[];
  /** Places that have no meaning in the language's syntax, or that its compiler always refuses. */
  readonly flaws: number;
  /** What else has to change with edits of the text, which are in order, for it to compile as it did; absent where nothing ever has to. */
  consequencesOf?(edits: readonly TextEdit[]): readonly TextEdit[];
}

export interface Comment {
  readonly range: TextRange;
  readonly text: string;
}

/** What a grammar's adapter does: reads a text, and takes from the reading of the former text what is the same. */
export interface Grammar {
  parse(text: string, former?: Program): Program;
}
