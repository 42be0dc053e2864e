import { onceFor } from '../../base/onceFor.ts';
import type { Call, Expression, Loop } from '../formats/code/syntax.ts';
import { argumentsOf, unseenArguments } from './arguments.ts';
import type { Environment } from './environment.ts';
import { isReached } from './operations.ts';
import type { Binding, Event, Guard, Outline, Owner, Site } from './outline.ts';
import {
  type Made,
  nothing,
  notUnderstood,
  type Property,
  type RecordValue,
  type Reference,
  type Value,
} from './value.ts';
import { add } from './walkedOwner.ts';

/*
 * Builders of Java that are kept in a variable, handed on and returned. One is what it was given so far; a chain that ends
 * with `build()` is read as what it builds by the grammar already. Where it is not certain what a builder was given, its
 * properties are not known.
 */

interface BuilderValue extends RecordValue {
  readonly builder: NonNullable<RecordValue['builder']>;
}

/** The variables and parameters of a text that may be builders: what they are given needs no other word. */
export function namesOfBuilders(text: string): readonly string[] {
  return /\.[bB]uilder\b/.test(text)
    ? [...text.matchAll(/\.Builder\s+(\w+)|\bvar\s+(\w+)\s*=\s*(?!new\b)/g)].map(([, typed, untyped]) =>
        String(typed ?? untyped),
      )
    : [];
}

/** Whether a call ends a builder: `builder.build()`. */
export function isBuild({ callee, args }: Call): boolean {
  return callee.kind === 'member' && callee.name === 'build' && args.length === 0;
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

function isBuilder(value: Value): value is BuilderValue {
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
    id: `${environment.id}@${call.range.start}`,
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
function propertyGiven(call: Call, environment: Environment): Property | undefined {
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

/** A builder as a name has it at a place: with what it was given by that name. Other values stay as they are. */
export function givenByName(
  value: Value,
  name: string,
  bindings: readonly Binding[],
  environment: Environment,
  at: number,
): Value {
  if (!isBuilder(value)) {
    return value;
  }
  const { owner } = environment;
  const event = lastEvent(bindings, environment, at);
  const from = event?.range.end ?? owner.range.start;
  const loops = loopsOf(event?.guards ?? []);
  const isSeen = (bindings.length === 1 || at !== Number.POSITIVE_INFINITY) && event?.value?.kind !== 'name';
  const mayBeSkipped = bindings.some(
    one => one.kind === 'value' && loopsOf(one.event.guards).some(loop => !isIn(at, loop.range)),
  );
  const handedOn = lastHandedOn(name, owner, from, at);
  const start = handedOn ?? from;
  const isKnown = isSeen && !mayBeSkipped && handedOn === undefined;
  const properties = new Map(isKnown ? value.properties : []);
  for (const { call, guards, owner: by } of callsUpon(owner.file.outline).get(name) ?? []) {
    const { callee, range } = call;
    const property = isInside(by, owner) ? propertyGiven(call, environment) : undefined;
    if (callee.kind !== 'member' || !property || range.end <= start || isIn(at, range)) {
      continue;
    }
    const others = loopsOf(guards).filter(loop => !loops.includes(loop));
    const isBefore = range.end <= at;
    if (!isBefore && others.length === 0) {
      continue;
    }
    const isCertain =
      by === owner &&
      at !== Number.POSITIVE_INFINITY &&
      isBefore &&
      !guards.some(({ kind }) => kind === 'uncertain') &&
      others.every(({ range }) => isIn(at, range)) &&
      (others.length === 0 || guards.every(({ kind }) => kind === 'loop'));
    if (!isCertain) {
      properties.set(callee.name, { ...property, get: () => notUnderstood });
    } else if (!properties.has(callee.name)) {
      // Asked where the property is: what decides about others makes no worlds of its own.
      const otherwise = isKnown && !value.isOpen ? nothing : notUnderstood;
      const get = () => (isReached(guards, environment) ? property.get() : otherwise);
      properties.set(callee.name, { ...property, get });
    } else if (isReached(guards, environment)) {
      properties.set(callee.name, property);
    }
  }
  return { ...value, properties, isOpen: !isKnown || value.isOpen };
}

/** What gave a name its value last; undefined for a parameter. */
function lastEvent(bindings: readonly Binding[], environment: Environment, at: number): Event | undefined {
  return bindings
    .flatMap(one =>
      one.kind === 'value' &&
      one.event.value &&
      one.event.range.end <= at &&
      isReached(one.event.guards, environment)
        ? [one.event]
        : [],
    )
    .at(-1);
}

function loopsOf(guards: readonly Guard[]): readonly Loop[] {
  return guards.flatMap(one => (one.kind === 'loop' ? [one.loop] : []));
}

function isIn(at: number, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return start <= at && at < end;
}

function isInside(owner: Owner | undefined, outer: Owner): boolean {
  return owner === outer || (owner !== undefined && isInside(owner.parent, outer));
}

/**
 * The end of the last place that may do anything with what a name stands for: where it is passed to something, given another
 * name, or in a syntax that is not read. Calls upon it are no such places.
 */
function lastHandedOn(name: string, { file, range }: Owner, from: number, at: number): number | undefined {
  const to = Math.min(at, range.end);
  const calls = new Set((callsUpon(file.outline).get(name) ?? []).map(({ call }) => call.range.start));
  const mentions = new RegExp(`(?<![.\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])(?!\\s*=[^=])`, 'g');
  const code = file.program.text.slice(from, to).replaceAll(textsAndComments, one => ' '.repeat(one.length));
  const last = [...code.matchAll(mentions)].findLast(({ index }) => {
    const isDeclared = /(?:[\w\]]|(?<!-)>)\s+$/.test(code.slice(Math.max(0, index - 80), index));
    return !isDeclared && !calls.has(from + index);
  });
  return last && from + last.index + name.length;
}

const textsAndComments = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Calls of methods by the name that their chain begins with. */
const callsUpon = onceFor(({ calls }: Outline): ReadonlyMap<string, readonly Site[]> => {
  const byName = new Map<string, Site[]>();
  for (const site of calls) {
    const name = site.call.callee.kind === 'member' ? beginOf(site.call.callee.object) : undefined;
    if (name !== undefined) {
      add(byName, name, site);
    }
  }
  return byName;
});

function beginOf(expression: Expression): string | undefined {
  return expression.kind === 'name'
    ? expression.name
    : expression.kind === 'call' && expression.callee.kind === 'member'
      ? beginOf(expression.callee.object)
      : undefined;
}
