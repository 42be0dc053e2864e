import type { Choice } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { Related } from '../declaration.ts';
import type { Possibility } from './choice.ts';
import { usualOnes } from './choice.ts';

/** The places that have a say in one world. */
export interface PlacesOfWorld extends Pick<Possibility, 'asked'> {
  /** Variables and conditions on the way to the key. */
  readonly inputs: readonly Related[];
  /** The key itself, and its policy. */
  readonly key: () => readonly Related[];
}

/** A value may pass through dozens of names on its way to a trail; so many of them are pointed at. */
const mostLocals = 5;

/** The places that explain the key of a trail, those that the defaults lead to first, each once. */
export function relatedTo(key: Choice<KeyFacts>, worlds: readonly PlacesOfWorld[]): readonly Related[] {
  const usual = usualOnes(worlds);
  const telling = key.kind === 'conditional' ? [...usual, ...worlds] : usual;
  const places = new Map<string, Related>();
  for (const { inputs, key: own } of telling) {
    for (const place of [...inputs, ...own()]) {
      const id = `${place.kind} ${place.uri} ${place.range.start}`;
      places.set(id, places.get(id) ?? place);
    }
  }
  let locals = 0;
  return [...places.values()].filter(({ kind }) => kind !== 'local' || locals++ < mostLocals);
}
