/** The text that escape sequences stand for, as far as all these languages write them alike. */
export function unescaped(written: string): string {
  return written.includes('\\')
    ? written.replace(
        /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))/g,
        (_, point?: string, unit?: string, byte?: string, character?: string) => {
          const code = point ?? unit ?? byte;
          if (code !== undefined) {
            const value = Number.parseInt(code, 16);
            return value <= 0x10ffff ? String.fromCodePoint(value) : '\uFFFD';
          }
          return character === '\n' || character === '\r\n'
            ? ''
            : (escapes[character ?? ''] ?? character ?? '');
        },
      )
    : written;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};
