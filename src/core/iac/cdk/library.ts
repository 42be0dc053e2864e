import type { Library } from '../programs/library.ts';
import { joined } from '../programs/operations.ts';
import { propertyValue } from '../programs/properties.ts';
import { camelCase } from '../programs/spelling.ts';
import {
  type Given,
  literalOf,
  type Made,
  methodOf,
  type Opaque,
  type Reference,
  type Text,
  text,
  type Value,
} from '../programs/value.ts';
import { classOf } from './names.ts';

/** What is known of the AWS CDK beside its constructs: where a stack is deployed, its parameters, texts and inputs. */
export const cdk: Library = {
  call(made) {
    const name = classOf(made) ?? methodOf(made)?.name;
    const [first] = made.args.positional;
    switch (name) {
      case 'core.Arn.format':
      case 'formatArn':
        return first && arnOf(first());
      case 'core.Fn.join':
        return joinedBy(first?.(), made.args.positional[1]?.());
      case 'core.Lazy.string':
      case 'core.Token.asString':
        return name === 'core.Token.asString' ? first?.() : undefined;
      case 'toString':
        return methodOf(made)?.on;
      case 'tryGetContext':
        return given(made, 'context', literalOf(first?.()));
      default:
        return builtIn(made);
    }
  },

  member(of, name) {
    if (of.kind === 'reference') {
      return of.module === '' && of.path.join('.') === 'process.env'
        ? environmentVariable(of, name)
        : undefined;
    }
    const parameter = classOf(of) === 'core.CfnParameter' && /^value(?:AsString)?$/.test(camelCase(name));
    return parameter ? valueOfParameter(of) : undefined;
  },

  template: () => undefined,
};

/** Functions of the languages themselves. */
function builtIn(made: Made): Value | undefined {
  const { callee } = made;
  if (callee.kind !== 'reference') {
    return undefined;
  }
  const name = [callee.module, ...callee.path].filter(part => part !== '').join('.');
  switch (name) {
    case 'Object.freeze':
    case 'jsii.String':
    case 'str':
    case 'String':
      return made.args.positional[0]?.();
    case 'os.environ.get':
    case 'os.getenv': {
      const variable = literalOf(made.args.positional[0]?.());
      const fallback = made.args.positional[1]?.();
      return fallback ? undefined : given(made, 'environment', variable);
    }
    default:
      return undefined;
  }
}

function environmentVariable(of: Reference, name: string): Value {
  return { kind: 'attribute', of, name };
}

/** What somebody may set from outside of the program, and need not: nobody knows. */
function given(made: Made, kind: string, name: string | undefined): Value | undefined {
  const { file, environment } = made;
  return name === undefined
    ? undefined
    : {
        kind: 'given',
        id: `${kind}:${name}`,
        name,
        type: undefined,
        file,
        owner: environment.owner,
        isOpen: true,
      };
}

/** A parameter of the template: what it is by default, or whatever is given. */
function valueOfParameter(made: Made): Value {
  const { file, environment, id } = made;
  const name = literalOf(made.args.positional[1]?.()) ?? 'parameter';
  const parameter: Given = { kind: 'given', id, name, type: 'string', file, owner: environment.owner };
  const opaque: Opaque = { id, value: parameter };
  return { kind: 'text', parts: [opaque] };
}

/** `arn:PARTITION:service:REGION:ACCOUNT:resource/name`; what is not given is where the stack is deployed. */
function arnOf(components: Value): Text | undefined {
  if (components.kind !== 'record' || components.isOpen) {
    return undefined;
  }
  const part = (name: string, usual: Value): Value => propertyValue(components, name) ?? usual;
  const format = propertyValue(components, 'arnFormat');
  const isColon = format?.kind === 'reference' && format.path.at(-1) === 'COLON_RESOURCE_NAME';
  const name = propertyValue(components, 'resourceName');
  return joined([
    text('arn:'),
    part('partition', pseudo('partition')),
    text(':'),
    part('service', text('')),
    text(':'),
    part('region', pseudo('region')),
    text(':'),
    part('account', pseudo('account')),
    text(':'),
    part('resource', text('')),
    ...(name ? [propertyValue(components, 'sep') ?? text(isColon ? ':' : '/'), name] : []),
  ]);
}

/** Where a stack is deployed. */
function pseudo(name: string): Value {
  return { kind: 'reference', module: 'aws-cdk-lib', path: ['Aws', name] };
}

function joinedBy(separator: Value | undefined, list: Value | undefined): Value | undefined {
  const between = literalOf(separator);
  return between === undefined || list?.kind !== 'list' || list.isOpen
    ? undefined
    : joined(list.items.flatMap((item, index) => (index === 0 ? [item] : [text(between), item])));
}

/** What an opaque part of a text is, where it is one of those that hold no colon: account, Region, partition. */
export function isPlaceOfStack(value: Value): boolean {
  const name =
    value.kind === 'reference' ? value.path.at(-1) : value.kind === 'attribute' ? value.name : undefined;
  return /^(?:account|region|partition|stackName|account_?id|stack_name)$/i.test(name ?? '');
}
