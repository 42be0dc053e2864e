import assert from 'node:assert/strict';
import { Deliveries } from '../../../../src/core/wizard/run/deliveries.ts';
import { planFor } from '../remediation/plans.ts';
import { recorded, run } from '../remediation/runs.ts';
import { trailArn, World } from '../remediation/world.ts';

const hour = 3_600_000;

describe('a first log file of which the journal alone knows', () => {
  it('is awaited for a day after the change, as long as the trail logs', async () => {
    const world = new World();
    await run(world, planFor(world));
    const runs = await recorded(world);
    const awaited = (hours: number, logging = true) => {
      const deliveries = new Deliveries();
      const now = (runs[0]?.time ?? 0) + hours * hour;
      deliveries.remember(runs, { now: () => now, sleep: async () => undefined });
      return deliveries.isAwaited(trailArn, { logging });
    };
    assert.deepEqual([awaited(1), awaited(23), awaited(25), awaited(1, false)], [true, true, false, false]);
  });
});
