import pLimit from 'p-limit';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { type AccountChange, AccountReading } from './accountReading.ts';
import { AccountStore } from './accountStore.ts';
import type { Account, Accounts } from './ports.ts';
import { problemOf, profileGone } from './problem.ts';
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
  readonly #options: EntryOptions;
  readonly #changes = new Emitter<InventoryChange>();
  readonly #entries = new Map<string, Entry>();
  #asked = 0;
  readonly onDidChange = this.#changes.event;

  constructor(options: InventoryOptions) {
    this.#options = { ...options, asking: () => this.asking() };
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

  /** Opens the account of a profile for something else, which closes it afterwards. Throws `ProblemError`. */
  async open(profile: string): Promise<Account> {
    const entry = this.#entries.get(profile);
    if (!entry) {
      throw profileGone(profile);
    }
    return this.#options.accounts.open(entry.profile);
  }

  /** To be called before something is asked of AWS: the number says which of two answers was asked for later. */
  asking(): number {
    return ++this.#asked;
  }

  /** Takes a trail that was read by itself, after a change, and reads its details again. `asked`: of `asking`, before it was read. */
  async replace(profile: string, trail: LiveTrail, asked: number): Promise<void> {
    const entry = this.#entries.get(profile);
    await entry?.replace(trail, asked, change => this.#changes.fire({ ...change, profile }));
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

interface EntryOptions extends InventoryOptions {
  readonly asking: () => number;
}

/** One profile: what it answered, and the readings that are under way. */
class Entry {
  underWay: Promise<void> = Promise.resolve();
  readonly #options: EntryOptions;
  /** Created on first use: of thousands of profiles few are ever read. */
  #store: AccountStore | undefined;
  #unread: AccountState;
  #account: SharedAccount | undefined;
  /** By Region; the reading of the whole account has the empty name, that of one trail `trail` and its ARN. */
  readonly #readings = new Map<string, AbortController>();

  constructor(profile: Profile, options: EntryOptions) {
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

  /** A Region of an account that was never read is read with all others. */
  read(onChange: (change: AccountChange) => void, one = ''): Promise<void> {
    const region = this.store.identity ? one : '';
    if (one && this.store.phase === 'loading') {
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

  async replace(trail: LiveTrail, asked: number, onChange: (change: AccountChange) => void): Promise<void> {
    const name = `trail ${trail.arn}`;
    await this.#use(async account => {
      const reading = this.#begin(name);
      const { signal } = reading;
      await this.#readingOf(account, signal, change =>
        signal.aborted ? undefined : onChange(change),
      ).replace(trail, asked);
      this.#endOf(name, reading);
    });
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

  /** The next reading opens the account again; those under way keep theirs. */
  closeAccount(): void {
    this.#account?.close();
    this.#account = undefined;
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

  #abort(): void {
    for (const reading of this.#readings.values()) {
      reading.abort();
    }
    this.#readings.clear();
  }

  async #read(signal: AbortSignal, onChange: (change: AccountChange) => void, region: string): Promise<void> {
    try {
      await this.#use(account => {
        const reading = this.#readingOf(account, signal, onChange);
        return region ? reading.readRegion(region) : reading.readAccount();
      });
    } catch (error) {
      if (!signal.aborted) {
        this.store.failed(problemOf(error));
        onChange({ kind: 'account' });
      }
    }
  }

  #readingOf(
    account: Account,
    signal: AbortSignal,
    onChange: (change: AccountChange) => void,
  ): AccountReading {
    const { settings, asking } = this.#options;
    const { regions, concurrency } = settings();
    return new AccountReading({
      account,
      store: this.store,
      chosenRegions: regions,
      limit: pLimit(Math.max(1, concurrency)),
      asking,
      signal,
      onChange,
    });
  }

  /** Opens the account unless it is open. Rejects with what keeps it from being opened; the next use tries again. */
  async #use(work: (account: Account) => Promise<void>): Promise<void> {
    this.#account ??= new SharedAccount(this.#options.accounts.open(this.profile));
    const account = this.#account;
    try {
      await account.use(work);
    } catch (error) {
      if (this.#account === account) {
        this.closeAccount();
      }
      throw error;
    }
  }
}

/** An account that readings share: it is closed when nobody is to use it any more and the last one has ended. */
class SharedAccount {
  readonly #opening: Promise<Account>;
  #users = 0;
  #isClosed = false;

  constructor(opening: Promise<Account>) {
    this.#opening = opening;
  }

  async use(work: (account: Account) => Promise<void>): Promise<void> {
    this.#users++;
    try {
      await work(await this.#opening);
    } finally {
      this.#users--;
      this.#disposeUnused();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#disposeUnused();
  }

  #disposeUnused(): void {
    if (this.#isClosed && this.#users === 0) {
      this.#opening.then(
        account => account.dispose(),
        () => undefined,
      );
    }
  }
}

function unreadState(profile: Profile): AccountState {
  return { profile, phase: 'not-loaded', regions: [] };
}

function sameDeclaration(left: Profile, right: Profile): boolean {
  return left.kind === right.kind && left.region === right.region;
}
