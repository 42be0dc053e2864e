/** A value to write, in both syntaxes. */
export interface Written {
  readonly native: string;
  readonly json: JsonValue;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A reference or another expression. */
export function expression(text: string): Written {
  return { native: text, json: `\${${text}}` };
}

export function quoted(text: string): Written {
  return { native: JSON.stringify(text), json: text };
}

export function flag(value: boolean): Written {
  return { native: String(value), json: value };
}
