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
  omitsSelf: true,
  unit: '    ',
  deeper: /\{[ \t]*(?:\/\/.*)?\r?\n([ \t]+)\S/m,
  hugs: true,
  namesArguments: true,
  packages: [
    { name: 'Dictionary', module: 'System.Collections.Generic', used: /\bDictionary</ },
    { name: 'JsonSerializer', module: 'System.Text.Json', used: /\bJsonSerializer\./ },
  ],
  leads: /^System\b/,
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
  list: items => ({
    open: areAlike(items) ? 'new[]' : 'new object[]',
    parts: items,
    close: '}',
    last: ',',
    braces: true,
  }),
  widened: (open, items) => {
    const wide = open
      .replace(/^new\s*(?:string\s*)?\[\s*\]/, 'new object[]')
      .replace(/^(new\s+(?:[\w.]+\.)?List\s*)<.*>/s, '$1<object>');
    return areAlike(items) || wide === open ? undefined : wide;
  },
  map: (entries, { text }) => ({
    open: `new Dictionary<string, ${hasNullableMaps(text) ? 'object?' : 'object'}>`,
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
  object: (type, parts) => ({ open: `new ${type}`, parts, close: '}', last: ',', braces: true }),
  declaring: name => `var ${name} = `,
  orElse: (value, other) => `${value} ?? ${other}`,
  path: (of, properties) => [of, ...properties.map(exported)].join('.'),
  static: (className, name) => `${className}.${exported(name)}`,
  required: (parameter, text) => {
    // `IKey? key = null`, `IKey? Key { get; set; }`
    const [whole, type, , name, value] =
      /^((?:[a-z]+\s+)*[\w.<>]+)(\??)(\s+\w+)(\s*=\s*null)?(?=$|\s*\{)/.exec(parameter) ?? [];
    if (whole === undefined) {
      return undefined;
    }
    // Whoever makes the object has to give it, which C# knows the word for since version 11.
    const isProperty = whole.length < parameter.length && asksForProperties.test(text);
    const asked = isProperty ? type?.replace(/^(?:[a-z]+\s+)*/, '$&required ') : type;
    return { start: 0, end: whole.length, text: `${asked}${name}`, losesDefault: value !== undefined };
  },
  addProperty: (text, call, name, code, _, position, inputs) => {
    const entry = `${exported(name)} = ${code}`;
    const value = call.args[position]?.value;
    const last = call.args.at(-1);
    const type = inputs ? inputs.type?.replace(/\?$/, '') : `${classOf(text, call)}${inputsOf(text)}`;
    const whole = `new ${type} { ${entry} }`;
    if (value?.kind === 'object') {
      const lastEntry = value.entries.at(-1);
      const head = /^new(?:[^{(]*[^{(\s]|\s*\(\s*\))/.exec(
        text.slice(value.range.start, value.range.end),
      )?.[0];
      return lastEntry
        ? behind(text, lastEntry.range, entry)
        : [replace(value.range, `${head ?? `new ${type}`} { ${entry} }`)];
    }
    // Nothing is an interface alone.
    if (type === undefined || /^I[A-Z]\w*$/.test(type)) {
      return undefined;
    }
    return value?.kind === 'literal' && value.value === null
      ? [replace(value.range, whole)]
      : value === undefined && last && call.args.length === position
        ? behind(text, last.range, whole)
        : undefined;
  },
};

const asksForProperties = /\brequired\s[^;(){}=]*\{\s*get\b/;

/** What the class of the properties of a construct, and of a resource of Pulumi, is called. */
function inputsOf(text: string): 'Props' | 'Args' {
  return /\bPulumi\b/.test(text) ? 'Args' : 'Props';
}

function classOf(text: string, { callee: { range } }: Call): string {
  return text.slice(range.start, range.end);
}

/** Whether an array finds its type by its items: those of another type than the first one fit into none. */
function areAlike(items: readonly string[]): boolean {
  return new Set(items.filter(one => !/^new\s*\(/.test(one)).map(typeShown)).size <= 1;
}

/** What shows the type of an item: its quotes, its class, or what it calls. */
function typeShown(item: string): string {
  return /^[$@]*"/.test(item)
    ? '"'
    : (/^new\s*(?:[\w.]+(?:<.*?>)?|(?=\{))|^[\w.]+\(/s.exec(item)?.[0] ?? item);
}

/** Whether maps of data have values that may be nothing; those that the CDK takes have not. */
function hasNullableMaps(text: string): boolean {
  return /\bDictionary<string, object\?>/.test(text) && !/\bAmazon\.CDK\b/.test(text);
}

function tagged(tag: string | undefined, text: string): string {
  return tag === undefined || tag === '' ? text : `${tag}(${text})`;
}

function exported(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
