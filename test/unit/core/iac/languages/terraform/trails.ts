import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import type { Finding } from '../../../../../../src/core/iac/finding.ts';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { describeState } from '../../../../../../src/core/iac/state.ts';
import { MemorySources } from '../../memorySources.ts';

/** What is found in a text. */
export async function findings(text: string): Promise<readonly Finding[]> {
  const document = { uri: 'file:///infra/main.tf', text };
  const analyzer = createAnalyzer({ languages: [createTerraform()], now: () => 0 });
  const { assessments } = await analyzer.analyze(document, new MemorySources({ [document.uri]: text }));
  return assessments.flatMap(one => one.findings);
}

/** What is said of each trail of `main.tf`: its name, state, and the code and severity of each finding. */
export async function said(files: Record<string, string>, of = 'main.tf'): Promise<string[]> {
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///infra/${path}`, text])),
  );
  const analyzer = createAnalyzer({ languages: [createTerraform()], now: () => 0 });
  const document = await sources.read(`file:///infra/${of}`);
  assert.ok(document);
  const { assessments, problems } = await analyzer.analyze(document, sources);
  assert.deepEqual(problems, []);
  return assessments.map(assessment => {
    const findings = assessment.findings.map(({ code, severity }) => `${code} ${severity}`);
    return [assessment.declaration.resource, describeState(assessment), ...findings].join(', ');
  });
}

export const encrypted = ['aws_cloudtrail.t, encrypted'];
export const unknown = ['aws_cloudtrail.t, unknown'];
export const none = ['aws_cloudtrail.t, not-encrypted, no-kms-key warning'];
export const notByDefault = ['aws_cloudtrail.t, conditional, kms-key-conditional warning'];
export const notAlways = ['aws_cloudtrail.t, conditional, kms-key-conditional information'];

/** A trail with this key, and what stands around it. */
export function trail(key: string, rest = '', inside = ''): string {
  return `resource "aws_cloudtrail" "t" {\n  name = "t"\n  ${inside}\n  kms_key_id = ${key}\n}\n${rest}`;
}

export const variable = (name: string, body: string) => `variable "${name}" {\n  ${body}\n}\n`;
export const arn = '"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"';
/** No state: the trail is not there. */
export const nothing: string[] = [];

/** A key whose facts are not looked at, so that only its being there counts; as often as `count` says. */
export const counted = (count: string) =>
  `data "aws_kms_key" "k" {\n  count = ${count}\n  key_id = "alias/logs"\n}\n`;
