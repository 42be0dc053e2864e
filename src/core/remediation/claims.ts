import { FailureError } from './failure.ts';
import type { Plan } from './plan.ts';
import type { Clock, JournalStorage } from './ports.ts';
import type { HeldClaims } from './write.ts';

/** Milliseconds. Half of it is longer than any wait between two attempts. */
export const claimLifetime = 10 * 60_000;

/** Milliseconds: longer than the SDK waits for a connection and an answer. */
const longestWrite = 60_000;

/** Keeps two windows from working on the same run, trail or key at once. A claim that a crash left behind runs out. */
export class Claims implements HeldClaims {
  readonly #storage: JournalStorage;
  readonly #clock: Clock;
  readonly #holder: string;
  readonly #run: string;
  readonly #names: readonly string[];
  #areTaken = false;
  #until = 0;

  constructor(plan: Plan, storage: JournalStorage, clock: Clock, window: string) {
    this.#storage = storage;
    this.#clock = clock;
    this.#holder = `${window} ${plan.id}`;
    this.#run = runClaim(plan);
    this.#names = claimsOf(plan);
  }

  /** Throws `FailureError` where another window, or another run of this one, was first. */
  async take(): Promise<void> {
    if ((await this.#storage.claimedBy(this.#run, this.#clock.now())) !== undefined) {
      throw new FailureError({ kind: 'claimed', name: this.#run });
    }
    this.#areTaken = true;
    await this.#claim();
  }

  async renew(): Promise<void> {
    const now = this.#clock.now();
    const isYoung = this.#until - now > claimLifetime / 2;
    // Claims are taken and lost together: one tells of all.
    if (!isYoung || (await this.#storage.claimedBy(this.#run, now)) !== this.#holder) {
      await this.#claim();
    }
  }

  outlastWrite(): boolean {
    return this.#until - this.#clock.now() > longestWrite;
  }

  /** Claims that cannot be given back run out by themselves. */
  async release(): Promise<void> {
    if (this.#areTaken) {
      await this.#storage.release(this.#names, this.#holder).catch(() => {});
    }
  }

  async #claim(): Promise<void> {
    const now = this.#clock.now();
    const until = now + claimLifetime;
    const lost = await this.#storage.claim(this.#names, this.#holder, until, now);
    if (lost !== undefined) {
      throw new FailureError({ kind: 'claimed', name: lost });
    }
    this.#until = until;
  }
}

function claimsOf(plan: Plan): string[] {
  const names = plan.steps.flatMap(step => {
    switch (step.kind) {
      case 'update-trail':
        // Nobody takes a key away while it is given to a trail.
        return [`trail ${step.trailArn}`, ...(step.to.kind === 'key' ? [`key ${step.to.arn}`] : [])];
      case 'add-statements':
      case 'restore-policy':
        return [`key ${step.keyArn}`];
      case 'schedule-deletion':
        return step.key.kind === 'key' ? [`key ${step.key.arn}`] : [];
      default:
        return [];
    }
  });
  // A run is not taken back while somebody goes on with it.
  const undone = plan.undoes === undefined ? [] : [claimOfRun(plan.undoes)];
  return [...new Set([runClaim(plan), ...undone, ...names])];
}

export function runClaim(plan: Plan): string {
  return claimOfRun(plan.id);
}

function claimOfRun(id: string): string {
  return `run ${id}`;
}
