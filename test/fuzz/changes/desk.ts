import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccounts, createProfiles, type OpenAccount } from '../../../src/aws/index.ts';
import { readKeyDetails } from '../../../src/core/account/keyDetails.ts';
import type { Identity } from '../../../src/core/account/ports.ts';
import {
  type Clock,
  type JournalStorage,
  type Plan,
  planEncryption,
  type RunResult,
  runPlan,
} from '../../../src/core/remediation/index.ts';
import { journalFile } from '../../../src/files/journalFile.ts';
import { type Emulator, type Seed, startEmulator } from '../../emulator/index.ts';
import { planLiveRepair } from '../../unit/core/remediation/liveRepair.ts';
import { WireProxy } from '../wire/proxy.ts';
import type { Break, Other, Scenario } from './scenario.ts';

export const account = '111122223333';
export const never = new AbortController().signal;

/** Trails at two homes, and keys for both kinds of plan. */
const seed: Seed = world => {
  const acme = world.account(account, { accessKeys: ['AKIAEXAMPLE000000001'] });
  acme.bucket('plain-logs', 'eu-west-1');
  acme.bucket('keyed-logs', 'eu-west-1', { bucketKey: true });
  acme.keys(`
    alias        | Region    | state   | rotation | admits
    alias/ready  | eu-west-1 | Enabled | on       | CloudTrail with Bucket Key
    alias/narrow | eu-west-1 | Enabled | on       | CloudTrail with Bucket Key
    alias/app    | eu-west-1 | Enabled | off      | account and readers
    alias/off    | eu-west-1 | Disabled | on      | CloudTrail with Bucket Key
    alias/going  | eu-west-1 | PendingDeletion | on | CloudTrail with Bucket Key
  `);
  acme.trails(`
    name  | home      | scope       | bucket     | key | status
    audit | eu-west-1 | one Region  | plain-logs | -   | delivered 5m ago
    keyed | eu-west-1 | one Region  | keyed-logs | -   | delivered 5m ago
    far   | us-east-1 | all Regions | plain-logs | -   | delivered 5m ago
    dark  | eu-west-1 | one Region  | plain-logs | alias/off | failing KMS.DisabledException
    last  | eu-west-1 | one Region  | plain-logs | alias/going | delivered 1d ago
    still | eu-west-1 | one Region  | plain-logs | -   | stopped
  `);
};

/** Each is to be repaired in another way. */
const brokenTrails = ['dark', 'last', 'still'] as const;

/** An emulated account behind a wire that can break, and the journal of a person who changes it. */
export class Desk {
  readonly emulator: Emulator;
  readonly wire: WireProxy;
  readonly account: OpenAccount;
  readonly caller: Identity;
  readonly clock: Clock;
  /** The operations of all requests, whether they arrived or not. */
  readonly sent: string[] = [];
  readonly #folder: string;
  #time = Date.now();
  #windows = 0;

  static async open(seenAfter: number): Promise<Desk> {
    const emulator = await startEmulator(seed, {
      newKeySeenAfter: seenAfter,
      newPolicySeenAfter: seenAfter,
      updateTrailPerSecond: 1000,
    });
    const wire = await WireProxy.start(emulator.url);
    const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
    const files = {
      variables: {
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000001',
        AWS_SECRET_ACCESS_KEY: 'x'.repeat(40),
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: wire.url,
      },
      home: folder,
    };
    const [profile] = (await createProfiles(files).list()).profiles;
    if (!profile) {
      throw new Error('The environment makes no profile');
    }
    const account = await createAccounts(files).open(profile);
    return new Desk(emulator, wire, account, await account.identity(never), folder);
  }

  private constructor(
    emulator: Emulator,
    wire: WireProxy,
    account: OpenAccount,
    caller: Identity,
    folder: string,
  ) {
    this.emulator = emulator;
    this.wire = wire;
    this.account = account;
    this.caller = caller;
    this.#folder = folder;
    this.clock = {
      now: () => this.#time,
      sleep: async milliseconds => {
        this.#time += milliseconds;
      },
    };
  }

