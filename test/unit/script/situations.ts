import assert from 'node:assert/strict';
import type { OpenAccount } from '../../../src/aws/index.ts';
import type { Repair } from '../../../src/core/account/repairs.ts';
import {
  type Clock,
  type EncryptionRequest,
  journalIn,
  type Plan,
  planEncryption,
  planUndo,
  type RunResult,
  runPlan,
  runsIn,
} from '../../../src/core/remediation/index.ts';
import { known } from '../../../src/core/trail/fact.ts';
import type { Emulator, Fault, Seed } from '../../emulator/index.ts';
import { accountId, Bench, keyId, never, staticKeys } from '../aws/bench.ts';
import { planLiveRepair } from '../core/remediation/liveRepair.ts';
import { World } from '../core/remediation/world.ts';

export { keyId } from '../aws/bench.ts';

const region = 'eu-west-1';

const seed: Seed = world => {
  const acme = world.account(accountId, { accessKeys: [keyId] });
  acme.buckets(`
    name       | Region    | Bucket Key
    plain-logs | eu-west-1 | off
    keyed-logs | eu-west-1 | on
  `);
  acme.keys(`
    alias        | Region    | state   | rotation | admits                     | spec
    alias/ready  | eu-west-1 | Enabled | on       | CloudTrail with Bucket Key | -
    alias/narrow | eu-west-1 | Enabled | on       | CloudTrail                 | -
    alias/app    | eu-west-1 | Enabled | off      | account                    | -
    alias/bare   | eu-west-1 | Enabled | off      | account                    | -
    alias/shared | eu-west-1 | Enabled | on       | account and readers        | -
    alias/off    | eu-west-1 | Disabled | on      | CloudTrail                 | -
    alias/going  | eu-west-1 | PendingDeletion | on | CloudTrail               | -
  `);
  acme.trails(`
    name  | home      | scope       | bucket     | key         | status
    audit | eu-west-1 | one Region  | plain-logs | -           | delivered 5m ago
    keyed | eu-west-1 | one Region  | keyed-logs | -           | delivered 5m ago
    far   | us-east-1 | all Regions | plain-logs | -           | delivered 5m ago
    done  | eu-west-1 | one Region  | plain-logs | alias/ready | delivered 5m ago
    kept  | eu-west-1 | one Region  | plain-logs | alias/bare  | failing AccessDenied
    dark  | eu-west-1 | one Region  | plain-logs | alias/off   | failing KMS.DisabledException
    last  | eu-west-1 | one Region  | plain-logs | alias/going | delivered 1d ago
    still | eu-west-1 | one Region  | plain-logs | -           | stopped
  `);
};

/** An emulated account, and the product's own hands in it. */
export class Desk {
  readonly emulator: Emulator;
  readonly #bench: Bench;
  readonly #account: OpenAccount;
  readonly #storage = new World().storage;

  static async open(): Promise<Desk> {
    const bench = await Bench.start(seed);
    await bench.config(`[profile a]\nendpoint_url = $URL\nregion = ${region}\n${staticKeys}\n`);
    return new Desk(bench, await bench.open('a'));
  }

  private constructor(bench: Bench, account: OpenAccount) {
    this.#bench = bench;
    this.#account = account;
    this.emulator = bench.emulator;
  }

  get home(): string {
    return this.#bench.home;
  }

  close(): Promise<void> {
    return this.#bench.stop();
  }

