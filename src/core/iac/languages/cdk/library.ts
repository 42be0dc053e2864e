import { noArguments } from '../programs/evaluation/arguments.ts';
import { builtIn, givenBy } from '../programs/evaluation/builtIns.ts';
import { resultOf } from '../programs/evaluation/functions.ts';
import { wordFor } from '../programs/evaluation/given.ts';
import type { Library } from '../programs/evaluation/library.ts';
import { joined } from '../programs/evaluation/operations.ts';
import { propertyNamed, propertyValue } from '../programs/evaluation/properties.ts';
import {
  decidedLater,
  type Given,
  literalOf,
  type Made,
  madeOf,
  methodOf,
  nothing,
  type Opaque,
  plain,
  type Reference,
  type Text,
  text,
  type Value,
} from '../programs/evaluation/value.ts';
import type { World } from '../programs/evaluation/world.ts';
import { camelCase } from '../programs/spelling.ts';
import type { Context } from './context.ts';
import { classOf, nameOf, propertiesOf } from './names.ts';

/** What is known of the AWS CDK beside its constructs: where a stack is deployed, its parameters, texts and inputs. */
export function cdkLibrary(context: Context): Library {
  return { ...cdk, call: (made, world) => called(made, world, context) };
}

function called(made: Made, world: World, context: Context): Value | undefined {
  const name = classOf(made) ?? methodOf(made)?.name;
  const [first] = made.args.positional;
  switch (name) {
    case 'core.Arn.format':
    case 'formatArn':
      return first && arnOf(first());
    case 'core.Fn.conditionIf':
      return chosenByCondition(made, world);
    case 'core.Fn.join':
      return joinedBy(first?.(), made.args.positional[1]?.());
    case 'core.Lazy.string':
    case 'core.Lazy.uncachedString':
    case 'core.Lazy.any':
    case 'core.Lazy.uncachedAny':
      return producedLater(made, first?.());
    case 'core.Token.asString':
      return first?.();
    case 'toString':
      return methodOf(made)?.on;
    case 'core.Node.tryGetContext':
    case 'tryGetContext': {
      const key = literalOf(first?.());
      return key === undefined ? undefined : inContext(key, made, world, context);
    }
    default:
      return builtIn(made) ?? propertyOf(made);
  }
}

/** The same without any context. */
export const cdk: Library = {
  call: (made, world) => called(made, world, new Map()),

  member(of, name, world) {
    if (of.kind === 'reference') {
      const inGo = nameInGo(of, name);
      return inGo && { ...of, path: [...of.path, ...inGo] };
    }
    const parameter = classOf(of) === 'core.CfnParameter' && /^value(?:AsString)?$/.test(camelCase(name));
    return parameter ? valueOfParameter(of, world) : undefined;
  },

  owns: reference => nameOf(reference) !== undefined,

  has: (type, name) => /^kms\.I?Key$/.test(nameOf(type) ?? '') && /^key(?:Arn|Id)$/.test(camelCase(name)),

  template: () => undefined,
};

/** What a function gives once the program ran: what it gives none for by then is not known. */
function producedLater(made: Made, producer: Value | undefined): Value {
  const produce = producer?.kind === 'record' ? propertyValue(producer, 'produce') : undefined;
  const value =
    produce?.kind === 'function' && produce.owner
      ? resultOf(produce.owner, produce.environment, noArguments, made.id)
      : decidedLater;
  return value.kind === 'nothing' ? decidedLater : value;
}

/** A value of the context: as the project has it by default, or what somebody gives on the command line. */
function inContext(key: string, made: Made, world: World, context: Context): Value {
  const known = context.get(key);
  const { value, related, isGiven } = known ?? {};
  if (!value || !related || isGiven || value.kind === 'record' || value.kind === 'list') {
    return value ?? givenBy(made, 'context', key);
  }
  const { file, environment } = made;
  const given: Given = {
    kind: 'given',
    id: `context:${key}`,
    name: key,
    type: undefined,
    file,
    owner: environment.owner,
    isSet: true,
  };
  const isFlag = value.kind === 'plain' && typeof value.value === 'boolean';
  const others: readonly Value[] = isFlag ? [plain(!value.value)] : [given];
  return world.choose({
    id: `context:${key}`,
    name: key,
    options: [value, ...others].map(one => ({ value: one, word: wordFor(one) })),
    hasDefault: true,
    related,
  });
}

