import type { Related } from '../../declaration.ts';
import { Trace } from './trace.ts';
import type { Value } from './value.ts';

/**
 * One way in which the open questions of a module may be answered: is this variable left at its default, does
 * this condition hold. Everything is evaluated in one world at a time, so that a condition asked in two places gets
 * the same answer in both.
 */
export class World {
  readonly #given: ReadonlyMap<string, number>;
  readonly #asked = new Map<string, Question>();
  readonly #explores: boolean;
  readonly #assumed: ReadonlySet<string>;
  #trace = new Trace();
  #steps = 0;
  #isQuiet = false;
  readonly #checks: (() => boolean)[] = [];
  /** What was evaluated already in this world, by scope and name, and what had a say in it. */
  readonly #memories: [Map<string, Remembered>, ...Map<string, Remembered>[]] = [new Map()];
  /** What `each` of an instance was made of. */
  readonly #origins = new WeakMap<Value, Trace>();

  /** `assumed`: variables (`module.audit var.key`) taken as given, whatever the callers say. */
  constructor(
    given: ReadonlyMap<string, number> = new Map(),
    explores = true,
    assumed: ReadonlySet<string> = new Set(),
  ) {
    this.#given = given;
    this.#explores = explores;
    this.#assumed = assumed;
  }

  get questions(): ReadonlyMap<string, Question> {
    return this.#asked;
  }

  get related(): readonly Related[] {
    return this.#trace.related;
  }

  /**
   * The answer of this world to a question with so many answers; `usual` is the one that holds by default. Undefined
   * where the world explores nothing and no default is known.
   */
  answer(id: string, answers: number, usual: number | undefined): number | undefined {
    if (!this.#explores) {
      return usual;
    }
    const before = this.#asked.get(id);
    if (before) {
      return before.answer;
    }
    const answer = this.#given.get(id) ?? usual ?? 0;
    this.#asked.set(id, { answers, usual, answer });
    return answer;
  }

  /**
   * Whether a condition holds that nobody can know: a question, which is answered both ways. Undefined where the world
   * explores nothing, or asks nothing at the moment.
   */
  assume(id: string): boolean | undefined {
    const answer = this.choose(id, 2);
    return answer === undefined ? undefined : answer === 0;
  }

  /** The answer to a question of so many answers that is not about an input. */
  choose(id: string, answers: number): number | undefined {
    return this.#isQuiet ? this.#asked.get(id)?.answer : this.answer(id, answers, undefined);
  }

  /** Work that opens no worlds but those of inputs. */
  quietly<T>(work: () => T): T {
    const before = this.#isQuiet;
    this.#isQuiet = true;
    const result = work();
    this.#isQuiet = before;
    return result;
  }

  /** Work in which a name has this value; nothing that is evaluated meanwhile is remembered. */
  supposing<T>(id: string, value: Value, work: () => T): T {
    this.#memories.push(new Map([[id, { value, trace: new Trace(), isDone: true }]]));
    const result = work();
    this.#memories.pop();
    return result;
  }

  /** Notes a check without which there is no such world: it is made when all questions are asked. */
  require(check: () => boolean): void {
    this.#checks.push(check);
  }

  /** Whether the plan would end with an error in this world. */
  isRefused(): boolean {
    const trace = this.#trace;
    this.#trace = new Trace();
    let refused = false;
    // A check may need a variable with checks of its own.
    for (let index = 0; index < this.#checks.length && !refused; index++) {
      refused = this.#checks[index]?.() === false;
    }
    this.#trace = trace;
    return refused;
  }

  /** Counts a step of evaluation; false when there were more than any real module needs. */
  step(): boolean {
    this.#steps++;
    return !this.isExhausted;
  }

  /** Whether open questions are asked; else only what holds by default is known. */
  get explores(): boolean {
    return this.#explores;
  }

  get steps(): number {
    return this.#steps;
  }

  get isExhausted(): boolean {
    return this.#steps >= stepLimit;
  }

