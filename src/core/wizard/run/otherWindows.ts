import { type RecordedRun, trailsIn } from '../../remediation/index.ts';
import { type WizardContext, withAccounts } from '../context.ts';
import { askersOf } from './staleTrails.ts';

/** Has the view show what other windows changed: their runs are seen in the journal that all windows share. */
export class OtherWindows {
  /** Runs of this window, whose trails are read again when they end. */
  readonly #own = new Set<string>();
  /** Ends of runs that the view accounts for; undefined before the first look, when nothing was read yet. */
  #seen: ReadonlySet<string> | undefined;

  /** A plan with this id, if it is run, is run in this window. */
  isOwn(id: string): void {
    this.#own.add(id);
  }

  /**
   * Reads again the trails that runs of other windows have changed since the last look, through profiles that show them
   * and ask for nothing. A trail that no profile here shows is not read.
   */
  async look(runs: readonly RecordedRun[], context: WizardContext): Promise<void> {
    const ended = runs.filter(({ id, ended }) => ended !== undefined && !this.#own.has(id));
    const seen = this.#seen;
    this.#seen = new Set(ended.map(endOf));
    const fresh = seen ? ended.filter(run => !seen.has(endOf(run))) : [];
    const trails = [...new Set(fresh.flatMap(({ plan }) => trailsIn(plan)))].flatMap(arn => {
      const [profile] = askersOf(arn, context);
      return profile === undefined ? [] : [{ profile, arn }];
    });
    if (trails.length > 0) {
      await withAccounts(context, accounts => context.stale.read(trails, accounts, context));
    }
  }
}

/** A run that is resumed ends again. */
function endOf({ id, time, ended, steps }: RecordedRun): string {
  return [id, time, ended, ...steps.map(({ state }) => state)].join(' ');
}
