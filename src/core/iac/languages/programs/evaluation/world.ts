import type { Related } from '../../../declaration.ts';
import type { Expression } from '../../../formats/code/syntax.ts';
import type { Answers, Question, Word } from '../../../worlds/answers.ts';
import type { ProgramFile } from '../outline/outline.ts';
import type { Environment } from './environment.ts';
import type { Library } from './library.ts';
import { decidedLater, type Value } from './value.ts';

/** Something that may be one of several values. */
export interface Variable {
  readonly id: string;
  /** Its name in the code; absent if the name would mean nothing. */
  readonly name?: string | undefined;
  /** Each with its name in words of the code. */
  readonly options: readonly { readonly value: Value; readonly word: Word }[];
  /** Whether the first option is the default. */
  readonly hasDefault: boolean;
  readonly isLoop?: boolean;
  readonly related?: Related | undefined;
}

/** What gives expressions their values. */
export interface Evaluator {
  evaluate(expression: Expression, environment: Environment): Value;
  /** `at`: where a method asks for a field of its own object, which may have been changed by then. */
  member(value: Value, name: string, environment: Environment, at?: number): Value;
}

/** A place that has a say in what is evaluated, and the question that it answers; undefined where it answers none. */
export interface Noted {
  readonly related: Related;
  readonly question?: string;
}

interface Opening extends Pick<World, 'answers' | 'library' | 'evaluator' | 'files'> {
  readonly isQuiet?: boolean;
}

/** One assignment of all that a program leaves open. */
export class World {
  readonly answers: Answers;
  readonly library: Library;
  readonly evaluator: Evaluator;
  /** All files of the program, as far as they are read: where calls of a function are looked for. */
  readonly files: readonly ProgramFile[];
  /** The environments of programs and functions that were opened in this world, by their ids. */
  readonly environments = new Map<string, Environment>();
  readonly #isQuiet: boolean;
  #noted: Noted[] = [];
  #gaveUp: string | undefined;

  constructor({ answers, library, evaluator, files, isQuiet = false }: Opening) {
    this.answers = answers;
    this.library = library;
    this.evaluator = evaluator;
    this.files = files;
    this.#isQuiet = isQuiet;
  }

  /** The value of a variable here. A quiet world knows what is chosen and what holds by default, and nothing else. */
  choose(variable: Variable): Value {
    if (variable.related) {
      this.note(variable.related, variable.id);
    }
    const answer = this.ask({
      id: variable.id,
      answers: variable.options.length,
      usual: variable.hasDefault ? 0 : undefined,
      isLoop: variable.isLoop,
      input:
        variable.name === undefined
          ? undefined
          : { name: variable.name, answers: variable.options.map(({ word }) => word) },
    });
    return (answer === undefined ? undefined : variable.options[answer]?.value) ?? decidedLater;
  }

  /** The answer to a question; undefined where a quiet world knows none. */
  ask(question: Question): number | undefined {
    return this.#isQuiet ? (this.answers.known(question.id) ?? question.usual) : this.answers.ask(question);
  }

  /** Counts a step of evaluation; false when the world has cost too much. */
  step(steps = 1): boolean {
    return this.answers.step(steps);
  }

  giveUp(why: string): void {
    this.#gaveUp ??= why;
  }

  /** Why evaluation did not go on, in words; undefined where it came to its end. */
  get gaveUp(): string | undefined {
    return this.#gaveUp ?? this.answers.gaveUp;
  }

  /** Notes a place that has a say in what is evaluated, by the answer to a question. */
  note(related: Related, question?: string): void {
    const isKnown = this.#noted.some(
      ({ related: { uri, range } }) => uri === related.uri && range.start === related.range.start,
    );
    if (!isKnown) {
      this.#noted.push({ related, ...(question !== undefined && { question }) });
    }
  }

  /** The places noted since the last request. */
  takeNoted(): readonly Noted[] {
    const all = this.#noted;
    this.#noted = [];
    return all;
  }
}
