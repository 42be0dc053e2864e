import type { IRawProperty } from 'fast-check';

/** Something that is made up at random, and what must be true of it whatever it is. */
export interface Campaign {
  readonly name: string;
  /** Cases of one round of `npm run fuzz`. */
  readonly count: number;
  readonly property: () => Property | Promise<Property>;
}

/** Of values of any type: a campaign knows its own. */
// biome-ignore lint/suspicious/noExplicitAny: a property takes what it makes itself.
type Property = IRawProperty<any>;
