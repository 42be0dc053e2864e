import type { Related } from '../../../declaration.ts';
import { Answers, type Question } from '../../../worlds/answers.ts';
import type { Explorer } from '../../../worlds/explore.ts';

/** One set of inputs. It answers the questions of an evaluation, and notes where these come from. */
export class World implements Explorer {
  readonly answers: Answers;
  /** Where the inputs stand that have a say, in the order of asking. */
  readonly related: Related[] = [];
  readonly #asks: boolean;
  #isCheck = false;
  #refused = false;
  #gaveUp: string | undefined;

  constructor(answers: Answers = new Answers(), asks = true) {
    this.answers = answers;
    this.#asks = asks;
  }

  /** The same answers, and everything else at its default. */
  get byDefault(): World {
    return new World(new Answers(this.#given()), false);
  }

  /** The same for what is checked before anything is created. */
  get forChecks(): World {
    const world = new World(new Answers(this.#given()), false);
    world.#isCheck = true;
    return world;
  }

  get isCheck(): boolean {
    return this.#isCheck;
  }

  /** The number of the answer; undefined where it has no default, and was not needed before. */
  ask(question: Question, related?: Related): number | undefined {
    if (related) {
      this.meet(related);
    }
    return this.#asks ? this.answers.ask(question) : (this.answers.known(question.id) ?? question.usual);
  }

  meet(related: Related): void {
    if (!this.related.some(({ uri, range }) => uri === related.uri && range.start === related.range.start)) {
      this.related.push(related);
    }
  }

  /** The play fails in this world before anything is created. */
  refuse(): void {
    this.#refused = true;
  }

  isRefused = (): boolean => this.#refused;

  /** Counts steps; false when the evaluation has cost too much. */
  step(steps = 1): boolean {
    return this.answers.step(steps) && this.#gaveUp === undefined;
  }

  giveUp(why: string): void {
    this.#gaveUp ??= why;
  }

  get gaveUp(): string | undefined {
    return this.#gaveUp ?? this.answers.gaveUp;
  }

  #given() {
    return new Map([...this.answers.asked].map(one => [one.id, one]));
  }
}
