import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  journalIn,
  type Plan,
  planUndo,
  type RecordedRun,
  type RunResult,
  runsIn,
  unfinishedRuns,
} from '../../../src/core/remediation/index.ts';
import { samePolicy } from '../../../src/core/trail/keyPolicy/index.ts';
import type { Campaign } from '../campaign.ts';
import { Desk, type RunIn } from './desk.ts';
import { type Scenario, scenario } from './scenario.ts';
import {
  assertNothingIsLost,
  assertNothingWasSent,
  assertReportIsTrue,
  type Held,
  held,
  keysOf,
  noLongerSo,
} from './truth.ts';

/**
 * Changes of trails while the wire to AWS breaks, others change the same account and windows crash: through the real SDK, against
 * the emulated account. No report may say what is not so, nothing may be lost, and everything can be taken back.
 */
export const changes: Campaign = {
  name: 'changes',
  count: 100,
  property: () => fc.asyncProperty(scenario, play),
};

/** Of the account, as the wizard would ask for them. */
const regions = ['eu-west-1', 'us-east-1'];

export async function play(scenario: Scenario): Promise<void> {
  const desk = await Desk.open(scenario.seenAfter);
  try {
    const plan = await desk.plan('plan-1', scenario);
    if (!plan) {
      return;
    }
    const day = new Day(desk, scenario, plan);
    let untrue: readonly string[] = [];
    const onConfirmed = () => {
      untrue = noLongerSo(plan, desk);
      desk.sent.length = 0;
    };
    await day.run(plan, { crashAt: scenario.crashAt, others: scenario.others, onConfirmed });
    assertNothingWasSent(plan, untrue, desk.sent);
    for (const next of scenario.next) {
      await (next === 'undo' ? day.undo() : day.finish());
    }
    desk.breaks([]);
    await day.undo();
    await day.assertUndone();
  } finally {
    await desk.close();
  }
}

/** What happens to an account one after another, each held against what is so afterwards. */
class Day {
  readonly #desk: Desk;
  readonly #start: Held;
  readonly #foreign: ReadonlySet<string>;
  readonly #plans: Plan[];
  readonly #first: Plan;

  constructor(desk: Desk, { breaks, others }: Scenario, plan: Plan) {
    this.#desk = desk;
    this.#start = held(desk);
    this.#first = plan;
    this.#plans = [plan];
    const { world } = desk.emulator;
    this.#foreign = new Set(
      others.map(({ what }) =>
        'trail' in what ? world.theTrail(what.trail).arn : world.theKey(what.key).arn,
      ),
    );
    desk.breaks(breaks);
  }

  async run(plan: Plan, options: RunIn): Promise<RunResult | undefined> {
    const before = held(this.#desk);
    const result = await this.#desk.run(plan, options);
    await this.#desk.wire.settle();
    const now = held(this.#desk);
    if (result) {
      assertReportIsTrue(result, before, now, this.#foreign);
    }
    assertNothingIsLost(this.#plans, this.#start, now);
    this.#desk.passTime();
    return result;
  }

  async undo(): Promise<void> {
    const runs = await this.#recorded();
    const run = runs.find(({ id }) => id === this.#first.id);
    const id = `undo-${this.#plans.length}`;
    const plan = run && planUndo({ id, profile: 'env', run, runs, regions, deleteMadeKey: true });
    if (plan) {
      this.#plans.push(plan);
      await this.run(JSON.parse(JSON.stringify(plan)), {});
    }
  }

  async finish(): Promise<void> {
    const { storage, clock } = this.#desk;
    const left = (await unfinishedRuns(storage, clock)).find(({ run }) => run.id === this.#first.id);
    if (left) {
      await this.run(left.run.plan, {});
    }
  }

  /**
   * After a way back on a good day what was ours is gone: trails have their keys again, keys their policies where no trail rests on
   * them, and a key that was made waits for its deletion, unless it may have served.
   */
  async assertUndone(): Promise<void> {
    const now = held(this.#desk);
    const runs = await this.#recorded();
    for (const [arn, key] of this.#start.trails) {
      if (!this.#foreign.has(arn)) {
        assert.equal(now.trails.get(arn), key, `${arn} does not have its former key`);
      }
    }
    for (const [arn, { policy }] of this.#start.keys) {
      if (!this.#foreign.has(arn) && ![...now.trails.values()].includes(arn)) {
        const left = now.keys.get(arn)?.policy ?? '';
        assert.ok(samePolicy(left, policy), `${arn} keeps statements that were added: ${left}`);
      }
    }
    const ours = (stopped: ReadonlySet<string>) => [...stopped].filter(arn => !this.#foreign.has(arn));
    assert.deepEqual(ours(now.stopped), ours(this.#start.stopped), 'trails that do not log');
    for (const [arn, { state }] of this.#start.keys) {
      const users = [...now.trails].flatMap(([trail, key]) => (key === arn ? [trail] : []));
      const isFree = users.every(trail => this.#start.trails.get(trail) === arn);
      if (!this.#foreign.has(arn) && state === 'Disabled' && isFree) {
        assert.equal(now.keys.get(arn)?.state, 'Disabled', `${arn} is left enabled`);
      }
    }
    for (const arn of keysOf(this.#first, now)) {
      assert.ok(
        mayHaveServed(runs) || now.keys.get(arn)?.state === 'PendingDeletion',
        `${arn} is left behind`,
      );
    }
  }

  async #recorded(): Promise<readonly RecordedRun[]> {
    return runsIn(await journalIn(this.#desk.storage).read());
  }
}

/** Whether any trail was, or may have been, given the key that a plan made: log files may need it. */
function mayHaveServed(runs: readonly RecordedRun[]): boolean {
  return runs.some(({ steps }) =>
    steps.some(
      ({ step, state }) =>
        step.kind === 'update-trail' &&
        step.to.kind === 'made' &&
        (state === 'done' || state === 'begun' || state === 'uncertain'),
    ),
  );
}
