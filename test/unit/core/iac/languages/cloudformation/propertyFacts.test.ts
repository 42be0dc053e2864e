import assert from 'node:assert/strict';
import { createCloudFormation } from '../../../../../../src/core/iac/languages/cloudformation/index.ts';
import { unknown } from '../../../../../../src/core/trail/fact.ts';
import { MemorySources } from '../../memorySources.ts';

describe('what may be written out of sight', () => {
  it('is not known of a trail', async () => {
    const uri = 'file:///case/template.yaml';
    const text = [
      'Resources:',
      '  Audit:',
      '    Type: AWS::CloudTrail::Trail',
      '    Properties:',
      '      S3BucketName: logs',
      '      Fn::Transform:',
      '        Name: AWS::Include',
      '        Parameters: { Location: s3://snippets/trail.yaml }',
      '',
    ].join('\n');
    const document = { uri, text };
    const { trails } = await createCloudFormation().read(document, new MemorySources({ [uri]: text }));
    const [{ name, facts } = assert.fail('no trail')] = trails;
    const { key, organization, logFileValidation, logging } = facts;
    assert.deepEqual(
      [name, key, organization, logFileValidation, logging],
      Array.from({ length: 5 }, () => unknown('out-of-reach')),
    );
  });
});