  async plan(trails: readonly string[], key: string | Partial<NewKey>): Promise<Plan> {
    const { world } = this.emulator;
    const found = await Promise.all(
      trails.map(name => this.#account.trails.get(world.theTrail(name).arn, never)),
    );
    const result = planEncryption({
      id: 'plan-1',
      profile: 'a',
      caller: await this.#account.identity(never),
      trails: found.flatMap(trail => (trail ? [{ trail }] : [])),
      bucketRegion: region,
      bucketKey: trails.includes('keyed'),
      key: typeof key === 'string' ? await this.#existing(key) : { ...newKey, ...key },
    });
    assert.ok(result.kind === 'plan', JSON.stringify(result));
    return result.plan;
  }

  /** A repair of a trail, as the view has read it. */
  async repair(repair: Repair, name: string): Promise<Plan> {
    const plan = await planLiveRepair(this.#account, { id: 'plan-1', profile: 'a', repair, trails: [name] });
    assert.ok(plan);
    return plan;
  }

  /** The way back from the last run of this desk. */
  async undo(deleteMadeKey = false, regions = ['eu-west-1', 'us-east-1']): Promise<Plan> {
    const runs = runsIn(await journalIn(this.#storage).read());
    const run = runs.at(-1);
    assert.ok(run);
    const plan = planUndo({ id: 'plan-2', profile: 'a', run, runs, regions, deleteMadeKey });
    assert.ok(plan);
    return plan;
  }

  run(plan: Plan): Promise<RunResult> {
    const parts = { open: async () => this.#account, storage: this.#storage, clock: impatient, window: 'w' };
    return runPlan(plan, parts, { signal: never });
  }

  /** Does something while a fault strikes. */
  async during<T>(fault: Fault, what: () => Promise<T>): Promise<T> {
    const off = this.emulator.faults.add(fault);
    try {
      return await what();
    } finally {
      off();
    }
  }

  keys() {
    return this.emulator.world.account(accountId).keys;
  }

  /** Trails, keys and aliases, without the ids of keys, which differ by chance. */
  state(): unknown {
    const { keys, aliases, trails } = this.emulator.world.account(accountId);
    const nameOf = (id: string) =>
      aliases.find(alias => alias.keyId === id)?.name ??
      keys.find(key => key.keyId === id)?.description ??
      id;
    return {
      trails: trails.map(({ name, kmsKeyId }) => [name, kmsKeyId && nameOf(kmsKeyId.replace(/^.*\//, ''))]),
      stopped: trails.flatMap(({ name, status }) => (status.logging ? [] : [name])),
      keys: keys.map(key => ({
        name: nameOf(key.keyId),
        region: key.region,
        policy: JSON.parse(key.policy),
        rotationDays: key.rotationDays,
        multiRegion: key.multiRegion,
        description: key.description,
        state: key.state,
      })),
    };
  }

  async #existing(alias: string): Promise<EncryptionRequest['key']> {
    const { arn } = this.emulator.world.theKey(alias);
    const { keys } = this.#account;
    const metadata = await keys.describe(arn, never);
    assert.ok(metadata);
    return {
      kind: 'existing',
      key: {
        arn,
        metadata: known(metadata),
        aliases: known([alias]),
        rotation: known(true),
        policy: known(await keys.policy(arn, never)),
        problems: [],
      },
    };
  }
}

export interface Situation {
  readonly name: string;
  readonly plan: (desk: Desk) => Promise<Plan>;
}

/** Every kind of plan, the ways back behind the run that they take back. */
export const situations: readonly Situation[] = [
  { name: 'a ready key', plan: desk => desk.plan(['audit'], 'alias/ready') },
  { name: 'a policy extended', plan: desk => desk.plan(['keyed'], 'alias/app') },
  {
    name: 'a policy extended that names several accounts, in another order each time',
    plan: desk => desk.plan(['audit'], 'alias/shared'),
  },
  { name: 'the policy of a kept key extended', plan: desk => desk.plan(['kept'], 'alias/bare') },
  { name: 'another key', plan: desk => desk.plan(['done'], 'alias/narrow') },
  { name: 'a new key', plan: desk => desk.plan(['audit'], {}) },
  {
    name: 'a new multi-Region key without rotation',
    plan: desk => desk.plan(['audit'], { rotation: false, multiRegion: true }),
  },
  { name: 'several trails under a new key', plan: desk => desk.plan(['audit', 'far'], {}) },
  {
    name: 'a way back to SSE-S3 for several trails',
    plan: async desk => {
      await desk.run(await desk.plan(['audit', 'far'], 'alias/ready'));
      return desk.undo();
    },
  },
  {
    name: 'a way back with the policy',
    plan: async desk => {
      await desk.run(await desk.plan(['keyed'], 'alias/app'));
      return desk.undo();
    },
  },
  {
    name: 'a way back with a policy that names several accounts',
    plan: async desk => {
      await desk.run(await desk.plan(['audit'], 'alias/shared'));
      return desk.undo();
    },
  },
  {
    name: 'a way back with the policy of a kept key',
    plan: async desk => {
      await desk.run(await desk.plan(['kept'], 'alias/bare'));
      return desk.undo();
    },
  },
  {
    name: 'a way back with deletion',
    plan: async desk => {
      await failedAtTrail(desk);
      return desk.undo(true);
    },
  },
  {
    name: 'a way back with deletion, while another trail delivers under the key',
    plan: async desk => {
      await failedAtTrail(desk);
      desk.emulator.events.setTrailKey('far', 'alias/new');
      return desk.undo(true);
    },
  },
  {
    name: 'a way back with the policy, while another trail delivers under the key',
    plan: async desk => {
      await desk.run(await desk.plan(['keyed'], 'alias/app'));
      desk.emulator.events.setTrailKey('far', 'alias/app');
      return desk.undo();
    },
  },
  {
    name: 'a way back with the deletion of a key that has to be found',
    plan: async desk => {
      const plan = await desk.plan(['audit'], {});
      await desk.during({ operation: 'CreateKey', fails: { kind: 'answer lost' } }, () =>
        desk.during({ operation: 'ListKeys', fails: { kind: 'denied' } }, () => desk.run(plan)),
      );
      return desk.undo(true);
    },
  },
  { name: 'a key enabled', plan: desk => desk.repair('enable-key', 'dark') },
  { name: 'a key saved from deletion', plan: desk => desk.repair('cancel-deletion', 'last') },
  { name: 'logging started', plan: desk => desk.repair('start-logging', 'still') },
  {
    name: 'a key disabled again',
    plan: async desk => {
      await desk.run(await desk.repair('enable-key', 'dark'));
      return desk.undo();
    },
  },
  {
    name: 'a key disabled again, while another trail delivers under it',
    plan: async desk => {
      await desk.run(await desk.repair('enable-key', 'dark'));
      desk.emulator.events.setTrailKey('far', 'alias/off');
      return desk.undo();
    },
  },
  {
    name: 'logging stopped again',
    plan: async desk => {
      await desk.run(await desk.repair('start-logging', 'still'));
      return desk.undo();
    },
  },
];

type NewKey = Extract<EncryptionRequest['key'], { kind: 'new' }>;

const newKey: NewKey = {
  kind: 'new',
  alias: 'alias/new',
  rotation: true,
  multiRegion: false,
};

/** A run that made a key, and was refused the trail. */
export async function failedAtTrail(desk: Desk): Promise<void> {
  const plan = await desk.plan(['audit'], {});
  await desk.during({ operation: 'UpdateTrail', fails: { kind: 'denied' } }, () => desk.run(plan));
}

/** Nobody waits for it. */
const impatient: Clock = {
  now: Date.now,
  sleep: () => new Promise(resolve => setImmediate(resolve)),
};
