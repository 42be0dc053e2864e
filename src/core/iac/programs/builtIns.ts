import { joined } from './operations.ts';
import { plainRecord } from './properties.ts';
import { literalOf, type Made, text, type Value } from './value.ts';

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
  'github.com/aws/jsii-runtime-go.String',
  'github.com/aws/jsii-runtime-go.Bool',
  'github.com/aws/jsii-runtime-go.Number',
]);

/** Java's way to write JSON (com.pulumi.codegen.internal.Serialization), imported as functions. */
const javaJson = /^(?:serializeJson|jsonObject|jsonArray|jsonProperty)$/;

/** What a call of such a function evaluates to; undefined where it is none, or is not known. */
export function builtIn(made: Made): Value | undefined {
  const name = calledName(made);
  const { args, file } = made;
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
    case 'System.getenv': {
      const variable = literalOf(first?.());
      return second || variable === undefined ? undefined : givenBy(made, 'environment', variable);
    }
    case 'fmt.Sprintf':
    case 'github.com/aws/jsii-runtime-go.Sprintf':
    case 'String.format':
      return formatted(literalOf(first?.()), args.positional.slice(1));
    case 'github.com/aws/jsii-runtime-go.Strings':
      return { kind: 'list', items: args.positional.map(one => one()), isOpen: args.isOpen };
    default:
      return javaJson.test(name) && file.uri.endsWith('.java') ? jsonOf(name, made) : undefined;
  }
}

function calledName({ callee }: Made): string | undefined {
  return callee.kind === 'reference'
    ? [callee.module.includes('|') ? '' : callee.module, ...callee.path].filter(part => part !== '').join('.')
    : undefined;
}

function jsonOf(name: string, { args }: Made): Value | undefined {
  const values = args.positional.map(one => one());
  switch (name) {
    case 'serializeJson':
      return values[0];
    case 'jsonArray':
      return { kind: 'list', items: values, isOpen: args.isOpen };
    case 'jsonProperty': {
      const property = literalOf(values[0]);
      return property === undefined || !values[1] ? undefined : plainRecord([[property, values[1]]]);
    }
    default: {
      const records = values.flatMap(one => (one.kind === 'record' ? [one] : []));
      return records.length === values.length
        ? {
            kind: 'record',
            properties: new Map(records.flatMap(one => [...one.properties])),
            isOpen: args.isOpen,
          }
        : undefined;
    }
  }
}

/** `%s` or `{}` of a format, one after the other. */
export function formatted(pattern: string | undefined, values: readonly (() => Value)[]): Value | undefined {
  const parts = pattern?.split(/%[svdq]|\{\}/);
  return parts?.length === values.length + 1
    ? joined(parts.flatMap((part, index) => [text(part), ...(values[index] ? [values[index]()] : [])]))
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
