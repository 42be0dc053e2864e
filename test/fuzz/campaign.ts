/** One kind of thing that is made up at random and held against what must be true. */
export interface Campaign {
  readonly name: string;
  /** Tries `count` made-up cases. Throws with the smallest case that fails, and how to make it again. */
  run(options: Round): Promise<void>;
}

export interface Round {
  /** The same seed makes the same cases. */
  readonly seed: number;
  readonly count: number;
}