  get storage(): JournalStorage {
    return journalFile(this.#folder);
  }

  /** What the wizard would plan for these trails, or nothing where there is nothing to do. */
  async plan(id: string, { trails, key }: Scenario): Promise<Plan | undefined> {
    if (key.kind === 'repair') {
      const plan = await planLiveRepair(this.account, {
        id,
        profile: 'env',
        repair: key.repair,
        trails: brokenTrails,
      });
      return JSON.parse(JSON.stringify(plan)) as Plan;
    }
    const found = await Promise.all(
      trails.map(name => this.account.trails.get(this.emulator.world.theTrail(name).arn, never)),
    );
    const result = planEncryption({
      id,
      profile: 'env',
      caller: this.caller,
      trails: found.flatMap(trail => (trail ? [{ trail }] : [])),
      bucketRegion: 'eu-west-1',
      bucketKey: trails.includes('keyed'),
      key:
        key.kind === 'new'
          ? { kind: 'new', alias: `alias/${id}`, rotation: key.rotation, multiRegion: key.multiRegion }
          : {
              kind: 'existing',
              key: await readKeyDetails(
                this.account.keys,
                this.emulator.world.theKey(key.kind === 'ready' ? 'alias/ready' : 'alias/app').arn,
                this.caller,
                never,
              ),
            },
    });
    return result.kind === 'plan' ? (JSON.parse(JSON.stringify(result.plan)) as Plan) : undefined;
  }

  /**
   * Runs a plan in a window of its own. Where the window is gone at a record of the journal, nothing of it can be seen any more:
   * then there is no result.
   */
  async run(plan: Plan, options: RunIn = {}): Promise<RunResult | undefined> {
    const { crashAt, others = [], onConfirmed } = options;
    let records = 0;
    let gone = false;
    const unlessGone = async <T>(work: () => Promise<T>): Promise<T> => {
      if (gone) {
        throw new Error('the window is gone');
      }
      return work();
    };
    const storage = this.storage;
    const watched: JournalStorage = {
      ...storage,
      append: line =>
        unlessGone(async () => {
          gone = records++ === crashAt;
          if (gone) {
            throw new Error('the window is gone');
          }
          const { kind, step } = JSON.parse(line) as { readonly kind: string; readonly step?: number };
          const when = kind === 'run-begun' ? 'reviewed' : kind === 'step-begun' ? step : undefined;
          for (const other of others.filter(one => one.when === when)) {
            this.happens(other);
          }
          if (when === 'reviewed') {
            onConfirmed?.();
          }
          return storage.append(line);
        }),
    };
    const process_ = crashAt === undefined ? process.pid : deadProcess;
    const result = await runPlan(
      plan,
      {
        open: async () => goneWith(this.account, () => gone),
        storage: watched,
        clock: this.clock,
        window: `${hostname()}/${process_}/${this.#windows++}`,
      },
      { signal: never },
    );
    return gone ? undefined : result;
  }

  /** Somebody else changes something, unless it is not there any more. */
  happens({ what }: Other): void {
    const { events, world } = this.emulator;
    try {
      switch (what.kind) {
        case 'trail-key':
          events.setTrailKey(what.trail, what.key);
          break;
        case 'trail-bucket':
          events.setTrailBucket(what.trail, what.bucket);
          break;
        case 'stop-logging':
          events.stopLogging(what.trail);
          break;
        case 'name-key':
          events.nameKey(what.key, what.alias);
          break;
        case 'key-policy': {
          const policy = JSON.parse(world.theKey(what.key).policy);
          events.setKeyPolicy(what.key, JSON.stringify({ ...policy, Id: 'somebody-else' }));
          break;
        }
        case 'disable-key':
          events.disableKey(what.key);
          break;
        case 'delete-trail':
          events.deleteTrail(what.trail);
          break;
      }
    } catch {
      // It is gone already.
    }
  }

  /** Breaks the wire as a scenario says; `[]` mends it. */
  breaks(breaks: readonly Break[]): void {
    const seen = new Map<string, number>();
    this.wire.breaks = ({ operation }) => {
      this.sent.push(operation);
      const nth = seen.get(operation) ?? 0;
      seen.set(operation, nth + 1);
      return breaks.find(one => one.operation === operation && nth >= one.nth && nth < one.nth + one.times)
        ?.how;
    };
  }

  /** Long enough for leases to run out. */
  passTime(): void {
    this.#time += 60 * 60_000;
  }

  async close(): Promise<void> {
    this.account.dispose();
    await this.wire.close();
    await this.emulator.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface RunIn {
  readonly crashAt?: number | undefined;
  readonly others?: readonly Other[];
  /** Called when the run has begun, before it has read anything of the plan. */
  readonly onConfirmed?: () => void;
}

/** Above every system's largest process id. */
const deadProcess = 99_999_999;

/** Calls of a window that is gone are never made. */
function goneWith<T extends object>(parts: T, isGone: () => boolean): T {
  return new Proxy(parts, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value === 'function') {
        return (...args: unknown[]) => {
          if (isGone()) {
            throw new Error('the window is gone');
          }
          return value.apply(target, args);
        };
      }
      return typeof value === 'object' && value !== null ? goneWith(value, isGone) : value;
    },
  });
}
