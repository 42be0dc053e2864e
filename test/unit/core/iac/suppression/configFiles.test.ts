import assert from 'node:assert/strict';
import type { LanguageId } from '../../../../../src/core/iac/languageTable.ts';
import { configSuppressions } from '../../../../../src/core/iac/suppression/configFiles.ts';
import { MemorySources } from '../memorySources.ts';

const kicsId = '5d9e3164-9265-470c-9a10-57ae454ac0c7';
const rule = 'aws-cloudtrail-enable-at-rest-encryption';

/** Files below the root, and which of their words silence a trail in `live/eu`. */
const cases: Readonly<
  Record<string, readonly [files: Record<string, string>, silencedBy: readonly string[]]>
> = {
  'KICS, a text in YAML': [{ 'kics.config': `exclude-queries: "${kicsId}"\n` }, [`kics ${kicsId}`]],
  'KICS, one of several in a text': [
    { 'kics.config': `exclude-queries: aaaa, ${kicsId}\n` },
    [`kics ${kicsId}`],
  ],
  'KICS, a list in JSON': [{ 'kics.config': `{ "exclude-queries": ["${kicsId}"] }` }, [`kics ${kicsId}`]],
  'KICS, a list in TOML': [
    { 'kics.config': `# local\nverbose = true\nexclude-queries = [\n  'aaaa',\n  "${kicsId}",\n]\n` },
    [`kics ${kicsId}`],
  ],
  'KICS, a text in HCL': [{ 'kics.config': `"exclude-queries" = "${kicsId}"\n` }, [`kics ${kicsId}`]],
  'KICS, in the folder of the trail': [
    { 'live/eu/kics.config': `exclude-queries: [${kicsId}]\n` },
    [`kics ${kicsId}`],
  ],
  'KICS, by leaving it out': [{ 'kics.config': 'include-queries: [aaaa]\n' }, ['kics include-queries']],
  'KICS, not where it is left in': [{ 'kics.config': `include-queries: [aaaa, ${kicsId}]\n` }, []],
  'KICS, not another query': [{ 'kics.config': 'exclude-queries: aaaa\n' }, []],
  'KICS, not another setting': [{ 'kics.config': `exclude-results: "${kicsId}"\n` }, []],
  'KICS, not in a comment of TOML': [{ 'kics.config': `a = 1\n# exclude-queries = "${kicsId}"\n` }, []],
  "KICS's fork": [{ 'dd-iac-scan.config': `exclude-queries: [${kicsId}]\n` }, [`kics ${kicsId}`]],
  'tfsec, in YAML': [{ '.tfsec/config.yml': `exclude:\n  - ${rule}\n` }, [`tfsec ${rule}`]],
  'tfsec, in JSON': [{ '.tfsec/config.json': '{ "exclude": ["AWS065"] }' }, ['tfsec AWS065']],
  'tfsec, by leaving it out': [{ '.tfsec/config.yml': 'include: [aws-s3-encryption]\n' }, ['tfsec include']],
  'tfsec, not where it is left in': [{ '.tfsec/config.yml': `include: [${rule}]\n` }, []],
  'tfsec, not its severity': [{ '.tfsec/config.yml': `severity_overrides:\n  ${rule}: LOW\n` }, []],
  'tfsec, not beside its folder': [{ 'config.yml': `exclude: [${rule}]\n` }, []],
  'Checkov, one of a list': [
    { '.checkov.yaml': 'skip-check:\n  - CKV_AWS_67\n  - CKV_AWS_35\n' },
    ['checkov CKV_AWS_35'],
  ],
  'Checkov, one of several in a text': [
    { '.checkov.yaml': 'skip-check: "CKV_AWS_67, CKV_AWS_35"\n' },
    ['checkov CKV_AWS_35'],
  ],
  'Checkov, by a wildcard': [{ '.checkov.yaml': 'skip-check: [CKV_AWS_*]\n' }, ['checkov CKV_AWS_*']],
  'Checkov, not another check': [{ '.checkov.yaml': 'skip-check: [CKV_AWS_36]\ncheck: [CKV_AWS_35]\n' }, []],
  'Checkov, not where the file is broken': [{ '.checkov.yaml': 'skip-check: [CKV_AWS_35\n}' }, []],
  'Trivy, an id': [{ '.trivyignore': '# accepted\nAVD-AWS-0015\n' }, ['trivy AVD-AWS-0015']],
  'Trivy, not in a comment': [{ '.trivyignore': '# AVD-AWS-0015\nAVD-AWS-0016' }, []],
  'Trivy, an id in YAML': [
    { '.trivyignore.yaml': 'misconfigurations:\n  - id: AWS-0015\n    statement: fine\n' },
    ['trivy AWS-0015'],
  ],
  'Trivy, for a path': [
    { '.trivyignore.yaml': 'misconfigurations:\n  - id: AWS-0015\n    paths: ["live/**"]\n' },
    ['trivy AWS-0015'],
  ],
  'Trivy, not for another path': [
    { '.trivyignore.yaml': 'misconfigurations:\n  - id: AWS-0015\n    paths: ["test/*.tf"]\n' },
    [],
  ],
  'Trivy, a file that trivy.yaml names': [
    { 'trivy.yaml': 'ignorefile: .accepted\n', '.accepted': 'AVD-AWS-0015\n' },
    ['trivy AVD-AWS-0015'],
  ],
  'Trivy, a YAML file that trivy.yaml names': [
    {
      'trivy.yaml': 'ignorefile: ci/accepted.yaml\n',
      'ci/accepted.yaml': 'misconfigurations:\n  - id: AWS-0015\n',
    },
    ['trivy AWS-0015'],
  ],
  'Trivy, not .trivyignore where trivy.yaml names another file': [
    { 'trivy.yaml': 'ignorefile: .accepted\n', '.accepted': '', '.trivyignore': 'AVD-AWS-0015\n' },
    [],
  ],
  'Trivy, .trivyignore where trivy.yaml names none': [
    { 'trivy.yaml': 'severity: [HIGH]\n', '.trivyignore': 'AVD-AWS-0015\n' },
    ['trivy AVD-AWS-0015'],
  ],
  'Trivy, not a file outside of its folder': [
    { 'live/trivy.yaml': 'ignorefile: ../.accepted\n', '.accepted': 'AVD-AWS-0015\n' },
    [],
  ],
};

describe("other scanners' configuration files", () => {
  for (const [name, [files, silencedBy]] of Object.entries(cases)) {
    it(name, async () => assert.deepEqual(await wordsThatSilence(files, 'terraform'), silencedBy));
  }

  it('of tfsec say nothing of a template, those of KICS do', async () => {
    const files = { '.tfsec/config.yml': `exclude: [${rule}]`, 'kics.config': `exclude-queries: ${kicsId}` };
    assert.deepEqual(await wordsThatSilence(files, 'cloudformation'), [`kics ${kicsId}`]);
  });
});

async function wordsThatSilence(files: Record<string, string>, language: LanguageId): Promise<string[]> {
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///infra/${path}`, text])),
  );
  const uri = 'file:///infra/live/eu/main.tf';
  const found = await configSuppressions({ uri, language }, 'file:///infra', sources);
  return Promise.all(
    found.map(async ({ tool, uri = '', range }) => {
      const text = (await sources.read(uri))?.text ?? '';
      return `${tool} ${text.slice(range.start, range.end)}`;
    }),
  );
}
