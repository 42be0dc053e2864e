/* The characters of HCL, as UTF-16 code units. */

export const lineFeed = 10;
export const carriageReturn = 13;
export const bang = 33;
export const quote = 34;
export const hash = 35;
export const dollar = 36;
export const percent = 37;
export const openParenthesis = 40;
export const closeParenthesis = 41;
export const star = 42;
export const comma = 44;
export const minus = 45;
export const dot = 46;
export const slash = 47;
export const lessThan = 60;
export const equals = 61;
export const greaterThan = 62;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;
export const tilde = 126;

export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code) || code === minus;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Space, tab, carriage return, and the byte order mark. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === carriageReturn || code === 0xfeff;
}

export function nameEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && isNamePart(text.charCodeAt(end))) {
    end++;
  }
  return end;
}

/** Offset of the next line feed at or after `offset`, or `limit`. */
export function lineEnd(text: string, offset: number, limit: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 || end > limit ? limit : end;
}
