import { problemOf } from '../../account/problem.ts';
import { actsUnasked, namedIn, seenTrail, viewsOf } from '../../account/seenTrails.ts';
import type { Disposable } from '../../base/disposable.ts';
import { regionOfArn } from '../../trail/arn.ts';
import { showAsRead } from '../change/subjects.ts';
import { type OpenAccounts, type TrailReference, type WizardContext, withAccounts } from '../context.ts';

/** Pauses before a trail is read again that could not be read, in milliseconds: half an hour in all. */
const pauses: readonly number[] = [60, 120, 300, 600, 720].map(seconds => seconds * 1000);

/**
 * Trails that were changed, here or in another window: the view shall show them as they are now, not as somebody meant
 * them to be. One that cannot be read is logged, and for a while read again later: nobody can see that the view
 * has it as it was before.
 */
export class StaleTrails implements Disposable {
  /** By ARN: the trails that could not be read. */
  readonly #left = new Map<string, Unread>();
  readonly #stopped = new AbortController();
  #isTrying = false;
  /** How many pauses were made since the last trail came to those that could not be read. */
  #paused = 0;

  /** Returns when each was tried once. */
  async read(
    trails: readonly TrailReference[],
    accounts: OpenAccounts,
    context: WizardContext,
  ): Promise<void> {
    const { signal } = this.#stopped;
    for (const { profile, arn } of trails) {
      try {
        const { trails: read } = await accounts.of(profile);
        const asked = context.inventory.asking();
        const trail = await read.get(arn, signal);
        if (trail) {
          await showAsRead(trail, asked, context);
        } else {
          await context.inventory.refresh(profile, regionOfArn(arn));
        }
        this.#left.delete(arn);
      } catch (error) {
        // What was changed is reported elsewhere; the view keeps what it showed.
        context.log(`${arn} could not be read again: ${problemOf(error).kind}`);
        if (!this.#left.has(arn)) {
          this.#left.set(arn, { profile, readAt: shownAsOf(arn, profile, context) });
          this.#paused = 0;
        }
      }
    }
    if (this.#left.size > 0 && !this.#isTrying) {
      void this.#tryAgain(context);
    }
  }

  dispose(): void {
    this.#stopped.abort();
  }

  async #tryAgain(context: WizardContext): Promise<void> {
    const { signal } = this.#stopped;
    this.#isTrying = true;
    while (this.#left.size > 0) {
      const pause = pauses[this.#paused++];
      if (pause === undefined) {
        break;
      }
      await context.clock.sleep(pause, signal);
      const trails = signal.aborted ? [] : this.#stillStale(context);
      if (trails.length === 0) {
        break;
      }
      await withAccounts(context, accounts => this.read(trails, accounts, context));
    }
    this.#left.clear();
    this.#isTrying = false;
  }

  /** Through the same profile, unless that would ask for an MFA code: then through another that shows the trail. */
  #stillStale(context: WizardContext): readonly TrailReference[] {
    return [...this.#left].flatMap(([arn, { profile, readAt }]) => {
      const former = context.inventory.state(profile)?.profile;
      const [asker] = former && !former.asksForMfa ? [profile] : askersOf(arn, context);
      const isStale = asker !== undefined && shownAsOf(arn, profile, context) === readAt;
      return isStale ? [{ profile: asker, arn }] : [];
    });
  }
}

interface Unread {
  /** Through which it could not be read first; another one may try since. */
  readonly profile: string;
  /** As of when that profile shows it; a later time says that the person has refreshed the view. */
  readonly readAt: number | undefined;
}

function shownAsOf(arn: string, profile: string, { inventory }: WizardContext): number | undefined {
  const state = inventory.state(profile);
  return state?.regions.find(({ name }) => name === regionOfArn(arn))?.readAt;
}

/** The profiles that show a trail and ask for nothing, the one that acts first. */
export function askersOf(arn: string, { inventory, settings }: WizardContext): readonly string[] {
  const isNamed = namedIn(settings());
  return viewsOf(seenTrail(inventory.states(), arn, isNamed))
    .map(({ profile }) => profile)
    .filter(profile => actsUnasked(profile, isNamed))
    .map(({ name }) => name);
}
