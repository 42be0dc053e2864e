import { actsUnasked, namedIn, seenTrail, viewsOf } from '../../account/seenTrails.ts';
import type { TrailStatus } from '../../account/trail.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/event.ts';
import { messageOf } from '../../base/thrown.ts';
import { type Clock, deliveryOf, type RecordedRun, restorable } from '../../remediation/index.ts';
import { showAsRead } from '../change/subjects.ts';
import type { WizardContext } from '../context.ts';

/** The first log files come after about five minutes: checked every minute, then less often, up to a limit. */
const pauses: readonly number[] = [60, 60, 60, 60, 60, 120, 120, 300, 300, 600, 900].map(s => s * 1000);

/** Longer than any wait for a first log file: what was changed before is not waited for. */
const memory = 24 * 60 * 60_000;

/**
 * The trails whose first log file under a new key has not been seen yet. Asks AWS quietly and only for trails that were
 * changed in this window; of those changed before it merely knows.
 */
export class Deliveries implements Disposable {
  readonly #changes = new Emitter<string>();
  /** When the trail was updated, by ARN. */
  readonly #updated = new Map<string, number>();
  readonly #stopped = new AbortController();
  readonly onDidChange = this.#changes.event;

  /** Takes over what the journal says of earlier windows, and of others. */
  remember(runs: readonly RecordedRun[], clock: Clock): void {
    const since = clock.now() - memory;
    for (const { run, trailArn } of restorable(runs)) {
      const update = run.steps.find(
        ({ step, state }) => step.kind === 'update-trail' && step.trailArn === trailArn && state === 'done',
      );
      if (update?.time !== undefined && update.time > since && !this.#updated.has(trailArn)) {
        this.#updated.set(trailArn, update.time);
        this.#changes.fire(trailArn);
      }
    }
  }

  /** Whether a first log file is still waited for, by the status that the view has. */
  isAwaited(trailArn: string, status: TrailStatus): boolean {
    const updated = this.#updated.get(trailArn);
    return updated !== undefined && status.logging && deliveryOf(status, updated).kind === 'waiting';
  }

  forget(trailArn: string): void {
    if (this.#updated.delete(trailArn)) {
      this.#changes.fire(trailArn);
    }
  }

  /** Waits for the first log file since a time, and shows the trail again when it is there. Never throws. */
  async await(profile: string, trailArn: string, time: number, context: WizardContext): Promise<void> {
    const { signal } = this.#stopped;
    this.#updated.set(trailArn, time);
    this.#changes.fire(trailArn);
    for (const pause of pauses) {
      await context.clock.sleep(pause, signal);
      if (signal.aborted || this.#updated.get(trailArn) !== time) {
        return;
      }
      if (await this.#hasArrived(profile, trailArn, time, context)) {
        return;
      }
    }
  }

  dispose(): void {
    this.#stopped.abort();
    this.#changes.dispose();
  }

  async #hasArrived(
    profile: string,
    trailArn: string,
    time: number,
    { inventory, open, log, settings }: WizardContext,
  ): Promise<boolean> {
    const isNamed = namedIn(settings());
    const seeing = viewsOf(seenTrail(inventory.states(), trailArn, isNamed)).map(shown => shown.profile);
    const changed = inventory.state(profile)?.profile;
    // No MFA code is requested in the background: the session may have ended.
    const asker = changed?.asksForMfa ? seeing.find(one => actsUnasked(one, isNamed)) : changed;
    if (!asker) {
      return true;
    }
    const { signal } = this.#stopped;
    try {
      const account = await open(asker);
      try {
        const asked = inventory.asking();
        const trail = await account.trails.get(trailArn, signal);
        const delivery = trail && deliveryOf(await account.trails.status(trail, signal), time);
        if (trail && delivery?.kind !== 'waiting') {
          await showAsRead(trail, asked, { inventory });
        }
        return delivery?.kind !== 'waiting';
      } finally {
        account.dispose();
      }
    } catch (error) {
      log(`Delivery of ${trailArn} could not be looked at: ${messageOf(error)}`);
      return false;
    }
  }
}
