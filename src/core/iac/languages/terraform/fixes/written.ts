import { type Expression, parseHcl, type Template } from '../../../formats/hcl/index.ts';
import type { Setting } from '../modules/module.ts';

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

/**
 * What an attribute is set to, as an expression in native syntax and the text that its ranges count in; undefined for what
 * is not an expression in JSON.
 */
export function nativeOf({
  attribute,
  file,
}: Setting): { readonly text: string; readonly expression: Expression } | undefined {
  const { value } = attribute;
  const { text, syntax } = file.hcl;
  if (syntax === 'native') {
    return { text, expression: value };
  }
  const isInterpolation =
    value.kind === 'template' &&
    value.closed &&
    value.parts.map(({ kind }) => kind).join() === 'interpolation';
  const native = isInterpolation
    ? `value = ${JSON.parse(text.slice(value.range.start, value.range.end)).slice('${'.length, -1)}\n`
    : '';
  const [parsed] = parseHcl(native).body.attributes;
  return parsed && { text: native, expression: parsed.value };
}

/** Without the parentheses, and without the quotes around a single interpolation. */
export function unwrapped(expression: Expression): Expression {
  if (expression.kind === 'parentheses') {
    return unwrapped(expression.inner);
  }
  const only = expression.kind === 'template' ? onlyPart(expression) : undefined;
  return only?.kind === 'interpolation' ? unwrapped(only.expression) : expression;
}

function onlyPart({ form, parts }: Template) {
  return form === 'quoted' && parts.length === 1 ? parts[0] : undefined;
}

/** Functions that answer one of the values that they are passed. */
export const choosing: ReadonlySet<string> = new Set(['coalesce', 'element', 'join', 'one', 'try']);
