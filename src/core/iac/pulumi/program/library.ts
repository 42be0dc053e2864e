import type { Related } from '../../declaration.ts';
import { resultOf } from '../../programs/functions.ts';
import type { Library } from '../../programs/library.ts';
import { joined } from '../../programs/operations.ts';
import { propertyValue } from '../../programs/properties.ts';
import {
  decidedLater,
  type Given,
  literalOf,
  type Made,
  methodOf,
  nothing,
  type Property,
  plain,
  type RecordValue,
  text,
  type Value,
} from '../../programs/value.ts';
import type { World } from '../../programs/world.ts';
import { classOf, nameOf } from './names.ts';

/** A setting of a project, as its file declares it. */
export interface Setting {
  readonly byDefault: string;
  readonly related: Related;
}

/** What is known of Pulumi beside its resources: settings, outputs and what is made of them, texts. */
export function pulumiLibrary(settings: ReadonlyMap<string, Setting>): Library {
  return {
    call: (made, world) => called(made, world, settings),
    member: (of, name) =>
      of.kind === 'reference' && of.module === '' && of.path.join('.') === 'process.env'
        ? { kind: 'attribute', of, name }
        : undefined,
    template: (tag, parts) =>
      tag.kind === 'reference' && nameOf(tag) === 'pulumi.interpolate' ? joined(parts) : undefined,
  };
}

function called(made: Made, world: World, settings: ReadonlyMap<string, Setting>): Value | undefined {
  const method = methodOf(made);
  const [first, second] = made.args.positional;
  if (method) {
    return ofMethod(made, method.on, method.name, world, settings);
  }
  switch (classOf(made)) {
    case 'pulumi.output':
    case 'pulumi.secret':
    case 'pulumi.Output.fromInput':
    case 'pulumi.Output.secret':
    case 'pulumi.Output.create':
      return first?.();
    case 'pulumi.concat':
    case 'pulumi.Output.concat':
    case 'pulumi.interpolate':
      return joined(made.args.positional.map(one => one()));
    case 'pulumi.Output.format':
      return formatted(literalOf(first?.()), made.args.positional.slice(1));
    case 'pulumi.jsonStringify':
    case 'pulumi.Output.jsonStringify':
    case 'pulumi.Output.jsonDumps':
      return first?.();
    case 'aws.iam.getPolicyDocument':
    case 'aws.iam.getPolicyDocumentOutput':
      return undefined;
    default:
      return builtIn(made, second);
  }
}

/** `{}` of a format, one after the other. */
function formatted(pattern: string | undefined, values: readonly (() => Value)[]): Value | undefined {
  const parts = pattern?.split('{}');
  return parts?.length === values.length + 1
    ? joined(parts.flatMap((part, index) => [text(part), ...(values[index] ? [values[index]()] : [])]))
    : undefined;
}

/** Functions of the languages themselves. */
function builtIn(made: Made, second: (() => Value) | undefined): Value | undefined {
  const { callee } = made;
  const [first] = made.args.positional;
  if (callee.kind !== 'reference') {
    return undefined;
  }
  const name = [callee.module, ...callee.path].filter(part => part !== '').join('.');
  switch (name) {
    case 'JSON.stringify':
    case 'json.dumps':
    case 'Object.freeze':
    case 'String':
    case 'str':
      return first?.();
    case 'os.environ.get':
    case 'os.getenv': {
      const variable = literalOf(first?.());
      return second ? undefined : given(made, `environment:${variable}`, variable ?? '', true);
    }
    default:
      return undefined;
  }
}

function ofMethod(
  made: Made,
  on: Value,
  name: string,
  world: World,
  settings: ReadonlyMap<string, Setting>,
): Value | undefined {
  const [first] = made.args.positional;
  if (classOf(on) === 'pulumi.Config') {
    return setting(made, on, name, world, settings);
  }
  if (name === 'apply') {
    return applied(made, on, first?.(), world);
  }
  return name === 'toString' ? on : undefined;
}

/** What a function makes of an output, or of several. */
function applied(made: Made, on: Value, change: Value | undefined, world: World): Value | undefined {
  if (change?.kind !== 'function' || !change.owner) {
    return decidedLater;
  }
  const all = classOf(on);
  const value =
    all === 'pulumi.all' || all === 'pulumi.Output.all' ? allOf(on.kind === 'made' ? on : made) : on;
  const args = {
    positional: [() => value],
    named: { kind: 'record', properties: new Map(), isOpen: false } as const,
    isOpen: false,
    call: undefined,
    environment: undefined,
  };
  return world.step() ? resultOf(change.owner, change.environment, args, made.id) : decidedLater;
}

/** `all([a, b])`, `all({ a, b })`, in Python also `all(a, b)` and `all(a=a)`. */
function allOf({ args }: Made): Value {
  const [first, ...others] = args.positional;
  const only = others.length === 0 ? first?.() : undefined;
  if (only?.kind === 'list' || only?.kind === 'record') {
    return only;
  }
  return args.positional.length > 0
    ? { kind: 'list', items: args.positional.map(one => one()), isOpen: args.isOpen }
    : args.named;
}

