import assert from 'node:assert/strict';
import { ChosenProfiles } from '../../../src/editor/chosenProfiles.ts';
import { Storage } from '../storage.ts';

describe('the profiles that are chosen', () => {
  it('stay all of them when one more is to be shown, and take it in where only some were', async () => {
    const chosen = new ChosenProfiles(new Storage());
    try {
      await chosen.include('gone');
      assert.deepEqual([chosen.forWorkspace, chosen.names], [undefined, []]);
      await chosen.chooseForWorkspace(['prod']);
      await chosen.include('dev');
      await chosen.include('prod');
      assert.deepEqual(chosen.names, ['prod', 'dev']);
    } finally {
      chosen.dispose();
    }
  });
});
