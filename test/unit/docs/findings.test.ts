import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSeverity, findingCodes } from '../../../src/core/iac/findingCode.ts';
import { createAnalyzer, createLanguages } from '../../../src/core/iac/index.ts';
import { pageOfFinding } from '../../../src/core/wording/rules.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'docs/findings');

describe('the pages about findings', () => {
  it('are one for each code, where its link points', () => {
    const pages = readdirSync(folder).filter(name => name !== 'README.md');
    assert.deepEqual(pages.sort(), findingCodes.map(code => `${code}.md`).sort());
    const manifest: { readonly homepage: string } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const repository = manifest.homepage.replace(/#.*/, '');
    for (const code of findingCodes) {
      const [address, path] = pageOfFinding(code).split('/blob/main/');
      assert.equal(address, repository);
      assert.ok(path && existsSync(join(root, path)));
    }
  });

  for (const code of findingCodes) {
    it(`say of ${code} what it is, why it matters, how to fix and how to silence it`, () => {
      const headings = [...page(code).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
      assert.deepEqual(headings.slice(1), [
        'Why it matters',
        'How to fix it',
        'How to silence it',
        'References',
      ]);
      assert.ok(headings[0]?.endsWith(`\`${code}\``));
    });
  }

  it('are listed with their title and severity', () => {
    const rows = [
      ...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(
        /^\| \[`(.+?)`\]\((.+?)\) \| (.+?) \| (.+?) \|$/gm,
      ),
    ];
    assert.deepEqual(rows.map(([, code]) => code).sort(), [...findingCodes].sort());
    for (const code of findingCodes) {
      const [, , link, title, severity = ''] = rows.find(row => row[1] === code) ?? [];
      assert.equal(link, `${code}.md`);
      assert.equal(`${title}: \`${code}\``, /^# (.+)$/m.exec(page(code))?.[1]);
      assert.ok(severity.split(' or ').includes(defaultSeverity[code]), code);
    }
  });

  it('say the severity that a finding has without a setting', () => {
    for (const code of findingCodes) {
      const [, said] = /^_Default severity: (\w+)/m.exec(page(code)) ?? [];
      assert.equal(said, defaultSeverity[code], code);
    }
  });

  for (const code of findingCodes) {
    it(`show of ${code} comments, members and metadata that really silence it`, async () => {
      const [, section = ''] = page(code).split('\n## How to silence it\n');
      const examples = [...section.matchAll(/```(hcl|yaml|json)\n(.*?)```/gs)];
      assert.ok(examples.length > 1);
      for (const [, syntax = '', example = ''] of examples) {
        const [name, text] = asFile(syntax, example);
        const { assessments } = await analyzer.analyze({ uri: `file:///audit/${name}`, text }, noFiles);
        const silenced = assessments.map(({ declaration }) =>
          declaration.suppressions.flatMap(({ codes, reason }) => [...(codes ?? []), reason]),
        );
        assert.deepEqual(silenced, [[code, 'logs of a sandbox']], text);
      }
    });
  }
});

const analyzer = createAnalyzer({ languages: createLanguages(), now: Date.now });
const noFiles = { read: async () => undefined, list: async () => [], folders: async () => [] };

/** An example as a whole file that declares a trail: its name and its text. */
function asFile(syntax: string, example: string): readonly [string, string] {
  if (syntax === 'hcl') {
    return ['main.tf', example];
  }
  if (syntax === 'yaml') {
    return ['template.yaml', `Resources:\n${example.replace(/^/gm, '  ')}`];
  }
  const trail = '"s3_bucket_name": "sandbox-logs"';
  if (example.startsWith('"//"')) {
    return ['main.tf.json', `{"resource": {"aws_cloudtrail": {"sandbox": {${example}, ${trail}}}}}`];
  }
  if (example.startsWith('"Metadata"')) {
    return ['template.json', `{"Resources": {"Sandbox": {"Type": "AWS::CloudTrail::Trail", ${example}}}}`];
  }
  assert.ok(example.startsWith('"annotations"'), example);
  const kind = '"apiVersion": "cloudtrail.aws.upbound.io/v1beta1", "kind": "Trail"';
  return [
    'trail.json',
    `{${kind}, "metadata": {"name": "sandbox", ${example}}, "spec": {"forProvider": {}}}`,
  ];
}

function page(code: string): string {
  return readFileSync(join(folder, `${code}.md`), 'utf8');
}
