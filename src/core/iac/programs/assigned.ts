import type { Expression } from '../formats/code/syntax.ts';
import type { Environment } from './environment.ts';
import { isReached } from './operations.ts';
import {
  type AssignmentSite,
  classAround,
  type Filling,
  isInside,
  isShadowed,
  type Outline,
  type Owner,
} from './outline.ts';
import type { ListValue, RecordValue } from './value.ts';

/*
 * What is done to an object or a list after it was written, by the variable or field that it is kept in:
 * `props.encryptionKey = key`, `this.props.encryptionKey = key`, `settings.trail.encryptionKey = key`, `keys.push(key)`.
 */

/** A property that is given a value, or something filled, and the way to it from the object that a name stands for. */
export interface Change {
  readonly site: AssignmentSite | Filling;
  readonly way: readonly string[];
}

/** What is done to the object of a variable, by its name. */
export function changesOfName(name: string, owner: Owner): readonly Change[] {
  return sitesOf(owner.file.outline)
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
  for (const site of sitesOf(maker.file.outline)) {
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

function sitesOf({ assignments, fillings }: Outline): readonly (AssignmentSite | Filling)[] {
  return [...assignments, ...fillings];
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

/** An object with what its properties were given in front of a place; what is given elsewhere may be given by then. */
export function changed(
  value: RecordValue,
  changes: readonly Change[],
  environment: Environment,
  at: number,
): RecordValue;
export function changed(
  value: RecordValue | ListValue,
  changes: readonly Change[],
  environment: Environment,
  at: number,
): RecordValue | ListValue;
export function changed(
  value: RecordValue | ListValue,
  changes: readonly Change[],
  environment: Environment,
  at: number,
): RecordValue | ListValue {
  if (value.kind === 'list') {
    return changes.some(({ site, way }) => way.length === 0 && isDoneBy(site, environment, at))
      ? { ...value, isOpen: true }
      : value;
  }
  const { file } = environment.owner;
  const properties = new Map(value.properties);
  let { isOpen } = value;
  for (const { site, way } of changes) {
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
    } else if (first !== undefined || !('name' in site)) {
      isOpen ||= first !== undefined || isDoneBy(site, environment, at);
    } else if (site.owner !== environment.owner) {
      isOpen = true;
    } else if (isDoneBy(site, environment, at) && isReached(site.guards, environment)) {
      const { name, value: given, range } = site;
      properties.set(name, {
        get: () => environment.evaluate(given),
        entry: { file, name, nameRange: range, range, value: given, environment },
      });
    }
  }
  return { ...value, properties, isOpen };
}

/** Whether something may be done by the time that a place is reached. */
function isDoneBy({ owner, range }: AssignmentSite | Filling, environment: Environment, at: number): boolean {
  return owner !== environment.owner || range.end <= at;
}
