import { type EventArguments, type EventName, events } from './events.ts';
import type { World } from './world.ts';

/** The events of one world, ready to be called: `emulator.events.disableKey('alias/cloudtrail')`. */
export type BoundEvents = { readonly [N in EventName]: (...args: EventArguments<N>) => void };

export const eventNames = Object.keys(events) as readonly EventName[];

export function bindEvents(world: World): BoundEvents {
  const bound = eventNames.map(name => [name, (...args: readonly unknown[]) => runEvent(world, name, args)]);
  return Object.fromEntries(bound) as BoundEvents;
}

/** Runs an event by its name; arguments come from JSON in another process. */
export function runEvent(world: World, name: EventName, args: readonly unknown[]): void {
  const run = events[name] as (world: World, ...args: readonly unknown[]) => void;
  run(world, ...args);
}
