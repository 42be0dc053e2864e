import { type Choice, type Conditional, unknown } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { Related } from '../declaration.ts';

/** What the key of a trail evaluates to somewhere, and whether whoever uses the code from outside has a say in it. */
export interface KeySeenFrom {
  readonly key: Choice<KeyFacts>;
  readonly hasInputs: boolean;
}

/** A module or template that makes a trail, by itself or by what it calls. */
export interface Callee {
  /** Its address; undefined where nobody knows who may call it. */
  readonly place: string | undefined;
  /** What calls it, as far as it is found. */
  readonly callers: () => AsyncIterable<Caller>;
}

/** A call, and the code around it, which may be called in its turn. */
export interface Caller extends Callee {
  readonly related: Related;
  /** The key of each trail that the call makes; none where it makes none. */
  readonly seen: readonly KeySeenFrom[];
}

/**
 * The key of a trail whose own code leaves it out by default, judged by those who call that code: where each passes one, no
 * trail is without, and there is only a choice. Undefined where that cannot be said; the callers are pointed at.
 */
export async function leftToCallers(
  { key, hasInputs }: KeySeenFrom,
  callee: Callee,
): Promise<{ readonly key: Conditional<KeyFacts>; readonly related: readonly Related[] } | undefined> {
  if (key.kind !== 'conditional' || !isLeftOut(key) || !hasInputs) {
    return undefined;
  }
  const related = await passingCalls(callee, []);
  return related && { key: { ...key, byDefault: unknown('decided-at-deployment') }, related };
}

/** Callers of callers, deeper than in real code. */
const deepest = 5;

/** So many calls are pointed at. */
const mostRelated = 5;

/** The calls that make the trail, if there are any and each passes a key, or is itself left to callers that do. */
async function passingCalls(
  { place, callers }: Callee,
  below: readonly string[],
): Promise<readonly Related[] | undefined> {
  if (place === undefined || below.includes(place) || below.length > deepest) {
    return undefined;
  }
  const making: Related[] = [];
  for await (const caller of callers()) {
    making.push(...(caller.seen.length > 0 ? [caller.related] : []));
    for (const { key, hasInputs } of caller.seen.filter(one => isLeftOut(one.key))) {
      const isOpen = key.kind !== 'absent' && hasInputs;
      if (!isOpen || !(await passingCalls(caller, [...below, place]))) {
        return undefined;
      }
    }
  }
  return making.length > 0 ? making.slice(0, mostRelated) : undefined;
}

function isLeftOut(key: Choice<KeyFacts>): boolean {
  return key.kind === 'absent' || (key.kind === 'conditional' && key.byDefault.kind === 'absent');
}
