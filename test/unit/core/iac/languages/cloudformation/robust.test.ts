import assert from 'node:assert/strict';
import { type Analyzer, createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import type { Assessment } from '../../../../../../src/core/iac/finding.ts';
import { createCloudFormation } from '../../../../../../src/core/iac/languages/cloudformation/index.ts';
import { createSam } from '../../../../../../src/core/iac/languages/sam/index.ts';
import { createServerless } from '../../../../../../src/core/iac/languages/serverless/index.ts';
import { casesOf, readCase } from '../../golden.ts';
import { MemorySources } from '../../memorySources.ts';

type Files = Record<string, string>;

const cases: readonly Files[] = ['cloudformation', 'sam', 'serverless'].flatMap(casesOf).map(readCase);
const texts = cases.flatMap(files => Object.keys(files).map(uri => ({ files, uri, text: files[uri] ?? '' })));

function analyzer(): Analyzer {
  return createAnalyzer({
    languages: [createCloudFormation(), createSam(), createServerless()],
    now: () => 0,
  });
}

async function read(files: Files, uri: string): Promise<readonly Assessment[]> {
  const sources = new MemorySources(files);
  const document = await sources.read(uri);
  assert.ok(document);
  const { assessments, problems } = await analyzer().analyze(document, sources);
  assert.deepEqual(problems, []);
  for (const { declaration } of assessments) {
    const { header, whole, keyAttribute } = declaration;
    for (const range of [header, whole, keyAttribute ?? header]) {
      assert.ok(range.start >= 0 && range.start <= range.end && range.end <= document.text.length);
    }
  }
  return assessments;
}

const names = (assessments: readonly Assessment[]) =>
  assessments.map(({ declaration }) => declaration.resource);

describe('Templates that are being typed', () => {
  it('keep their other trails when a line inside one resource goes', async () => {
    for (const one of texts) {
      const before = await read(one.files, one.uri);
      const lines = one.text.split('\n');
      let offset = 0;
      for (const [index, line] of lines.entries()) {
        const start = offset;
        offset += line.length + 1;
        // Strictly inside: the line of the resource's name, and the one that closes it, belong to its surroundings.
        const inside = before.filter(
          ({ declaration: { header, whole } }) => header.end < start && start + line.length < whole.end,
        );
        const others = before.filter(
          assessment =>
            !inside.includes(assessment) &&
            !assessment.declaration.related.some(({ uri }) => uri !== one.uri) &&
            !isCopy(assessment, one.text) &&
            !/&\w|\*\w/.test(line),
        );
        // Each third line, another third in each text.
        if (inside.length !== 1 || others.length === 0 || (index + lines.length) % 3 !== 0) {
          continue;
        }
        const text = [...lines.slice(0, index), ...lines.slice(index + 1)].join('\n');
        const after = names(await read({ ...one.files, [one.uri]: text }, one.uri));
        const lost = names(others).filter(name => !after.includes(name));
        assert.deepEqual(lost, [], `${one.uri} without line ${index + 1}: ${line}`);
      }
    }
  });
});

/** `Copy: *trail` is what the original is. */
function isCopy({ declaration: { whole } }: Assessment, text: string): boolean {
  return /:\s*\*\w+$/.test(text.slice(whole.start, whole.end));
}
