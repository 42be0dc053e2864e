import type { Chain, Writer } from './writer.ts';

/** Code to be written, in no language yet. */
export type Code =
  /** As written: a name, an expression of the text. */
  | { readonly kind: 'raw'; readonly text: string }
  /** `tag`: what JavaScript calls with a text that holds expressions. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Raw)[]; readonly tag?: string }
  | { readonly kind: 'flag'; readonly value: boolean }
  /** `type`: what its items are, for languages that say so. */
  | { readonly kind: 'list'; readonly items: readonly Code[]; readonly type?: string | undefined }
  /** An object of a class with its properties, whose names are spelled as the language does; in Go also the items of a list. */
  | {
      readonly kind: 'object';
      readonly type: string;
      readonly entries: readonly (readonly [string | undefined, Code])[];
    }
  /** Keys are data, and stay as they are. */
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Code])[] }
  /** A call with its arguments in order, and properties by their names, which are spelled as the language does. */
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly isNew: boolean;
      readonly args: readonly Code[];
      readonly properties: readonly (readonly [string, Code])[];
      /** The class of the object that the properties make, for languages that say so. */
      readonly type?: string | undefined;
      /** How many optional arguments are left out, for languages that leave none out. */
      readonly left?: number;
      /** After the properties. */
      readonly behind?: readonly string[];
    };

export interface Raw {
  readonly raw: string;
}

/** How the code of a text is written. */
export interface Style {
  readonly writer: Writer;
  readonly quote: '"' | "'";
  readonly unit: string;
  readonly eol: string;
  /** What ends a statement. */
  readonly end: '' | ';';
  /** The text that it is written into. */
  readonly text: string;
  /** Whether braces start a line, in languages where they do in most texts. */
  readonly ownsBraceLine: boolean;
  /** The package whose functions point to values, in Go; empty where values are plain. */
  readonly pointers: string;
}

/** Longer lines are broken. */
const width = 100;

/** Pieces that are written out are in one. */
function joinedParts(parts: readonly (string | Raw)[]): readonly (string | Raw)[] {
  const joined: (string | Raw)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      joined[joined.length - 1] = last + part;
    } else {
      joined.push(part);
    }
  }
  return joined;
}

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

/** Data, and arguments in order, are plain values, other than in the CDK, which is called with pointers to them all. */
export function asData(style: Style): Style {
  return style.pointers === 'jsii' ? style : { ...style, pointers: '' };
}

/** A name of TypeScript as a language spells it. */
export function spelled(name: string, { writer }: Pick<Style, 'writer'>): string {
  return writer.spelled(name);
}

/** The code as it is written where its first line starts at some column and is in a line of some indentation. */
export function print(code: Code, style: Style, indent: string, column = indent.length): string {
  const flat = printFlat(code, style);
  if (column + flat.length <= width && !hasManyProperties(code)) {
    return flat;
  }
  const inner = indent + style.unit;
  const bracketed = bracketsOf(code, style, (one, own, key) => print(one, own, inner, inner.length + key));
  if (!bracketed) {
    return flat;
  }
  const { close, last, isChain, isAligned, braces } = bracketed;
  const open = braces
    ? bracketed.open + (style.ownsBraceLine ? `${style.eol}${indent}{` : ' {')
    : bracketed.open;
  const parts = isAligned ? aligned(bracketed.parts) : bracketed.parts;
  const [argument, ...others] = code.kind === 'call' && code.properties.length === 0 ? code.args : [];
  if (argument && others.length === 0 && style.writer.hugs) {
    const printed = print(argument, style, indent, column + open.length);
    return open + [printed, ...parts.slice(1)].join(', ') + close;
  }
  if (isChain) {
    return [open, ...parts.map(part => inner + part)].join(style.eol) + close;
  }
  const lines = parts.map((part, index) => `${inner}${part}${index < parts.length - 1 ? ',' : last}`);
  return [open, ...lines, `${indent}${close}`].join(style.eol);
}

function hasManyProperties(code: Code): boolean {
  return code.kind === 'call' && (code.properties.length > 2 || code.args.some(hasManyProperties));
}

/** The code on one line. */
export function printFlat(code: Code, style: Style): string {
  const { writer } = style;
  switch (code.kind) {
    case 'raw':
      return code.text;
    case 'flag':
      return writer.flag(code.value, style);
    case 'text':
      return writer.text(joinedParts(code.parts), style, code.tag);
    default: {
      const bracketed = bracketsOf(code, style, printFlat);
      const { parts = [], close = '', isChain, braces } = bracketed ?? {};
      const open = (bracketed?.open ?? '') + (braces ? ' {' : '');
      const isSpaced = braces || (writer.language === 'javascript' && open.endsWith('{'));
      const blank = isSpaced && parts.length > 0 ? ' ' : '';
      return open + blank + parts.join(isChain ? '' : ', ') + blank + close;
    }
  }
}

type Print = (code: Code, style: Style, behind: number) => string;

function bracketsOf(code: Code, style: Style, printed: Print): Chain | undefined {
  const { writer } = style;
  switch (code.kind) {
    case 'raw':
    case 'text':
    case 'flag':
      return undefined;
    case 'list': {
      const areTexts = code.items.length > 0 && code.items.every(({ kind }) => kind === 'text');
      return writer.list(
        code.items.map(one => printed(one, style, 0)),
        areTexts,
        code.type,
        style,
      );
    }
    case 'map':
      return writer.map(
        code.entries.map(
          ([name, one]) => [name, inMap(one, asData(style), printed, name.length + 4)] as const,
        ),
        style,
        false,
      );
    case 'object':
      return writer.object?.(
        code.type,
        code.entries.map(([name, one]) => {
          const before = name === undefined ? 0 : writer.property(name, '').length;
          return name === undefined
            ? printed(one, style, 0)
            : writer.property(name, printed(one, style, before));
        }),
      );
    case 'call': {
      const { callee, isNew, args, properties, type, left = 0, behind = [] } = code;
      const areMany = properties.length > 0 && writer.language !== 'python';
      return writer.call(
        {
          callee,
          isNew,
          args: args.map(one => (areMany ? printFlat(one, asData(style)) : printed(one, asData(style), 0))),
          properties: properties.map(([name, one]) => {
            return [name, printed(one, style, writer.property(name, '').length)] as const;
          }),
          type,
          left,
          behind,
        },
        style,
      );
    }
  }
}

/** A map in another one. */
function inMap(code: Code, style: Style, printed: Print, behind: number): string {
  const whole = printed(code, style, behind);
  return code.kind === 'map' && style.writer.language === 'go' ? whole.replace(/^&/, '') : whole;
}

/** Values of parts that are on one line each start below each other. */
function aligned(parts: readonly string[]): readonly string[] {
  const names = parts.map(part => (part.includes('\n') ? undefined : /^(?:"[^"]*"|\w+):/.exec(part)?.[0]));
  return parts.map((part, index) => {
    const name = names[index];
    if (name === undefined) {
      return part;
    }
    let [first, last] = [index, index];
    while (names[first - 1] !== undefined) {
      first--;
    }
    while (names[last + 1] !== undefined) {
      last++;
    }
    const width = Math.max(...names.slice(first, last + 1).map(one => one?.length ?? 0));
    return name.padEnd(width) + part.slice(name.length);
  });
}
