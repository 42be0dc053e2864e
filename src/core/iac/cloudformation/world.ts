import type { Related } from '../declaration.ts';
import type { Value } from './value.ts';

/** An input on which a template's outcome depends: a parameter, a Region, the row of a mapping. */
export interface Variable {
  readonly id: string;
  /** Everything it may be that makes a difference here; the default first. */
  readonly options: readonly Value[];
  /** Whether the first option is what it is when nobody says otherwise. */
  readonly hasDefault: boolean;
  /** The options do not exclude each other: a loop takes them all, one after the other. */
  readonly isLoop?: boolean;
  readonly related?: Related;
}

/** One assignment of the inputs that were asked for. */
export interface World {
  readonly chosen: ReadonlyMap<string, number>;
  /** The variable's value here. A quiet world knows nothing but what is chosen, and answers `undefined` for the rest. */
  choose(variable: Variable): Value | undefined;
  /** Counts a step of evaluation; false when the world has cost too much. */
  step(): boolean;
}

export interface Outcome<T> {
  readonly world: World;
  readonly result: T;
  /** Variables that were asked for, in the order of asking. */
  readonly asked: readonly Variable[];
}

export interface Exploration<T> {
  readonly outcomes: readonly Outcome<T>[];
  /** False when there were more worlds than could be looked at. */
  readonly complete: boolean;
}

/**
 * Evaluates something once for each combination of the inputs that it turns out to depend on. Conditions that
 * exclude each other, or that hold for a trail and for its key alike, are thereby seen together.
 */
export function explore<T>(evaluate: (world: World) => T): Exploration<T> {
  const outcomes: Outcome<T>[] = [];
  const budget = { steps: mostSteps };
  const open: { readonly chosen: ReadonlyMap<string, number>; readonly asked: readonly Variable[] }[] = [
    { chosen: new Map(), asked: [] },
  ];
  for (let runs = 0; open.length > 0; runs++) {
    const next = open.pop();
    if (!next || runs >= mostRuns || budget.steps <= 0) {
      return { outcomes, complete: false };
    }
    const world = new AskingWorld(next.chosen, budget);
    try {
      outcomes.push({ world, result: evaluate(world), asked: next.asked });
    } catch (error) {
      if (!(error instanceof Ask)) {
        throw error;
      }
      const { variable } = error;
      for (let option = variable.options.length - 1; option >= 0; option--) {
        open.push({
          chosen: new Map(next.chosen).set(variable.id, option),
          asked: [...next.asked, variable],
        });
      }
    }
  }
  return { outcomes, complete: true };
}

/** The same choices, but nothing further is asked. */
export function quiet(world: World): World {
  return new QuietWorld(world);
}

/** The same choices, and everything else at its default. */
export function defaults(world: World): World {
  return new QuietWorld(world, true);
}

/** A world in which nothing is chosen yet, and nothing is asked. */
export function unasked(): World {
  return new QuietWorld({ chosen: new Map() });
}

const mostRuns = 600;
const mostSteps = 400_000;

/** Thrown, and no error: to gather a stack would cost as much as a world. */
class Ask {
  readonly variable: Variable;

  constructor(variable: Variable) {
    this.variable = variable;
  }
}

class AskingWorld implements World {
  readonly chosen: ReadonlyMap<string, number>;
  readonly #budget: { steps: number };

  constructor(chosen: ReadonlyMap<string, number>, budget: { steps: number }) {
    this.chosen = chosen;
    this.#budget = budget;
  }

  choose(variable: Variable): Value | undefined {
    const [only] = variable.options;
    if (variable.options.length <= 1) {
      return only;
    }
    const option = this.chosen.get(variable.id);
    if (option === undefined) {
      throw new Ask(variable);
    }
    return variable.options[option];
  }

  step(): boolean {
    return this.#budget.steps-- > 0;
  }
}

class QuietWorld implements World {
  readonly chosen: ReadonlyMap<string, number>;
  readonly #usesDefaults: boolean;
  #steps = 50_000;

  constructor(world: Pick<World, 'chosen'>, usesDefaults = false) {
    this.chosen = world.chosen;
    this.#usesDefaults = usesDefaults;
  }

  choose(variable: Variable): Value | undefined {
    const option = this.chosen.get(variable.id);
    const settled = variable.options.length <= 1 || (this.#usesDefaults && variable.hasDefault);
    return option === undefined ? (settled ? variable.options[0] : undefined) : variable.options[option];
  }

  step(): boolean {
    return this.#steps-- > 0;
  }
}
