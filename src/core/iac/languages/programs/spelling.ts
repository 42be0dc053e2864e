/** `encryption_key`, `EncryptionKey` and `encryptionKey` are one name. */
export function camelCase(name: string): string {
  const known = spellings.get(name);
  if (known !== undefined) {
    return known;
  }
  const spelling = inCamelCase(name);
  if (spellings.size < mostSpellings) {
    spellings.set(name, spelling);
  }
  return spelling;
}

/** Programs hold the same names again and again. */
const spellings = new Map<string, string>();
const mostSpellings = 20_000;

function inCamelCase(name: string): string {
  const parts = name.includes('_') ? name.split('_').filter(part => part !== '') : [name];
  return parts
    .map(
      (part, index) =>
        (index === 0 ? part.charAt(0).toLowerCase() : part.charAt(0).toUpperCase()) + part.slice(1),
    )
    .join('');
}
