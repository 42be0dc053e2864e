import { groupedBy } from '../base/groupedBy.ts';
import type { Fact } from '../trail/fact.ts';
import { unknown } from '../trail/fact.ts';
import { judge } from '../trail/verdict.ts';
import { unreadKey } from './keyDetails.ts';
import type { BucketFacts, Identity, RegionList, RegionSource } from './ports.ts';
import type { Problem } from './problem.ts';
import type { Profile } from './profile.ts';
import type { AccountState, InventoryTrail, KeyDetails, RegionState } from './state.ts';
import type { LiveTrail, TrailStatus } from './trail.ts';
import { trailFactsOf, unreadBucket } from './trailFacts.ts';

type RegionAnswer = Pick<RegionState, 'phase' | 'problem' | 'readAt'> & {
  readonly trails: readonly LiveTrail[];
};

/**
 * What one account has answered, and the state that follows from it. Answers come in any order: of two about the same thing
 * the one that was asked for later counts (`asked`, a number that grows). Every Region that sees a trail lists it; it is
 * kept once, at its home Region, and the copy read there is preferred.
 */
export class AccountStore {
  #profile: Profile;
  readonly #now: () => number;
  #phase: AccountState['phase'] = 'not-loaded';
  #problem: Problem | undefined;
  #identity: Identity | undefined;
  #regionSource: RegionSource | undefined;
  readonly #answers = new Map<string, RegionAnswer>();
  readonly #statuses = new Map<string, Fact<TrailStatus>>();
  readonly #buckets = new Map<string, BucketFacts>();
  readonly #keys = new Map<string, KeyDetails>();
  /** Refusals met while reading about a trail itself, by its ARN. */
  readonly #trailProblems = new Map<string, readonly Problem[]>();
  /** By what was asked about: the number of the latest asking that was answered. */
  readonly #asked = new Map<string, number>();
  /** Follows from the answers; undefined since one of them changed. */
  #chosen: Chosen | undefined;
  #state: AccountState | undefined;
  #judged = new Map<string, { readonly inputs: Inputs; readonly trail: InventoryTrail }>();

  constructor(profile: Profile, now: () => number) {
    this.#profile = profile;
    this.#now = now;
  }

  get profile(): Profile {
    return this.#profile;
  }

