import { onceFor } from '../../../../base/onceFor.ts';
import type { Related } from '../../../declaration.ts';
import { statementsBySid } from '../../../declared/statementsBySid.ts';
import { builtIn, formatted } from '../../programs/evaluation/builtIns.ts';
import { resultOf } from '../../programs/evaluation/functions.ts';
import { wordFor } from '../../programs/evaluation/given.ts';
import type { Library } from '../../programs/evaluation/library.ts';
import { joined } from '../../programs/evaluation/operations.ts';
import { plainRecord, propertyValue } from '../../programs/evaluation/properties.ts';
import {
  decidedLater,
  type Given,
  literalOf,
  type Made,
  madeOf,
  methodOf,
  nothing,
  plain,
  type RecordValue,
  text,
  type Value,
} from '../../programs/evaluation/value.ts';
import type { World } from '../../programs/evaluation/world.ts';
import { policyInJson } from '../../programs/policyValue.ts';
import { camelCase } from '../../programs/spelling.ts';
import { classOf, nameOf, positionalOf } from './names.ts';
import { keyClasses } from './resources.ts';

/** A setting of a project, or of the stack that it is read for, as its file declares it. */
export interface Setting {
  /** Undefined where it is a secret. */
  readonly byDefault: string | undefined;
  readonly related: Related | undefined;
  /** The stack has it: no other value is possible. */
  readonly isGiven?: true;
}

export interface Settings {
  readonly known: ReadonlyMap<string, Setting>;
  /** What is not among them is not set. */
  readonly isWhole: boolean;
}

/** What is known of Pulumi beside its resources: settings, outputs and values derived from them, texts. */
export function pulumiLibrary(settings: Settings): Library {
  return {
    call: (made, world) => called(made, world, settings),
    member: () => undefined,
    owns: reference => nameOf(reference) !== undefined,
    has: (type, name) => keyClasses.test(nameOf(type) ?? '') && /^(?:arn|id|keyId)$/.test(camelCase(name)),
    template: (tag, parts) =>
      tag.kind === 'reference' && nameOf(tag) === 'pulumi.interpolate' ? joined(parts) : undefined,
  };
}

function called(made: Made, world: World, settings: Settings): Value | undefined {
  const method = methodOf(made);
  const [first] = made.args.positional;
  if (method) {
    return ofMethod(made, method.on, method.name, world, settings);
  }
  switch (classOf(made)) {
    case 'pulumi.String':
    case 'pulumi.StringPtr':
    case 'pulumi.Bool':
    case 'pulumi.BoolPtr':
    case 'pulumi.Int':
    case 'pulumi.ToOutput':
    case 'pulumi.ToSecret':
    case 'pulumi.JSONMarshal':
    case 'pulumi.Output.of':
    case 'pulumi.Output.ofNullable':
    case 'pulumi.output':
    case 'pulumi.secret':
    case 'pulumi.Output.fromInput':
    case 'pulumi.Output.secret':
    case 'pulumi.Output.create':
    case 'pulumi.Output.createSecret':
    case 'pulumi.Output.jsonSerialize':
      return first?.();
    case 'pulumi.concat':
    case 'pulumi.Output.concat':
    case 'pulumi.interpolate':
      return joined(made.args.positional.map(one => one()));
    case 'pulumi.Sprintf':
    case 'pulumi.Output.format':
      // In C#, the text holds what is put into it.
      return made.args.positional.length === 1
        ? first?.()
        : formatted(literalOf(first?.()), made.args.positional.slice(1), made.file.dialect);
    case 'pulumi.jsonStringify':
    case 'pulumi.Output.jsonStringify':
    case 'pulumi.Output.jsonDumps':
      return first?.();
    case 'aws.iam.getPolicyDocument':
    case 'aws.iam.getPolicyDocumentOutput':
      return undefined;
    default:
      return builtIn(made);
  }
}

