import assert from 'node:assert/strict';
import { basename } from 'node:path';
import fc from 'fast-check';
import type { TextRange } from '../../../../../../src/core/base/text.ts';
import { type Analyzer, createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import type { Assessment } from '../../../../../../src/core/iac/finding.ts';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { casesOf, readCase } from '../../golden.ts';
import { MemorySources } from '../../memorySources.ts';

/* The texts of all cases of Terraform, to be broken in a test. */

export type Files = Record<string, string>;

export const analyzer: Analyzer = createAnalyzer({
  languages: [createTerraform()],
  now: () => Date.parse('2026-01-01'),
});

/** What is said of a text, whose ranges lie where they have to. `gaveUp`: the trails that may be too much to evaluate. */
export async function assess(
  files: Files,
  uri: string,
  gaveUp: readonly string[] = [],
): Promise<readonly Assessment[]> {
  const sources = new MemorySources(files);
  const document = await sources.read(uri);
  assert.ok(document);
  const { assessments, problems } = await analyzer.analyze(document, sources);
  assert.deepEqual(
    problems.filter(({ resource }) => resource === undefined || !gaveUp.includes(resource)),
    [],
  );
  for (const assessment of assessments) {
    assertRanges(assessment, files);
  }
  return assessments;
}

/** What is underlined, hovered over and pointed at lies inside its own text, and the parts of a declaration in it. */
function assertRanges({ declaration, findings }: Assessment, files: Files): void {
  const { uri, header, whole, keyAttribute, related } = declaration;
  const isIn = (range: TextRange, outer: TextRange) =>
    outer.start <= range.start && range.start < range.end && range.end <= outer.end;
  const textOf = (one: string): TextRange => ({ start: 0, end: files[one]?.length ?? 0 });
  assert.ok(isIn(whole, textOf(uri)), `${declaration.resource} lies outside its text`);
  assert.ok(isIn(header, whole), `the header of ${declaration.resource}`);
  for (const one of [...related, ...findings.flatMap(finding => finding.related)]) {
    assert.ok(isIn(one.range, textOf(one.uri)), `${one.kind} ${one.name} of ${declaration.resource}`);
  }
  for (const range of [keyAttribute, ...findings.map(finding => finding.range)]) {
    assert.ok(!range || isIn(range, textOf(uri)), `the key of ${declaration.resource}`);
  }
}

interface CaseFile {
  readonly name: string;
  readonly files: Files;
  readonly uri: string;
}

/** Every file of every case with one of these names, with the files around it. */
function filesNamed(pattern: RegExp): readonly CaseFile[] {
  return casesOf('terraform').flatMap(folder => {
    const files = readCase(folder);
    return Object.keys(files)
      .filter(uri => pattern.test(uri))
      .map(uri => ({ name: `${basename(folder)}/${basename(uri)}`, files, uri }));
  });
}

export const texts = filesNamed(/\.(?:tf|tofu)$/);
export const jsonTexts = filesNamed(/\.(?:tf|tofu)\.json$/);

/** A few of the characters that make syntax. */
export const change = fc.string({ unit: fc.constantFrom(...'{}[]()"$%<#\n=,.:? a\\-'), maxLength: 6 });
/** Where in a text. */
export const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Without the instance. */
export function blockName(resource: string): string {
  return resource.replace(/\[.*/, '');
}
