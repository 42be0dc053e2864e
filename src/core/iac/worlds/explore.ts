import { Answers, type Asked } from './answers.ts';

/** What evaluates in one world: it puts its open questions to these answers. */
export interface Explorer {
  readonly answers: Answers;
  /** Asked when the evaluation has ended: whether a check of the code refuses these answers, so that nothing comes of them. */
  readonly isRefused?: () => boolean;
}

/** The result of an evaluation in one world. */
export interface Outcome<W extends Explorer, T> {
  readonly world: W;
  readonly result: T;
}

export interface Exploration<W extends Explorer, T> {
  /** The one that the defaults lead to comes first. */
  readonly outcomes: readonly Outcome<W, T>[];
  /** Worlds that do not exist. */
  readonly refused: readonly Outcome<W, T>[];
  /** False when there were more worlds than could be looked at. */
  readonly complete: boolean;
}

/** How many worlds are looked at, unless the asker wants fewer. */
const mostWorlds = 160;

/** Steps of evaluation in all worlds together; `Answers` counts those of one. */
export const mostSteps = 200_000;

/**
 * Runs an evaluation in every world that its open questions allow: first with the default answer to each, then with
 * every other answer. Conditions that exclude each other, or that hold for a trail and for its key alike, are thereby
 * seen together. `isInVain`: whether all of this has to be done once more, as the first world shows.
 */
export function explore<W extends Explorer, T>(
  open: (answers: Answers) => W,
  run: (world: W) => T,
  limit = mostWorlds,
  isInVain: () => boolean = () => false,
): Exploration<W, T> {
  const outcomes: Outcome<W, T>[] = [];
  const refused: Outcome<W, T>[] = [];
  const waiting: ReadonlyMap<string, Asked>[] = [new Map()];
  let steps = 0;
  let at = 0;
  for (; at < waiting.length && at < limit && steps < mostSteps; at++) {
    if (at === 1 && isInVain()) {
      break;
    }
    const given = waiting[at] ?? new Map();
    const world = open(new Answers(given));
    const result = run(world);
    (world.isRefused?.() ? refused : outcomes).push({ world, result });
    steps += world.answers.steps;
    const path = new Map<string, Asked>();
    for (const asked of world.answers.asked) {
      const { id, answers, answer } = asked;
      for (let other = 0; !given.has(id) && other < answers && waiting.length <= at + limit; other++) {
        if (other !== answer) {
          waiting.push(new Map([...path, [id, { ...asked, answer: other }]]));
        }
      }
      path.set(id, asked);
    }
  }
  return { outcomes, refused, complete: at >= waiting.length };
}