function ofMethod(made: Made, on: Value, name: string, world: World, settings: Settings): Value | undefined {
  const [first] = made.args.positional;
  if (classOf(on) === 'pulumi.Config' || isConfigOfContext(on)) {
    return setting(made, on, name, world, settings);
  }
  if (/^(?:apply(?:T|Value)?|then)$/.test(name)) {
    return applied(made, on, first?.(), world);
  }
  if (name === 'iD' && on.kind !== 'unknown' && made.callee.kind === 'attribute') {
    return { ...made.callee, name: 'id' };
  }
  if (/^to(?:String|ID)(?:Ptr)?(?:Output)?(?:WithContext)?$/.test(name)) {
    return on;
  }
  const isOutput = made.args.positional.length === 0 && made.file.dialect.hasAccessors;
  return isOutput ? made.callee : undefined;
}

/** `ctx.config()`, as a program in Java is given it. */
function isConfigOfContext(on: Value): boolean {
  const callee = on.kind === 'attribute' ? on : on.kind === 'made' ? on.callee : undefined;
  return callee?.kind === 'attribute' && callee.name === 'config';
}

/** What a function makes of an output, or of several. */
function applied(made: Made, on: Value, change: Value | undefined, world: World): Value | undefined {
  if (change?.kind !== 'function' || !change.owner) {
    return decidedLater;
  }
  const all = classOf(on);
  if (all === 'pulumi.Output.tuple' && on.kind === 'made') {
    return applied(made, tupleOf(on), change, world);
  }
  const value = /^pulumi\.(?:Output\.)?[aA]ll$/.test(all ?? '') ? allOf(on.kind === 'made' ? on : made) : on;
  const args = {
    positional: [() => value],
    named: { kind: 'record', properties: new Map(), isOpen: false } as const,
    isOpen: false,
    call: undefined,
    environment: undefined,
  };
  return world.step() ? resultOf(change.owner, change.environment, args, made.id) : decidedLater;
}

