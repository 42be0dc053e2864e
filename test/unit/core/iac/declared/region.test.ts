import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writtenRegion } from '../../../../../src/core/iac/declared/region.ts';
import { readCase } from '../golden.ts';
import { situations, told } from '../situations.ts';

describe('a Region that is written', () => {
  it('is one in the form of those of AWS', () =>
    assert.deepEqual(
      ['eu-west-1', 'us-gov-east-1', 'eusc-de-east-1', '__REGION__', 'EU-WEST-1', '', undefined].map(
        writtenRegion,
      ),
      ['eu-west-1', 'us-gov-east-1', 'eusc-de-east-1', ...Array(4).fill(undefined)],
    ));

  const one = situations().find(({ name }) => name === 'key-of-another-region');
  for (const dialect of ['terraform', 'ansible', 'crossplane', 'ack', 'pulumi']) {
    it(`is held against no trail where it is filled in later: ${dialect}`, async () => {
      const files = Object.entries(readCase(join(one?.folder ?? '', dialect))).map(([uri, text]) => [
        uri,
        text.replaceAll(/(region["']?\s*[:=]\s*["']?)[a-z]+-[a-z]+-\d/g, '$1__REGION__'),
      ]);
      assert.ok(files.some(([, text]) => text?.includes('__REGION__')));
      const [trail, ...others] = await told(Object.fromEntries(files), one?.situation.trails ?? []);
      assert.deepEqual([trail?.state, trail?.findings, others], ['encrypted', [], []]);
    });
  }
});
