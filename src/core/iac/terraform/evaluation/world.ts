import type { Related } from '../../declaration.ts';
import { Answers, type Asked, type Input } from '../../worlds/answers.ts';
import { type Exploration, explore as exploreWorlds } from '../../worlds/explore.ts';

/**
 * One way in which the open questions of a module may be answered: is this variable left at its default, does
 * this condition hold. Everything is evaluated in one world at a time, so that a condition asked in two places gets
 * the same answer in both.
 */
export class World {
  readonly answers: Answers;
  readonly #explores: boolean;
  readonly #assumed: ReadonlySet<string>;
  readonly #related = new Map<string, Related>();
  readonly #consulted = new Set<string>();
  /** What was evaluated already in this world, by scope and name. */
  readonly memory = new Map<string, unknown>();
  traces = false;

  /** `assumed`: variables (`module.audit var.key`) taken as given, whatever the callers say. */
  constructor(
    given: ReadonlyMap<string, Asked> | Answers = new Map(),
    explores = true,
    assumed: ReadonlySet<string> = new Set(),
  ) {
    this.answers = given instanceof Answers ? given : new Answers(given);
    this.#explores = explores;
    this.#assumed = assumed;
  }

  get related(): readonly Related[] {
    return [...this.#related.values()];
  }

  /**
   * The answer of this world to a question with so many answers; `usual` is the one that holds by default. Undefined
   * where the world explores nothing and no default is known.
   */
  answer(id: string, answers: number, usual: number | undefined, input?: Input): number | undefined {
    return this.#explores ? this.answers.ask({ id, answers, usual, input }) : usual;
  }

  /** Counts a step of evaluation; false when there were more than any real module needs. */
  step(): boolean {
    return this.answers.step();
  }

  /** Whether open questions are asked; else only what holds by default is known. */
  get explores(): boolean {
    return this.#explores;
  }

  get isExhausted(): boolean {
    return this.answers.isExhausted;
  }

  /** Notes a place that the value of the key comes from. */
  trace(related: Related): void {
    if (this.traces) {
      this.#related.set(`${related.kind} ${related.uri} ${related.range.start}`, related);
    }
  }

  /** From here on, what the evaluation looks at is noted: anew, also what was evaluated before. */
  startTracing(): void {
    this.traces = true;
    this.memory.clear();
  }

  /** Notes that a variable had a say: `module.audit var.key`, with the names of the calls and no instances. */
  consult(variable: string): void {
    if (this.traces) {
      this.#consulted.add(variable);
    }
  }

  get consulted(): ReadonlySet<string> {
    return this.#consulted;
  }

  assumes(variable: string): boolean {
    return this.#assumed.has(variable);
  }
}

/** Runs an evaluation in every world its questions open; `complete` is false when there were too many to try. */
export function explore<T>(
  run: (world: World) => T,
  limit?: number,
  assumed: ReadonlySet<string> = new Set(),
): Exploration<World, T> {
  return exploreWorlds(answers => new World(answers, true, assumed), run, limit);
}
