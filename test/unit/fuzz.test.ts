import fc from 'fast-check';
import { changes } from '../fuzz/changes/index.ts';
import { readers } from '../fuzz/readers.ts';

/** The first cases of `npm run fuzz`, the same every time; there, others are made up for as long as one likes. */
describe('made-up cases', function () {
  this.timeout(120_000);

  it('of changes on a bad day end without a false report', async () => {
    await fc.assert(await changes.property(), { seed: 1, numRuns: 12 });
  });

  it('of infrastructure code are read', async () => {
    await fc.assert(await readers.property(), { seed: 1, numRuns: 25 });
  });
});