  /** Evaluates a name once; what had a say in it then has one wherever it is used. `circular`: for a name that needs itself. */
  once<T>(id: string, circular: T, evaluate: () => T): T {
    const before = this.#remembered(id);
    if (before) {
      this.#trace.include(before.trace);
      return before.value as T;
    }
    const outer = this.#trace;
    const trace = new Trace();
    outer.include(trace);
    const memory = this.#memories.at(-1) ?? this.#memories[0];
    memory.set(id, { value: circular, trace, isDone: false });
    this.#trace = trace;
    const value = evaluate();
    this.#trace = outer;
    memory.set(id, { value, trace, isDone: true });
    return value;
  }

  /** What is being evaluated around a supposition may need what is supposed: inside, it is evaluated anew. */
  #remembered(id: string): Remembered | undefined {
    const own = this.#memories.at(-1)?.get(id);
    return own ?? this.#memories.findLast(memory => memory.get(id)?.isDone)?.get(id);
  }

  /** Notes a place that a value comes from. */
  trace(related: Related): void {
    this.#trace.note(related);
  }

  /** Notes that a variable has a say: `module.audit var.key`, with the names of the calls and no instances. */
  consult(variable: string): void {
    this.#trace.consult(variable);
  }

  /** The collection that makes the instances has a say in whatever `each` is used for. */
  meetEach(each: Value): void {
    const origin = this.#origins.get(each);
    if (origin) {
      this.#trace.include(origin);
    }
  }

  /** Notes that the value being evaluated makes these values of `each`. */
  makeEach(each: Value): void {
    this.#origins.set(each, this.#trace);
  }

  /** From here on, `related` and `consulted` are of what is evaluated now. */
  startTracing(): void {
    this.#trace = new Trace();
  }

  get consulted(): ReadonlySet<string> {
    return this.#trace.consulted;
  }

  assumes(variable: string): boolean {
    return this.#assumed.has(variable);
  }
}

interface Remembered {
  readonly value: unknown;
  readonly trace: Trace;
  /** False while it is being evaluated. */
  readonly isDone: boolean;
}

export interface Question {
  readonly answers: number;
  readonly usual: number | undefined;
  readonly answer: number;
}

export interface Outcome<T> {
  readonly world: World;
  readonly result: T;
  /** How many questions were answered otherwise than by default. */
  readonly deviations: number;
}

export interface Exploration<T> {
  readonly outcomes: readonly Outcome<T>[];
  /** Worlds that do not exist: the plan would end with an error. */
  readonly refused: readonly Outcome<T>[];
  readonly complete: boolean;
}

/** Steps of evaluation in one world, and in all worlds of one question. */
const stepLimit = 50_000;
const stepLimitOfAll = 200_000;

/** Runs an evaluation in every world its questions open; `complete` is false when there were too many to try. */
export function explore<T>(
  run: (world: World) => T,
  limit = 160,
  assumed: ReadonlySet<string> = new Set(),
): Exploration<T> {
  const outcomes: Outcome<T>[] = [];
  const refused: Outcome<T>[] = [];
  const waiting: ReadonlyMap<string, number>[] = [new Map()];
  let next = waiting.shift();
  let steps = 0;
  while (next && outcomes.length + refused.length < limit && steps < stepLimitOfAll) {
    const world = new World(next, true, assumed);
    const result = run(world);
    const isRefused = world.isRefused();
    steps += world.steps;
    (isRefused ? refused : outcomes).push({ world, result, deviations: deviationsOf(world) });
    const path = new Map<string, number>();
    for (const [id, question] of world.questions) {
      if (!next.has(id)) {
        for (let answer = 0; answer < question.answers; answer++) {
          if (answer !== question.answer && waiting.length < limit) {
            waiting.push(new Map([...path, [id, answer]]));
          }
        }
      }
      path.set(id, question.answer);
    }
    next = waiting.shift();
  }
  return { outcomes, refused, complete: next === undefined };
}

function deviationsOf(world: World): number {
  let count = 0;
  for (const { answer, usual } of world.questions.values()) {
    count += usual !== undefined && usual !== answer ? 1 : 0;
  }
  return count;
}