/** `config.get("x")` may be nothing; `config.require("x")` is given by whoever deploys. */
function setting(
  made: Made,
  config: Value,
  method: string,
  world: World,
  settings: ReadonlyMap<string, Setting>,
): Value | undefined {
  const [, verb, type] =
    /^(get|require)(?:Secret)?(Boolean|Bool|Number|Int|Float|Object|)$/.exec(method) ?? [];
  const key = literalOf(made.args.positional[0]?.());
  if (verb === undefined || key === undefined) {
    return undefined;
  }
  const space = config.kind === 'made' ? literalOf(config.args.positional[0]?.()) : undefined;
  const name = space === undefined ? key : `${space}:${key}`;
  const byDefault = settings.get(name) ?? settings.get(key);
  const isFlag = /^Bool/.test(type ?? '');
  const usual = byDefault ? wordOf(byDefault.byDefault, isFlag) : nothing;
  if (verb === 'require' && !byDefault && !isFlag) {
    return given(made, `config:${name}`, key, false);
  }
  const others: readonly Value[] = isFlag
    ? [plain(true), plain(false)]
    : [given(made, `config:${name}`, key, false)];
  const word = (value: Value) =>
    value.kind === 'plain'
      ? String(value.value)
      : value.kind === 'given'
        ? undefined
        : (literalOf(value) ?? '');
  const options = [...(verb === 'require' && !byDefault ? [] : [usual]), ...others].filter(
    (one, index, all) =>
      one.kind !== 'plain' ||
      all.findIndex(other => other.kind === 'plain' && other.value === one.value) === index,
  );
  const { file, range } = made;
  return world.choose({
    id: `config:${name}`,
    name: key,
    options: options.map(value => ({ value, word: word(value) })),
    hasDefault: verb === 'get' || byDefault !== undefined,
    related: byDefault?.related ?? { kind: 'variable-default', name: key, uri: file.uri, range },
  });
}

function wordOf(written: string, isFlag: boolean): Value {
  return isFlag ? plain(written === 'true') : text(written);
}

function given(made: Made, id: string, name: string, isOpen: boolean): Given {
  const { file, environment } = made;
  const { owner } = environment;
  return { kind: 'given', id, name, type: undefined, file, owner, ...(isOpen && { isOpen: true }) };
}

/** The policy that a call of `getPolicyDocument` prints, as an object. */
export function policyDocumentOf(made: Made): Value | undefined {
  const passed = made.args.positional[0]?.();
  const argument = passed?.kind === 'record' ? passed : made.args.named;
  const statements = propertyValue(argument, 'statements');
  return statements?.kind === 'list' && !statements.isOpen
    ? recordOf([
        ['Version', text('2012-10-17')],
        ['Statement', { kind: 'list', isOpen: false, items: statements.items.map(statementOf) }],
      ])
    : undefined;
}

/** What a nested input is: an object, or in Python one of a class of arguments. */
function fieldsOf(value: Value): RecordValue | undefined {
  return value.kind === 'record' ? value : value.kind === 'made' ? value.args.named : undefined;
}

function statementOf(value: Value): Value {
  const written = fieldsOf(value);
  if (!written || written.isOpen) {
    return decidedLater;
  }
  const names = [
    ['Sid', 'sid'],
    ['Action', 'actions'],
    ['NotAction', 'notActions'],
    ['Resource', 'resources'],
    ['NotResource', 'notResources'],
  ] as const;
  const own = names.flatMap(([name, argument]) => {
    const one = propertyValue(written, argument);
    return one && one.kind !== 'nothing' ? [[name, one] as const] : [];
  });
  const conditions = listOf(propertyValue(written, 'conditions'));
  return recordOf([
    ['Effect', propertyValue(written, 'effect') ?? text('Allow')],
    ...own,
    ...principals('Principal', listOf(propertyValue(written, 'principals'))),
    ...principals('NotPrincipal', listOf(propertyValue(written, 'notPrincipals'))),
    ...(conditions.length > 0 ? [['Condition', conditionsOf(conditions)] as const] : []),
  ]);
}

function principals(name: string, written: readonly Value[]): readonly (readonly [string, Value])[] {
  const entries = written.map(one => {
    const fields = fieldsOf(one);
    return [
      literalOf(fields && propertyValue(fields, 'type')) ?? '',
      (fields && propertyValue(fields, 'identifiers')) ?? decidedLater,
    ] as const;
  });
  return entries.length === 0
    ? []
    : [[name, entries.some(([type]) => type === '*') ? text('*') : recordOf(entries)]];
}

function conditionsOf(written: readonly Value[]): Value {
  const tests = new Map<string, (readonly [string, Value])[]>();
  for (const one of written) {
    const fields = fieldsOf(one);
    const read = (name: string) => fields && propertyValue(fields, name);
    const test = literalOf(read('test')) ?? '';
    const entry = [literalOf(read('variable')) ?? '', read('values') ?? decidedLater] as const;
    tests.set(test, [...(tests.get(test) ?? []), entry]);
  }
  return recordOf([...tests].map(([test, entries]) => [test, recordOf(entries)] as const));
}

function listOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

function recordOf(entries: readonly (readonly [string, Value])[]): RecordValue {
  const properties = new Map(
    entries.map(([name, value]) => [name, { get: () => value } as unknown as Property] as const),
  );
  return { kind: 'record', properties, isOpen: false };
}
