/*
 * The budget of evaluation. A step is one evaluated expression, or a number of characters and items of a value that a
 * function creates or reads. No real module comes near these limits: what exceeds them is unknown, and the trail that
 * needs it is reported as given up.
 */

/** Steps for all trails of one document together; one world, and all worlds of a trail, have limits of their own. */
const mostSteps = 2_000_000;

/** Characters and items of one value, those of the values in it included. */
export const largestValue = 262_144;

/** Lists in lists. */
export const deepestValue = 100;

/** Expressions in expressions, those of the names that they refer to included. */
export const deepestExpression = 300;

/** Instances of one trail. */
export const mostInstances = 1_000;

/** Number of characters or items in one step. */
const sizeOfStep = 64;

export function stepsFor(size: number): number {
  return Math.ceil(size / sizeOfStep);
}

/** The steps that one document has taken, and whether anything had to be given up. */
export class Budget {
  #steps = 0;
  #gaveUp: string | undefined;

  get steps(): number {
    return this.#steps;
  }

  get isSpent(): boolean {
    return this.#steps > mostSteps;
  }

  spend(steps: number): boolean {
    this.#steps += steps;
    if (this.isSpent) {
      this.giveUp(`more than ${thousands(mostSteps)} steps of evaluation in one file`);
    }
    return !this.isSpent;
  }

  /** Notes that something is unknown only because it is too much; `detail` says what in words. */
  giveUp(detail: string): void {
    this.#gaveUp ??= detail;
  }

  /** Does some work and returns what was given up in it. */
  watched<T>(work: () => T): { readonly result: T; readonly gaveUp: string | undefined } {
    const before = this.#gaveUp;
    this.#gaveUp = undefined;
    const result = work();
    const gaveUp = this.#gaveUp;
    this.#gaveUp = before ?? gaveUp;
    return { result, gaveUp };
  }
}

/** `262,144`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
