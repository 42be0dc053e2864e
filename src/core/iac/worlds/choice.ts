import { onceFor } from '../../base/onceFor.ts';
import {
  absent,
  type Branch,
  type Choice,
  type Circumstance,
  type Fact,
  unknown,
  usualFact,
} from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import { serves } from '../../trail/usable.ts';
import { type Asked, deviationsOf, type Word } from './answers.ts';

/** One world in which a trail is made, and the key that it has there. */
export interface Possibility {
  readonly key: Fact<KeyFacts>;
  readonly asked: readonly Asked[];
}

/**
 * What the worlds of a trail result in: one fact where they agree, as far as anybody has to know; a choice where the
 * trail has no key in some of them, or a key that cannot serve it in some that are not the default. `complete` is false
 * where there are worlds that nobody looked at.
 */
export function choiceOf(
  all: readonly Possibility[],
  complete: boolean,
  bucketRegion: Fact<string>,
): Choice<KeyFacts> {
  const isBad = (fact: Fact<KeyFacts>) => fact.kind === 'known' && !serves(fact.value, { bucketRegion });
  const byDefault = defaultOf(all, isBad);
  const branches = branchesOf(all, complete);
  const [first = byDefault] = branches;
  if (branches.every(({ kind }) => kind === 'absent')) {
    return first;
  }
  const dependsOnInputs = branches.some(
    branch => branch.kind === 'absent' || (isBad(branch) && idOf(branch) !== idOf(byDefault)),
  );
  return dependsOnInputs ? { kind: 'conditional', byDefault, branches } : byDefault;
}

/**
 * Why the key of a trail is not known, where there are more worlds than were looked at. One that the defaults lead to is
 * told whatever other inputs lead to.
 */
export function unexplored(key: Choice<KeyFacts>, complete: boolean): string | undefined {
  return !complete && usualFact(key).kind === 'unknown' ? 'too many combinations of inputs' : undefined;
}

/** The worlds in which as much as possible is at its default; what decides that the trail is made at all may differ. */
export function usualOnes<T extends Pick<Possibility, 'asked'>>(all: readonly T[]): readonly T[] {
  return instancesOf(all).flatMap(nearest);
}

function nearest<T extends Pick<Possibility, 'asked'>>(all: readonly T[]): readonly T[] {
  const deviations = all.map(({ asked }) => deviationsOf(asked));
  const fewest = Math.min(...deviations);
  return all.filter((_, index) => deviations[index] === fewest);
}

/** Of the trails that a loop makes, each comes about. */
function instancesOf<T extends Pick<Possibility, 'asked'>>(all: readonly T[]): readonly (readonly T[])[] {
  return grouped(all, ({ asked }) =>
    asked.flatMap(({ id, answer, isLoop }) => (isLoop ? `${id}=${answer}` : [])).join(),
  );
}

/** What the defaults lead to: of several trails that a loop makes, the worst. */
function defaultOf(all: readonly Possibility[], isBad: (fact: Fact<KeyFacts>) => boolean): Fact<KeyFacts> {
  const facts = instancesOf(all).map(instance => agreed(nearest(instance), isBad));
  return (
    facts.find(({ kind }) => kind === 'absent') ??
    facts.find(isBad) ??
    facts.find(({ kind }) => kind === 'unknown') ??
    facts[0] ??
    unknown('not-understood')
  );
}

/** Where an input without a default decides, the best of what it may be; unknown where it may be there or not. */
function agreed(worlds: readonly Possibility[], isBad: (fact: Fact<KeyFacts>) => boolean): Fact<KeyFacts> {
  const facts = worlds.map(({ key }) => key);
  const [first] = facts;
  if (first && facts.every(({ kind }) => kind === first.kind)) {
    return facts.find(fact => !isBad(fact)) ?? first;
  }
  // Of several inputs that make the trail, one is enough that leaves it without a key.
  const isLeftOut = worlds.some(
    ({ key, asked }) => key.kind === 'absent' && asked.every(one => one.isLoop || one.usual !== undefined),
  );
  return isLeftOut ? absent : unknown('decided-at-deployment');
}

/** Everything the key can evaluate to, each once. */
function branchesOf(all: readonly Possibility[], complete: boolean): readonly Branch<KeyFacts>[] {
  const branches = grouped(all, ({ key }) => idOf(key)).map((group): Branch<KeyFacts> => {
    const [fact = absent] = group.map(({ key }) => key);
    const when = circumstancesOf(group, all);
    return when.length === 0 ? fact : { ...fact, when };
  });
  return complete ? branches : [...branches, unknown('not-understood')];
}

/**
 * The inputs that lead to a key: those of its nearest world that are not at their defaults, and decide. None where several
 * ways lead there: of a key it is said that it needs just these inputs.
 */
function circumstancesOf(
  group: readonly Possibility[],
  all: readonly Possibility[],
): readonly Circumstance[] {
  const ways = nearest(group).map(one => circumstancesIn(one, group, all));
  const [way = [], ...others] = ways;
  const isOne = others.every(other => JSON.stringify(other) === JSON.stringify(way));
  return isOne || group.some(({ key }) => key.kind !== 'known') ? way : [];
}

function circumstancesIn(
  { asked }: Possibility,
  group: readonly Possibility[],
  all: readonly Possibility[],
): readonly Circumstance[] {
  const others = all.filter(other => !group.includes(other));
  const own = new Map(asked.map(({ id, answer }) => [id, answer]));
  // Of what differs in another world, that decides which alone does; where nothing does, all of it.
  const differing = others.map(other =>
    other.asked.flatMap(({ id, answer }) => (own.has(id) && own.get(id) !== answer ? id : [])),
  );
  const alone = new Set(differing.flatMap(([first, ...more]) => (more.length === 0 ? (first ?? []) : [])));
  const deciding = alone.size > 0 ? alone : new Set(differing.flat());
  return asked.flatMap(({ id, usual, answer, isLoop, input }): Circumstance[] =>
    !deciding.has(id)
      ? []
      : isLoop
        ? [{ ...circumstanceOf(input?.name ?? '', input?.answers[answer]), isTurn: true }]
        : !input || answer === usual
          ? []
          : [circumstanceOf(input.name, input.answers[answer])],
  );
}

function circumstanceOf(input: string, word: Word): Circumstance {
  return typeof word === 'object' ? { input, value: word.not, not: true } : { input, value: word };
}

function grouped<T>(all: readonly T[], idOf: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const id = idOf(one);
    const group = groups.get(id);
    if (group) {
      group.push(one);
    } else {
      groups.set(id, [one]);
    }
  }
  return [...groups.values()];
}

/** Equal for equal keys, as far as anything is known of them. */
export function idOf(fact: Fact<KeyFacts>): string {
  return fact.kind === 'known' ? idOfKey(fact.value) : fact.kind;
}

/** Many worlds and many trails share a key. */
const idOfKey = onceFor((facts: KeyFacts) => JSON.stringify(facts));
