import { onceFor } from '../../../../base/onceFor.ts';
import type { Related } from '../../../declaration.ts';
import { Answers, type Asked, type Input } from '../../../worlds/answers.ts';
import { type Exploration, explore as exploreWorlds } from '../../../worlds/explore.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { Trace } from './trace.ts';
import type { Value } from './value.ts';

/**
 * One way in which the open questions of a module may be answered: is this variable left at its default, does
 * this condition hold. Everything is evaluated in one world at a time, so that a condition asked in two places gets
 * the same answer in both.
 */
export class World {
  readonly answers: Answers;
  readonly #explores: boolean;
  readonly #assumed: ReadonlySet<string>;
  #trace = new Trace();
  #isQuiet = false;
  readonly #checks: (() => boolean)[] = [];
  /** What was evaluated already in this world, by scope and name, and what had a say in it. */
  readonly #memories: [Map<string, Remembered>, ...Map<string, Remembered>[]] = [new Map()];
  /** What `each` of an instance comes from. */
  readonly #origins = new Map<Value, Trace>();

  /** `assumed`: variables (`module.audit var.key`) taken as given, regardless of the callers. */
  constructor(
    given: ReadonlyMap<string, Asked> | Answers = new Map(),
    explores = true,
    assumed: ReadonlySet<string> = new Set(),
  ) {
    this.answers = given instanceof Answers ? given : new Answers(given);
    this.#explores = explores;
    this.#assumed = assumed;
  }

  /** The answers of this world, where nothing else is asked: what they leave open is as it is by default. */
  asAnswered(): World {
    return new World(new Map([...this.answers.asked].map(asked => [asked.id, asked])), false);
  }

  get related(): readonly Related[] {
    return this.#trace.related;
  }

  /**
   * The answer of this world to a question with that many answers; `usual` is the one that holds by default. Undefined
   * where the world explores nothing, and neither an answer nor a default is known.
   */
  answer(id: string, answers: number, usual: number | undefined, input?: Input): number | undefined {
    return this.#explores
      ? this.answers.ask({ id, answers, usual, input })
      : (this.answers.known(id) ?? usual);
  }

  /**
   * Whether a condition holds that is not known: a question, which is answered both ways. Undefined where the world
   * explores nothing, or asks nothing at the moment. `name`: its name in the code.
   */
  assume(id: string, name?: string): boolean | undefined {
    const answer = this.choose(id, 2, name === undefined ? undefined : { name, answers: ['true', 'false'] });
    return answer === undefined ? undefined : answer === 0;
  }

  /** The answer to a question with that many answers, none of which is the default. */
  choose(id: string, answers: number, input?: Input): number | undefined {
    return this.#isQuiet ? this.answers.known(id) : this.answer(id, answers, undefined, input);
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

  /** Notes a check without which there is no such world: it is evaluated after all questions. */
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

  /** Counts steps of evaluation; false when there were more than any real module needs. */
  step(steps: number): boolean {
    return this.answers.step(steps);
  }

  /** Whether open questions are asked; else only what holds by default is known. */
  get explores(): boolean {
    return this.#explores;
  }

  get isExhausted(): boolean {
    return this.answers.isExhausted;
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

  /** What is being evaluated around a supposition may need what is supposed: inside, it is evaluated again. */
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

  /** The collection of the instances influences everything that uses `each`. */
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

  /** Whether any of the attributes of an object is. */
  assumesWithin(variable: string): boolean {
    return objectsOf(this.#assumed).has(variable);
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

/**
 * Runs an evaluation in every world its questions open; `complete` is false when there were too many to try. While a file or a
 * module that holds by default has yet to be read, the other worlds wait for it.
 */
export function explore<T>(
  tree: Pick<ModuleTree, 'isWaiting'>,
  run: (world: World) => T,
  limit?: number,
  assumed: ReadonlySet<string> = new Set(),
): Exploration<World, T> {
  return exploreWorlds(
    answers => new World(answers, true, assumed),
    run,
    limit,
    () => tree.isWaiting,
  );
}

/** What the names of attributes start with: a map may have thousands of objects. */
const objectsOf = onceFor((names: ReadonlySet<string>): ReadonlySet<string> => {
  const objects = new Set<string>();
  for (const name of names) {
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      objects.add(name.slice(0, dot));
    }
  }
  return objects;
});
