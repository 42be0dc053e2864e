import type { Call, Result } from '../../../formats/code/syntax.ts';
import { argumentsOf, noArguments, onReceiver } from './arguments.ts';
import { valueOfBuilder } from './builders.ts';
import { calledBy } from './called.ts';
import { type Environment, idOfCall } from './environment.ts';
import { resultOf } from './functions.ts';
import { isGivenByLibrary, propertiesOf, settled } from './given.ts';
import { ofList } from './lists.ts';
import { makeObject } from './objects.ts';
import { isEmpty } from './operations.ts';
import { attributeOf, isAnswer, literalOf, type Made, nothing, notUnderstood, type Value } from './value.ts';

/** What a call evaluates to. */
export function valueOfCall(call: Call, environment: Environment): Value {
  const { callee } = call;
  const { world } = environment;
  if (callee.kind === 'self') {
    return nothing;
  }
  const empty = isEmpty(call, environment);
  if (empty) {
    return empty;
  }
  const builder = valueOfBuilder(call, environment);
  if (builder) {
    return builder;
  }
  const known = ofLanguage(call, environment) ?? ofList(call, environment) ?? ofOptional(call, environment);
  if (known) {
    return known;
  }
  const called = calledBy(callee, environment);
  const required = requiredModule(call, called);
  if (required !== undefined) {
    return { kind: 'reference', module: required, path: [] };
  }
  if (isAccessor(call, environment)) {
    return called;
  }
  const args = argumentsOf(call, environment);
  const { file } = environment.owner;
  const id = idOfCall(environment, call);
  switch (called.kind) {
    case 'class':
      return makeObject(called.owner, called.environment, args, id);
    case 'function':
      return called.owner
        ? resultOf(called.owner, called.environment, onReceiver(args, called), id)
        : notUnderstood;
    case 'reference':
    case 'attribute': {
      const made: Made = {
        kind: 'made',
        id,
        callee: called,
        args,
        file,
        range: call.range,
        call,
        environment,
      };
      return world.library.call(made, world) ?? made;
    }
    case 'given': {
      const of = callee.kind === 'member' ? environment.evaluate(callee.object) : undefined;
      const method =
        of?.kind === 'given' && callee.kind === 'member' ? attributeOf(of, callee.name) : undefined;
      const made: Made | undefined = method && {
        kind: 'made',
        id,
        callee: method,
        args,
        file,
        range: call.range,
        call,
        environment,
      };
      return (made && world.library.call(made, world)) ?? notUnderstood;
    }
    case 'unknown':
      return called;
    default:
      // In Go, a property is a method: what is known of it is known at once.
      return callee.kind === 'member' && call.args.length === 0 && /^[A-Z]/.test(callee.name)
        ? called
        : notUnderstood;
  }
}

/** One of the results of a function of the program. */
export function valueOfResult({ call, index }: Result, environment: Environment): Value {
  const called = calledBy(call.callee, environment);
  return called.kind === 'function' && called.owner
    ? resultOf(
        called.owner,
        called.environment,
        onReceiver(argumentsOf(call, environment), called),
        idOfCall(environment, call),
        index,
      )
    : notUnderstood;
}

/** Methods of texts and dictionaries themselves: `name.toString()`, `settings.get("key", usual)`. */
function ofLanguage({ callee, args }: Call, environment: Environment): Value | undefined {
  if (callee.kind !== 'member' || !/^(?:to_?string|get)$/i.test(callee.name)) {
    return undefined;
  }
  const value = environment.evaluate(callee.object);
  const [key, usual] = args;
  if (callee.name !== 'get') {
    return args.length === 0 && (value.kind === 'text' || value.kind === 'nothing') ? value : undefined;
  }
  const name = key && value.kind === 'record' ? literalOf(environment.evaluate(key.value)) : undefined;
  if (name === undefined || value.kind !== 'record' || value.properties.has('get')) {
    return undefined;
  }
  const found = environment.member(value, name);
  return found.kind === 'nothing' && usual ? environment.evaluate(usual.value) : found;
}

/** `optional.get()`, which fails where there is nothing, and `optional.map(one -> …)`, which is not called then. */
function ofOptional(call: Call, environment: Environment): Value | undefined {
  const { callee, args } = call;
  const { owner, world } = environment;
  const [made] = args;
  const isGet = callee.kind === 'member' && callee.name === 'get' && !made;
  const isMap = callee.kind === 'member' && /^(?:flatM|m)ap$/.test(callee.name) && made && args.length === 1;
  if (!owner.file.dialect.hasAccessors || (!isGet && !isMap)) {
    return undefined;
  }
  const value = settled(environment.evaluate(callee.object), world);
  if (!mayBeOptional(value)) {
    return undefined;
  }
  if (value.kind === 'nothing' || !made) {
    return value.kind !== 'nothing' ? value : isMap ? nothing : notUnderstood;
  }
  const called = environment.evaluate(made.value);
  const handed = { ...noArguments, positional: [() => value], environment };
  return called.kind === 'function' && called.owner
    ? resultOf(called.owner, called.environment, handed, idOfCall(environment, call))
    : notUnderstood;
}

/** What an `Optional` holds is here as if it were not in one. */
function mayBeOptional(value: Value): boolean {
  switch (value.kind) {
    case 'nothing':
    case 'text':
    case 'plain':
      return true;
    case 'made':
      return !isAnswer(value);
    case 'given':
      return /^(?:[\w.]+\.)?Optional</.test(value.type ?? '');
    default:
      return false;
  }
}

/** A component of a record is asked for by a call, and so is what a resource has: `props.key()`, `key.arn()`. */
function isAccessor({ callee, args }: Call, environment: Environment): boolean {
  const object =
    args.length === 0 && callee.kind === 'member' ? environment.evaluate(callee.object) : undefined;
  if (object?.kind === 'object' && callee.kind === 'member') {
    const { fields, methods } = object.instance.owner;
    return fields.has(callee.name) && !methods.has(callee.name);
  }
  return (
    object?.kind === 'given' &&
    callee.kind === 'member' &&
    (propertiesOf(object).some(({ property }) => property.name === callee.name) ||
      isGivenByLibrary(object, callee.name, environment.world))
  );
}

function requiredModule({ args }: Call, called: Value): string | undefined {
  const isRequire =
    called.kind === 'reference' && called.module === '' && called.path.join('.') === 'require';
  const [first] = isRequire ? args : [];
  return first?.value.kind === 'literal' && typeof first.value.value === 'string'
    ? first.value.value
    : undefined;
}
