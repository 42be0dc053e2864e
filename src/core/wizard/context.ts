import type { Inventory } from '../account/inventory.ts';
import type { Account } from '../account/ports.ts';
import { profileGone } from '../account/problem.ts';
import type { Profile } from '../account/profile.ts';
import type { LiveTrail } from '../account/trail.ts';
import type { ChangeableAccount, Clock, JournalStorage, Plan } from '../remediation/index.ts';
import type { Ask, Show } from './ask.ts';
import type { StaleTrails } from './run/staleTrails.ts';

export type OpenAccount = Account & ChangeableAccount;

/** Everything the wizard works with, handed over by activation. */
export interface WizardContext {
  readonly ask: Ask;
  readonly show: Show;
  readonly inventory: Inventory;
  /** Reads the list of profiles unless that was done. */
  readonly listed: () => Promise<void>;
  readonly open: (profile: Profile) => Promise<OpenAccount>;
  readonly storage: JournalStorage;
  readonly clock: Clock;
  /** Distinguishes this window from the others. */
  readonly window: string;
  readonly newId: () => string;
  readonly settings: () => WizardSettings;
  readonly log: (line: string) => void;
  /** Where in the workspace a trail is declared, if that is known. */
  readonly declaredAt: (trail: LiveTrail) => string | undefined;
  /** How to write the key of a trail into the code that declares it; undefined where the code does not differ. */
  readonly codeFix: (trailArn: string) => (() => unknown) | undefined;
  /** Runs the command that signs a profile in, or opens its configuration. */
  readonly signIn: (profile: string) => unknown;
  readonly openConfiguration: (profile: string) => unknown;
  readonly chooseRegions: () => unknown;
  /** Shows the view in which profiles are read. */
  readonly openView: () => unknown;
  readonly next: NextWalks;
  /** Has the view show what was changed. */
  readonly stale: StaleTrails;
  /** Called when a trail delivers under a key that a walk from here gave it. */
  readonly onEnabled: () => unknown;
  /** Called when plans were run: something may be recorded. */
  readonly onRan: () => unknown;
  /**
   * Called when a trail was changed: from the time on it delivers under another key, which the view says until it is
   * confirmed. Without a time there is nothing to wait for.
   */
  readonly onUpdated: (profile: string, trailArn: string, time: number | undefined) => void;
}

/** What one walk offers at its end: another. */
export interface NextWalks {
  /** The same trails again, after a key or a profile turned out not to do. */
  chooseAgain(plan: Plan, what: 'key' | 'profile'): Promise<void>;
  /** Enables the key on which the run of a plan failed, and goes on with the plan. */
  enableKey(plan: Plan, keyArn: string): Promise<void>;
  /** Undoes a run. */
  restoreRun(id: string): Promise<void>;
}

export interface WizardSettings {
  /** Key ARN or alias by account id. */
  readonly defaultKeys: Readonly<Record<string, string>>;
  readonly newKeyReaders: 'iam' | 'account';
  /** Names of the profiles that are shown; empty = all. */
  readonly profiles: readonly string[];
  /** Regions that are read; empty = all that an account may use. */
  readonly regions: readonly string[];
}

/** A trail as seen through a profile. */
export interface TrailReference {
  readonly profile: string;
  readonly arn: string;
}

/** The accounts that one walk has opened; they are closed with it. */
export class OpenAccounts {
  readonly #context: WizardContext;
  readonly #open = new Map<string, Promise<OpenAccount>>();

  constructor(context: WizardContext) {
    this.#context = context;
  }

  of(profile: string): Promise<OpenAccount> {
    const present = this.#open.get(profile);
    if (present) {
      return present;
    }
    const state = this.#context.inventory.state(profile);
    const opening = state ? this.#context.open(state.profile) : Promise.reject(profileGone(profile));
    this.#open.set(profile, opening);
    // The next request tries again.
    opening.catch(() => this.#open.delete(profile));
    return opening;
  }

  close(): void {
    for (const opening of this.#open.values()) {
      opening.then(
        account => account.dispose(),
        () => undefined,
      );
    }
    this.#open.clear();
  }
}

/** Runs use accounts that are always closed afterwards. */
export async function withAccounts<T>(
  context: WizardContext,
  work: (accounts: OpenAccounts) => Promise<T>,
): Promise<T> {
  const accounts = new OpenAccounts(context);
  try {
    return await work(accounts);
  } finally {
    accounts.close();
  }
}
