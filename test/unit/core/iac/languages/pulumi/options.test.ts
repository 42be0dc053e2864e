import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createPulumi } from '../../../../../../src/core/iac/languages/pulumi/index.ts';
import { applyEdits, MemorySources } from '../../memorySources.ts';

const javascript = (options: string, before = '', inputs = '') => `import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const eu = new aws.Provider('eu', { region: 'eu-west-1' });
const us = new aws.Provider('us', { region: 'us-east-1' });
${before}
export function audit(region: string, given?: pulumi.CustomResourceOptions) {
  new aws.cloudtrail.Trail('audit', { ${inputs}s3BucketName: 'audit-logs' }, ${options});
}
`;

const python = (options: string, before = '') => `import pulumi
import pulumi_aws as aws
eu = aws.Provider("eu", region="eu-west-1")
${before}
def audit(region, given=None):
    aws.cloudtrail.Trail("audit", s3_bucket_name="audit-logs", opts=${options})
`;

const goProgram = (options: string) => `package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudtrail"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func audit(ctx *pulumi.Context, eu *aws.Provider, own *Component, opts ...pulumi.ResourceOption) error {
	if err := ctx.RegisterComponentResource("acme:Audit", "audit", own, opts...); err != nil {
		return err
	}
	options := ${options}
	_, err := cloudtrail.NewTrail(ctx, "audit", &cloudtrail.TrailArgs{S3BucketName: pulumi.String("audit-logs")}, options...)
	return err
}
`;

/** What a trail says, and what the key, its alias and the questions that a fix adds say of their provider, parent and Region. */
const cases: readonly (readonly [title: string, file: string, text: string, said: string | undefined])[] = [
  ['an option of its own', 'index.ts', javascript('{ provider: us }'), 'provider: us'],
  ['none', 'index.ts', javascript('undefined'), ''],
  ['none of these', 'index.ts', javascript('{ protect: true }'), ''],
  [
    'several that are put together',
    'index.ts',
    javascript('pulumi.mergeOptions({ provider: eu }, { provider: us })'),
    'provider: us',
  ],
  ['what is handed in', 'index.ts', javascript('given'), 'provider: given?.provider, parent: given?.parent'],
  [
    'what is handed in in front of one',
    'index.ts',
    javascript('{ ...given, provider: us }'),
    'provider: us, parent: given?.parent',
  ],
  [
    'one in front of what is handed in: it may count',
    'index.ts',
    javascript('{ provider: us, ...given }'),
    undefined,
  ],
  [
    'a provider out of a list',
    'index.ts',
    javascript('{ provider: all[region] }', 'const all = { eu, us };'),
    'provider: all[region]',
  ],
  [
    'a provider that is created in place: it would be created twice',
    'index.ts',
    javascript("{ provider: new aws.Provider('own') }"),
    undefined,
  ],
  [
    'a provider that is created in a variable of options',
    'index.ts',
    javascript('options', "const options = { provider: new aws.Provider('own') };"),
    'provider: options.provider',
  ],
  ['options that a function gives', 'index.ts', javascript('optionsFor(region)'), undefined],
  [
    'options of another file',
    'index.ts',
    javascript('options', "import { options } from './providers';"),
    'provider: options.provider, parent: options.parent',
  ],
  [
    'a Region of its own',
    'index.ts',
    javascript('{ provider: eu }', '', "region: 'eu-north-1', "),
    "region: 'eu-north-1', provider: eu",
  ],
  ['a Region that is handed in', 'index.ts', javascript('{}', '', 'region, '), 'region: region'],
  ['a Region that is computed', 'index.ts', javascript('{}', '', 'region: regionOf(given), '), undefined],
  [
    'Python: several that are put together',
    '__main__.py',
    python('pulumi.ResourceOptions.merge(given, pulumi.ResourceOptions(provider=eu))'),
    'provider=eu, parent=given.parent if given else None',
  ],
  [
    'Python: a variable',
    '__main__.py',
    python('options', 'options = pulumi.ResourceOptions(provider=eu)'),
    'provider=eu',
  ],
  [
    'Go: options that are appended',
    'main.go',
    goProgram('append(append([]pulumi.ResourceOption{}, opts...), pulumi.Parent(own), pulumi.Provider(eu))'),
    'pulumi.Provider(eu), pulumi.Parent(own)',
  ],
  ['Go: what is handed in', 'main.go', goProgram('append(opts, pulumi.Parent(own))'), undefined],
];

describe('Options of resources of Pulumi', () => {
  for (const [title, file, text, said] of cases) {
    it(`gives a new key those of its trail: ${title}`, async () => {
      assert.equal(await saidByFix(`file:///case/${file}`, text), said);
    });
  }
});

/** What each resource and question that the fix adds says, which has to be the same; undefined where no key is offered. */
async function saidByFix(uri: string, text: string): Promise<string | undefined> {
  const analyzer = createAnalyzer({
    languages: [createPulumi()],
    now: () => 0,
    rootOf: () => 'file:///case',
  });
  const sources = new MemorySources({ [uri]: text });
  const document = { uri, text };
  const [assessment] = (await analyzer.analyze(document, sources)).assessments;
  const [finding] = assessment?.findings ?? [];
  assert.ok(finding);
  const fixes = await analyzer.fixesFor(finding, document, sources, {});
  const fix = fixes.find(({ action }) => action.kind === 'add-key');
  if (!fix) {
    return undefined;
  }
  const [changed] = fix.documents;
  const fixed = applyEdits(text, changed?.edits ?? []);
  const added = fixed.slice(fixed.indexOf('audit('), fixed.indexOf('cloudtrail.Trail('));
  const statements = added
    .split(
      /(?=[gG]et_?[pP]artition\(|[gG]et_?[pP]artitionOutput|[gG]et_?[cC]aller|kms\.(?:New)?(?:Key|Alias)\()/,
    )
    .slice(1);
  assert.equal(statements.length, 4, added);
  const [, , ofKey, ofAlias] = statements.map(saidIn);
  const [ofPartition, ofCaller] = statements.map(one => saidIn(one));
  const own = (ofKey ?? '').replace(/^region: [^,]*(?:, )?/, '');
  assert.deepEqual([ofAlias, ofPartition, ofCaller], [ofKey, own, own]);
  return ofKey;
}

/** The provider, the parent and the Region in a statement, as they are written. */
function saidIn(statement: string): string {
  const region = /^\s*region: [^,\n]*/m.exec(statement)?.[0].trim();
  const options =
    /(?:\{ |Options\()((?:provider|parent)\b.*?)(?:, retain\w+(?:: |=)\w+)?(?: \}|\)+,?;?$)/m.exec(
      statement,
    )?.[1];
  const inGo = statement.match(/pulumi\.(?:Provider|Parent)\(\w+\)/g) ?? [];
  return [region, options, ...inGo].filter(one => one !== undefined).join(', ');
}
