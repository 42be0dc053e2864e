import type { Expression } from '../formats/code/syntax.ts';
import type { Environment } from './environment.ts';
import { settled } from './given.ts';
import { isReached } from './operations.ts';
import { type AssignmentSite, classAround, isInside, isShadowed, type Owner } from './outline.ts';
import { mergeInto } from './properties.ts';
import { type ListValue, notUnderstood, type Property, type RecordValue } from './value.ts';

/*
 * What is done to an object or a list after it was written, by the variable or field that it is kept in:
 * `props.encryptionKey = key`, `this.props.encryptionKey = key`, `settings.trail.encryptionKey = key`, `keys.push(key)`.
 */

/** A property that is given a value, and the way to it from the object that a name stands for. */
export interface Change {
  readonly site: AssignmentSite;
  readonly way: readonly string[];
}

/** What is done to the object of a variable, by its name. */
export function changesOfName(name: string, owner: Owner): readonly Change[] {
  return owner.file.outline.assignments
    .filter(site => rootOf(site.object) === name && isInside(site.owner, owner))
    .map(site => ({ site, way: wayOf(site.object) }));
}

/** What the methods of a class do to the object of one of its fields, and whether others do anything to it. */
export function changesOfField(
  name: string,
  maker: Owner,
): { readonly changes: readonly Change[]; readonly isReachedByOthers: boolean } {
  const changes: Change[] = [];
  let isReachedByOthers = false;
  for (const site of maker.file.outline.assignments) {
    const root = rootOf(site.object);
    const way = wayOf(site.object);
    const isOwn = isInside(site.owner, maker) && classAround(site.owner) === maker;
    const isScope = maker.classDeclaration?.isScope === true;
    if (isOwn && root === 'self' && way[0] === name) {
      changes.push({ site, way: way.slice(1) });
    } else if (isOwn && isScope && root === name && !isShadowed(name, site.owner, maker)) {
      changes.push({ site, way });
    } else if (root !== 'self' && way.includes(name)) {
      isReachedByOthers = true;
    }
  }
  return { changes, isReachedByOthers };
}

/** The name that a way of members starts with, `self` for the object of a class itself; undefined for anything else. */
function rootOf(object: Expression): string | undefined {
  return object.kind === 'member'
    ? rootOf(object.object)
    : object.kind === 'name'
      ? object.name
      : object.kind === 'self'
        ? 'self'
        : undefined;
}

function wayOf(object: Expression): readonly string[] {
  return object.kind === 'member' ? [...wayOf(object.object), object.name] : [];
}

/** An object or a list with what it was given in front of a place; what is given elsewhere may be given by then. */
export function changed(
  value: RecordValue | ListValue,
  changes: readonly Change[],
  environment: Environment,
  at: number,
): RecordValue | ListValue {
  return value.kind === 'list'
    ? changedList(value, changes, environment, at)
    : changedRecord(value, changes, environment, at);
}

function changedList(
  value: ListValue,
  changes: readonly Change[],
  environment: Environment,
  at: number,
): ListValue {
  let items = [...value.items];
  let { isOpen } = value;
  for (const { site, way } of changes) {
    const { owner, guards, range, operator, value: given } = site;
    if (owner !== environment.owner || way.length > 0) {
      isOpen = true;
    } else if (range.end <= at && isReached(guards, environment)) {
      const more = operator === 'appends' ? environment.evaluate(given) : notUnderstood;
      if (more.kind === 'list') {
        items.push(...more.items);
      } else {
        items = [];
      }
      isOpen ||= more.kind !== 'list' || more.isOpen || guards.some(({ kind }) => kind !== 'test');
    }
  }
  return { ...value, items, isOpen };
}

function changedRecord(
  value: RecordValue,
  changes: readonly Change[],
  environment: Environment,
  at: number,
): RecordValue {
  const properties = new Map(value.properties);
  let { isOpen } = value;
  for (const { site, way } of changes) {
    const { owner, guards, range } = site;
    const [first, ...rest] = way;
    const inner = first === undefined ? undefined : properties.get(first);
    if (first !== undefined && inner) {
      properties.set(first, {
        ...inner,
        get: () => {
          const object = inner.get();
          return object.kind === 'record' || object.kind === 'list'
            ? changed(object, [{ site, way: rest }], environment, at)
            : object;
        },
      });
    } else if (owner !== environment.owner || first !== undefined) {
      isOpen = true;
    } else if (range.end <= at && isReached(guards, environment)) {
      isOpen = given(site, properties, environment) || isOpen;
    }
  }
  return { ...value, properties, isOpen };
}

/** What a place gives to properties, or takes from them; whether there may be others now. */
function given(
  { name, operator, value, range }: AssignmentSite,
  properties: Map<string, Property>,
  environment: Environment,
): boolean {
  if (name === undefined) {
    return mergeInto(properties, operator === 'merges' ? environment.evaluate(value) : notUnderstood);
  }
  if (operator === 'removes') {
    properties.delete(name);
    return false;
  }
  const before = operator === '??=' ? properties.get(name) : undefined;
  properties.set(name, {
    get: () => {
      const former = before && settled(before.get(), environment.world);
      const isGiven = former !== undefined && former.kind !== 'nothing';
      return isGiven ? former : operator === 'other' ? notUnderstood : environment.evaluate(value);
    },
    entry: { file: environment.owner.file, name, nameRange: range, range, value, environment },
  });
  return false;
}
