import type { TextEdit } from '../../../../fix.ts';
import type { Call, Statement } from '../../../../formats/code/syntax.ts';
import type { DialectName } from '../../../programs/dialect.ts';
import type { Code } from '../../../programs/write/code.ts';
import { csharp } from './dialects/csharp.ts';
import { go } from './dialects/go.ts';
import { java } from './dialects/java.ts';
import { python } from './dialects/python.ts';
import { typescript } from './dialects/typescript.ts';
import type { Surroundings } from './options.ts';
import type { Names, Site } from './site.ts';

/** What a language makes different where resources of Pulumi and their policies are written. */
export interface Dialect {
  /** Whether they can be written at a place. */
  mayWrite(writing: Writing): boolean;
  /** How a call asks the provider something; the same as a variable's value, in a program that asks already. */
  asking(question: Question, writing: Writing): string;
  /** Asks the provider something: the lines that do, and the value of the answer. `present`: a variable that has it already. */
  ask(question: Question, writing: Writing, present: string | undefined): Answer;
  /** What a function of the provider is called with besides, to ask what creates the resources. */
  invokedWith(writing: Writing): readonly string[];
  /** How a value that may be decided at deployment is named in a policy, the one of some index among them. */
  inPolicy(value: string, index: number): string;
  /** What is called with a text of a policy that holds such values. */
  tag(writing: Writing): string;
  /** What a policy is made of, which is data. */
  data(code: Code): Code;
  /** A whole policy as a key takes it, with the values in it that are decided at deployment. */
  policy(data: Code, values: readonly string[], writing: Writing): Code;
  /** What has to change where data is printed that is to hold such values; undefined where that cannot be. */
  lifted(printed: Printed, values: readonly string[], writing: Writing): readonly TextEdit[] | undefined;
  /** The classes of a resource and of its inputs, where those have one. */
  classes(service: string, name: string, names: Names): Classes | undefined;
  /** What is in front of the logical name of a resource, and after its inputs; `retained`: it stays when it leaves the program. */
  around(retained: boolean, writing: Writing): Around;
  /** The statement that makes a resource, kept in a variable where one is given. */
  resource(name: string | undefined, classes: Classes, code: string, writing: Writing): readonly string[];
  /** What becomes of a statement where such ones are in front of it. */
  behind(writing: Writing): readonly TextEdit[];
  /** The name of the stack, as a part of a text. */
  stack(writing: Writing): string;
}

/** Where resources are written, and how the code there refers to what it uses. */
export interface Writing {
  readonly site: Site;
  readonly names: Names;
  /** Of what is created there, and of what is asked: a key has to be in the account and the Region of what uses it. */
  readonly around: Surroundings;
  /** The statement that they are made for. */
  readonly statement: Statement;
}

/** Data that a call prints. */
export interface Printed {
  readonly printer: Call;
  /** Whether the data is in the call. Otherwise it has a name. */
  readonly isInside: boolean;
  /** Whether nothing else knows the data. */
  readonly isOnly: boolean;
}

/** A function of the provider, what of its answer is meant, and what that is kept in. */
export interface Question {
  readonly place: 'account' | 'owner' | 'partition' | 'region';
  /** The module of the provider that it is one of; undefined for the provider itself. */
  readonly service?: string;
  readonly call: string;
  readonly member: string;
  readonly variable: string;
}

export interface Answer {
  readonly lines: readonly string[];
  readonly value: string;
}

export interface Classes {
  readonly resource: string;
  readonly inputs?: string;
}

export interface Around {
  readonly before: readonly string[];
  /** As an argument by name, where the language has those. */
  readonly named?: readonly (readonly [string, string])[];
  readonly behind: readonly string[];
}

const dialects: Readonly<Record<DialectName, Dialect>> = {
  javascript: typescript,
  python,
  java,
  go,
  csharp,
};

export function dialectOf({ style }: Pick<Site, 'style'>): Dialect {
  return dialects[style.writer.language];
}
