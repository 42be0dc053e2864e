import { type CallFilter, fits, type LoggedCall } from './callLog.ts';

/** What goes wrong. */
export type Failure =
  /** Any AWS error by name, in the wire format of the service. */
  | { readonly kind: 'error'; readonly code: string; readonly message?: string; readonly status?: number }
  /** The call is throttled, as the service says it. */
  | { readonly kind: 'throttled' }
  /** IAM refuses, with the words AWS ends the message with. */
  | {
      readonly kind: 'denied';
      readonly why?: 'no identity-based policy' | 'service control policy' | 'permissions boundary';
    }
  | { readonly kind: 'expired token' }
  /** A proxy answers in place of AWS, with a page: status 200, 407 or 502, say. */
  | { readonly kind: 'proxy page'; readonly status?: number }
  /** An answer with the right status and a body that is not what it says. */
  | { readonly kind: 'garbage' }
  /** The connection breaks without an answer. */
  | { readonly kind: 'dropped' }
  /** No answer until the client gives up or the emulator closes. */
  | { readonly kind: 'hang' }
  /** An answer that begins like the right one and goes on until the client gives up. */
  | { readonly kind: 'endless' }
  /** The right answer, after so many milliseconds. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The call is carried out, but its answer gets lost. */
  | { readonly kind: 'answer lost' }
  /**
   * Another answer takes the place of the right one: status 503 with an empty body, or 200 with an empty object. The call
   * is carried out before it, never, or when `takeLateEffect` is called.
   */
  | {
      readonly kind: 'other answer';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
      readonly takesEffect: 'before' | 'never' | 'late';
    };

export interface Fault extends CallFilter {
  readonly fails: Failure;
  /** How many calls fail; all unless given. */
  readonly times?: number;
  /** The first so many matching calls are spared. */
  readonly after?: number;
}

/** Faults that are switched on. Each returned function switches its fault off. */
export class Faults {
  #active: { readonly fault: Fault; seen: number }[] = [];
  #late: (() => void)[] = [];

  add(fault: Fault): () => void {
    const entry = { fault, seen: 0 };
    this.#active.push(entry);
    return () => {
      this.#active = this.#active.filter(each => each !== entry);
    };
  }

  clear(): void {
    this.#active = [];
  }

  /** Keeps a call that is carried out later. */
  keep(call: () => void): void {
    this.#late.push(call);
  }

  /** Carries out the calls that were kept, in their order. */
  takeLateEffect(): void {
    const late = this.#late;
    this.#late = [];
    for (const call of late) call();
  }

  list(): readonly Fault[] {
    return this.#active.map(({ fault }) => fault);
  }

  /** The failures that strike this call, in the order they were added. Latency adds up; the first other failure wins. */
  strike(call: LoggedCall): { readonly latency: number; readonly failure: Failure | undefined } {
    let latency = 0;
    let failure: Failure | undefined;
    for (const entry of this.#active) {
      const { fails, times = Number.POSITIVE_INFINITY, after = 0, ...filter } = entry.fault;
      if (!fits(filter, call) || (failure !== undefined && fails.kind !== 'latency')) continue;
      entry.seen += 1;
      if (entry.seen <= after || entry.seen > after + times) continue;
      if (fails.kind === 'latency') latency += fails.milliseconds;
      else failure = fails;
    }
    return { latency, failure };
  }
}
