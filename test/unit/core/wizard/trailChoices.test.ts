import assert from 'node:assert/strict';
import { seenTrails } from '../../../../src/core/account/seenTrails.ts';
import { rowAfterLoading, rowOf } from '../../../../src/core/wizard/change/trailChoices.ts';
import { liveTrail } from '../account/fakeAccount.ts';
import { prod, setUp } from '../account/inventories.ts';

describe('where a person stands after profiles were read', () => {
  it('is at the first trail, though another profile could not be read', async () => {
    const { inventory } = setUp({ trails: { 'eu-west-1': [liveTrail('audit', 'eu-west-1')] } });
    await inventory.load(prod.name);
    const states = inventory.states();
    const other = { profile: { name: 'dev', kind: 'static' }, phase: 'failed', regions: [] } as const;
    const trails = seenTrails(states, () => true);
    const row = rowAfterLoading([prod.name, 'dev'], { trails, hidden: [] }, [...states, other]);
    assert.equal(row, rowOf({ profile: prod.name, arn: trails[0]?.trail.arn ?? '' }));
    assert.equal(rowAfterLoading(['dev'], { trails, hidden: [] }, [...states, other]), 'load dev');
  });
});
