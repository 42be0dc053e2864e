import assert from 'node:assert/strict';
import { regionsFor } from '../../../../src/core/wizard/change/regionPage.ts';
import type { WizardContext } from '../../../../src/core/wizard/context.ts';
import { liveTrail } from '../account/fakeAccount.ts';
import { prod, setUp } from '../account/inventories.ts';

describe('the Regions from which a person chooses', () => {
  const context = async (region: string) => {
    const { inventory } = setUp({ trails: { [region]: [liveTrail('audit', region)] } });
    await inventory.load(prod.name);
    return { inventory } as WizardContext;
  };

  it('are those of the partition, the suggested one first, whatever was read', async () => {
    const gov = ['us-gov-west-1', 'us-gov-east-1'];
    assert.deepEqual(regionsFor('us-gov-west-1', 'unread', await context('us-gov-west-1')), gov);
    assert.deepEqual(regionsFor('cn-north-1', prod.name, await context('cn-north-1')), [
      'cn-north-1',
      'cn-northwest-1',
    ]);
  });
});
