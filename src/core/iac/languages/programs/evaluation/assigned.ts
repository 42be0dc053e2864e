import type { AssignmentSite, HandedSite, Owner } from '../outline/outline.ts';
import { type Change, isAssigned } from './changes.ts';
import type { Environment } from './environment.ts';
import { settled } from './given.ts';
import { afterwards, mayChange } from './handedOn.ts';
import { isReached, isSure } from './operations.ts';
import { environmentOf } from './owners.ts';
import { mergeInto } from './properties.ts';
import {
  isOfInputs,
  type ListValue,
  type Made,
  notUnderstood,
  type Property,
  type RecordValue,
  type Value,
} from './value.ts';

/** What may be changed by its name. */
export function isChangeable(value: Value): value is RecordValue | ListValue | Made {
  return value.kind === 'record' || value.kind === 'list' || (value.kind === 'made' && isOfInputs(value));
}

/** An object or a list with what it was given in front of a place; what is given elsewhere may be given by then. */
export function changed(
  value: RecordValue | ListValue | Made,
  changes: readonly Change[],
  environment: Environment,
  at: number,
  from = at,
): RecordValue | ListValue | Made {
  const counting = changes.filter(
    ({ site }) => isAssigned(site) || isChangedBy(site, value, environment, at, from),
  );
  switch (value.kind) {
    case 'list':
      return changedList(value, counting, environment, at);
    case 'record':
      return changedRecord(value, counting, environment, at);
    case 'made': {
      const named = changedRecord(value.args.named, counting, environment, at);
      return { ...value, args: { ...value.args, named } };
    }
  }
}

/**
 * Whether what an object is handed to may change it before it is looked at. What it is handed to where it is looked at is not
 * asked: it is to be known first.
 */
export function isChangedBy(
  site: HandedSite,
  value: Value,
  environment: Environment,
  at: number,
  from: number,
): boolean {
  const { owner, range } = site;
  const isLater = owner === environment.owner && range.end > at;
  const isHere = range.start <= from && from < range.end;
  return (
    !isLater &&
    !isHere &&
    (site.argument === -1 ? mayBeExtended(value, owner) : mayChange(site, environmentOf(owner, environment)))
  );
}

/** What is called on inputs is a method of an extension: they have none of their own. */
function mayBeExtended(value: Value, { file }: Owner): boolean {
  return (
    file.dialect.hasNamespaces === true &&
    value.kind === 'record' &&
    /(?:Props|Args|Options)$/.test(value.type ?? '')
  );
}

/** The same, with others in it that are not known. */
export function asOpen(value: RecordValue | ListValue | Made): RecordValue | ListValue | Made {
  return value.kind === 'made'
    ? { ...value, args: { ...value.args, named: { ...value.args.named, isOpen: true } } }
    : { ...value, isOpen: true };
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
    const { owner, guards, range } = site;
    if (owner !== environment.owner || way.length > 0) {
      isOpen = true;
    } else if (range.end <= at && isReached(guards, environment)) {
      const isReplaced = !isAssigned(site);
      const more = !isAssigned(site)
        ? afterwards(site, environment)
        : site.operator === 'appends'
          ? environment.evaluate(site.value)
          : notUnderstood;
      if (isReplaced || more.kind !== 'list') {
        items = [];
      }
      items.push(...(more.kind === 'list' ? more.items : []));
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
          return isChangeable(object) ? changed(object, [{ site, way: rest }], environment, at) : object;
        },
      });
    } else if (owner !== environment.owner || first !== undefined) {
      isOpen = true;
    } else if (range.end <= at && isReached(guards, environment)) {
      if (isAssigned(site)) {
        isOpen = given(site, properties, environment) || isOpen;
      } else {
        properties.clear();
        isOpen = mergeInto(properties, recordIn(afterwards(site, environment)));
      }
    }
  }
  return { ...value, properties, isOpen };
}

function recordIn(value: Value): Value {
  return value.kind === 'made' && isOfInputs(value) ? value.args.named : value;
}

/** What a place gives to properties, or takes from them; whether there may be others now. */
function given(
  { name, operator, value, range, guards }: AssignmentSite,
  properties: Map<string, Property>,
  environment: Environment,
): boolean {
  if (name === undefined) {
    const isMerged = operator === 'merges' && isSure(guards);
    return mergeInto(properties, isMerged ? environment.evaluate(value) : notUnderstood);
  }
  if (operator === 'removes' && !isSure(guards)) {
    return mergeInto(properties, notUnderstood);
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
      const isOpen = operator === 'other' || !isSure(guards);
      return isGiven ? former : isOpen ? notUnderstood : environment.evaluate(value);
    },
    entry: { file: environment.owner.file, name, nameRange: range, range, value, environment },
  });
  return false;
}
