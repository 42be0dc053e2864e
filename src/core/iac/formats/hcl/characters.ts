/** Character classes of HCL, on UTF-16 code units. */
export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code) || code === 45;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Space, tab, carriage return, and the byte order mark. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 0xfeff;
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
