import assert from 'node:assert/strict';
import { wantedFor } from '../../../../src/core/wizard/keys/keyArnAnswers.ts';
import { identity, liveTrail } from '../account/fakeAccount.ts';
import { keyArn, prod, setUp } from '../account/inventories.ts';

const { account, partition } = identity;
/** What a key is wanted for, by a declaration of the trail `audit`, where these trails were read. */
async function wantedWith(trails: Parameters<typeof setUp>[0]['trails']) {
  const { inventory } = setUp({ trails });
  await inventory.load(prod.name);
  const settings = () => ({ profiles: [] });
  return wantedFor({ name: 'audit' }, identity, 'eu-west-1', { inventory, settings } as never);
}

describe('what a key is wanted for, that a declaration names', () => {
  const here = liveTrail('audit', 'eu-west-1', { kmsKeyId: keyArn });
  const there = liveTrail('audit', 'us-east-1');

  it('is the trail of its name, with its home and its key, where one was read', async () => {
    const wanted = await wantedWith({ 'eu-west-1': [here] });
    assert.deepEqual(wanted.trails, [{ partition, region: 'eu-west-1', account, name: 'audit' }]);
    assert.equal(wanted.currentKeyArn, keyArn);
  });

  it('is none of several of its name: its home is not known', async () => {
    const wanted = await wantedWith({ 'eu-west-1': [here], 'us-east-1': [there] });
    assert.deepEqual(wanted.trails, [{ partition, account, name: 'audit' }]);
    assert.equal(wanted.currentKeyArn, undefined);
  });
});
