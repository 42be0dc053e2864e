import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { type Analyzer, createAnalyzer } from '../../../../../src/core/iac/analyze.ts';
import { createCloudFormation } from '../../../../../src/core/iac/cloudformation/index.ts';
import type { Assessment } from '../../../../../src/core/iac/finding.ts';
import { createSam } from '../../../../../src/core/iac/sam/index.ts';
import { createServerless } from '../../../../../src/core/iac/serverless/index.ts';
import { casesOf, readCase } from '../golden.ts';
import { applyEdits, MemorySources } from '../memorySources.ts';

type Files = Record<string, string>;

const cases: readonly Files[] = ['cloudformation', 'sam', 'serverless'].flatMap(casesOf).map(readCase);
const texts = cases.flatMap(files => Object.keys(files).map(uri => ({ files, uri, text: files[uri] ?? '' })));
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

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

describe('Fixes of templates', () => {
  it('leave well-formed texts well-formed, and have nothing left to do', async () => {
    for (const one of texts) {
      const sources = new MemorySources(one.files);
      const document = await sources.read(one.uri);
      assert.ok(document);
      const engine = analyzer();
      const { assessments } = await engine.analyze(document, sources);
      for (const finding of assessments.flatMap(({ findings }) => findings)) {
        for (const fix of await engine.fixesFor(finding, document, sources, { keyArn })) {
          const changed: Files = { ...one.files };
          for (const { uri, edits } of fix.documents) {
            changed[uri] = applyEdits(changed[uri] ?? '', edits);
            assert.ok(
              !isWellFormed(one.files[uri] ?? '') || isWellFormed(changed[uri] ?? ''),
              `${uri} after ${fix.action.kind}:\n${changed[uri]}`,
            );
            assert.deepEqual(lineEndings(changed[uri] ?? ''), lineEndings(one.files[uri] ?? ''));
          }
          const after = await read(changed, one.uri);
          const again = after.find(
            ({ declaration }) => declaration.resource === finding.declaration.resource,
          );
          assert.ok(!again?.findings.some(({ code }) => fix.answers.includes(code)));
        }
      }
    }
  });
});

function isWellFormed(text: string): boolean {
  if (/^\s*\{/.test(text)) {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
  return parseAllDocuments(text, { logLevel: 'silent' }).every(
    one => !('errors' in one) || one.errors.length === 0,
  );
}

function lineEndings(text: string): string[] {
  return [...new Set(text.match(/\r\n|\n|\r/g) ?? [])].slice(0, text.includes('\n') ? 2 : 0);
}
