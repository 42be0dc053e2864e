import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createCloudFormation } from '../../../../../../src/core/iac/languages/cloudformation/index.ts';
import { MemorySources } from '../../memorySources.ts';

/** The state of a trail that has a key where a condition holds, and what is found. */
async function said(condition: string): Promise<string> {
  const text = [
    'Conditions:',
    '  Always: !Equals [a, a]',
    '  Never: !Equals [a, b]',
    `  HasKey: ${condition}`,
    'Resources:',
    '  Audit:',
    '    Type: AWS::CloudTrail::Trail',
    '    Properties:',
    '      IsLogging: true',
    '      S3BucketName: north-logs',
    '      KMSKeyId: !If [HasKey, alias/north, !Ref AWS::NoValue]',
    '',
  ].join('\n');
  const analyzer = createAnalyzer({ languages: [createCloudFormation()], now: () => 0 });
  const sources = new MemorySources({ 'file:///template.yaml': text });
  const [document] = sources.documents;
  assert.ok(document);
  const { assessments } = await analyzer.analyze(document, sources);
  return assessments
    .map(({ verdict, findings }) =>
      [verdict.state, ...findings.map(one => `${one.code} ${one.severity}`)].join(', '),
    )
    .join('; ');
}

const yes = 'encrypted';
const no = 'not-encrypted, no-kms-key warning';
/** Nobody knows what it will be, so that nothing is said of the default. */
const either = 'conditional, kms-key-conditional information';

// `Elsewhere` is not declared: whether it holds cannot be told.
const cases: readonly (readonly [string, string])[] = [
  ['!And [!Condition Always, !Condition Always]', yes],
  ['!And [!Condition Always, !Condition Never]', no],
  ['!And [!Condition Elsewhere, !Condition Never]', no],
  ['!And [!Condition Elsewhere, !Condition Always]', either],
  ['!And [!Condition Always, !Condition Elsewhere]', either],
  ['!Or [!Condition Never, !Condition Never]', no],
  ['!Or [!Condition Never, !Condition Always]', yes],
  ['!Or [!Condition Elsewhere, !Condition Always]', yes],
  ['!Or [!Condition Elsewhere, !Condition Never]', either],
  ['!Or [!Condition Never, !Condition Elsewhere]', either],
  ['!Not [!Condition Elsewhere]', either],
  ['!Not [!And [!Condition Elsewhere, !Condition Never]]', yes],
  ['!Equals [!Ref AWS::Region, eu-west-1]', either],
  ['!Equals [!Ref AWS::Region, local]', no],
  ["!Equals [!Ref AWS::AccountId, '000000000000']", either],
  ["!Equals [!Sub '${AWS::AccountId}', '']", no],
  ['!Equals [aws-cn, !Ref AWS::Partition]', either],
  ['!Not [!Equals [local, !Ref AWS::Partition]]', yes],
];

describe('a condition of a template', () => {
  for (const [condition, expected] of cases) {
    it(condition, async () => assert.equal(await said(condition), expected));
  }
});
