import { onceFor } from '../../../../base/onceFor.ts';
import type { TextRange } from '../../../../base/text.ts';
import type { Expression, Loop } from '../../../formats/code/syntax.ts';
import {
  type Binding,
  type Event,
  type Guard,
  isInside,
  isShadowed,
  type Outline,
  type Owner,
  type Site,
} from '../outline/outline.ts';
import { add } from '../outline/walkedOwner.ts';
import { type BuilderValue, propertyGiven } from './builders.ts';
import type { Environment } from './environment.ts';
import { isReached, isSure } from './operations.ts';
import { nothing, notUnderstood } from './value.ts';

/*
 * What a builder of Java was given by the name of the variable or field that it is kept in. Where that is not certain, its
 * properties are not known.
 */

/** A builder as a variable has it at a place. */
export function givenByName(
  value: BuilderValue,
  name: string,
  bindings: readonly Binding[],
  environment: Environment,
  at: number,
): BuilderValue {
  const { owner } = environment;
  const event = lastEvent(bindings, environment, at);
  const from = event?.range.end ?? owner.range.start;
  const isSeen = (bindings.length === 1 || at !== Number.POSITIVE_INFINITY) && event?.value?.kind !== 'name';
  const mayBeSkipped = bindings.some(
    one => one.kind === 'value' && loopsOf(one.event.guards).some(loop => !isIn(at, loop.range)),
  );
  const calls = (callsUpon(owner.file.outline).get(name) ?? []).filter(site => isInside(site.owner, owner));
  const handedOn = handedOnAt(name, owner, { start: from, end: Math.min(at, owner.range.end) }, calls).at(-1);
  const start = handedOn?.end ?? from;
  return withGiven(value, calls, environment, {
    at,
    loops: loopsOf(event?.guards ?? []),
    isKnown: isSeen && !mayBeSkipped && !handedOn,
    isOver: ({ call: { range } }) => range.end <= start,
    isOrdered: true,
  });
}

/**
 * A builder as a field has it at a place in a method of its class: `shared`, `this.shared`. What other methods give it is not
 * certain, nor is anything where code outside of the class reaches it.
 */
export function givenByField(
  value: BuilderValue,
  name: string,
  [event, ...others]: readonly Event[],
  { owner: maker }: Environment,
  environment: Environment,
  at: number,
): BuilderValue {
  const { owner } = environment;
  const byName = callsUpon(owner.file.outline);
  const calls = [
    ...(byName.get(name) ?? []).filter(site => !isShadowed(name, site.owner, maker)),
    ...(byName.get(`this.${name}`) ?? []),
  ].filter(site => isInside(site.owner, maker));
  const isPrivate = maker.classDeclaration?.members.some(
    one => one.kind === 'field' && one.name === name && one.isPrivate === true,
  );
  const isHere = event?.owner === maker || (event?.owner === owner && event.range.end <= at);
  const isAlone = isPrivate === true && handedOnAt(name, maker, maker.range, calls).length === 0;
  return withGiven(value, calls, environment, {
    at,
    loops: [],
    isKnown: isHere && isAlone && others.length === 0 && event.guards.length === 0,
    isOver: site => site.owner === owner && event?.owner === owner && site.call.range.end <= event.range.end,
    isOrdered: false,
  });
}

/** How what a builder is given by its name counts at a place. */
interface Sight {
  readonly at: number;
  /** The loops in which the builder was made. */
  readonly loops: readonly Loop[];
  /** Whether it is certain which builder it is, and what it was given before. */
  readonly isKnown: boolean;
  /** What a call gave counts no more. */
  readonly isOver: (site: Site) => boolean;
  /** What is behind the place in the text happens after it, in whichever function it is. */
  readonly isOrdered: boolean;
}

function withGiven(
  value: BuilderValue,
  calls: readonly Site[],
  environment: Environment,
  { at, loops, isKnown, isOver, isOrdered }: Sight,
): BuilderValue {
  const { owner } = environment;
  const properties = new Map(isKnown ? value.properties : []);
  for (const site of calls) {
    const { call, guards, owner: by } = site;
    const { callee, range } = call;
    const property = propertyGiven(call, environment);
    if (callee.kind !== 'member' || !property || isOver(site) || isIn(at, range)) {
      continue;
    }
    const others = loopsOf(guards).filter(loop => !loops.includes(loop));
    const isBefore = range.end <= at;
    if (!isBefore && others.length === 0 && (isOrdered || by === owner)) {
      continue;
    }
    const isCertain =
      by === owner &&
      at !== Number.POSITIVE_INFINITY &&
      isBefore &&
      isSure(guards) &&
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

function isIn(at: number, { start, end }: TextRange): boolean {
  return start <= at && at < end;
}

/**
 * The places in a stretch that may do anything with what a variable or field stands for: where it is passed to something, given
 * another name, reached through another object, or in a syntax that is not read. Calls upon it are no such places.
 */
function handedOnAt(
  name: string,
  { kind, file }: Owner,
  { start, end }: TextRange,
  calls: readonly Site[],
): readonly TextRange[] {
  const begins = new Set(calls.map(({ call }) => call.range.start));
  const word = name.replaceAll('$', '\\$');
  const isField = kind === 'class';
  const written = isField ? `(?<![.\\w$])this\\.${word}|(?<![\\w$])${word}` : `(?<![.\\w$])${word}`;
  const mentions = new RegExp(`(?:${written})(?![\\w$])(?!\\s*=[^=])`, 'g');
  const code = file.program.text
    .slice(start, end)
    .replaceAll(textsAndComments, one => ' '.repeat(one.length));
  return [...code.matchAll(mentions)].flatMap(({ 0: found, index }) => {
    const before = code.slice(Math.max(0, index - 80), index);
    const isDeclared = /(?:[\w\]]|(?<!-)>)\s+$/.test(before) && !/\b(?:return|yield)\s+$/.test(before);
    const at = start + index;
    return isDeclared || begins.has(at) ? [] : [{ start: at, end: at + found.length }];
  });
}

const textsAndComments = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Calls of methods by the name that their chain begins with: `shared`, `this.shared`. */
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
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'member':
      return expression.object.kind === 'self' ? `this.${expression.name}` : undefined;
    case 'call':
      return expression.callee.kind === 'member' ? beginOf(expression.callee.object) : undefined;
    default:
      return undefined;
  }
}