  get trails(): readonly LiveTrail[] {
    return [...this.#choose().trails.values()];
  }

  /** What a Region answered the last time. */
  trailsFrom(region: string): readonly LiveTrail[] {
    return this.#answers.get(region)?.trails ?? [];
  }

  get phase(): AccountState['phase'] {
    return this.#phase;
  }

  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** Takes the same profile as its file declares it now: perhaps on another line. */
  redeclared(profile: Profile): void {
    this.#profile = profile;
    this.#state = undefined;
  }

  begin(): void {
    this.#state = undefined;
    this.#phase = 'loading';
  }

  /** Sets whose account it is and the Regions that are about to be read. What they answered before stays until they answer again. */
  identified(identity: Identity, regions: Pick<RegionList, 'names'> & Partial<RegionList>): void {
    if (this.#identity?.account !== identity.account) {
      this.#answers.clear();
    }
    this.#identity = identity;
    this.#problem = undefined;
    const { names, source } = regions;
    this.#regionSource = source;
    const wanted = new Set(names);
    for (const region of this.#answers.keys()) {
      if (!wanted.has(region)) {
        this.#answers.delete(region);
      }
    }
    for (const region of names) {
      this.expectRegion(region);
    }
    this.#answersChanged();
  }

  loaded(): void {
    this.#state = undefined;
    this.#phase = 'loaded';
    this.#problem = undefined;
  }

  failed(problem: Problem): void {
    this.#state = undefined;
    this.#phase = 'failed';
    this.#problem = problem;
  }

  /** Reading was given up: what had not answered by then is marked unread. */
  stopped(): void {
    this.#state = undefined;
    if (this.#phase === 'loading') {
      // Nothing to show; it is read again only on request.
      const nothing = !this.#identity || this.#problem !== undefined;
      this.#phase = nothing ? 'failed' : 'loaded';
      this.#problem = nothing ? { kind: 'cancelled' } : undefined;
    }
    for (const [region, answer] of this.#answers) {
      if (answer.phase === 'loading') {
        this.#answers.set(region, {
          ...answer,
          phase: 'unreadable',
          problem: { kind: 'cancelled', region },
        });
      }
    }
    this.#giveUpDetails();
  }

  /** What had been asked about trails would otherwise seem to be on its way for ever. */
  #giveUpDetails(): void {
    for (const { arn, bucket, kmsKeyId } of this.trails) {
      if (!this.#statuses.has(arn)) {
        this.#statuses.set(arn, notRead);
        this.#trailProblems.set(arn, givenUp);
      }
      if (!this.#buckets.has(bucket)) {
        this.#buckets.set(bucket, { region: notRead, bucketKey: notRead });
      }
      if (kmsKeyId && !this.#keys.has(kmsKeyId)) {
        this.#keys.set(kmsKeyId, { ...unreadKey(kmsKeyId, 'failed'), problems: givenUp });
      }
    }
  }

  expectRegion(region: string): void {
    this.#state = undefined;
    const former = this.#answers.get(region);
    this.#answers.set(region, { trails: [], ...former, phase: 'loading' });
  }

  /** Takes the answer of one Region; returns the Regions whose trails changed with it. */
  answered(region: string, answer: RegionAnswer, asked: number): readonly string[] {
    const { trails: before = [], readAt: former } = this.#answers.get(region) ?? {};
    const readAt = answer.phase === 'read' ? this.#now() : former;
    const isOlder = ({ arn }: LiveTrail) => asked < this.#askedLast(aboutTrail(arn));
    const trails = [...answer.trails.filter(trail => !isOlder(trail)), ...before.filter(isOlder)];
    this.#answers.set(region, { ...answer, trails, ...(readAt !== undefined && { readAt }) });
    this.#answersChanged();
    return [...new Set([region, ...[...before, ...trails].map(trail => trail.homeRegion)])];
  }

  /** Puts a trail that was read by itself, after it was changed, in place of the copy held; false if it is out of date. */
  replace(trail: LiveTrail, asked: number): boolean {
    if (!this.#isLatest(aboutTrail(trail.arn), asked)) {
      return false;
    }
    const home = this.#answers.get(trail.homeRegion);
    const others = home?.trails.filter(other => other.arn !== trail.arn) ?? [];
    this.#answers.set(trail.homeRegion, { phase: 'read', ...home, trails: [...others, trail] });
    this.#answersChanged();
    return true;
  }

  putStatus(trailArn: string, status: Fact<TrailStatus>, problems: readonly Problem[], asked: number): void {
    if (this.#isLatest(`status ${trailArn}`, asked)) {
      this.#statuses.set(trailArn, status);
      this.#trailProblems.set(trailArn, problems);
      this.#state = undefined;
    }
  }

  putBucket(name: string, facts: BucketFacts, asked: number): void {
    if (this.#isLatest(`bucket ${name}`, asked)) {
      this.#buckets.set(name, facts);
      this.#state = undefined;
    }
  }

  putKey(details: KeyDetails, asked: number): void {
    if (this.#isLatest(`key ${details.arn}`, asked)) {
      this.#keys.set(details.arn, details);
      this.#state = undefined;
    }
  }

  #askedLast(about: string): number {
    return this.#asked.get(about) ?? 0;
  }

  #isLatest(about: string, asked: number): boolean {
    const isLatest = asked >= this.#askedLast(about);
    if (isLatest) {
      this.#asked.set(about, asked);
    }
    return isLatest;
  }

  /** The account as far as it is known now; the same object until something changes. */
  state(): AccountState {
    this.#state ??= {
      profile: this.#profile,
      phase: this.#phase,
      ...(this.#problem && { problem: this.#problem }),
      ...(this.#identity && { identity: this.#identity }),
      ...(this.#regionSource && { regionSource: this.#regionSource }),
      regions: this.#identity ? this.#regions(this.#identity) : [],
    };
    return this.#state;
  }

  #regions(identity: Identity): RegionState[] {
    const byHome = groupedBy(this.#choose().trails.values(), ({ homeRegion }) => homeRegion);
    const names = new Set([...this.#answers.keys(), ...byHome.keys()]);
    return [...names].sort().map(name => {
      const answer = this.#answers.get(name);
      return {
        name,
        phase: answer?.phase ?? 'read',
        ...(answer?.problem && { problem: answer.problem }),
        ...(answer?.readAt !== undefined && { readAt: answer.readAt }),
        trails: (byHome.get(name) ?? [])
          .map(trail => this.#inventoryTrail(trail, identity))
          .sort((left, right) => compare(left.trail.name, right.trail.name)),
      };
    });
  }

  /** The same object until something changes that it was made from: it is asked for at every change of the account. */
  #inventoryTrail(trail: LiveTrail, identity: Identity): InventoryTrail {
    const inputs: Inputs = {
      profile: this.#profile,
      trail,
      key: this.#keys.get(trail.kmsKeyId ?? ''),
      bucket: this.#buckets.get(trail.bucket) ?? unreadBucket,
      status: this.#statuses.get(trail.arn) ?? unreadStatus,
      others: trail.kmsKeyId ? (this.#choose().underKey.get(trail.kmsKeyId) ?? 1) - 1 : 0,
      own: this.#trailProblems.get(trail.arn) ?? noProblems,
    };
    const former = this.#judged.get(trail.arn);
    if (former && isSame(inputs, former.inputs)) {
      return former.trail;
    }
    const judged = this.#judgedTrail(inputs, identity);
    this.#judged.set(trail.arn, { inputs, trail: judged });
    return judged;
  }

  #judgedTrail(
    { profile, trail, key: read, bucket, status, others, own }: Inputs,
    identity: Identity,
  ): InventoryTrail {
    const key = read ?? (trail.kmsKeyId ? unreadKey(trail.kmsKeyId) : undefined);
    const facts = trailFactsOf(trail, key, bucket, status, others);
    return {
      profile,
      identity,
      trail,
      ...(key && { key }),
      bucket,
      status,
      facts,
      verdict: judge(facts, this.#now()),
      problems: [...own, ...(key?.problems ?? [])],
    };
  }

  #answersChanged(): void {
    this.#state = undefined;
    this.#chosen = undefined;
  }

  /** Chosen when it is asked for: many Regions may answer before that. */
  #choose(): Chosen {
    if (this.#chosen) {
      return this.#chosen;
    }
    const trails = new Map<string, LiveTrail>();
    for (const answer of this.#answers.values()) {
      for (const trail of answer.trails) {
        if (!trails.has(trail.arn) || trail.readFrom === trail.homeRegion) {
          trails.set(trail.arn, trail);
        }
      }
    }
    const underKey = new Map<string, number>();
    for (const { kmsKeyId } of trails.values()) {
      if (kmsKeyId) {
        underKey.set(kmsKeyId, (underKey.get(kmsKeyId) ?? 0) + 1);
      }
    }
    for (const arn of this.#judged.keys()) {
      if (!trails.has(arn)) {
        this.#judged.delete(arn);
      }
    }
    this.#chosen = { trails, underKey };
    return this.#chosen;
  }
}

/** Each trail once, by ARN, and how many of them are under a key. */
interface Chosen {
  readonly trails: ReadonlyMap<string, LiveTrail>;
  readonly underKey: ReadonlyMap<string, number>;
}

/** What a trail's verdict follows from. */
interface Inputs {
  readonly profile: Profile;
  readonly trail: LiveTrail;
  readonly key: KeyDetails | undefined;
  readonly bucket: BucketFacts;
  readonly status: Fact<TrailStatus>;
  /** Other trails under its key. */
  readonly others: number;
  readonly own: readonly Problem[];
}

function isSame(left: Inputs, right: Inputs): boolean {
  return (
    left.profile === right.profile &&
    left.trail === right.trail &&
    left.key === right.key &&
    left.bucket === right.bucket &&
    left.status === right.status &&
    left.others === right.others &&
    left.own === right.own
  );
}

/** A trail by itself, beside the answers of Regions that list it. */
function aboutTrail(arn: string): string {
  return `trail ${arn}`;
}

const unreadStatus: Fact<TrailStatus> = unknown('loading');

const noProblems: readonly Problem[] = [];

const notRead = unknown('failed');

const givenUp: readonly Problem[] = [{ kind: 'cancelled' }];

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
