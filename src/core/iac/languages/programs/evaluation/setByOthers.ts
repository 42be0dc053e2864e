import type { Expression, Member } from '../../../formats/code/syntax.ts';
import type { AssignmentSite } from '../outline/outline.ts';
import { isChangedBy } from './assigned.ts';
import { changesOfName, isAssigned } from './changes.ts';
import type { Environment } from './environment.ts';
import { isReached, isSure } from './operations.ts';
import { environmentOf, programEnvironment } from './owners.ts';
import { notUnderstood, type ObjectValue, type Value } from './value.ts';

/**
 * What code beside its own class gives to a field of an object, as a place sees it: `settings.key = key`. Undefined where nothing
 * does, not known where something may.
 */
export function setByOthers(
  object: ObjectValue,
  { object: written, name, range: { start: at } }: Member,
  environment: Environment,
): Value | undefined {
  const { owner } = object.instance;
  const { files } = environment.world;
  if (owner.kind !== 'class' || isMadeThere(environment, object)) {
    return undefined;
  }
  const all = files.includes(owner.file) ? files : [owner.file, ...files];
  let value: Value | undefined;
  for (const site of all.flatMap(({ outline }) => outline.assignedTo(name))) {
    const isHere = site.owner === environment.owner;
    const given = isHere
      ? site.range.end <= at && environment.evaluate(site.object)
      : changedIn(site, environment);
    if (!given) {
      continue;
    }
    if (isHere && given.kind === 'object' && given.instance.id === object.instance.id) {
      const isSet = isReached(site.guards, environment);
      const isPlain = site.operator === '=' && isSure(site.guards);
      value = !isSet ? value : isPlain ? environment.evaluate(site.value) : notUnderstood;
    } else if (mayBe(given, object) && (given.kind !== 'given' || isHandedOn(written, environment, at))) {
      return notUnderstood;
    }
  }
  return value;
}

/** What makes an object runs before others have it. */
function isMadeThere({ owner, parent }: Environment, { instance }: ObjectValue): boolean {
  return owner.member?.name === 'constructor' && parent === instance;
}

function changedIn({ owner, object }: AssignmentSite, { world }: Environment): Value {
  return world.step()
    ? environmentOf(owner, programEnvironment(owner.file, world)).evaluate(object)
    : notUnderstood;
}

/** Whether a value may be an object: it is made at the same place, or may be any of the class. */
function mayBe(value: Value, { instance }: ObjectValue): boolean {
  const { owner } = instance;
  switch (value.kind) {
    case 'object': {
      const { id, owner: other } = value.instance;
      return (
        owner === other && (id.endsWith(`#${owner.range.start}`) || placeIn(id) === placeIn(instance.id))
      );
    }
    case 'given':
      return value.type === undefined || new RegExp(`\\b(?:any|object|${owner.name})\\b`).test(value.type);
    case 'unknown':
      return true;
    default:
      return false;
  }
}

/** The call that makes an object, wherever that is reached from. */
function placeIn(id: string): string {
  return id.slice(id.lastIndexOf('@'));
}

/** Whether an object is handed to something that may change it; one that has no name may be. */
function isHandedOn(object: Expression, environment: Environment, at: number): boolean {
  let declaring: Environment | undefined = environment;
  while (object.kind === 'name' && declaring && !declaring.owner.names.has(object.name)) {
    declaring = declaring.parent;
  }
  if (object.kind !== 'name' || !declaring) {
    return true;
  }
  const around = declaring;
  const from = around === environment ? at : Number.POSITIVE_INFINITY;
  return changesOfName(object.name, around.owner).some(
    ({ site }) => !isAssigned(site) && isChangedBy(site, notUnderstood, around, from, at),
  );
}
