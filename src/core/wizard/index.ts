import type { InventoryTrail } from '../account/state.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { Sequence } from '../base/sequence.ts';
import { type Plan, trailsIn } from '../remediation/index.ts';
import type { Ask, Show } from './ask.ts';
import { type ChangeRequest, changeKey } from './change/changeKey.ts';
import { planAsText } from './change/planAsText.ts';
import type { TrailReference, WizardContext } from './context.ts';
import { restorePrevious, restoreRun } from './history/restore.ts';
import { showHistory } from './history/showHistory.ts';
import { tellUnfinished } from './history/unfinished.ts';
import type { KeyArnRequest } from './keys/keyArnAnswers.ts';
import { pickKeyArn } from './keys/pickKeyArn.ts';
import { enableKeyAndGoOn } from './repair/enableKey.ts';
import { type RepairTrails, repairTrails } from './repair/repairTrails.ts';
import { Deliveries } from './run/deliveries.ts';
import { OtherWindows } from './run/otherWindows.ts';
import { recordedRuns } from './run/runPlans.ts';
import { StaleTrails } from './run/staleTrails.ts';

export type { ChangeRequest } from './change/changeKey.ts';
export type { TrailReference } from './context.ts';
export type { RepairTrails } from './repair/repairTrails.ts';

/** The wizard's dependencies; it creates the rest of its context itself. */
export type WizardParts = Omit<WizardContext, 'next' | 'stale' | 'onUpdated' | 'onRan'> & {
  readonly ask: Ask;
  readonly show: Show;
};

/**
 * The wizards for the key of trails. Each asks for what it was not given, shows a plan, and does nothing until the
 * person confirms.
 */
export class Wizard implements Disposable {
  /** The trails whose first log file under a new key has not been seen yet. */
  readonly deliveries = new Deliveries();
  readonly #otherWindows = new OtherWindows();
  readonly #stale = new StaleTrails();
  readonly #context: WizardContext;
  readonly #readings = new Sequence();
  readonly #runs = new Emitter<void>();
  /** Plans were run: something may be recorded. */
  readonly onDidRun = this.#runs.event;

  constructor(parts: WizardParts) {
    this.#context = {
      ...parts,
      newId: () => {
        const id = parts.newId();
        this.#otherWindows.isOwn(id);
        return id;
      },
      stale: this.#stale,
      next: {
        chooseAgain: (plan, what) => this.#chooseAgain(plan, what),
        enableKey: (plan, keyArn) => enableKeyAndGoOn(plan, keyArn, this.#context),
        restoreRun: id => restoreRun(id, this.#context),
      },
      onRan: () => this.#runs.fire(),
      onUpdated: (profile, arn, time) => {
        if (time === undefined) {
          this.deliveries.forget(arn);
        } else {
          void this.deliveries.await(profile, arn, time, this.#context);
        }
      },
    };
  }

  /** *Enable SSE-KMS*, *Change KMS Key*, or the script that would do it. */
  changeKey(request: ChangeRequest): Promise<void> {
    return changeKey(request, this.#context);
  }

  /** *Enable KMS Key*, *Cancel Deletion of KMS Key*, *Start Logging*. */
  repair(request: RepairTrails): Promise<void> {
    return repairTrails(request, this.#context);
  }

  /** Takes the last recorded change of these trails back; asks which where none is given. */
  restorePrevious(trails: readonly TrailReference[]): Promise<void> {
    return restorePrevious(trails, this.#context);
  }

  showHistory(trail?: TrailReference): Promise<void> {
    return showHistory(trail, this.#context);
  }

  /**
   * Reads the journal, which this window or another may have written. `show` is given the trails of which a change is recorded; those
   * that other windows have changed since this was last called are read again, as far as this one shows them.
   */
  async readJournal(show: (changed: ReadonlySet<string>) => unknown): Promise<void> {
    const runs = await this.#readings.run(() => recordedRuns(this.#context));
    show(new Set(runs.flatMap(({ plan }) => trailsIn(plan))));
    this.deliveries.remember(runs, this.#context.clock);
    await this.#otherWindows.look(runs, this.#context);
  }

  /** What would be done for a trail, by what was read of it: AWS is not asked, and nothing is shown or done. */
  planAsText(trail: InventoryTrail, keyArn: string | undefined): string {
    return planAsText(trail, keyArn, this.#context);
  }

  /** Asks for a key in AWS and gives its ARN. */
  pickKeyArn(request: KeyArnRequest): Promise<string | undefined> {
    return pickKeyArn(request, this.#context);
  }

  /** What a former window left: unfinished changes are explained, deliveries are waited for. Asks AWS nothing. */
  async resume(): Promise<void> {
    this.deliveries.remember(await recordedRuns(this.#context), this.#context.clock);
    await tellUnfinished(this.#context);
  }

  dispose(): void {
    this.deliveries.dispose();
    this.#stale.dispose();
    this.#runs.dispose();
  }

  /** An undo that failed has left its trails their keys: another key is a change. */
  #chooseAgain(plan: Plan, what: 'key' | 'profile'): Promise<void> {
    return this.changeKey({
      purpose: plan.purpose === 'enable' ? 'enable' : 'change',
      trails: trailsIn(plan).map(arn => ({ profile: plan.profile, arn })),
      asksForProfile: what === 'profile',
    });
  }
}
