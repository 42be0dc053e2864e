import type { Event } from '../outline/outline.ts';
import { asOpen, changed, isChangeable } from './assigned.ts';
import { isBuilder, outOfSight } from './builders.ts';
import { changesOfField, isAssigned } from './changes.ts';
import type { Environment } from './environment.ts';
import { mayChange } from './handedOn.ts';
import { givenByField } from './keptBuilders.ts';
import { valueOfEvents } from './names.ts';
import { environmentOf } from './owners.ts';
import type { Value } from './value.ts';

/** A place in a method, where a field of its own object is read. */
export interface Reader {
  readonly environment: Environment;
  /** Its offset in the text. */
  readonly at: number;
}

/** What a field of an object was last given, with what was done to it since; for others than its methods, as far as it is certain. */
export function valueOfField(name: string, instance: Environment, reader?: Reader): Value {
  const { owner } = instance;
  const events = (owner.fields.get(name) ?? []).filter(one => !isLater(one, reader));
  const value = valueOfEvents(events, instance);
  if (isBuilder(value)) {
    return reader
      ? givenByField(value, name, events, instance, reader.environment, reader.at)
      : outOfSight(value);
  }
  if (!isChangeable(value)) {
    return value;
  }
  const { changes, isReachedByOthers } = changesOfField(name, owner);
  const isChangedElsewhere =
    isReachedByOthers ||
    (!reader &&
      changes.some(({ site }) => isAssigned(site) || mayChange(site, environmentOf(site.owner, instance))));
  const seen = reader ? changed(value, changes, reader.environment, reader.at) : value;
  return isChangedElsewhere ? asOpen(seen) : seen;
}

/** Whether what makes an object gives a field its value behind the place that reads it: it runs once, in its order. */
function isLater({ owner, range, guards }: Event, reader: Reader | undefined): boolean {
  if (!reader || owner !== reader.environment.owner || owner.member?.name !== 'constructor') {
    return false;
  }
  const { at } = reader;
  const isRepeated = guards.some(
    one => one.kind === 'loop' && one.loop.range.start <= at && at < one.loop.range.end,
  );
  return range.start > at && !isRepeated;
}
