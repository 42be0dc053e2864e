import type { Related } from '../../../declaration.ts';

/**
 * What influences a value: variables, and the places that it comes from. A value that is derived from others refers to
 * their traces, so that what was evaluated once need not be evaluated again to be traced.
 */
export class Trace {
  readonly #entries = new Set<Trace | Related | string>();

  include(trace: Trace): void {
    if (trace !== this) {
      this.#entries.add(trace);
    }
  }

  note(related: Related): void {
    this.#entries.add(related);
  }

  consult(variable: string): void {
    this.#entries.add(variable);
  }

  get consulted(): ReadonlySet<string> {
    return new Set(this.#all().filter(entry => typeof entry === 'string'));
  }

  /** Each place once, in the order in which they were met. */
  get related(): readonly Related[] {
    const related = new Map<string, Related>();
    for (const entry of this.#all()) {
      if (typeof entry !== 'string') {
        related.set(`${entry.kind} ${entry.uri} ${entry.range.start}`, entry);
      }
    }
    return [...related.values()];
  }

  /** Traces may lead to one another in a circle, as names do. */
  #all(): (Related | string)[] {
    const all: (Related | string)[] = [];
    const seen = new Set<Trace>([this]);
    const waiting: (Trace | Related | string)[] = [...this.#entries].reverse();
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      if (!(entry instanceof Trace)) {
        all.push(entry);
      } else if (!seen.has(entry)) {
        seen.add(entry);
        waiting.push(...[...entry.#entries].reverse());
      }
    }
    return all;
  }
}
