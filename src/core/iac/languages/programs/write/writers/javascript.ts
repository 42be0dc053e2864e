import { replace } from '../../../../formats/edit.ts';
import { camelCase } from '../../spelling.ts';
import { behind } from '../behind.ts';
import { escaped, quoted, type Writer } from '../writer.ts';

/** TypeScript and JavaScript. */
export const javascript: Writer = {
  language: 'javascript',
  comment: '//',
  self: 'this',
  unit: '  ',
  deeper: /\{[ \t]*(?:\/\/.*)?\r?\n([ \t]+)\S/m,
  hugs: true,
  packages: [],
  ends: 'habit',
  spelled: camelCase,
  variable: name => name,
  flag: String,
  text: (parts, { quote }, tag = '') =>
    parts.every(part => typeof part === 'string')
      ? quoted(parts.join(''), quote)
      : `${tag}\`${parts
          .map(part =>
            typeof part === 'string' ? escaped(part, '`').replaceAll('${', '\\${') : `\${${part.raw}}`,
          )
          .join('')}\``,
  list: items => ({ open: '[', parts: items, close: ']', last: ',' }),
  map: (entries, { quote }) => ({
    open: '{',
    parts: entries.map(
      ([name, value]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name, quote)}: ${value}`,
    ),
    close: '}',
    last: ',',
  }),
  property: (name, value) => `${camelCase(name)}: ${value}`,
  call: ({ callee, isNew, args, properties, behind }) => {
    const head = `${isNew ? 'new ' : ''}${callee}(`;
    return properties.length === 0
      ? { open: head, parts: args, close: ')', last: ',' }
      : {
          open: `${head}${args.map(one => `${one}, `).join('')}{`,
          parts: properties.map(([name, value]) => `${camelCase(name)}: ${value}`),
          close: `}${behind.map(one => `, ${one}`).join('')})`,
          last: ',',
        };
  },
  declaring: name => `const ${name} = `,
  orElse: (value, other) => `${value} ?? ${other}`,
  path: (of, properties) => [of, ...properties].join('.'),
  static: (className, name) => `${className}.${name}`,
  required: parameter => {
    // `key?: IKey`
    const mark = /^(?:(?:readonly|private|public|protected)\s+)*[\w$]+(?=\?\s*:)/.exec(parameter);
    const length = mark?.[0].length ?? 0;
    return mark ? { start: length, end: length + 1, text: '', losesDefault: false } : undefined;
  },
  addProperty: (text, call, name, code, _, position) => {
    const last = call.args.at(-1);
    if (call.args.some(({ spread }) => spread !== undefined) || call.args.length < position) {
      return undefined;
    }
    const entry = `${camelCase(name)}: ${code}`;
    const value = call.args[position]?.value;
    if (!value) {
      return last && behind(text, last.range, `{ ${entry} }`);
    }
    if (value.kind === 'literal' && value.value === null) {
      return [replace(value.range, `{ ${entry} }`)];
    }
    if (value.kind !== 'object') {
      const passed = text.slice(value.range.start, value.range.end);
      return [replace(value.range, `{ ...${passed}, ${entry} }`)];
    }
    const lastEntry = value.entries.at(-1);
    return lastEntry ? behind(text, lastEntry.range, entry) : [replace(value.range, `{ ${entry} }`)];
  },
};
