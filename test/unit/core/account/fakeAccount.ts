import type {
  Account,
  BucketFacts,
  Identity,
  KeyMetadata,
  RegionList,
} from '../../../../src/core/account/ports.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import type { LiveTrail, TrailStatus } from '../../../../src/core/account/trail.ts';
import { known } from '../../../../src/core/trail/fact.ts';

export interface FakeAnswers {
  readonly identity?: Identity | ProblemError;
  readonly regions?: RegionList;
  readonly trails: Readonly<Record<string, readonly LiveTrail[] | ProblemError>>;
  readonly statuses?: Readonly<Record<string, TrailStatus | ProblemError>>;
  readonly keys?: Readonly<
    Record<string, { metadata: KeyMetadata; policy: string; aliases?: string[]; rotation?: boolean }>
  >;
  readonly buckets?: Readonly<Record<string, BucketFacts>>;
}

/** An account in memory. `calls` tells what was asked; a call waits where `hold` returns a promise for it. */
export class FakeAccount implements Account {
  readonly calls: string[] = [];
  disposed = false;
  answers: FakeAnswers;
  hold: (call: string) => Promise<void> | undefined = () => undefined;
  /** Without it, a call that was aborted is answered all the same. */
  heedsSignals = true;

  constructor(answers: FakeAnswers) {
    this.answers = answers;
  }

  identity(signal: AbortSignal): Promise<Identity> {
    return this.#answer('identity', signal, () => this.answers.identity ?? identity);
  }

  regions(signal: AbortSignal): Promise<RegionList> {
    return this.#answer(
      'regions',
      signal,
      () => this.answers.regions ?? { names: Object.keys(this.answers.trails), source: { kind: 'account' } },
    );
  }

  readonly trails = {
    inRegion: (region: string, signal: AbortSignal) =>
      this.#answer(`trails ${region}`, signal, () => this.answers.trails[region] ?? []),
    status: (trail: LiveTrail, signal: AbortSignal) =>
      this.#answer(
        `status ${trail.name}`,
        signal,
        () => this.answers.statuses?.[trail.name] ?? { logging: true },
      ),
  };

  readonly keys = {
    describe: (arn: string, signal: AbortSignal) =>
      this.#answer(`key ${arn}`, signal, () => this.answers.keys?.[arn]?.metadata),
    aliases: (arn: string, signal: AbortSignal) =>
      this.#answer(`aliases ${arn}`, signal, () => this.answers.keys?.[arn]?.aliases ?? []),
    rotation: (arn: string, signal: AbortSignal) =>
      this.#answer(`rotation ${arn}`, signal, () => this.answers.keys?.[arn]?.rotation ?? true),
    policy: (arn: string, signal: AbortSignal) =>
      this.#answer(`policy ${arn}`, signal, () => this.answers.keys?.[arn]?.policy ?? '{}'),
  };

  readonly buckets = {
    facts: (bucket: string, signal: AbortSignal) =>
      this.#answer(
        `bucket ${bucket}`,
        signal,
        () => this.answers.buckets?.[bucket] ?? { region: known('eu-west-1'), bucketKey: known(false) },
      ),
  };

  organization = noOrganization;

  dispose(): void {
    this.disposed = true;
  }

  async #answer<T>(call: string, signal: AbortSignal, answer: () => T | ProblemError): Promise<T> {
    this.calls.push(call);
    await this.hold(call);
    if (this.heedsSignals && signal.aborted) {
      throw new ProblemError({ kind: 'cancelled' });
    }
    const value = answer();
    if (value instanceof ProblemError) {
      throw value;
    }
    return value;
  }
}

export const identity: Identity = {
  account: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/anna',
  partition: 'aws',
};

export function liveTrail(name: string, homeRegion: string, more: Partial<LiveTrail> = {}): LiveTrail {
  return {
    arn: `arn:aws:cloudtrail:${homeRegion}:111122223333:trail/${name}`,
    name,
    homeRegion,
    readFrom: homeRegion,
    bucket: `${name}-logs`,
    multiRegion: false,
    organization: false,
    logFileValidation: true,
    ...more,
  };
}

/** An account that no aggregator belongs to. */
const noOrganization: Account['organization'] = {
  aggregators: async () => [],
  select: async () => ({ rows: [] }),
  uncollected: async () => [],
  organizationId: async () => 'o-none',
  accountName: async account => account,
};
