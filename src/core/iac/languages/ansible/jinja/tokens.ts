/** One token of an expression. */
export interface Token {
  readonly kind: 'text' | 'name' | 'number' | 'sign' | 'odd';
  readonly text: string;
}

const token =
  /\s+|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|([A-Za-z_][A-Za-z0-9_]*)|(\d+(?:\.\d+)?)|(==|!=|<=|>=|\/\/|\*\*|[-+*/%~|.,:()[\]{}<>=])|([\s\S])/gy;

/** The tokens of an expression, without spaces. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [, quoted, name, number, sign, odd] of source.matchAll(token)) {
    if (quoted !== undefined) {
      tokens.push({ kind: 'text', text: unescaped(quoted.slice(1, -1)) });
    } else if (name !== undefined) {
      tokens.push({ kind: 'name', text: name });
    } else if (number !== undefined) {
      tokens.push({ kind: 'number', text: number });
    } else if (sign !== undefined) {
      tokens.push({ kind: 'sign', text: sign });
    } else if (odd !== undefined) {
      tokens.push({ kind: 'odd', text: odd });
    }
  }
  return tokens;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (whole, character: string) =>
    character === 'n' ? '\n' : character === 't' ? '\t' : /[\\"']/.test(character) ? character : whole,
  );
}
