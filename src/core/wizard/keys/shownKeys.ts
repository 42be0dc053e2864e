import { groupKeys, type KeyChoice } from '../../remediation/index.ts';

/** Milliseconds from the first key on in which keys are collected, so that what a few calls list stands in order. */
const collecting = 700;
/** As long as the key that the list starts at is not among them. It may be none of the list. */
const collectingStart = 3000;
/** Milliseconds between two drawings of a list that is being read; the longer it grows, the rarer it is drawn. */
const drawingPause = 300;

/** A key that was judged and put into words once, when it came. */
export interface FoundKey<Row> {
  readonly choice: KeyChoice;
  readonly row: Row;
}

/**
 * The keys of a list that grows while a person reads it. What was shown keeps its place: the first keys are sorted into their groups
 * (`groupKeys`), and those that come later follow, sorted among themselves.
 */
export class ShownKeys<Row> {
  readonly #found = new Map<string, FoundKey<Row>>();
  /** ARNs of the keys that were shown, in their order. */
  readonly #shown: string[] = [];
  /** Throttled keys, which come again as soon as they are read. */
  readonly #unread = new Map<string, FoundKey<Row>>();
  #firstAt: number | undefined;
  #drawnAt: number | undefined;

  /** Takes a key in, in the place of what was known of it. */
  add(found: FoundKey<Row>): void {
    const { arn, problems } = found.choice.key;
    if (problems.some(({ kind }) => kind === 'throttled') && !this.#found.has(arn)) {
      this.#unread.set(arn, found);
    } else {
      this.#unread.delete(arn);
      this.#found.set(arn, found);
    }
  }

  /**
   * Whether it is time to show them.
   * @param now milliseconds since 1970
   * @param isComplete the key that the list starts at is among them, if there is one
   */
  isDue(now: number, isComplete: boolean): boolean {
    this.#firstAt ??= now;
    return this.#drawnAt === undefined
      ? now - this.#firstAt >= (isComplete ? collecting : collectingStart)
      : now - this.#drawnAt >= Math.max(drawingPause, this.#found.size / 2);
  }

  /** The rows in their order; from now on they are shown. At the end, those come too that AWS never let be read. */
  rows(now: number, isEnd = false): readonly Row[] {
    this.#drawnAt = now;
    if (isEnd) {
      for (const found of [...this.#unread.values()]) {
        this.#found.set(found.choice.key.arn, found);
      }
      this.#unread.clear();
    }
    const shown = new Set(this.#shown);
    const fresh = [...this.#found.values()]
      .map(({ choice }) => choice)
      .filter(({ key }) => !shown.has(key.arn));
    this.#shown.push(...groupKeys(fresh).map(({ key }) => key.arn));
    return this.#shown.flatMap(arn => this.#found.get(arn)?.row ?? []);
  }
}
