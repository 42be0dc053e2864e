import { onceFor } from '../../../../base/onceFor.ts';
import type { Call, Statement } from '../../../formats/code/syntax.ts';
import type { Outline, Owner } from '../outline/outline.ts';
import { add } from '../outline/walkedOwner.ts';
import { argumentsOf, unseenArguments } from './arguments.ts';
import { Environment, isTooDeep, opened } from './environment.ts';
import { type Reader, valueOfField } from './fields.ts';
import { resultOf } from './functions.ts';
import { exported } from './names.ts';
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
    world.giveUp('classes that create each other too deeply');
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

/** The objects of which others are the base class part. */
const wholes = new WeakMap<Environment, Environment>();

/** The object that `self` is in a method of its base class. In Java and C#, fields of both may have one name. */
export function wholeOf(instance: Environment): Environment {
  const whole = instance.owner.classDeclaration?.isScope ? undefined : wholes.get(instance);
  return whole ? wholeOf(whole) : instance;
}

/** The base class part of an object: an object of a class that is read, or the result of another. */
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
  const call = maker?.declaration && superCall(maker.declaration.body);
  const args = own ? (call ? argumentsOf(call, own) : undefined) : instance.args;
  const id = `${instance.id}^`;
  if (base.kind === 'class') {
    const made = makeObject(base.owner, base.environment, args, id);
    if (made.kind !== 'object') {
      return {};
    }
    wholes.set(made.instance, instance);
    return { instance: made.instance };
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

/** The call of the base class's constructor in statements, on whichever way it is reached first. */
function superCall(statements: readonly Statement[]): Call | undefined {
  for (const statement of statements) {
    const found = superCallIn(statement);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function superCallIn(statement: Statement): Call | undefined {
  switch (statement.kind) {
    case 'expression': {
      const { expression } = statement;
      const isSuper =
        expression.kind === 'call' && expression.callee.kind === 'self' && expression.callee.isBase;
      return isSuper ? expression : undefined;
    }
    case 'if':
      return superCall([...statement.whenTrue, ...statement.whenFalse]);
    case 'block':
      return superCall(statement.body);
    default:
      return undefined;
  }
}

/** What a data class is called with for one of its fields; undefined where that is left out. */
function handedToField({ owner, args }: Environment, name: string): Value | undefined {
  if (!args?.call || owner.methods.has('constructor') || !owner.file.dialect.hasDataClasses) {
    return undefined;
  }
  const fields = (owner.classDeclaration?.members ?? []).filter(({ kind }) => kind === 'field');
  const index = fields.findIndex(one => one.name === name);
  const given = args.named.properties.get(name)?.get() ?? args.positional[index]?.();
  const isOpen = args.isOpen || args.named.isOpen;
  return index < 0 ? undefined : (given ?? (isOpen ? notUnderstood : undefined));
}

/** Whether an object, of which no more is known than its class, may be of one that has something else under a name. */
function isOverridden({ id, owner, world }: Environment, name: string): boolean {
  return (
    id.endsWith(`#${owner.range.start}`) &&
    world.files.some(({ outline }) =>
      (classesByBase(outline).get(owner.name ?? '') ?? []).some(
        one => one !== owner && (one.methods.has(name) || one.fields.has(name)),
      ),
    )
  );
}

const classesByBase = onceFor(({ owners }: Outline): ReadonlyMap<string, readonly Owner[]> => {
  const byBase = new Map<string, Owner[]>();
  for (const owner of owners) {
    const base = owner.classDeclaration?.base;
    if (base?.kind === 'name') {
      add(byBase, base.name, owner);
    }
  }
  return byBase;
});

/** A field, getter or method of an object, or what it has of a base class that is not read; `reader` is one of its methods. */
export function memberOfObject(object: ObjectValue, name: string, reader?: Reader): Value | undefined {
  if (object.instance.owner.kind === 'program') {
    return exported(name, object.instance.owner.file, object.instance);
  }
  for (let one: Environment | undefined = object.instance; one; one = baseOf(one).instance) {
    const method = one.owner.methods.get(name);
    const handed = handedToField(one, name);
    if (isOverridden(one, name)) {
      return undefined;
    }
    if (handed) {
      return handed;
    }
    if (one.owner.fields.has(name)) {
      return valueOfField(name, one, reader);
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

/** A method of an object, whatever field has its name. */
export function methodOfObject({ instance }: ObjectValue, name: string): Value | undefined {
  for (let one: Environment | undefined = instance; one; one = baseOf(one).instance) {
    const method = one.owner.methods.get(name);
    if (isOverridden(one, name)) {
      return undefined;
    }
    if (method && !method.member?.isGetter) {
      return { kind: 'function', owner: method, environment: one };
    }
  }
  return undefined;
}
