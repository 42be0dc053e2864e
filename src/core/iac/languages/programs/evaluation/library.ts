import type { Made, Reference, Value } from './value.ts';
import type { World } from './world.ts';

/** What is known of modules that are not read: those that a framework consists of. */
export interface Library {
  /** What a call evaluates to; undefined where it makes an object of which no more is known. */
  call(made: Made, world: World): Value | undefined;
  /** What a property or method of something evaluates to; undefined where no more is known. */
  member(of: Made | Reference, name: string, world: World): Value | undefined;
  /** Whether it is of the framework itself, which leaves what it is handed as it is. */
  owns(reference: Reference): boolean;
  /** Whether each object of one of its classes has something under a name. */
  has(type: Reference, name: string): boolean;
  /** A text with a tag in front, such as `interpolate`. */
  template(tag: Value, parts: readonly Value[], world: World): Value | undefined;
}
