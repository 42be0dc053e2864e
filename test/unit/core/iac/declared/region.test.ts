import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writtenRegion } from '../../../../../src/core/iac/declared/region.ts';
import { readCase } from '../golden.ts';
import { dialects, situations, told } from '../situations.ts';

describe('a Region that is written', () => {
  it('is one in the form of those of AWS', () =>
    assert.deepEqual(
      ['ap-northeast-1', 'us-isob-east-1', 'eusc-de-east-1', '__REGION__', 'secret-key-1', '', undefined].map(
        writtenRegion,
      ),
      ['ap-northeast-1', 'us-isob-east-1', 'eusc-de-east-1', ...Array(4).fill(undefined)],
    ));

  const one = situations().find(({ name }) => name === 'key-of-another-region');
  // A plan has what the provider was configured with.
  for (const dialect of dialects.filter(name => name !== 'terraformPlan' && !one?.situation.cannot?.[name])) {
    it(`is held against no trail where it is filled in later: ${dialect}`, async () => {
      let counter = 0;
      const files = Object.entries(readCase(join(one?.folder ?? '', dialect))).map(([uri, text]) => [
        uri,
        text.replaceAll(
          /(region\b.{0,20}?)\b[a-z]+-[a-z]+-\d/gi,
          (_, before) => `${before}__REGION${counter++}__`,
        ),
      ]);
      assert.ok(files.some(([, text]) => text?.includes('__REGION0__')));
      const [trail, ...others] = await told(Object.fromEntries(files), one?.situation.trails ?? []);
      assert.deepEqual([trail?.state, trail?.findings, others], ['encrypted', [], []]);
    });
  }
});
