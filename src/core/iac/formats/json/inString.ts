/** Whether what comes behind a part of a JSON text is within a string, by whether its beginning is. */
export function endsInString(part: string, inside: boolean): boolean {
  let inString = inside;
  for (let index = 0; index < part.length; index++) {
    const char = part.charAt(index);
    if (char === '"') {
      inString = !inString;
    } else if (char === '\\' && inString) {
      index++;
    }
  }
  return inString;
}
