import { FailureError } from './failure.ts';
import type { Plan } from './plan.ts';
import type { Clock, JournalStorage } from './ports.ts';

/** Longer than any wait between two renewals. */
const lifetime = 5 * 60_000;

/** Keeps two windows from working on the same run, trail or key at once. A claim that a crash left behind runs out. */
export class Claims {
  readonly #storage: JournalStorage;
  readonly #clock: Clock;
  readonly #holder: string;
  readonly #names: readonly string[];
  #taken: readonly string[] = [];

  constructor(plan: Plan, storage: JournalStorage, clock: Clock, window: string) {
    this.#storage = storage;
    this.#clock = clock;
    this.#holder = `${window} ${plan.id}`;
    this.#names = claimsOf(plan);
  }

  /** Throws `FailureError` where another window, or another run of this one, was first. */
  async take(): Promise<void> {
    for (const name of this.#names) {
      if ((await this.#storage.claimedBy(name, this.#clock.now())) !== undefined) {
        throw new FailureError({ kind: 'claimed', name });
      }
    }
    this.#taken = this.#names;
    await this.renew();
  }

  async renew(): Promise<void> {
    const now = this.#clock.now();
    for (const name of this.#names) {
      if ((await this.#storage.claim(name, this.#holder, now + lifetime, now)) !== this.#holder) {
        throw new FailureError({ kind: 'claimed', name });
      }
    }
  }

  /** A claim that cannot be given back runs out by itself. */
  async release(): Promise<void> {
    for (const name of this.#taken) {
      await this.#storage.release(name, this.#holder).catch(() => {});
    }
  }
}

/** Sorted, so that two plans that share names never wait for each other crosswise. */
function claimsOf(plan: Plan): string[] {
  const names = plan.steps.flatMap(step => {
    switch (step.kind) {
      case 'update-trail':
        return [`trail ${step.trailArn}`];
      case 'add-statements':
      case 'restore-policy':
        return [`key ${step.keyArn}`];
      case 'schedule-deletion':
        return step.key.kind === 'key' ? [`key ${step.key.arn}`] : [];
      default:
        return [];
    }
  });
  return [...new Set([runClaim(plan), ...names])].sort();
}

export function runClaim(plan: Plan): string {
  return `run ${plan.id}`;
}
