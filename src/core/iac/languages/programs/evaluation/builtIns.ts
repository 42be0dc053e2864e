import type { ProgramDialect } from '../dialect.ts';
import { joined } from './operations.ts';
import { mergeInto, plainRecord } from './properties.ts';
import { literalOf, type Made, type Property, text, type Value } from './value.ts';

/*
 * Functions of the languages themselves, and of what a framework has beside its resources in each of them.
 */

/** What a function gives back as it was given to it. */
const asGiven = new Set([
  'JSON.stringify',
  'json.dumps',
  'encoding/json.Marshal',
  'encoding/json.MarshalIndent',
  'Object.freeze',
  'String',
  'str',
  'string',
  'String.valueOf',
  'Optional.ofNullable',
  'Optional.of',
  'Objects.requireNonNull',
  'serializeJson',
  'github.com/aws/jsii-runtime-go.String',
  'github.com/aws/jsii-runtime-go.Bool',
  'github.com/aws/jsii-runtime-go.Number',
  'JsonSerializer.Serialize',
  'JsonConvert.SerializeObject',
]);

/** What a call of such a function evaluates to; undefined where it is none, or nobody knows. */
export function builtIn(made: Made): Value | undefined {
  const name = calledName(made);
  const { args } = made;
  const [first, second] = args.positional;
  if (name === undefined) {
    return undefined;
  }
  if (asGiven.has(name)) {
    return first?.();
  }
  switch (name) {
    case 'os.environ.get':
    case 'os.getenv':
    case 'os.Getenv':
    case 'System.getenv':
    case 'Environment.GetEnvironmentVariable': {
      const variable = literalOf(first?.());
      return second || variable === undefined ? undefined : givenBy(made, 'environment', variable);
    }
    case 'fmt.Sprintf':
    case 'github.com/aws/jsii-runtime-go.Sprintf':
    case 'String.format':
    case 'string.Format':
    case 'String.Format':
      return formatted(literalOf(first?.()), args.positional.slice(1), made.file.dialect);
    case 'Object.assign':
    case 'dict':
      return merged([...args.positional.map(one => one()), args.named]);
    case 'Object.entries':
      return entriesOf(first?.());
    case 'Object.fromEntries':
      return fromEntries(first?.());
    case 'github.com/aws/jsii-runtime-go.Strings':
      return { kind: 'list', items: args.positional.map(one => one()), isOpen: args.isOpen };
    default:
      return undefined;
  }
}

/** One object with the properties of several; the last one that has a property counts. */
function merged(values: readonly Value[]): Value | undefined {
  if (!values.every(({ kind }) => kind === 'record' || kind === 'nothing')) {
    return undefined;
  }
  const properties = new Map<string, Property>();
  const isOpen = values.map(one => mergeInto(properties, one)).includes(true);
  return { kind: 'record', properties, isOpen };
}

/** Names and values of an object, as a list of lists. */
function entriesOf(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'record' || value.isOpen) {
    return undefined;
  }
  const items = [...value.properties].map(([name, property]): Value => {
    return { kind: 'list', items: [text(name), property.get()], isOpen: false };
  });
  return { kind: 'list', items, isOpen: false };
}

function fromEntries(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'list' || value.isOpen) {
    return undefined;
  }
  const entries = value.items.flatMap(item => {
    const [name, one] = item.kind === 'list' && !item.isOpen ? item.items : [];
    const literal = literalOf(name);
    return literal === undefined || !one ? [] : [[literal, one] as const];
  });
  return entries.length === value.items.length ? plainRecord(entries) : undefined;
}

function calledName({ callee, file }: Made): string | undefined {
  if (callee.kind === 'reference' && (file.dialect.hasNamespaces || callee.module.startsWith('java.'))) {
    // Whichever namespace or package it is of: a class and its function.
    return callee.path.slice(-2).join('.');
  }
  return callee.kind === 'reference'
    ? [callee.module.includes('|') ? '' : callee.module, ...callee.path].filter(part => part !== '').join('.')
    : undefined;
}

/** `%s`, `{}` or `{0}` of a format, one after the other. */
export function formatted(
  pattern: string | undefined,
  values: readonly (() => Value)[],
  dialect: ProgramDialect,
): Value | undefined {
  const parts = pattern?.split(/%[svdq]|\{\d*\}/);
  return parts?.length === values.length + 1
    ? joined(
        parts.flatMap((part, index) => [text(part), ...(values[index] ? [values[index]()] : [])]),
        dialect,
      )
    : undefined;
}

/** An optional input from outside the program: not known. */
export function givenBy({ file, environment }: Made, kind: string, name: string): Value {
  return {
    kind: 'given',
    id: `${kind}:${name}`,
    name,
    type: undefined,
    file,
    owner: environment.owner,
    isOpen: true,
  };
}
