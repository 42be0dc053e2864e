import type { Call, Expression } from '../../../formats/code/syntax.ts';
import { isBuild } from '../outline/builderCalls.ts';
import { argumentsOf, unseenArguments } from './arguments.ts';
import { type Environment, idOfCall } from './environment.ts';
import type { Made, Property, RecordValue, Reference, Value } from './value.ts';

/*
 * Builders of Java that are handed on and returned. One is what it was given so far; a chain that ends with `build()` is read
 * as what it builds by the grammar already. What one is given while a variable or a field has it: `keptBuilders.ts`.
 */

export interface BuilderValue extends RecordValue {
  readonly builder: NonNullable<RecordValue['builder']>;
}

/** What a call begins, gives to or ends a builder; undefined where it does none of it. */
export function valueOfBuilder(call: Call, environment: Environment): Value | undefined {
  const { callee } = call;
  if (callee.kind !== 'member') {
    return undefined;
  }
  const on = environment.evaluate(callee.object);
  const builder = builderIn(on, environment);
  if (!builder) {
    return on.kind === 'reference' ? begun(on, call, environment) : undefined;
  }
  if (isBuild(call)) {
    return built(builder, call, environment);
  }
  const property = propertyGiven(call, environment);
  return property
    ? { ...builder, properties: new Map(builder.properties).set(callee.name, property) }
    : builder;
}

/** `TrailArgs.builder()`, `TrailArgs.builder(others)`, `Trail.Builder.create(this, "Audit")`. */
function begun(on: Reference, call: Call, environment: Environment): BuilderValue | undefined {
  const name = call.callee.kind === 'member' ? call.callee.name : '';
  const type = on.path.at(-1) ?? '';
  const empty = { kind: 'record', properties: new Map(), isOpen: false } as const;
  const [defaults, ...others] = call.args;
  if (name === 'builder' && others.length === 0 && /^[A-Z]/.test(type)) {
    const given = defaults && environment.evaluate(defaults.value);
    // What another class has by itself is not known.
    const isEmpty = !given && /(?:Args|Props|Components|Options)$/.test(type);
    return { ...(given?.kind === 'record' ? given : { ...empty, isOpen: !isEmpty }), type, builder: {} };
  }
  return name === 'create' && type === 'Builder' && on.path.length > 1
    ? {
        ...empty,
        builder: { makes: { ...on, path: on.path.slice(0, -1) }, args: argumentsOf(call, environment) },
      }
    : undefined;
}

/** A builder, also one that is handed in from outside of what is read: `Trail.Builder builder`. */
function builderIn(value: Value, environment: Environment): BuilderValue | undefined {
  if (isBuilder(value)) {
    return value;
  }
  const [, type] = (value.kind === 'given' && /^(\w+)\.Builder$/.exec(value.type ?? '')) || [];
  const makes = type === undefined ? undefined : environment.evaluate(typeNamed(type, environment));
  return makes?.kind === 'reference'
    ? { ...unknownRecord, builder: { makes, args: unseenArguments } }
    : undefined;
}

function typeNamed(name: string, { owner: { range } }: Environment): Expression {
  return { kind: 'name', name, isType: true, range };
}

export function isBuilder(value: Value): value is BuilderValue {
  return value.kind === 'record' && value.builder !== undefined;
}

function built({ builder, ...record }: BuilderValue, call: Call, environment: Environment): Value {
  const { makes, args } = builder;
  if (!makes || !args) {
    return record;
  }
  const { world, owner } = environment;
  const made: Made = {
    kind: 'made',
    id: idOfCall(environment, call),
    callee: makes,
    args: { ...args, positional: [...args.positional, () => record] },
    file: owner.file,
    range: call.range,
    call,
    environment,
  };
  return world.library.call(made, world) ?? made;
}

/** What a call gives to a builder; undefined where it passes nothing. */
export function propertyGiven(call: Call, environment: Environment): Property | undefined {
  const { callee, args } = call;
  const [only, ...more] = args;
  if (callee.kind !== 'member' || !only) {
    return undefined;
  }
  const values = () => argumentsOf(call, environment).positional.map(one => one());
  return {
    get: () =>
      more.length > 0 ? { kind: 'list', items: values(), isOpen: false } : environment.evaluate(only.value),
    entry: {
      file: environment.owner.file,
      name: callee.name,
      nameRange: callee.nameRange,
      range: { start: callee.object.range.end, end: call.range.end },
      value: more.length > 0 ? undefined : only.value,
      environment,
    },
  };
}

const unknownRecord: RecordValue = { kind: 'record', properties: new Map(), isOpen: true };

/** A builder of which others may have done anything with; other values stay as they are. */
export function outOfSight(value: Value): Value {
  return isBuilder(value) ? { ...unknownRecord, builder: value.builder } : value;
}
