import { camelCase } from '../../spelling.ts';
import { behind } from '../behind.ts';
import type { Raw, Style } from '../code.ts';
import { escaped, quoted, type Writer } from '../writer.ts';

export const python: Writer = {
  language: 'python',
  comment: '#',
  self: 'self',
  unit: '    ',
  deeper: /:[ \t]*(?:#.*)?\r?\n([ \t]+)\S/m,
  hugs: false,
  packages: [],
  ends: 'never',
  spelled,
  variable: spelled,
  flag: value => (value ? 'True' : 'False'),
  text: (parts, { quote }) =>
    parts.every(part => typeof part === 'string') ? quoted(parts.join(''), quote) : formatted(parts, quote),
  list: items => ({ open: '[', parts: items, close: ']', last: ',' }),
  map: (entries, { quote }) => ({
    open: '{',
    parts: entries.map(([name, value]) => `${quoted(name, quote)}: ${value}`),
    close: '}',
    last: ',',
  }),
  property: (name, value) => `${spelled(name)}=${value}`,
  call: ({ callee, args, properties }) => ({
    open: `${callee}(`,
    parts: [...args, ...properties.map(([name, value]) => `${spelled(name)}=${value}`)],
    close: ')',
    last: ',',
  }),
  declaring: name => `${name} = `,
  orElse: (value, other) => `${value} or ${other}`,
  path: (of, properties) => [of, ...properties.map(spelled)].join('.'),
  static: (className, name) => `${className}.${spelled(name)}`,
  required: parameter => {
    // `key: Optional[IKey] = None`, `key: IKey | None = None`
    const [, head = '', optional, union] =
      /^(\w+\s*:\s*)(?:(?:typing\.)?Optional\[(.+)\]|(\S.*?)\s*\|\s*None)\s*=\s*None$/s.exec(parameter) ?? [];
    const type = optional ?? union;
    if (type !== undefined) {
      return { start: head.length, end: parameter.length, text: type, losesDefault: true };
    }
    // `key: IKey = None`
    const byDefault = /\s*=\s*None$/.exec(parameter);
    return byDefault
      ? { start: byDefault.index, end: parameter.length, text: '', losesDefault: true }
      : undefined;
  },
  addProperty: (text, call, name, code) => {
    const last = call.args.at(-1);
    return last && behind(text, last.range, `${spelled(name)}=${code}`);
  },
};

/** Before Python 3.12, an expression in a text can hold neither its quotes nor a backslash. */
function formatted(parts: readonly (string | Raw)[], usual: Style['quote']): string {
  const raws = parts.flatMap(part => (typeof part === 'string' ? [] : part.raw));
  const quotes = usual === '"' ? (['"', "'"] as const) : (["'", '"'] as const);
  const quote = quotes.find(one => raws.every(raw => !raw.includes(one) && !raw.includes('\\')));
  return quote === undefined
    ? parts.map(part => (typeof part === 'string' ? quoted(part, usual) : `str(${part.raw})`)).join(' + ')
    : `f${quote}${parts
        .map(part =>
          typeof part === 'string' ? escaped(part, quote).replaceAll(/[{}]/g, '$&$&') : `{${part.raw}}`,
        )
        .join('')}${quote}`;
}

function spelled(name: string): string {
  return camelCase(name).replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
