import type { IRawProperty } from 'fast-check';

/** Something that is made up at random, and what must be true of it whatever it is. */
export interface Campaign {
  readonly name: string;
  /** The cases of one round; `npm test` tries one round with a fixed seed. */
  readonly count: number;
  readonly property: () => IRawProperty<unknown>;
}
