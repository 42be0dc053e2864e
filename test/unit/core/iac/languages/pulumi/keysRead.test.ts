import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createPulumi } from '../../../../../../src/core/iac/languages/pulumi/index.ts';
import { findingMessage } from '../../../../../../src/core/wording/findings.ts';
import { inEnglish } from '../../../../../../src/core/wording/message.ts';
import { MemorySources } from '../../memorySources.ts';

describe('A key that a function reads, in Pulumi YAML,', () => {
  const messageFor = async (key: string) => {
    const uri = 'file:///case/Pulumi.yaml';
    const text = `name: audit
runtime: yaml
variables:
  managed:
    fn::invoke:
      function: aws:kms:getAlias
      arguments:
        name: alias/aws/cloudtrail
resources:
  trail:
    type: aws:cloudtrail:Trail
    properties:
      s3BucketName: logs
      kmsKeyId: ${key}
`;
    const sources = new MemorySources({ [uri]: text });
    const analyzer = createAnalyzer({ languages: [createPulumi()], now: () => 0 });
    const { assessments } = await analyzer.analyze({ uri, text }, sources);
    return assessments.flatMap(({ findings }) => findings.map(one => inEnglish(findingMessage(one))));
  };

  it('is called by the variable that has the answer', async () => {
    assert.deepEqual(await messageFor('${managed.targetKeyArn}'), [
      'Trail trail uses managed.targetKeyArn, an AWS managed key, which CloudTrail cannot use. Use a customer managed key.',
    ]);
  });

  it('is called by what it is read by, where there is no variable', async () => {
    const read = (name: string) =>
      `{ "fn::invoke": { function: aws:kms:getAlias, arguments: { name: ${name} }, return: arn } }`;
    assert.deepEqual(await messageFor(read('alias/aws/cloudtrail')), [
      'Trail trail uses alias/aws/cloudtrail, an AWS managed key, which CloudTrail cannot use. Use a customer managed key.',
    ]);
    assert.deepEqual(await messageFor(read('alias/logs')), [
      'Trail trail names KMS key alias/logs by the ARN of an alias. AWS answers with the ARN of the key, so every plan shows a difference. Use the ARN of the key.',
    ]);
  });
});
