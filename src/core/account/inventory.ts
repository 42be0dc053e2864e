import pLimit from 'p-limit';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { type AccountChange, AccountReading } from './accountReading.ts';
import { AccountStore } from './accountStore.ts';
import type { Account, Accounts } from './ports.ts';
import { ProblemError, problemOf } from './problem.ts';
import type { Profile } from './profile.ts';
import type { AccountState } from './state.ts';
import type { LiveTrail } from './trail.ts';

export interface InventoryOptions {
  readonly accounts: Accounts;
  readonly settings: () => InventorySettings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface InventorySettings {
  /** Calls under way at once, for one account. */
  readonly concurrency: number;
  /** Regions to read; empty = every Region that the account may use. */
  readonly regions: readonly string[];
}

export type InventoryChange = AccountChange & { readonly profile: string };

/**
 * Every trail of every profile that was requested. AWS is not called before `load`; what was read stays until it is
 * read again. A new reading of an account ends the one under way.
 */
export class Inventory implements Disposable {
  readonly #options: InventoryOptions;
  readonly #changes = new Emitter<InventoryChange>();
  readonly #entries = new Map<string, Entry>();
  readonly onDidChange = this.#changes.event;

  constructor(options: InventoryOptions) {
    this.#options = options;
  }

  /**
   * Takes the current profiles. Removed ones are forgotten. The others keep what was read; their next reading opens the
   * account again, because their credentials may have changed.
   */
  setProfiles(profiles: readonly Profile[]): void {
    const former = new Map(this.#entries);
    this.#entries.clear();
    for (const profile of profiles) {
      const entry = former.get(profile.name);
      former.delete(profile.name);
      if (entry && sameDeclaration(entry.profile, profile)) {
        entry.redeclared(profile);
        this.#entries.set(profile.name, entry);
      } else {
        entry?.end();
        this.#entries.set(profile.name, new Entry(profile, this.#options));
      }
      this.#entries.get(profile.name)?.closeAccount();
    }
    for (const entry of former.values()) {
      entry.end();
    }
  }

  state(profile: string): AccountState | undefined {
    return this.#entries.get(profile)?.state();
  }

  /** Every profile, in the order of the files. */
  states(): readonly AccountState[] {
    return [...this.#entries.values()].map(entry => entry.state());
  }

  /** Reads an account unless that was done, or is being done. Never throws: failures are part of the state. */
  async load(profile: string): Promise<void> {
    const entry = this.#entries.get(profile);
    if (entry?.state().phase === 'not-loaded') {
      await this.refresh(profile);
    } else {
      await entry?.underWay;
    }
  }

  /** Reads an account again, or one of its Regions. */
  async refresh(profile: string, region?: string): Promise<void> {
    const entry = this.#entries.get(profile);
    await entry?.read(change => this.#changes.fire({ ...change, profile }), region);
  }

  /** Takes a trail that was read by itself, after a change, and reads its details again. */
  async replace(profile: string, trail: LiveTrail): Promise<void> {
    const entry = this.#entries.get(profile);
    await entry?.replace(trail, change => this.#changes.fire({ ...change, profile }));
  }

  /** The open account of a profile, for what the inventory does not do itself; throws `ProblemError`. */
  async account(profile: string): Promise<Account> {
    const entry = this.#entries.get(profile);
    if (!entry) {
      throw new ProblemError({ kind: 'profile-incomplete', detail: profile });
    }
    return entry.open();
  }

  /** Stops reading: requests under way are aborted, what was read stays. */
  cancel(profile?: string): void {
    for (const [name, entry] of this.#entries) {
      if (profile === undefined || name === profile) {
        if (entry.cancel()) {
          this.#changes.fire({ kind: 'account', profile: name });
        }
      }
    }
  }

  dispose(): void {
    for (const entry of this.#entries.values()) {
      entry.end();
    }
    this.#changes.dispose();
  }
}

/** One profile: what it answered, and the readings that are under way. */
class Entry {
  underWay: Promise<void> = Promise.resolve();
  readonly #options: InventoryOptions;
  /** Created on first use: of thousands of profiles few are ever read. */
  #store: AccountStore | undefined;
  #unread: AccountState;
  #account: Promise<Account> | undefined;
  /** By Region; the reading of the whole account has the empty name, that of one trail `trail` and its ARN. */
  readonly #readings = new Map<string, AbortController>();

  constructor(profile: Profile, options: InventoryOptions) {
    this.#options = options;
    this.#unread = unreadState(profile);
  }

  get profile(): Profile {
    return this.#unread.profile;
  }

  get store(): AccountStore {
    this.#store ??= new AccountStore(this.profile, this.#options.now);
    return this.#store;
  }

  state(): AccountState {
    return this.#store?.state() ?? this.#unread;
  }

  redeclared(profile: Profile): void {
    this.#unread = unreadState(profile);
    this.#store?.redeclared(profile);
  }

  open(): Promise<Account> {
    this.#account ??= this.#options.accounts.open(this.profile);
    return this.#account;
  }

  read(onChange: (change: AccountChange) => void, region = ''): Promise<void> {
    if (region && this.store.phase === 'loading') {
      return this.underWay;
    }
    if (this.store.phase === 'failed') {
      // Whatever was wrong with the credentials, the next attempt reads them again.
      this.closeAccount();
    }
    const reading = this.#begin(region);
    if (!region) {
      this.store.begin();
    }
    const done = this.#read(
      reading.signal,
      change => {
        if (!reading.signal.aborted) {
          onChange(change);
        }
      },
      region,
    ).finally(() => this.#endOf(region, reading));
    if (!region) {
      this.underWay = done;
    }
    return done;
  }

  async replace(trail: LiveTrail, onChange: (change: AccountChange) => void): Promise<void> {
    const account = await this.open();
    const name = `trail ${trail.arn}`;
    const reading = this.#begin(name);
    const { signal } = reading;
    const options = {
      account,
      store: this.store,
      chosenRegions: [],
      limit: pLimit(this.#concurrency()),
      signal,
    };
    await new AccountReading({
      ...options,
      onChange: change => (signal.aborted ? undefined : onChange(change)),
    }).replace(trail);
    this.#endOf(name, reading);
  }

  /** Whether there was anything to cancel. */
  cancel(): boolean {
    const reading = this.#readings.size > 0;
    if (reading) {
      this.#abort();
      this.store.stopped();
    }
    return reading;
  }

  /** The next reading opens the account again. */
  closeAccount(): void {
    const account = this.#account;
    this.#account = undefined;
    account?.then(
      open => open.dispose(),
      () => undefined,
    );
  }

  end(): void {
    this.#abort();
    this.closeAccount();
  }

  /** A reading of the account replaces all others; one of a Region replaces the former of that Region. */
  #begin(region: string): AbortController {
    if (region) {
      this.#readings.get(region)?.abort();
    } else {
      this.#abort();
    }
    const reading = new AbortController();
    this.#readings.set(region, reading);
    return reading;
  }

  #endOf(name: string, reading: AbortController): void {
    if (this.#readings.get(name) === reading) {
      this.#readings.delete(name);
    }
  }

  #concurrency(): number {
    return Math.max(1, this.#options.settings().concurrency);
  }

  #abort(): void {
    for (const reading of this.#readings.values()) {
      reading.abort();
    }
    this.#readings.clear();
  }

  async #read(signal: AbortSignal, onChange: (change: AccountChange) => void, region: string): Promise<void> {
    const { regions } = this.#options.settings();
    const { store } = this;
    let account: Account;
    try {
      account = await this.open();
    } catch (error) {
      this.closeAccount();
      if (!signal.aborted) {
        store.failed(problemOf(error));
        onChange({ kind: 'account' });
      }
      return;
    }
    const limit = pLimit(this.#concurrency());
    const reading = new AccountReading({ account, store, chosenRegions: regions, limit, signal, onChange });
    await (region ? reading.readRegion(region) : reading.readAccount());
  }
}

function unreadState(profile: Profile): AccountState {
  return { profile, phase: 'not-loaded', regions: [] };
}

function sameDeclaration(left: Profile, right: Profile): boolean {
  return left.kind === right.kind && left.region === right.region;
}
