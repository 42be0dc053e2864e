import { type Fact, known, unknown } from '../trail/fact.ts';
import { partitionOf } from '../trail/region.ts';
import type { AccountStore } from './accountStore.ts';
import { readKeyDetails } from './keyDetails.ts';
import type { Account, BucketFacts, Identity } from './ports.ts';
import {
  concernsProfile,
  type Problem,
  ProblemError,
  problemOf,
  regionProblem,
  whyUnread,
} from './problem.ts';
import type { LiveTrail } from './trail.ts';

/** What an answer changed: the smallest part of the tree that has to be drawn again. */
export type AccountChange =
  | { readonly kind: 'account' }
  | { readonly kind: 'regions'; readonly regions: readonly string[] }
  | { readonly kind: 'trails'; readonly arns: readonly string[] };

export interface ReadingOptions {
  readonly account: Account;
  readonly store: AccountStore;
  /** Regions that the person chose; every Region the account may use where there are none of its partition. */
  readonly chosenRegions: readonly string[];
  /** Runs calls with a bound on how many are under way. */
  readonly limit: <T>(call: () => Promise<T>) => Promise<T>;
  /** Numbers what is asked, in the order of asking. */
  readonly asking: () => number;
  readonly signal: AbortSignal;
  readonly onChange: (change: AccountChange) => void;
}

/**
 * Reads an account's trails with their keys and buckets, and puts the answers into the store as they come. A key or
 * bucket is read once however many trails share it. Nothing throws; answers that come after the signal was aborted are
 * dropped.
 */
export class AccountReading {
  readonly #options: ReadingOptions;
  readonly #asked = new Set<string>();
  /** The key with which each trail was last seen, empty for none. */
  readonly #keysSeen = new Map<string, string>();
  /** What was wrong with the credentials, though they were good at first. */
  #profileProblem: Problem | undefined;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  /** Reads the whole account; settles when everything was answered. */
  async readAccount(): Promise<void> {
    const { account, store, chosenRegions, signal } = this.#options;
    this.#changed({ kind: 'account' });
    const early = this.#readEarly();
    try {
      const [identity, listed] = await Promise.all([
        account.identity(signal),
        chosenRegions.length > 0 ? undefined : account.regions(signal),
      ]);
      const chosen = chosenRegions.filter(region => partitionOf(region) === identity.partition);
      const regions = chosen.length > 0 ? { names: chosen } : (listed ?? (await account.regions(signal)));
      if (signal.aborted) {
        return;
      }
      const { names } = regions;
      store.identified(identity, regions);
      this.#changed({ kind: 'account' });
      await Promise.all(
        names.map(name =>
          this.#readTrails(name, identity, early?.region === name ? early : this.#askTrails(name)),
        ),
      );
      this.#end(this.#profileProblem);
    } catch (error) {
      this.#end(problemOf(error));
    }
  }