/** In Go, a property is a method: `key.KeyArn()`; what adds something is none. */
function propertyOf({ callee, args }: Made): Value | undefined {
  const isProperty =
    callee.kind === 'attribute' &&
    args.call?.callee.kind === 'member' &&
    /^(?!Add[A-Z])[A-Z]/.test(args.call.callee.name);
  return isProperty && args.positional.length === 0 ? callee : undefined;
}

/** Go has functions for what a class has elsewhere: `NewKey`, `Key_FromKeyArn`, `KeySpec_RSA_2048`. */
function nameInGo({ module, path }: Reference, name: string): readonly string[] | undefined {
  if (path.length > 0 || !module.startsWith('github.com/aws/aws-cdk-go/')) {
    return undefined;
  }
  const [, made] = /^New([A-Z]\w*)$/.exec(name) ?? [];
  const [, owner, member] = /^([A-Za-z0-9]+)_(\w+)$/.exec(name) ?? [];
  return made !== undefined
    ? [made]
    : owner !== undefined && member !== undefined
      ? [owner, /^[A-Z0-9_]+$/.test(member) ? member : camelCase(member)]
      : undefined;
}

/** A parameter of the template: what it is by default, or any given value. */
function valueOfParameter(made: Made, world: World): Value {
  const { file, environment, id } = made;
  const name = literalOf(made.args.positional[1]?.()) ?? 'parameter';
  const parameter: Given = { kind: 'given', id, name, type: 'string', file, owner: environment.owner };
  const opaque: Opaque = { id, value: parameter };
  const given: Text = { kind: 'text', parts: [opaque] };
  const written = propertyNamed(propertiesOf(made), 'default');
  const usual = written?.get();
  return written && usual && literalOf(usual) === '' && mayBeEmpty(made)
    ? world.choose({
        id,
        name,
        options: [
          { value: usual, word: '' },
          { value: given, word: undefined },
        ],
        hasDefault: true,
        related: { kind: 'variable-default', name, uri: file.uri, range: written.entry.range },
      })
    : given;
}

/** Whether what is asked of the values of a parameter lets an empty one pass: one that does not is no default. */
function mayBeEmpty(made: Made): boolean {
  const properties = propertiesOf(made);
  const values = propertyValue(properties, 'allowedValues');
  const isAllowed =
    values?.kind !== 'list' || values.isOpen || values.items.some(one => literalOf(one) === '');
  return isAllowed && ['allowedPattern', 'minLength'].every(one => !propertyNamed(properties, one));
}

/** What a condition of the template chooses, which is asked for by its name; `AWS::NoValue` is nothing. */
function chosenByCondition({ args }: Made, world: World): Value | undefined {
  const [condition, yes, no] = args.positional;
  const name = nameOfCondition(condition?.());
  if (name === undefined || !yes || !no) {
    return decidedLater;
  }
  const answer = world.ask({
    id: `condition:${name}`,
    answers: 2,
    usual: undefined,
    input: { name, answers: ['false', 'true'] },
  });
  const value = answer === 1 ? yes() : no();
  return value.kind === 'reference' && value.path.at(-1) === 'NO_VALUE' ? nothing : value;
}

/** The name that a condition has in the template, by itself or by the construct that declares it. */
function nameOfCondition(value: Value | undefined): string | undefined {
  const made = value?.kind === 'attribute' ? madeOf(value.of) : value && madeOf(value);
  const isDeclared = made && classOf(made) === 'core.CfnCondition';
  return literalOf(value) ?? (isDeclared ? literalOf(made.args.positional[1]?.()) : undefined);
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
