import { type CST, Lexer, Parser } from 'yaml';

/**
 * What stands in a text, not composed yet; undefined where it nests deeper than any file that people write. The library goes down
 * and up on the stack. Where that ends inside a regular expression, V8 ends the whole process, and with it the extensions of
 * everybody: no error is thrown that could be caught.
 */
export function tokensOf(text: string): readonly CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
    }
    if (parser.stack.length > deepest) {
      return undefined;
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

const deepest = 200;