  /**
   * The profile's own Region most likely has trails: it is asked while the account is still being asked who it is,
   * so that the first row does not wait for two answers in a row.
   */
  #readEarly(): AskedTrails | undefined {
    const { store, chosenRegions } = this.#options;
    const { region } = store.profile;
    if (!region || (chosenRegions.length > 0 && !chosenRegions.includes(region))) {
      return undefined;
    }
    const asked = this.#askTrails(region);
    // Looked at when the Region's turn comes; until then a failure must not count as unhandled.
    asked.answer.catch(() => undefined);
    return asked;
  }

  #askTrails(region: string): AskedTrails {
    const { account, signal, asking } = this.#options;
    return { region, asked: asking(), answer: this.#ask(() => account.trails.inRegion(region, signal)) };
  }

  /** Reads one Region again. */
  async readRegion(name: string): Promise<void> {
    const { store } = this.#options;
    const { identity } = store;
    if (!identity) {
      return;
    }
    store.expectRegion(name);
    this.#changed({ kind: 'regions', regions: [name] });
    await this.#readTrails(name, identity, this.#askTrails(name));
    this.#end(this.#profileProblem);
  }

  /** Takes a trail that was read by itself and reads its key, bucket and status. */
  async replace(trail: LiveTrail, asked: number): Promise<void> {
    const { store } = this.#options;
    if (store.identity && store.replace(trail, asked)) {
      this.#changed({ kind: 'regions', regions: [trail.homeRegion] });
      await this.#readBehind(trail, store.identity);
    }
  }

  async #readTrails(
    region: string,
    identity: Identity,
    { asked, answer: trails }: AskedTrails,
  ): Promise<void> {
    const { store, signal } = this.#options;
    const answer = await trails.then(
      trails => ({ phase: 'read' as const, trails }),
      error => this.#unreadable(region, regionProblem(problemOf(error), region)),
    );
    if (signal.aborted) {
      return;
    }
    this.#changed({ kind: 'regions', regions: store.answered(region, answer, asked) });
    if (answer.phase === 'read') {
      await Promise.all(this.#notSeen(answer.trails).map(trail => this.#readBehind(trail, identity)));
    }
  }

  /** Every Region answers with the same multi-Region trails: the details of one are read once. */
  #notSeen(trails: readonly LiveTrail[]): readonly LiveTrail[] {
    return trails.filter(({ arn, kmsKeyId }) => {
      const seen = this.#keysSeen.get(arn);
      this.#keysSeen.set(arn, kmsKeyId ?? '');
      return seen === undefined || seen !== (kmsKeyId ?? '');
    });
  }

  /** Bad credentials say nothing about a Region: what it answered before stays. */
  #unreadable(region: string, problem: Problem) {
    const ofProfile = concernsProfile(problem);
    if (ofProfile) {
      this.#profileProblem ??= problem;
    }
    const trails = ofProfile ? this.#options.store.trailsFrom(region) : [];
    return { phase: 'unreadable' as const, trails, problem };
  }

  async #readBehind(trail: LiveTrail, identity: Identity): Promise<void> {
    const { account, store, signal, asking } = this.#options;
    const keyArn = trail.kmsKeyId;
    await Promise.all([
      this.#once(`status ${trail.arn}`, async () => {
        const asked = asking();
        const status = await settled(this.#ask(() => account.trails.status(trail, signal)));
        this.#put([trail.arn], () => store.putStatus(trail.arn, status.fact, status.problems, asked));
      }),
      this.#once(`bucket ${trail.bucket}`, async () => {
        const asked = asking();
        const facts = await this.#ask(() => account.buckets.facts(trail.bucket, signal)).catch(unreadable);
        this.#put(
          this.#sharing(other => other.bucket === trail.bucket),
          () => store.putBucket(trail.bucket, facts, asked),
        );
      }),
      keyArn &&
        this.#once(`key ${keyArn}`, async () => {
          const asked = asking();
          const details = await this.#ask(() => readKeyDetails(account.keys, keyArn, identity, signal)).catch(
            givenUp,
          );
          if (!details) {
            return;
          }
          this.#put(
            this.#sharing(other => other.kmsKeyId === keyArn),
            () => store.putKey(details, asked),
          );
        }),
    ]);
  }

  /** Starts a call when its turn comes, unless everybody has given up by then. */
  #ask<T>(call: () => Promise<T>): Promise<T> {
    const { limit, signal } = this.#options;
    return limit(async () => {
      if (signal.aborted) {
        throw new ProblemError({ kind: 'cancelled' });
      }
      return call();
    });
  }

  async #once(what: string, ask: () => Promise<void>): Promise<void> {
    if (!this.#asked.has(what)) {
      this.#asked.add(what);
      await ask();
    }
  }

  #sharing(condition: (trail: LiveTrail) => boolean): readonly string[] {
    return this.#options.store.trails.filter(condition).map(trail => trail.arn);
  }

  #put(arns: readonly string[], write: () => void): void {
    if (!this.#options.signal.aborted) {
      write();
      this.#changed({ kind: 'trails', arns });
    }
  }

  #end(problem?: Problem): void {
    const { store, signal } = this.#options;
    if (signal.aborted) {
      return;
    }
    if (problem) {
      store.failed(problem);
    } else {
      store.loaded();
    }
    this.#changed({ kind: 'account' });
  }

  #changed(change: AccountChange): void {
    this.#options.onChange(change);
  }
}

/** The trails of a Region, on their way. */
interface AskedTrails {
  readonly region: string;
  /** The number of the asking. */
  readonly asked: number;
  readonly answer: Promise<readonly LiveTrail[]>;
}

async function settled<T>(call: Promise<T>): Promise<{ fact: Fact<T>; problems: readonly Problem[] }> {
  try {
    return { fact: known(await call), problems: [] };
  } catch (error) {
    const problem = problemOf(error);
    return { fact: unknown(whyUnread(problem)), problems: [problem] };
  }
}

/** Reading a key settles with its problems inside; it rejects only when it was given up before it began. */
function givenUp(): undefined {
  return undefined;
}

function unreadable(error: unknown): BucketFacts {
  const fact = unknown(whyUnread(problemOf(error)));
  return { region: fact, bucketKey: fact };
}
