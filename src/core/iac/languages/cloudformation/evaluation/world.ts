import type { Related } from '../../../declaration.ts';
import { Answers, type Input, type Question } from '../../../worlds/answers.ts';
import { type Exploration, explore as exploreWorlds } from '../../../worlds/explore.ts';
import { literalOf, type Value } from './value.ts';

/** An input on which a template's outcome depends: a parameter, a Region, the row of a mapping. */
export interface Variable {
  readonly id: string;
  /** Everything it may be that makes a difference here; the default first. */
  readonly options: readonly Value[];
  /** Whether the first option is the default. */
  readonly hasDefault: boolean;
  /** The options do not exclude each other: a loop takes them all, one after the other. */
  readonly isLoop?: boolean;
  readonly related?: Related;
  /** What the template calls it, where no place of it is related. */
  readonly input?: Input;
}

/** One assignment of the inputs that were needed. */
export interface World {
  /** The variable's value here. A quiet world knows nothing but what is chosen, and answers `undefined` for the rest. */
  choose(variable: Variable): Value | undefined;
  /** Which option of a variable is chosen, if it was needed. */
  chosen(id: string): number | undefined;
  /** The answer to a question that was met elsewhere; undefined where the world answers none. */
  answer(question: Question): number | undefined;
  /** Counts steps of evaluation; false when the world has cost too much. */
  step(steps?: number): boolean;
  /** Says why evaluation does not go on: what follows from here is unknown. */
  giveUp(why: string): void;
}

/** A world that asks for every variable that it meets. */
class AskingWorld implements World {
  readonly answers: Answers;
  #gaveUp: string | undefined;

  constructor(answers: Answers) {
    this.answers = answers;
  }

  choose(variable: Variable): Value | undefined {
    const { options } = variable;
    return options.length <= 1 ? options[0] : options[this.answers.ask(questionOf(variable))];
  }

  answer(question: Question): number {
    return this.answers.ask(question);
  }

  chosen(id: string): number | undefined {
    return this.answers.known(id);
  }

  /** Why evaluation did not go on, in words; undefined where it came to its end. */
  get gaveUp(): string | undefined {
    return this.#gaveUp ?? this.answers.gaveUp;
  }

  step(steps?: number): boolean {
    return this.answers.step(steps);
  }

  giveUp(why: string): void {
    this.#gaveUp ??= why;
  }
}

function questionOf({ id, options, hasDefault, isLoop, input, related }: Variable): Question {
  return {
    id,
    answers: options.length,
    usual: hasDefault ? 0 : undefined,
    isLoop,
    input: input ?? (related && { name: related.name, answers: options.map(literalOf) }),
  };
}

/** Evaluates something in every world that the inputs it turns out to depend on allow. */
export function explore<T>(run: (world: AskingWorld) => T, limit?: number): Exploration<AskingWorld, T> {
  return exploreWorlds(answers => new AskingWorld(answers), run, limit);
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
  return new QuietWorld({ chosen: () => undefined });
}

class QuietWorld implements World {
  readonly #world: Pick<World, 'chosen'>;
  readonly #usesDefaults: boolean;
  readonly #answers = new Answers();

  constructor(world: Pick<World, 'chosen'>, usesDefaults = false) {
    this.#world = world;
    this.#usesDefaults = usesDefaults;
  }

  choose(variable: Variable): Value | undefined {
    const option = this.chosen(variable.id);
    const settled = variable.options.length <= 1 || (this.#usesDefaults && variable.hasDefault);
    return option === undefined ? (settled ? variable.options[0] : undefined) : variable.options[option];
  }

  chosen(id: string): number | undefined {
    return this.#world.chosen(id);
  }

  answer({ id, usual }: Question): number | undefined {
    return this.chosen(id) ?? (this.#usesDefaults ? usual : undefined);
  }

  step(steps?: number): boolean {
    return this.#answers.step(steps);
  }

  giveUp(): void {
    // Other readers evaluate in a world with questions, too.
  }
}
