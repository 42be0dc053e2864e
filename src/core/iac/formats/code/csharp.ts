import { bracketsOf } from './csharp/brackets.ts';
import { Source } from './csharp/cursor.ts';
import { Statements } from './csharp/statements.ts';
import { type Tokens, tokensAfter, tokensOf } from './csharp/tokens.ts';
import type { Comment, Grammar, Program, Statement } from './syntax.ts';

/**
 * C#, as it is written today. A text is taken apart into tokens and brackets at once; what is in a body is read on
 * demand.
 */
export const csharp: Grammar = {
  parse(text, former) {
    const before = former instanceof CSharpProgram ? former : undefined;
    return new CSharpProgram(text, before ? tokensAfter(before.tokens, text) : tokensOf(text));
  },
};

class CSharpProgram implements Program {
  readonly text: string;
  readonly tokens: Tokens;
  readonly flaws: number;
  readonly #source: Source;
  #comments: readonly Comment[] | undefined;
  #statements: readonly Statement[] | undefined;

  constructor(text: string, tokens: Tokens) {
    const brackets = bracketsOf(tokens);
    this.text = text;
    this.tokens = tokens;
    this.flaws = tokens.flaws + brackets.flaws;
    this.#source = new Source(tokens, brackets);
  }

  get comments(): readonly Comment[] {
    this.#comments ??= this.tokens.comments;
    return this.#comments;
  }

  get statements(): readonly Statement[] {
    this.#statements ??= new Statements(this.#source).all();
    return this.#statements;
  }
}
