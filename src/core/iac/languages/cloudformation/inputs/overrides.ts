/*
 * `parameter_overrides` of the SAM CLI: `Key=Value Other="with spaces"`, or `ParameterKey=Key,ParameterValue=Value …`, a
 * `file://path`, a map, in which `$include` names such files, or a list of any of these (AWS SAM Developer Guide, "sam deploy";
 * `CfnParameterOverridesType` in the SAM CLI).
 */

/** A value by the name of its parameter, or the path of a file that has more of them; of several, the last counts. */
export type Override = readonly [name: string, value: string] | { readonly file: string };

/** The overrides in their order; undefined where one is in a form that is not known. */
export function readOverrides(written: unknown): readonly Override[] | undefined {
  const all = [written].flat(deepest).map(one => {
    return typeof one === 'string'
      ? textOverrides(one)
      : isMap(one)
        ? mapOverrides(one)
        : one === null
          ? []
          : undefined;
  });
  return all.includes(undefined) ? undefined : all.flatMap(one => one ?? []);
}

/** Lists in lists. */
const deepest = 10;

function textOverrides(text: string): readonly Override[] | undefined {
  const file = fileIn(text);
  return file === undefined ? pairsIn(text) : [{ file }];
}

/** The path of `file://path`. */
export function fileIn(text: string): string | undefined {
  return /^file:\/\/(.*)$/s.exec(text)?.[1];
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

function mapOverrides(map: Readonly<Record<string, unknown>>): readonly Override[] | undefined {
  const all = Object.entries(map).map(([name, value]): readonly Override[] | undefined => {
    if (name === '$include' && value !== null) {
      return readOverrides(value);
    }
    const text = textOf(value);
    return text === undefined ? undefined : [[name, text]];
  });
  return all.includes(undefined) ? undefined : all.flatMap(one => one ?? []);
}

/** Null is empty, the items of a list are joined, but for those that are empty. */
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
      const given = texts?.map(text => text?.trim()).filter(text => text !== '');
      return value === null ? '' : texts?.includes(undefined) ? undefined : given?.join(',');
    }
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
