import pLimit from 'p-limit';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/event.ts';
import { needsAttention } from '../../trail/verdict.ts';
import type { Account, Identity } from '../ports.ts';
import { problemOf, regionProblem } from '../problem.ts';
import type { Profile } from '../profile.ts';
import { ownerOf } from '../trail.ts';
import type { OrganizationReading } from './organizationReading.ts';
import type { Aggregator } from './ports.ts';
import { type Records, recordedTrails } from './recordedTrails.ts';
import type { AggregatorSearch, OrganizationName, OrganizationState, UnreadRegion } from './state.ts';

export interface OrganizationsOptions {
  /** Opens the account of a profile, which is closed after use: nobody else closes it meanwhile. Throws `ProblemError`. */
  readonly open: (profile: string) => Promise<Account>;
  readonly profile: (name: string) => Profile | undefined;
  /** Calls under way at once. */
  readonly concurrency: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An organization is found again only by its name. */
export interface KnownOrganization extends OrganizationName {
  readonly profile: string;
}

/**
 * Organizations as AWS Config recorded them. AWS is not called before `find` and `load`; what was read stays until it is
 * read again. An aggregator that several profiles can read is kept once, under the first that found it.
 */
export class Organizations implements Disposable {
  readonly #options: OrganizationsOptions;
  readonly #changes = new Emitter<void>();
  readonly #searches = new Map<string, AggregatorSearch>();
  /** By the aggregator's ARN. */
  readonly #entries = new Map<string, Entry>();
  readonly #searching = new Map<string, AbortController>();
  readonly onDidChange = this.#changes.event;

  constructor(options: OrganizationsOptions) {
    this.#options = options;
  }

