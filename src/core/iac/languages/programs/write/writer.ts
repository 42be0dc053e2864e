import type { TextEdit } from '../../../fix.ts';
import type { Call } from '../../../formats/code/syntax.ts';
import type { DialectName } from '../dialect.ts';
import type { Raw, Style } from './code.ts';

/** What is between brackets, and these. */
export interface Bracketed {
  readonly open: string;
  readonly parts: readonly string[];
  readonly close: string;
  /** What ends the last part, where each has a line of its own. */
  readonly last: ',' | '';
  /** Values behind names of one line each are below each other. */
  readonly isAligned?: true;
  /** The parts are in braces, which start where the text starts them: after a space, or on a line of their own. */
  readonly braces?: true;
}

/** `isChain`: each part follows the one before it. */
export interface Chain extends Bracketed {
  readonly isChain?: true;
}

/** How a language writes code: everything that its grammar makes different. */
export interface Writer {
  readonly language: DialectName;
  readonly comment: '//' | '#';
  /** The object that a method is called on. */
  readonly self: string;
  /** Whether a member is named by itself where nothing else has its name. */
  readonly omitsSelf?: true;
  /** By what an inner line is deeper, where no line shows it. */
  readonly unit: string;
  /** A line behind which code is deeper, with the spaces of the next one in a group. */
  readonly deeper: RegExp;
  /** Whether statements end with a semicolon: as the text does, always, or never. */
  readonly ends: 'habit' | 'always' | 'never';
  /** Whether the brackets of a call stand close around its only argument, where that takes several lines. */
  readonly hugs: boolean;
  /** Whether a new variable is declared by its type. */
  readonly declaresTypes?: true;
  /** Whether an argument can be passed by the name of its parameter. */
  readonly namesArguments?: true;
  /** Packages that written code may name: what they are called in it, and what is imported for that. */
  readonly packages: readonly { readonly name: string; readonly module: string; readonly used: RegExp }[];
  /** Modules whose imports are in front of all others. */
  readonly leads?: RegExp;
  /** A name of TypeScript as the language spells it: of a property, a method or a variable. */
  spelled(name: string): string;
  /** `name`, as a new variable is called. */
  variable(name: string): string;
  flag(value: boolean, style: Style): string;
  /** A text; `tag` is what JavaScript calls with one that holds expressions. */
  text(parts: readonly (string | Raw)[], style: Style, tag?: string): string;
  list(items: readonly string[], areTexts: boolean, type: string | undefined, style: Style): Bracketed;
  /** What a list starts with that is to hold all these items, by what it starts with; undefined where that holds them. */
  widened?(open: string, items: readonly string[]): string | undefined;
  /** Keys are data. `isInner`: it is in another one. */
  map(entries: readonly (readonly [string, string])[], style: Style, isInner: boolean): Bracketed;
  /** A property among others: `key: value`. */
  property(name: string, value: string): string;
  /** What makes an object of a class, and its properties after the arguments. */
  call(call: Written, style: Style): Chain;
  /** An object of a class, of its properties as they are written; undefined where data serves for it. */
  object?(type: string, parts: readonly string[]): Chain;
  /** In front of the value of a new variable of a class. */
  declaring(name: string, className: string): string;
  /** The value, and another one where it is nothing; undefined where that takes more than an expression. */
  orElse(value: string, other: string): string | undefined;
  /** The same in statements, where that is no expression: a new variable with the value, and what gives it another one. */
  orElseLines?(variable: Variable, value: string, other: readonly string[], style: Style): readonly string[];
  /** Properties of something, one of the other: `key.stack.account`. */
  path(of: string, properties: readonly string[]): string;
  /** A function of a class. */
  static(className: string, name: string): string;
  /** What makes an optional parameter of a text one that has to be given; undefined where it is not written as optional. */
  required?(parameter: string, text: string): Requiring | undefined;
  /** Adds a property to what a call passes at a position; undefined where there is no place for it. */
  addProperty(
    text: string,
    call: Call,
    name: string,
    code: string,
    style: Style,
    position: number,
    inputs?: Inputs,
  ): readonly TextEdit[] | undefined;
}

/** What a class of the program itself takes with the name; those of a framework are called by the class that they are for. */
export interface Inputs {
  /** As the class says it; undefined where it does not. */
  readonly type: string | undefined;
}

/** What to write in the place of a stretch of a parameter, and whether it then has no default any more. */
export interface Requiring {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly losesDefault: boolean;
}

/** A new variable; without a type it has that of its value. */
export interface Variable {
  readonly name: string;
  readonly type: string | undefined;
}

/** A call, its parts written. */
export interface Written {
  readonly callee: string;
  readonly isNew: boolean;
  readonly args: readonly string[];
  /** Names with values. */
  readonly properties: readonly (readonly [string, string])[];
  /** The class of the object that the properties make where they are no arguments. */
  readonly type: string | undefined;
  /** Arguments after the properties. */
  readonly behind: readonly string[];
  /** Optional arguments that are left out. */
  readonly left: number;
}

/** Texts and expressions joined by `+`; of what is written out on both sides of a joint, one text is made. */
export function concatenated(parts: readonly (string | Raw)[], lift: (raw: string) => string): string {
  let whole = '';
  let endsInText = false;
  for (const part of parts) {
    const isText = typeof part === 'string';
    const isChoice = !isText && part.raw.includes('?') && parts.length > 1;
    const next = isText ? quoted(part, '"') : lift(isChoice ? `(${part.raw})` : part.raw);
    const startsWithText = isText || (parts.length > 1 && /^"(?:[^"\\]|\\.)*"\s*\+/.test(next));
    const isOne = endsInText && startsWithText;
    whole = isOne ? whole.slice(0, -1) + next.slice(1) : whole + (whole === '' ? '' : ' + ') + next;
    endsInText = isText || /\+\s*"(?:[^"\\]|\\.)*"$/.test(next);
  }
  return whole || '""';
}

/** A text in quotes, without expressions. */
export function quoted(text: string, quote: string): string {
  return quote + escaped(text, quote) + quote;
}

export function escaped(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
}
