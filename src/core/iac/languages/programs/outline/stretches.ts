import type { TextRange } from '../../../../base/text.ts';
import type { Marks } from './marks.ts';
import { isAround } from './uses.ts';

interface Stretch {
  readonly range: TextRange;
  readonly look: () => void;
}

/** Stretches of a program, each of which is looked through once something that counts is in it. */
export class Stretches {
  readonly #marks: Marks;
  #waiting: Stretch[] = [];

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** Looks at a stretch now where it may count, and else when a name is known that is in it. */
  when(range: TextRange, look: () => void): void {
    if (this.#marks.has(range)) {
      look();
    } else {
      this.#waiting.push({ range, look });
    }
  }

  /** Marks names, and looks at what counts for them; answers whether any of them is new. */
  mark(names: Iterable<string>): boolean {
    const isAnyNew = this.#marks.add(names);
    const all = this.#waiting;
    if (isAnyNew) {
      this.#waiting = [];
      for (const { range, look } of all) {
        this.when(range, look);
      }
    }
    return isAnyNew;
  }

  /** Looks at what is around some places, however deep they are in it. */
  lookAt(places: readonly number[]): void {
    const isDue = isAround(places);
    for (let due = this.#waiting; due.length > 0 && places.length > 0; ) {
      due = this.#waiting.filter(({ range }) => isDue(range));
      this.#waiting = this.#waiting.filter(({ range }) => !isDue(range));
      for (const { look } of due) {
        look();
      }
    }
  }
}
