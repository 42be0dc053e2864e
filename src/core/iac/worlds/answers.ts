/** Something that the text leaves open: what a variable is, whether a condition holds. */
export interface Question {
  /** Equal ids are one question, wherever it is asked. */
  readonly id: string;
  /** How many answers there are. */
  readonly answers: number;
  /** The answer that holds by default; undefined where somebody has to give one. */
  readonly usual: number | undefined;
  /** The answers do not exclude each other: a loop takes them all, one after the other. */
  readonly isLoop?: boolean | undefined;
  /** What the code calls it; left out where it has no name that a person would know. */
  readonly input?: Input | undefined;
}

export interface Input {
  readonly name: string;
  readonly answers: readonly Word[];
}

/** An answer in words of the code, `true` or `prod`; undefined for any value that is given, and what it is not. */
export type Word = string | undefined | { readonly not: string | undefined };

export interface Asked extends Question {
  readonly answer: number;
}

/** The answers of one world, the questions that were put to it, and what its evaluation has cost. */
export class Answers {
  readonly #asked: Map<string, Asked>;
  #steps = 0;

  /** `given`: questions that are answered before they are asked, by their ids. */
  constructor(given: ReadonlyMap<string, Asked> = new Map()) {
    this.#asked = new Map(given);
  }

  /** The questions that are answered, in the order of asking. */
  get asked(): Iterable<Asked> {
    return this.#asked.values();
  }

  get steps(): number {
    return this.#steps;
  }

  get isExhausted(): boolean {
    return this.#steps >= mostStepsOfOne;
  }

  /** Why evaluation did not go on, in words; undefined where it came to its end. */
  get gaveUp(): string | undefined {
    return this.isExhausted ? 'too many steps of evaluation' : undefined;
  }

  /** Counts steps of evaluation; false when there were more than any real code needs. */
  step(steps = 1): boolean {
    this.#steps += steps;
    return !this.isExhausted;
  }

  ask(question: Question): number {
    const before = this.known(question.id);
    if (before !== undefined) {
      return before;
    }
    const answer = question.usual ?? 0;
    this.#asked.set(question.id, { ...question, answer });
    return answer;
  }

  /** The answer to a question that is answered already. */
  known(id: string): number | undefined {
    return this.#asked.get(id)?.answer;
  }
}

/** How many questions are answered otherwise than by default. */
export function deviationsOf(asked: Iterable<Asked>): number {
  let count = 0;
  for (const { usual, answer } of asked) {
    count += usual !== undefined && usual !== answer ? 1 : 0;
  }
  return count;
}

/** Steps of evaluation in one world. */
const mostStepsOfOne = 50_000;
