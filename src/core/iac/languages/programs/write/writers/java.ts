import type { Call, ObjectExpression } from '../../../../formats/code/syntax.ts';
import { indentAt, insert, isFirstOnLine } from '../../../../formats/edit.ts';
import { isBuild } from '../../outline/builderCalls.ts';
import { camelCase } from '../../spelling.ts';
import { concatenated, quoted, type Writer } from '../writer.ts';

/** Java: objects are built, and properties are methods. */
export const java: Writer = {
  language: 'java',
  comment: '//',
  self: 'this',
  unit: '    ',
  deeper: /\{[ \t]*(?:\/\/.*)?\r?\n([ \t]+)\S/m,
  hugs: true,
  declaresTypes: true,
  packages: [
    { name: 'List', module: 'java.util.List', used: /\bList\.of\(/ },
    { name: 'Map', module: 'java.util.Map', used: /\bMap\.of\(/ },
    { name: 'Output', module: 'com.pulumi.core.Output', used: /\bOutput(?:\.|::)/ },
    { name: 'AwsFunctions', module: 'com.pulumi.aws.AwsFunctions', used: /\bAwsFunctions\./ },
    {
      name: 'CustomResourceOptions',
      module: 'com.pulumi.resources.CustomResourceOptions',
      used: /\bCustomResourceOptions\./,
    },
    { name: 'Deployment', module: 'com.pulumi.deployment.Deployment', used: /\bDeployment\./ },
    {
      name: 'serializeJson',
      module: 'static com.pulumi.codegen.internal.Serialization.*',
      used: /\b(?:serializeJson|jsonObject)\(/,
    },
  ],
  ends: 'always',
  spelled: camelCase,
  variable: name => name,
  flag: String,
  text: parts => concatenated(parts, raw => raw),
  list: items => ({ open: 'List.of(', parts: items, close: ')', last: '' }),
  map: entries => ({
    open: 'Map.of(',
    parts: entries.map(([name, value]) => `${quoted(name, '"')}, ${value}`),
    close: ')',
    last: '',
  }),
  property: (name, value) => `.${camelCase(name)}(${value})`,
  call: ({ callee, isNew, args, properties, type, behind }) => {
    const built = properties.map(([name, value]) => `.${camelCase(name)}(${value})`);
    if (properties.length === 0) {
      return { open: `${isNew ? 'new ' : ''}${callee}(`, parts: args, close: ')', last: '' };
    }
    return isNew && type === undefined
      ? {
          open: `${callee}.Builder.create(${args.join(', ')})`,
          parts: [...built, '.build()'],
          close: '',
          last: '',
          isChain: true,
        }
      : {
          open: `${isNew ? 'new ' : ''}${callee}(${args.map(one => `${one}, `).join('')}${type}.builder()`,
          parts: [...built, '.build()'],
          close: `${behind.map(one => `, ${one}`).join('')})`,
          last: '',
          isChain: true,
        };
  },
  object: (type, parts) => ({
    open: `${type}.builder()`,
    parts: [...parts, '.build()'],
    close: '',
    last: '',
    isChain: true,
  }),
  declaring: (name, className) => `final ${className} ${name} = `,
  orElse: (value, other) => `${value} != null ? ${value} : ${other}`,
  path: (of, properties) =>
    [of, ...properties.map(one => `get${one.charAt(0).toUpperCase()}${one.slice(1)}()`)].join('.'),
  static: (className, name) => `${className}.${name}`,
  addProperty: (text, call, name, code, _, position, inputs) => {
    const setter = `.${camelCase(name)}(${code})`;
    // Behind the properties of a resource of Pulumi there are its options, which are built, too.
    const values = call.args.map(({ value }) => value).slice(0, position + 1);
    const object = values.findLast(isBuilt);
    const kept = [call, values[position]].find(one => one?.kind === 'call' && isBuild(one));
    return object
      ? addSetter(text, object, setter)
      : kept?.kind === 'call' && kept.callee.kind === 'member'
        ? [insert(kept.callee.object.range.end, setter)]
        : // Classes of a framework have builders.
          inputs
          ? undefined
          : asBuilder(text, call, setter, position);
  },
};

function isBuilt(value: Call['args'][number]['value']): value is ObjectExpression {
  return value.kind === 'object' && value.form === 'setters';
}

function addSetter(text: string, { entries, range, setters = range }: ObjectExpression, setter: string) {
  const last = entries.findLast(one => one.kind === 'entry');
  const isOwnLine = last !== undefined && isFirstOnLine(text, last.range.start);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const before = isOwnLine && last ? eol + indentAt(text, last.range.start) : '';
  return [insert(last?.range.end ?? setters.end, before + setter)];
}

/** `new Trail(this, "T")` becomes `Trail.Builder.create(this, "T")`, which takes properties. */
function asBuilder(
  text: string,
  { callee, args, argsRange, range, isNew }: Call,
  setter: string,
  position: number,
) {
  const isPlain =
    isNew &&
    position === 2 &&
    args.length === position &&
    /^new\s/.test(text.slice(range.start, callee.range.start));
  return isPlain
    ? [
        { offset: range.start, length: callee.range.start - range.start, content: '' },
        insert(callee.range.end, '.Builder.create'),
        insert(argsRange.end, `${setter}.build()`),
      ]
    : undefined;
}
