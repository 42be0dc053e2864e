import assert from 'node:assert/strict';
import { seenTrails } from '../../../../src/core/account/seenTrails.ts';
import { appearanceOfTrail } from '../../../../src/core/wording/trails.ts';
import { type Grouping, groupsOf, type Order } from '../../../../src/editor/tree/arrangement.ts';
import { readAccounts } from '../../core/report/accounts.ts';

describe('the arrangement of trails', () => {
  const arranged = async (grouping: Grouping, order: Order) => {
    const seen = seenTrails(await readAccounts(), () => true);
    const all = seen.map(({ acting }) => acting);
    return groupsOf(all, { grouping, order }, appearanceOfTrail).map(
      ({ value, trails }) => `${value}: ${trails.map(({ trail }) => trail.name).join(' ')}`,
    );
  };

  it('has each trail once, under the profile that acts on it', async () => {
    assert.deepEqual(await arranged('profile', 'name'), ['prod: app central payments']);
  });

  it('is by Region, state, owner or key, each group by its name, states the worst first', async () => {
    assert.deepEqual(await arranged('region', 'name'), ['eu-west-1: app central payments']);
    assert.deepEqual(await arranged('account', 'name'), ['111122223333: app central payments']);
    assert.deepEqual(await arranged('state', 'name'), [
      'no-key: app',
      'attention: payments',
      'unknown: central',
    ]);
    const id = 'key/11111111-2222-3333-4444-555555555555';
    assert.deepEqual(await arranged('key', 'name'), [
      ': app',
      `arn:aws:kms:eu-west-1:111122223333:${id}: payments`,
      `arn:aws:kms:eu-west-1:444455556666:${id}: central`,
    ]);
  });

  it('by weight has the worst state first, also among groups', async () => {
    assert.deepEqual(await arranged('region', 'weight'), ['eu-west-1: app payments central']);
    const id = 'key/11111111-2222-3333-4444-555555555555';
    assert.deepEqual(await arranged('key', 'weight'), [
      ': app',
      `arn:aws:kms:eu-west-1:111122223333:${id}: payments`,
      `arn:aws:kms:eu-west-1:444455556666:${id}: central`,
    ]);
  });
});
