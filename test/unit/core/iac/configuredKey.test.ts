import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../../../src/core/iac/languages/index.ts';
import { readCase } from './golden.ts';
import { MemorySources } from './memorySources.ts';
import { situations } from './situations.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('a key that is configured', () => {
  const one = situations().find(({ name }) => name === 'default-key-policy');
  for (const { id } of createLanguages()) {
    if (one && !one.situation.unmended?.[id]) {
      it(`is offered first beside a key that keeps CloudTrail out: ${id}`, async () => {
        const sources = new MemorySources(readCase(join(one.folder, id)));
        const analyzer = createAnalyzer({
          languages: createLanguages(),
          now: () => Date.parse('2026-01-01'),
          rootOf: () => 'file:///case',
        });
        const offered: string[][] = [];
        for (const document of sources.documents) {
          const { assessments } = await analyzer.analyze(document, sources);
          for (const finding of assessments.flatMap(({ findings }) => findings)) {
            const fixes = await analyzer.fixesFor(finding, document, sources, { keyArn });
            offered.push([finding.code, ...fixes.map(({ action }) => action.kind)]);
          }
        }
        assert.deepEqual(offered, [['kms-key-policy', 'use-key-arn', 'add-policy-statements', 'ignore']]);
      });
    }
  }
});
