/*
 * `parameter_overrides` of the SAM CLI: `Key=Value Other="with spaces"`, or `ParameterKey=Key,ParameterValue=Value …`, a
 * list of such texts, a map, a list of maps (AWS SAM Developer Guide, "sam deploy"; AWS SAM CLI configuration file).
 */

/** The values by name; undefined where they are elsewhere, or in a form that is not known. */
export function readOverrides(written: unknown): ReadonlyMap<string, string> | undefined {
  const given = new Map<string, string>();
  for (const one of Array.isArray(written) ? written : [written]) {
    const pairs = typeof one === 'string' ? pairsIn(one) : isMap(one) ? pairsOf(one) : undefined;
    if (!pairs) {
      return undefined;
    }
    for (const [name, value] of pairs) {
      given.set(name, value);
    }
  }
  return given;
}

type Pairs = readonly (readonly [name: string, value: string])[];

function pairsIn(text: string): Pairs | undefined {
  const words = [...text.matchAll(word)].map(([found]) => found);
  const pairs = words.map(one => {
    const [, key, value] =
      /^ParameterKey=(.*?),ParameterValue=(.*)$/s.exec(one) ?? /^([^=]+)=(.*)$/s.exec(one) ?? [];
    return key === undefined || value === undefined ? undefined : ([unquoted(key), unquoted(value)] as const);
  });
  return pairs.some(pair => pair === undefined) ? undefined : pairs.filter(pair => pair !== undefined);
}

/** Blanks end a word, but for those between quotes and after a backslash. */
const word = /(?:\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s\\])+/gs;

/** Without the quotes around it, and the backslashes before spaces and quotes. */
function unquoted(text: string): string {
  const inner = /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
  return inner.replace(/\\(["'\s\\])/g, '$1');
}

function pairsOf(map: Readonly<Record<string, unknown>>): Pairs | undefined {
  const pairs = Object.entries(map).map(([name, value]) => {
    const text = textOf(value);
    return text === undefined || name.startsWith('$') ? undefined : ([name, text] as const);
  });
  return pairs.some(pair => pair === undefined) ? undefined : pairs.filter(pair => pair !== undefined);
}

/** Null is empty, the items of a list are joined. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default: {
      const texts = Array.isArray(value) ? value.map(textOf) : undefined;
      return value === null ? '' : texts?.includes(undefined) ? undefined : texts?.join(',');
    }
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
