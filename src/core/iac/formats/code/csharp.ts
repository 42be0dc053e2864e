import { bracketsOf } from './csharp/brackets.ts';
import { Source } from './csharp/cursor.ts';
import { Statements } from './csharp/statements.ts';
import { tokensOf } from './csharp/tokens.ts';
import type { Comment, Grammar, Program, Statement } from './syntax.ts';

/**
 * C#, as it is written today. A text is taken apart into tokens and brackets at once; what is in a body is read on
 * demand.
 */
export const csharp: Grammar = { parse: text => new CSharpProgram(text) };

class CSharpProgram implements Program {
  readonly text: string;
  readonly comments: readonly Comment[];
  readonly flaws: number;
  readonly #source: Source;
  #statements: readonly Statement[] | undefined;

  constructor(text: string) {
    const tokens = tokensOf(text);
    const brackets = bracketsOf(tokens);
    this.text = text;
    this.comments = tokens.comments;
    this.flaws = tokens.flaws + brackets.flaws;
    this.#source = new Source(tokens, brackets);
  }

  get statements(): readonly Statement[] {
    this.#statements ??= new Statements(this.#source).all();
    return this.#statements;
  }
}
