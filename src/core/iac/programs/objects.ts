import type { Call } from '../formats/code/syntax.ts';
import { argumentsOf, unseenArguments } from './arguments.ts';
import { Environment, isTooDeep, opened } from './environment.ts';
import { resultOf } from './functions.ts';
import { exported, valueOfEvents } from './names.ts';
import type { Owner } from './outline.ts';
import { methodEnvironment } from './owners.ts';
import { type Arguments, type Made, notUnderstood, type ObjectValue, type Value } from './value.ts';

/** The object that a class makes of these arguments. */
export function makeObject(
  owner: Owner,
  around: Environment,
  args: Arguments | undefined,
  id: string,
): Value {
  const { world } = around;
  if (isTooDeep(id)) {
    world.giveUp('classes that make each other too deeply');
    return notUnderstood;
  }
  return objectOf(opened(world, id, () => new Environment({ owner, parent: around, world, id, args })));
}

/** An object by its environment, with what it is for those who know its base class alone. */
export function objectOf(instance: Environment): ObjectValue {
  for (let one = instance; ; ) {
    const { made, instance: base } = baseOf(one);
    if (made || !base) {
      return { kind: 'object', instance, made: made && { ...made, id: instance.id } };
    }
    one = base;
  }
}

const bases = new WeakMap<Environment, { readonly instance?: Environment; readonly made?: Made }>();

/** What an object is of its base class: an object of one that is read, or what is made of another. */
function baseOf(instance: Environment): { readonly instance?: Environment; readonly made?: Made } {
  const known = bases.get(instance);
  if (known) {
    return known;
  }
  bases.set(instance, {});
  const found = findBase(instance);
  bases.set(instance, found);
  return found;
}

function findBase(instance: Environment): { readonly instance?: Environment; readonly made?: Made } {
  const { owner, parent } = instance;
  const expression = owner.classDeclaration?.base;
  if (!expression || !parent) {
    return {};
  }
  const base = parent.evaluate(expression);
  const maker = owner.methods.get('constructor');
  const own = maker && methodEnvironment(maker, instance);
  const call = maker && superCalls(maker)[0];
  const args = own ? (call ? argumentsOf(call, own) : undefined) : instance.args;
  const id = `${instance.id}^`;
  if (base.kind === 'class') {
    const made = makeObject(base.owner, base.environment, args, id);
    return made.kind === 'object' ? { instance: made.instance } : {};
  }
  return base.kind === 'reference'
    ? {
        made: {
          kind: 'made',
          id: instance.id,
          callee: base,
          args: args ?? unseenArguments,
          file: owner.file,
          range: owner.range,
          call: args?.call,
          environment: own ?? instance,
        },
      }
    : {};
}

const superCallsOf = new WeakMap<Owner, readonly Call[]>();

function superCalls(maker: Owner): readonly Call[] {
  const known =
    superCallsOf.get(maker) ??
    maker.file.outline.calls.flatMap(({ owner, call }) =>
      owner === maker && call.callee.kind === 'self' && call.callee.isBase ? [call] : [],
    );
  superCallsOf.set(maker, known);
  return known;
}

/** A field, getter or method of an object, or what it has of a base class that is not read. */
export function memberOfObject(object: ObjectValue, name: string): Value | undefined {
  if (object.instance.owner.kind === 'program') {
    return exported(name, object.instance.owner.file, object.instance);
  }
  for (let one: Environment | undefined = object.instance; one; one = baseOf(one).instance) {
    const events = one.owner.fields.get(name) ?? [];
    const method = one.owner.methods.get(name);
    if (events.length > 0) {
      return valueOfEvents(events, one);
    }
    if (method?.member?.isGetter) {
      return resultOf(method, one, undefined, `${one.id}.${name}`);
    }
    if (method) {
      return { kind: 'function', owner: method, environment: one };
    }
  }
  const { made, instance } = object;
  return (
    made &&
    (instance.world.library.member(made, name, instance.world) ?? { kind: 'attribute', of: made, name })
  );
}
