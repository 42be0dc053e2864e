import { camelCase } from '../spelling.ts';

/** Code to be written, in no language yet. */
export type Code =
  /** As it stands: a name, an expression of the text. */
  | { readonly kind: 'raw'; readonly text: string }
  /** `tag`: what JavaScript calls with a text that holds expressions. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Raw)[]; readonly tag?: string }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  /** Keys are data, and stay as they are. */
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Code])[] }
  /** A call with its arguments in order, and properties by their names, which are spelled as the language does. */
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly isNew: boolean;
      readonly args: readonly Code[];
      readonly properties: readonly (readonly [string, Code])[];
    };

export interface Raw {
  readonly raw: string;
}

/** How the code of a text is written. */
export interface Style {
  readonly language: 'javascript' | 'python';
  readonly quote: '"' | "'";
  readonly unit: string;
  readonly eol: string;
  /** What ends a statement. */
  readonly end: '' | ';';
}

/** Longer lines are broken. */
const width = 100;

export function raw(text: string): Code {
  return { kind: 'raw', text };
}

/** A value that is data, with texts in it written by their parts. */
export function dataOf(value: unknown, textOf: (text: string) => Code): Code {
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map(one => dataOf(one, textOf)) };
  }
  return typeof value === 'object' && value !== null
    ? {
        kind: 'map',
        entries: Object.entries(value).map(([name, one]) => [name, dataOf(one, textOf)] as const),
      }
    : textOf(String(value));
}

/** The code as it is written where its first line begins at some column and stands in a line of some indentation. */
export function print(code: Code, style: Style, indent: string, column = indent.length): string {
  const flat = printFlat(code, style);
  if (column + flat.length <= width && !hasManyProperties(code)) {
    return flat;
  }
  const inner = indent + style.unit;
  const lines = (parts: readonly string[], open: string, close: string) =>
    [`${open}`, ...parts.map(part => `${inner}${part},`), `${indent}${close}`].join(style.eol);
  switch (code.kind) {
    case 'raw':
    case 'text':
    case 'flag':
      return flat;
    case 'list':
      return lines(
        code.items.map(one => print(one, style, inner)),
        '[',
        ']',
      );
    case 'map':
      return lines(
        code.entries.map(([name, one]) => {
          const key = `${printKey(name, style)}: `;
          return key + print(one, style, inner, inner.length + key.length);
        }),
        '{',
        '}',
      );
    case 'call': {
      const properties = code.properties.map(([name, one]) => {
        const key = keyOf(name, style);
        return key + print(one, style, inner, inner.length + key.length);
      });
      const head = `${code.isNew && style.language === 'javascript' ? 'new ' : ''}${code.callee}(`;
      if (style.language === 'python') {
        const args = code.args.map(one => print(one, style, inner));
        return lines([...args, ...properties], head, ')');
      }
      const args = code.args.map(one => printFlat(one, style));
      if (properties.length === 0) {
        const only = code.args.length === 1 ? code.args[0] : undefined;
        return only ? `${head}${print(only, style, indent, column + head.length)})` : lines(args, head, ')');
      }
      const before = args.map(one => `${one}, `).join('');
      return `${head}${before}${lines(properties, '{', '}')})`;
    }
  }
}

function hasManyProperties(code: Code): boolean {
  return code.kind === 'call' && (code.properties.length > 2 || code.args.some(hasManyProperties));
}

/** The code on one line. */
export function printFlat(code: Code, style: Style): string {
  switch (code.kind) {
    case 'raw':
      return code.text;
    case 'flag':
      return style.language === 'python' ? (code.value ? 'True' : 'False') : String(code.value);
    case 'text':
      return (
        (style.language === 'javascript' && hasRaw(code.parts) ? (code.tag ?? '') : '') +
        printText(code.parts, style)
      );
    case 'list':
      return `[${code.items.map(one => printFlat(one, style)).join(', ')}]`;
    case 'map': {
      const entries = code.entries.map(([name, one]) => `${printKey(name, style)}: ${printFlat(one, style)}`);
      return style.language === 'python' ? `{${entries.join(', ')}}` : `{ ${entries.join(', ')} }`;
    }
    case 'call': {
      const { callee, isNew, args, properties } = code;
      const entries = properties.map(([name, one]) => keyOf(name, style) + printFlat(one, style));
      const before = args.map(one => printFlat(one, style));
      if (style.language === 'python') {
        return `${callee}(${[...before, ...entries].join(', ')})`;
      }
      const object = entries.length > 0 ? [`{ ${entries.join(', ')} }`] : [];
      return `${isNew ? 'new ' : ''}${callee}(${[...before, ...object].join(', ')})`;
    }
  }
}

function keyOf(name: string, style: Style): string {
  return style.language === 'python' ? `${spelled(name, style)}=` : `${name}: `;
}

/** A name of TypeScript as a language spells it. */
export function spelled(name: string, { language }: Pick<Style, 'language'>): string {
  const camel = camelCase(name);
  return language === 'python' ? camel.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`) : camel;
}

function hasRaw(parts: readonly (string | Raw)[]): boolean {
  return parts.some(part => typeof part !== 'string');
}

function printKey(name: string, style: Style): string {
  return style.language === 'javascript' && /^[A-Za-z_$][\w$]*$/.test(name) ? name : printText([name], style);
}

function printText(parts: readonly (string | Raw)[], { language, quote }: Style): string {
  const isPlain = parts.every(part => typeof part === 'string');
  if (isPlain) {
    return quote + parts.map(part => escaped(part, quote)).join('') + quote;
  }
  if (language === 'python') {
    const written = parts.map(part =>
      typeof part === 'string' ? escaped(part, quote).replaceAll(/[{}]/g, '$&$&') : `{${part.raw}}`,
    );
    return `f${quote}${written.join('')}${quote}`;
  }
  const written = parts.map(part =>
    typeof part === 'string' ? escaped(part, '`').replaceAll('${', '\\${') : `\${${part.raw}}`,
  );
  return `\`${written.join('')}\``;
}

function escaped(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
}
