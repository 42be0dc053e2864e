import { FailureError } from './failure.ts';
import type { Plan } from './plan.ts';
import type { Clock, JournalStorage } from './ports.ts';
import type { HeldLeases } from './write.ts';

/** Milliseconds. Half of it is longer than any wait between two attempts. */
export const leaseLifetime = 10 * 60_000;

/** Milliseconds: longer than the SDK waits for a connection and an answer. */
const longestWrite = 60_000;

/** Keeps two windows from working on the same run, trail, key or alias at once. A lease left by a crash expires. */
export class Leases implements HeldLeases {
  /** Tells runs of one window from each other, also where a button that goes on with a plan is pressed twice. */
  static #count = 0;
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
    this.#holder = `${window} ${plan.id} ${++Leases.#count}`;
    this.#run = runLease(plan);
    this.#names = leasesOf(plan);
  }

  /** Throws `FailureError` where another window, or another run of this one, was first. */
  async take(): Promise<void> {
    this.#areTaken = true;
    await this.#lease();
  }

  async renew(): Promise<void> {
    const now = this.#clock.now();
    const isYoung = this.#until - now > leaseLifetime / 2;
    // Leases are taken and lost together: one is enough to check all.
    if (!isYoung || (await this.#storage.leasedBy(this.#run, now)) !== this.#holder) {
      await this.#lease();
    }
  }

  outlastWrite(): boolean {
    return this.#until - this.#clock.now() > longestWrite;
  }

  /** Leases that cannot be given back run out by themselves. */
  async release(): Promise<void> {
    if (this.#areTaken) {
      await this.#storage.release(this.#names, this.#holder).catch(() => {});
    }
  }

  async #lease(): Promise<void> {
    const now = this.#clock.now();
    const until = now + leaseLifetime;
    const lost = await this.#storage.lease(this.#names, this.#holder, until, now);
    if (lost !== undefined) {
      throw new FailureError({ kind: 'leased', name: lost });
    }
    this.#until = until;
  }
}

function leasesOf(plan: Plan): string[] {
  const names = plan.steps.flatMap(step => {
    switch (step.kind) {
      case 'create-key':
        return [`alias ${plan.account} ${step.region} ${step.alias}`];
      case 'update-trail':
        // Keeps a key from being taken away while it is given to a trail.
        return [`trail ${step.trailArn}`, ...(step.to.kind === 'key' ? [`key ${step.to.arn}`] : [])];
      case 'start-logging':
      case 'stop-logging':
        return [`trail ${step.trailArn}`];
      case 'add-statements':
      case 'restore-policy':
      case 'cancel-deletion':
      case 'enable-key':
      case 'disable-key':
        return [`key ${step.keyArn}`];
      case 'schedule-deletion':
        return step.key.kind === 'key' ? [`key ${step.key.arn}`] : [];
      default:
        return [];
    }
  });
  // Keeps a run from being undone while it is continued.
  const undone = plan.undoes === undefined ? [] : [leaseOfRun(plan.undoes)];
  return [...new Set([runLease(plan), ...undone, ...names])];
}

export function runLease(plan: Plan): string {
  return leaseOfRun(plan.id);
}

function leaseOfRun(id: string): string {
  return `run ${id}`;
}
