import type { TextRange } from '../../../../../base/text.ts';
import type { TextEdit } from '../../../../fix.ts';
import type { ObjectExpression } from '../../../../formats/code/syntax.ts';
import { isFirstOnLine, replace } from '../../../../formats/edit.ts';
import { camelCase } from '../../spelling.ts';
import { behind } from '../behind.ts';
import type { Style } from '../code.ts';
import { concatenated, quoted, type Writer } from '../writer.ts';

/** Go: functions make objects, values are pointed to, and properties of the CDK's objects are methods. */
export const go: Writer = {
  language: 'go',
  comment: '//',
  self: '',
  unit: '\t',
  deeper: /\{[ \t]*(?:\/\/.*)?\r?\n([ \t]+)\S/m,
  hugs: true,
  packages: [{ name: 'jsii', module: 'github.com/aws/jsii-runtime-go', used: /\bjsii\./ }],
  ends: 'never',
  spelled: exported,
  variable: name => name,
  flag: (value, style) => pointer(style, 'Bool', String(value)),
  text: (parts, style) => {
    const star = style.pointers === 'jsii' ? '*' : '';
    return pointer(
      style,
      'String',
      concatenated(parts, raw => (raw.startsWith('&') ? raw.slice(1) : star + raw)),
    );
  },
  list: (items, areTexts, type, { pointers }) =>
    pointers !== 'jsii'
      ? { open: `[]${type ?? (areTexts ? 'string' : 'interface{}')}{`, parts: items, close: '}', last: ',' }
      : areTexts
        ? {
            open: 'jsii.Strings(',
            parts: items.map(one => one.replace(/^jsii\.String\((.*)\)$/s, '$1')),
            close: ')',
            last: ',',
          }
        : { open: `&[]${type ?? 'interface{}'}{`, parts: items, close: '}', last: ',' },
  map: (entries, { pointers }, isInner) => ({
    open: `${isInner || pointers !== 'jsii' ? '' : '&'}map[string]interface{}{`,
    parts: entries.map(([name, value]) => `${quoted(name, '"')}: ${value}`),
    close: '}',
    last: ',',
    isAligned: true,
  }),
  property: (name, value) => `${exported(name)}: ${value}`,
  call: ({ callee, isNew, args: plain, properties, type, left, behind }) => {
    const made = isNew ? callee.replace(/(\w+)$/, 'New$1') : callee;
    const args = plain.length + left + properties.length > 1 ? plain.map(tight) : plain;
    const nils = Array.from({ length: left }, () => 'nil');
    return properties.length === 0
      ? { open: `${made}(`, parts: [...args, ...nils], close: ')', last: ',' }
      : {
          open: `${made}(${args.map(one => `${one}, `).join('')}&${type ?? `${callee}Props`}{`,
          parts: properties.map(([name, value]) => `${exported(name)}: ${value}`),
          close: `}${behind.map(one => `, ${one}`).join('')})`,
          last: ',',
          isAligned: true,
        };
  },
  object: (type, parts) => ({ open: `${type}{`, parts, close: '}', last: ',', isAligned: true }),
  declaring: name => `${name} := `,
  orElse: () => undefined,
  orElseLines: ({ name, type }, value, other, { unit }) => [
    type === undefined ? `${name} := ${value}` : `var ${name} ${type} = ${value}`,
    `if ${name} == nil {`,
    ...other.map(line => unit + line),
    '}',
  ],
  path: (of, properties) => [of, ...properties.map(one => `${exported(one)}()`)].join('.'),
  static: (className, name) => `${className}_${exported(name)}`,
  addProperty: (text, call, name, code, style, position, inputs) => {
    const entry = `${exported(name)}: ${code}`;
    const value = call.args[position]?.value;
    const last = call.args.at(-1);
    if (value?.kind === 'object') {
      const lastEntry = value.entries.at(-1);
      return lastEntry
        ? alignedBehind(text, value.entries, exported(name), code)
        : [replace({ start: value.range.end - 1, end: value.range.end }, `${entry}}`)];
    }
    const { range } = call.callee;
    const written = text.slice(range.start, range.end).replace(/New(\w+?)(?:_Override)?$/, '$1');
    const type = inputs
      ? inputs.type?.replace(/^\*/, '')
      : `${written}${style.pointers === 'jsii' ? 'Props' : 'Args'}`;
    if (type === undefined) {
      return undefined;
    }
    const object = `&${type}{${entry}}`;
    return value?.kind === 'literal' && value.value === null
      ? [replace(value.range, object)]
      : value === undefined && last && call.args.length === position
        ? behind(text, last.range, object)
        : undefined;
  },
};

/** As one of several arguments, what is joined stands close (gofmt); not so what is between braces. */
function tight(code: string): string {
  return code.includes('{')
    ? code
    : code.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`| \+ /g, part => (part === ' + ' ? '+' : part));
}

/** Adds an entry after the last one; values of one line each are below each other (gofmt). */
function alignedBehind(
  text: string,
  entries: ObjectExpression['entries'],
  name: string,
  code: string,
): readonly TextEdit[] {
  const last = entries.at(-1);
  const own: { readonly name: TextRange; readonly value: TextRange }[] = [];
  for (const entry of entries.toReversed()) {
    const next = own[0];
    const isOneLine = !text.slice(entry.range.start, entry.range.end).includes('\n');
    const isNeighbour = !next || !/\n[^\n]*\n/.test(text.slice(entry.range.end, next.name.start));
    if (entry.kind !== 'entry' || !isOneLine || !isNeighbour || !isFirstOnLine(text, entry.range.start)) {
      break;
    }
    own.unshift({ name: entry.nameRange, value: entry.value.range });
  }
  const width = Math.max(name.length, ...own.map(one => one.name.end - one.name.start));
  const blanks = (length: number) => ' '.repeat(width - length + 1);
  const isAligned = own.length > 0 && !code.includes('\n');
  const spaced = isAligned
    ? own.flatMap(({ name: { start, end }, value }): TextEdit[] => {
        const wanted = `:${blanks(end - start)}`;
        const place = { start: end, end: value.start };
        return text.slice(place.start, place.end) === wanted ? [] : [replace(place, wanted)];
      })
    : [];
  const written = `${name}:${isAligned ? blanks(name.length) : ' '}${code}`;
  return last ? [...spaced, ...behind(text, last.range, written)] : [];
}

/** What others see starts with a capital letter. */
function exported(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

function pointer({ pointers }: Style, kind: 'String' | 'Bool', written: string): string {
  return pointers === '' ? written : `${pointers}.${kind}(${written})`;
}