/** `tuple(a, b)`: what is put together has a property each, in Java `t1` and in C# `Item1`. */
function tupleOf({ args }: Made): RecordValue {
  return plainRecord(
    args.positional.flatMap((one, index) => [
      [`t${index + 1}`, one()] as const,
      [`Item${index + 1}`, one()] as const,
    ]),
  );
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

/** `config.get("x")` may be undefined; `config.require("x")` is given at deployment. */
function setting(
  made: Made,
  config: Value,
  method: string,
  world: World,
  settings: Settings,
): Value | undefined {
  const [, verb, type] =
    /^(get|require)(?:Secret)?(Boolean|Bool|Number|Int|Float|Object|)$/.exec(method) ?? [];
  const args = positionalOf(made);
  const key = literalOf(args[0]?.());
  if (verb === undefined || key === undefined) {
    return undefined;
  }
  const space = config.kind === 'made' ? literalOf(positionalOf(config)[0]?.()) : undefined;
  const name = space === undefined || space === '' ? key : `${space}:${key}`;
  const byDefault = settings.known.get(name) ?? settings.known.get(key);
  const isFlag = /^Bool/.test(type ?? '');
  const unset = !made.file.dialect.hasZeroValues ? nothing : isFlag ? plain(false) : text('');
  const value = byDefault?.byDefault;
  const usual = value === undefined ? unset : wordOf(value, isFlag);
  if (byDefault?.isGiven && value !== undefined) {
    if (byDefault.related) {
      world.note({ ...byDefault.related, kind: 'variable-value' });
    }
    return usual;
  }
  if (!byDefault && settings.isWhole && verb === 'get') {
    return unset;
  }
  if ((verb === 'require' && !byDefault && !isFlag) || (byDefault && value === undefined)) {
    return given(made, `config:${name}`, key, false);
  }
  const others: readonly Value[] = isFlag
    ? [plain(true), plain(false)]
    : [{ ...given(made, `config:${name}`, key, false), isSet: true }];
  const options = [...(verb === 'require' && !byDefault ? [] : [usual]), ...others].filter(
    (one, index, all) =>
      one.kind !== 'plain' ||
      all.findIndex(other => other.kind === 'plain' && other.value === one.value) === index,
  );
  const { file, range } = made;
  const hasDefault = verb === 'get' || byDefault !== undefined;
  return world.choose({
    id: `config:${name}`,
    name: key,
    options: options.map(value => ({ value, word: wordFor(value) })),
    hasDefault,
    related: byDefault?.related ?? {
      kind: hasDefault ? 'variable-default' : 'input',
      name: key,
      uri: file.uri,
      range,
    },
  });
}

function wordOf(written: string, isFlag: boolean): Value {
  return isFlag ? plain(written === 'true') : text(written);
}

function given(made: Made, id: string, name: string, isOpen: boolean): Given {
  const { file, environment } = made;
  const { owner } = environment;
  return {
    kind: 'given',
    id,
    name,
    type: 'string',
    file,
    owner,
    range: made.range,
    ...(isOpen && { isOpen: true }),
  };
}

/** What a function of Pulumi prints: `getPolicyDocument(…).json`. */
export function printedPolicy(policy: Value): Value {
  const value = whole(policy);
  const made = documentPrinting(value);
  return (made && policyDocumentOf(made)) || value;
}

/** The call of `getPolicyDocument` that prints a policy. */
export function documentPrinting(policy: Value): Made | undefined {
  const value = whole(policy);
  const made = value.kind === 'attribute' && value.name === 'json' ? madeOf(value.of) : madeOf(value);
  return made && /^aws\.iam\.getPolicyDocument(?:Output)?$/.test(classOf(made) ?? '') ? made : undefined;
}

/** What a text holds, where that is all of it. */
function whole(value: Value): Value {
  const [part, ...others] = value.kind === 'text' ? value.parts : [];
  return part !== undefined && typeof part !== 'string' && others.length === 0 ? part.value : value;
}

/** The policy that a call of `getPolicyDocument` prints, as an object; a document may be merged into several others. */
const policyDocumentOf = onceFor(readPolicyDocument);

function readPolicyDocument(made: Made): Value | undefined {
  const passed = positionalOf(made)[0]?.();
  const argument = passed?.kind === 'record' ? passed : made.args.named;
  const own = propertyValue(argument, 'statements');
  const documents = (name: string) => statementsOfDocuments(propertyValue(argument, name));
  const sources = documents('sourcePolicyDocuments');
  const overrides = documents('overridePolicyDocuments');
  const isWritten = own !== undefined && own.kind !== 'nothing';
  const isOpen = own?.kind === 'list' && own.isOpen;
  if (isOpen || sources.length + overrides.length > mostStatements) {
    return undefined;
  }
  return isWritten || sources.length > 0 || overrides.length > 0
    ? plainRecord([
        ['Version', text('2012-10-17')],
        [
          'Statement',
          {
            kind: 'list',
            isOpen: false,
            items: statementsBySid([...sources, ...ownOf(own), ...overrides], sidOf),
          },
        ],
      ])
    : undefined;
}

/** Statements that are merged in; more than KMS takes. */
const mostStatements = 1000;

function ownOf(statements: Value | undefined): readonly Value[] {
  return listOf(statements).map(statementOf);
}

/** The statements of documents that are merged in; what is not known of them is a statement of which nothing is known. */
function statementsOfDocuments(documents: Value | undefined): readonly Value[] {
  if (!documents || documents.kind === 'nothing') {
    return [];
  }
  const isKnown = documents.kind === 'list' && !documents.isOpen;
  const statements = listOf(documents).flatMap((one): readonly Value[] => {
    const printed = printedPolicy(one);
    const document = printed.kind === 'text' ? policyInJson(printed) : printed;
    const written = document.kind === 'record' ? propertyValue(document, 'Statement') : undefined;
    return written?.kind === 'list' && !written.isOpen ? written.items : [written ?? decidedLater];
  });
  return isKnown ? statements : [...statements, decidedLater];
}

function sidOf(statement: Value): string | undefined {
  return statement.kind === 'record' ? literalOf(propertyValue(statement, 'Sid')) : undefined;
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
  return plainRecord([
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
    : [[name, entries.some(([type]) => type === '*') ? text('*') : plainRecord(entries)]];
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
  return plainRecord([...tests].map(([test, entries]) => [test, plainRecord(entries)] as const));
}

/** A setter of Java takes one, or several. */
function listOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : fieldsOf(value ?? nothing) ? [value ?? nothing] : [];
}
