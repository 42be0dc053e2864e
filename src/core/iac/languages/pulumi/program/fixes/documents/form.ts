import type { Call, Expression, Spread } from '../../../../../formats/code/syntax.ts';
import type { Environment } from '../../../../programs/evaluation/environment.ts';
import { type Code, raw } from '../../../../programs/write/code.ts';
import { textAt } from '../../../../programs/write/refer.ts';
import type { Writing } from '../dialect.ts';
import type { Site } from '../site.ts';

export type Part = 'Statement' | 'StatementPrincipal' | 'StatementCondition';

/** How the statements of a call of `getPolicyDocument` are written. */
export interface DocumentForm {
  part(name: Part, fields: readonly (readonly [string, Code])[]): Code;
  parts(name: Part, items: readonly Code[]): Code;
  texts(items: readonly Code[]): Code;
  /** A text that may be left out. */
  optional(text: string): Code;
  /** Texts in it are plain, though the properties of a resource take none. */
  readonly isPlain?: true;
}

/** A policy that the provider puts together, and what comes behind the call that asks for it. */
export interface Merged {
  readonly call: Code;
  readonly answer: string;
}

/** What is merged, as it is written. */
export interface Source {
  readonly expression: Expression;
  readonly environment: Environment;
}

export interface Forms {
  /** The form in which statements are added to a call; undefined where these can hold nothing that is decided at deployment. */
  beside(call: Call, statement: Expression | Spread | undefined, site: Site): DocumentForm | undefined;
  /** A new document, of one that is printed as JSON and of statements; undefined where its type does not show. */
  merged(
    source: Source,
    statements: (form: DocumentForm) => readonly Code[],
    writing: Writing,
  ): Merged | undefined;
}

export const list = (items: readonly Code[]): Code => ({ kind: 'list', items });

/** Objects and dictionaries. */
export const data: DocumentForm = {
  part: (_, fields) => ({ kind: 'map', entries: fields }),
  parts: (_, items) => list(items),
  texts: list,
  optional: text => ({ kind: 'text', parts: [text] }),
};

/** A function of IAM, or what stands for it, as the program may call it. */
export function asked(call: string, { names }: Writing): string {
  return names.asked({ service: 'iam', call });
}

export function written({ expression }: Source, { site }: Writing): Code {
  return raw(textAt(site.file, expression));
}
