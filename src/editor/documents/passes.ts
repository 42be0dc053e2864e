/**
 * Passes over files that may run at the same time: a scan of the workspace, and rereads of what changed. Each answer takes a
 * while, and the world moves meanwhile. A pass says of each of its answers whether it still holds; one that does not is read
 * again. So no answer that was overtaken is ever shown last.
 */
export class Passes<Change> {
  readonly #underWay = new Set<Pass<Change>>();
  #generation = 0;

  /** Counts how often it was decided anew which files are read, and with what. */
  get generation(): number {
    return this.#generation;
  }

  /** `generation`: the one that the scope of the pass was opened in, if not the current one. */
  begin(generation = this.#generation): Pass<Change> {
    const pass = new Pass<Change>(
      () => this.#generation === generation,
      () => this.#underWay.delete(pass),
    );
    this.#underWay.add(pass);
    return pass;
  }

  /** What a file says has changed. */
  changed(changes: readonly Change[]): void {
    for (const pass of this.#underWay) {
      pass.note(changes);
    }
  }

  /** Which files are read, or with what, has changed: of what is under way nothing holds. */
  invalidate(): void {
    this.#generation++;
  }
}

export class Pass<Change> {
  /** Files whose answers no longer held. */
  readonly overtaken = new Set<string>();
  /** Whether nothing was decided anew since it began. */
  readonly isCurrent: () => boolean;
  readonly #onEnd: () => void;
  readonly #changes: Change[] = [];

  constructor(isCurrent: () => boolean, onEnd: () => void) {
    this.isCurrent = isCurrent;
    this.#onEnd = onEnd;
  }

  /** What has changed since it began. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  note(changes: readonly Change[]): void {
    this.#changes.push(...changes);
  }

  /** Whether something like this has changed since it began. */
  isOvertakenBy(isMeant: (change: Change) => boolean): boolean {
    return this.#changes.some(isMeant);
  }

  /** Whether the answer for a file holds; if not, the file is among those that were overtaken. */
  holds(uri: string, isOutdatedBy: (change: Change) => boolean): boolean {
    const holds = this.isCurrent() && !this.isOvertakenBy(isOutdatedBy);
    if (!holds) {
      this.overtaken.add(uri);
    }
    return holds;
  }

  /** Its last answer has come. */
  end(): void {
    this.#onEnd();
  }
}