  /** How many readings and searches are under way. */
  get readings(): number {
    const searching = [...this.#searches.values()].filter(({ phase }) => phase === 'searching');
    const reading = [...this.#entries.values()].filter(({ phase }) => phase === 'loading');
    return searching.length + reading.length;
  }

  search(profile: string): AggregatorSearch | undefined {
    return this.#searches.get(profile);
  }

  states(): readonly OrganizationState[] {
    return [...this.#entries.values()].flatMap(entry => entry.state() ?? []);
  }

  state(aggregatorArn: string): OrganizationState | undefined {
    return this.#entries.get(aggregatorArn)?.state();
  }

  /** Organizations that were found before, to be read on request. */
  remember(known: readonly KnownOrganization[]): void {
    for (const one of known) {
      this.#enter(one.profile, one);
    }
    this.#changes.fire();
  }

  /** What is to be remembered: no more than where to ask. */
  known(): readonly KnownOrganization[] {
    return [...this.#entries.values()].map(({ profile, name }) => ({ profile, ...name }));
  }

  forget(aggregatorArn: string): void {
    this.#entries.get(aggregatorArn)?.cancel();
    this.#entries.delete(aggregatorArn);
    this.#changes.fire();
  }

  /**
   * Looks for aggregators through a profile: in every Region of the account, since an aggregator is in one Region and
   * nothing says in which. A Region that cannot be read is reported, and hides no other. Never throws.
   */
  async find(profile: string): Promise<void> {
    this.#searching.get(profile)?.abort();
    const searching = new AbortController();
    this.#searching.set(profile, searching);
    const { signal } = searching;
    const put = (search: Omit<AggregatorSearch, 'profile'>) => {
      if (!signal.aborted) {
        this.#searches.set(profile, { profile, ...search });
        this.#changes.fire();
      }
    };
    put({ phase: 'searching', regions: 0, found: [], unread: [] });
    let account: Account | undefined;
    try {
      account = await this.#options.open(profile);
      const { organization } = account;
      const { names } = await account.regions(signal);
      const limit = pLimit(Math.max(1, this.#options.concurrency()));
      const unread: UnreadRegion[] = [];
      const inRegion = async (region: string): Promise<readonly Aggregator[]> => {
        try {
          return await organization.aggregators(region, signal);
        } catch (error) {
          unread.push({ region, problem: regionProblem(problemOf(error), region) });
          return [];
        }
      };
      const aggregators = (await Promise.all(names.map(region => limit(() => inRegion(region))))).flat();
      signal.throwIfAborted();
      const tell = (found: readonly OrganizationName[]) => {
        for (const name of found) {
          this.#enter(profile, name);
        }
        put({ phase: 'done', regions: names.length, found, unread });
      };
      tell(aggregators.map(aggregator => ({ aggregator })));
      void this.#identify(account, aggregators, signal)
        .then(
          named => tell(named.filter(({ aggregator }) => this.#entries.has(aggregator.arn))),
          () => undefined,
        )
        .finally(() => account?.dispose());
    } catch (error) {
      account?.dispose();
      put({ phase: 'failed', problem: problemOf(error), regions: 0, found: [], unread: [] });
    }
  }

  /** Reads an organization unless that was done, or is being done. Never throws: failures are part of the state. */
  async load(aggregatorArn: string): Promise<void> {
    const entry = this.#entries.get(aggregatorArn);
    await (entry?.phase === 'not-loaded' ? this.refresh(aggregatorArn) : entry?.underWay);
  }

  async refresh(aggregatorArn: string): Promise<void> {
    await this.#entries.get(aggregatorArn)?.read(() => this.#changes.fire());
  }

  /** Stops all readings and searches: what was read stays. */
  cancel(): void {
    for (const [profile, searching] of this.#searching) {
      searching.abort();
      const search = this.#searches.get(profile);
      if (search?.phase === 'searching') {
        this.#searches.set(profile, { ...search, phase: 'failed', problem: { kind: 'cancelled' } });
      }
    }
    this.#searching.clear();
    for (const entry of this.#entries.values()) {
      entry.cancel();
    }
    this.#changes.fire();
  }

  dispose(): void {
    this.cancel();
    this.#changes.dispose();
  }

  /** The id of the organization is for people: nothing waits for it, and without it the aggregator's name serves. */
  async #identify(
    account: Account,
    aggregators: readonly Aggregator[],
    signal: AbortSignal,
  ): Promise<readonly OrganizationName[]> {
    if (!aggregators.some(({ ofOrganization }) => ofOrganization)) {
      return aggregators.map(aggregator => ({ aggregator }));
    }
    const id = await account.organization.organizationId(signal);
    return aggregators.map(aggregator => ({ aggregator, ...(aggregator.ofOrganization && { id }) }));
  }

  #enter(profile: string, name: OrganizationName): void {
    const { arn } = name.aggregator;
    const present = this.#entries.get(arn);
    if (present) {
      // What was known of it before stays until it is known again.
      present.rename({ ...present.name, ...name });
    } else {
      this.#entries.set(arn, new Entry(profile, name, this.#options));
    }
  }
}

/** One aggregator: what it answered, and the reading that is under way. */
class Entry {
  readonly profile: string;
  name: OrganizationName;
  phase: OrganizationState['phase'] = 'not-loaded';
  underWay: Promise<void> = Promise.resolve();
  readonly #options: OrganizationsOptions;
  readonly #names = new Map<string, string>();
  #problem: OrganizationState['problem'];
  #readAt: number | undefined;
  #caller: Identity | undefined;
  /** Of the reading under way, or of the last. */
  #reading: OrganizationReading | undefined;
  #controller: AbortController | undefined;
  #mayAskNames = true;
  #known: OrganizationState | undefined;

  constructor(profile: string, name: OrganizationName, options: OrganizationsOptions) {
    this.profile = profile;
    this.name = name;
    this.#options = options;
  }

  rename(name: OrganizationName): void {
    this.name = name;
    this.#known = undefined;
  }

  /** Undefined if its profile no longer exists. */
  state(): OrganizationState | undefined {
    const profile = this.#options.profile(this.profile);
    if (profile && this.#known?.profile !== profile) {
      this.#known = this.#stateFor(profile);
    }
    return profile && this.#known;
  }

  read(onChange: () => void): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    this.phase = 'loading';
    const changed = () => {
      if (!signal.aborted) {
        this.#known = undefined;
        onChange();
      }
    };
    changed();
    this.underWay = this.#read(signal, changed).then(
      () => this.#ended('loaded', undefined, signal, changed),
      error => this.#ended(this.#reading ? 'loaded' : 'failed', problemOf(error), signal, changed),
    );
    return this.underWay;
  }

  cancel(): void {
    this.#controller?.abort();
    if (this.phase === 'loading') {
      this.phase = this.#reading ? 'loaded' : 'failed';
      this.#problem = { kind: 'cancelled' };
      this.#known = undefined;
    }
  }

  async #read(signal: AbortSignal, changed: () => void): Promise<void> {
    const account = await this.#options.open(this.profile);
    try {
      await this.#readThrough(account, signal, changed);
    } finally {
      account.dispose();
    }
  }

  async #readThrough(account: Account, signal: AbortSignal, changed: () => void): Promise<void> {
    const { OrganizationReading } = await import('./organizationReading.ts');
    const reading = new OrganizationReading({
      source: account.organization,
      aggregator: this.name.aggregator,
      limit: pLimit(Math.max(1, this.#options.concurrency())),
      signal,
      // What was read whole stays until the next reading is whole.
      onChange: () => {
        if (this.#readAt === undefined && reading.records.trails.size > 0) {
          this.#reading = reading;
        }
        changed();
      },
    });
    const identified = account.identity(signal).then(caller => {
      this.#caller = caller;
    });
    await Promise.all([identified, reading.read()]);
    signal.throwIfAborted();
    this.#reading = reading;
    this.#readAt = this.#options.now();
    this.#problem = undefined;
    changed();
    await this.#readNames(account, signal);
  }

  #ended(
    phase: OrganizationState['phase'],
    problem: OrganizationState['problem'],
    signal: AbortSignal,
    changed: () => void,
  ): void {
    if (!signal.aborted) {
      this.phase = phase;
      this.#problem = problem;
      changed();
    }
  }

  /** Only the names of accounts that need attention: of a thousand accounts they would take fifty calls. */
  async #readNames(account: Account, signal: AbortSignal): Promise<void> {
    const pressing = this.state()?.trails.filter(({ verdict }) => needsAttention(verdict)) ?? [];
    const unnamed = [...new Set(pressing.map(({ trail }) => ownerOf(trail.arn)))].filter(
      id => !this.#names.has(id),
    );
    if (!this.#mayAskNames || unnamed.length === 0) {
      return;
    }
    const results = await Promise.allSettled(
      unnamed.slice(0, mostNames).map(async id => {
        this.#names.set(id, await account.organization.accountName(id, signal));
      }),
    );
    this.#mayAskNames = results.some(({ status }) => status === 'fulfilled');
  }

  #stateFor(profile: Profile): OrganizationState {
    const records = this.#reading?.records;
    const whom: Pick<Records, 'aggregator' | 'profile' | 'caller'> | undefined = this.#caller && {
      aggregator: this.name.aggregator.arn,
      profile,
      caller: this.#caller,
    };
    return {
      ...this.name,
      profile,
      phase: this.phase,
      ...(this.#problem && { problem: this.#problem }),
      ...(this.#readAt !== undefined && { readAt: this.#readAt }),
      trails: records && whom ? recordedTrails({ ...records, ...whom }, this.#options.now()) : [],
      accounts: [...(records?.accounts ?? [])].sort(),
      names: this.#names,
      uncollected: records?.uncollected,
      unread: [...(records?.expected ?? [])].filter(arn => !records?.trails.has(arn)),
    };
  }
}

const mostNames = 10;
