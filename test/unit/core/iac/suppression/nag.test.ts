import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import { MemorySources } from '../memorySources.ts';

const head = `import { Construct } from 'constructs';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { NagSuppressions } from 'cdk-nag';
const inner = new Construct(stack, 'Inner');`;

const tail = `
NagSuppressions.addResourceSuppressions(
  inner,
  [{ id: 'AwsSolutions-CloudTrailEncryptionEnabled', reason: 'fine' }],
  true,
);`;

describe('suppressions of cdk-nag for a construct and what is in it', () => {
  it('do not reach a trail beside it, wherever both are in the text', async () => {
    // The trail ends ten times further on than the construct.
    const trail = "new Trail(stack, 'Trail')";
    const text = `${head}\n${' '.repeat((head.length - 1) * 10 - head.length - 1 - trail.length)}${trail};${tail}`;
    assert.equal(text.indexOf(trail) + trail.length, (head.length - 1) * 10);
    const analyzer = createAnalyzer({
      languages: createLanguages(),
      now: () => Date.parse('2026-01-01'),
      rootOf: () => 'file:///case',
      inputsOf: () => [],
    });
    const sources = new MemorySources({ 'file:///case/a.ts': text });
    const [document] = sources.documents;
    assert.ok(document);
    const { assessments } = await analyzer.analyze(document, sources);
    assert.deepEqual(
      assessments.map(({ findings }) => findings.map(({ code }) => code)),
      [['no-kms-key']],
    );
  });
});
