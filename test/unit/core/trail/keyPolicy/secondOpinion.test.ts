// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the policy variables of IAM look like template strings.
import assert from 'node:assert/strict';
import { holds } from '../../../holds.ts';
import { secondOpinions } from './properties.ts';

describe('the judge of key policies and the emulated account', () => {
  it('agree wherever the judge is certain', () => {
    const certain = { admits: 0, denies: 0, 'does-not-admit': 0, 'cannot-tell': 0 };
    holds(
      secondOpinions(answer => certain[answer]++),
      { numRuns: 3000 },
    );
    assert.ok(
      Object.values(certain).every(count => count > 20),
      JSON.stringify(certain),
    );
  });
});
