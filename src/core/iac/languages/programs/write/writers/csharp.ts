import type { Call } from '../../../../formats/code/syntax.ts';
import { replace } from '../../../../formats/edit.ts';
import { camelCase } from '../../spelling.ts';
import { behind } from '../behind.ts';
import { concatenated, escaped, quoted, type Writer } from '../writer.ts';

/** C#: properties are those of an object of a class of their own, and start with a capital letter as all that others see. */
export const csharp: Writer = {
  language: 'csharp',
  comment: '//',
  self: 'this',
  unit: '    ',
  deeper: /\{[ \t]*(?:\/\/.*)?\r?\n([ \t]+)\S/m,
  hugs: true,
  namesArguments: true,
  packages: [
    { name: 'Dictionary', module: 'System.Collections.Generic', used: /\bDictionary</ },
    { name: 'JsonSerializer', module: 'System.Text.Json', used: /\bJsonSerializer\./ },
  ],
  ends: 'always',
  spelled: exported,
  variable: name => name,
  flag: String,
  text: (parts, _, tag) =>
    parts.every(part => typeof part === 'string')
      ? quoted(parts.join(''), '"')
      : // Before C# 11, an expression in a text cannot hold its quotes.
        tag === undefined && parts.some(part => typeof part !== 'string' && part.raw.includes('"'))
        ? concatenated(parts, raw => raw)
        : tagged(
            tag,
            `$"${parts
              .map(part =>
                typeof part === 'string' ? escaped(part, '"').replaceAll(/[{}]/g, '$&$&') : `{${part.raw}}`,
              )
              .join('')}"`,
          ),
  list: items => ({ open: 'new[]', parts: items, close: '}', last: ',', braces: true }),
  map: entries => ({
    open: 'new Dictionary<string, object>',
    parts: entries.map(([name, value]) => `[${quoted(name, '"')}] = ${value}`),
    close: '}',
    last: ',',
    braces: true,
  }),
  property: (name, value) => `${exported(name)} = ${value}`,
  call: ({ callee, isNew, args, properties, type, behind }, { text }) => {
    const head = `${isNew ? 'new ' : ''}${callee}(`;
    return properties.length === 0
      ? { open: head, parts: args, close: ')', last: '' }
      : {
          open: `${head}${args.map(one => `${one}, `).join('')}new ${type ?? callee + inputsOf(text)}`,
          parts: properties.map(([name, value]) => `${exported(name)} = ${value}`),
          close: `}${behind.map(one => `, ${one}`).join('')})`,
          last: ',',
          braces: true,
        };
  },
  declaring: name => `var ${name} = `,
  orElse: (value, other) => `${value} ?? ${other}`,
  path: (of, properties) => [of, ...properties.map(exported)].join('.'),
  static: (className, name) => `${className}.${exported(name)}`,
  required: parameter => {
    // `IKey? key = null`
    const [whole, type, , name, value] =
      /^((?:[a-z]+\s+)*[\w.<>]+)(\??)(\s+\w+)(\s*=\s*null)?(?=$|\s*\{)/.exec(parameter) ?? [];
    return whole === undefined
      ? undefined
      : { start: 0, end: whole.length, text: `${type}${name}`, losesDefault: value !== undefined };
  },
  addProperty: (text, call, name, code, _, position) => {
    const entry = `${exported(name)} = ${code}`;
    const value = call.args[position]?.value;
    const last = call.args.at(-1);
    const whole = `new ${classOf(text, call)}${inputsOf(text)} { ${entry} }`;
    if (value?.kind === 'object') {
      const lastEntry = value.entries.at(-1);
      const head = /^new[^{(]*/.exec(text.slice(value.range.start, value.range.end))?.[0].trimEnd();
      return lastEntry
        ? behind(text, lastEntry.range, entry)
        : [replace(value.range, `${head ?? `new ${classOf(text, call)}${inputsOf(text)}`} { ${entry} }`)];
    }
    return value?.kind === 'literal' && value.value === null
      ? [replace(value.range, whole)]
      : value === undefined && last && call.args.length === position
        ? behind(text, last.range, whole)
        : undefined;
  },
};

/** What the class of the properties of a construct, and of a resource of Pulumi, is called. */
function inputsOf(text: string): 'Props' | 'Args' {
  return /\bPulumi\b/.test(text) ? 'Args' : 'Props';
}

function classOf(text: string, { callee: { range } }: Call): string {
  return text.slice(range.start, range.end);
}

function tagged(tag: string | undefined, text: string): string {
  return tag === undefined || tag === '' ? text : `${tag}(${text})`;
}

function exported(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
