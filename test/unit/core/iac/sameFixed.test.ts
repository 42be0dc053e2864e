import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Analyzer, createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import { fixAll } from '../../../../src/core/iac/analysis/fixAll.ts';
import type { Finding } from '../../../../src/core/iac/finding.ts';
import { createLanguages } from '../../../../src/core/iac/languages/index.ts';
import { readCase } from './golden.ts';
import { applyEdits, MemorySources } from './memorySources.ts';
import { dialects, situations } from './situations.ts';
import { assertSound } from './sound.ts';

/*
 * *Fix All* of each situation of `test/fixtures/iac/same`, in every language: what is left has no preferred fix, neither before nor
 * after the others were applied, and nothing new is found. A finding that becomes information, because callers are fixed, may stay.
 */

describe('fixing everything of a situation in every language', () => {
  for (const { name, folder } of situations()) {
    for (const dialect of dialects.filter(one => existsSync(join(folder, one)))) {
      it(`${name}: ${dialect}`, () => assertFixed(readCase(join(folder, dialect))));
    }
  }
});

async function assertFixed(files: Record<string, string>): Promise<void> {
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => Date.parse('2026-01-01'),
    rootOf: () => 'file:///case',
  });
  const before = new MemorySources(files);
  const found = await findingsIn(analyzer, before);
  const { after, apart } = await fixed(analyzer, before);
  const left = await findingsIn(analyzer, after);
  const known = found.map(nameOf);
  assert.deepEqual(
    left.map(nameOf).filter(one => !known.includes(one)),
    [],
    'it was not there before',
  );
  const names = left.filter(({ severity }) => severity !== 'information').map(nameOf);
  const wanted = found.filter(one => names.includes(nameOf(one)) && !apart.includes(nameOf(one)));
  assert.deepEqual(await mendableOf(analyzer, before, wanted), [], 'a fix of its own would have cleared it');
  assert.deepEqual(
    await mendableOf(
      analyzer,
      after,
      left.filter(one => !apart.includes(nameOf(one))),
    ),
    [],
    'it can be fixed still',
  );
}

/** The files after all fixes, and what is left alone because its fix would hide a trail that has none. */
async function fixed(
  analyzer: Analyzer,
  before: MemorySources,
): Promise<{ readonly after: MemorySources; readonly apart: readonly string[] }> {
  const { documents, left } = await fixAll({
    uris: before.documents.map(({ uri }) => uri),
    analyzer,
    sources: before,
    reported: (_, assessments) => assessments.flatMap(({ findings }) => findings),
    contextFor: () => ({}),
  });
  assert.deepEqual(
    left.filter(({ reason }) => reason === 'given-up' || reason === 'unread'),
    [],
  );
  const after = before.copy();
  for (const { before: document, edits } of documents) {
    const { text } = after.write(document.uri, applyEdits(document.text, edits));
    assertSound(document.uri, document.text, text);
  }
  const hidden = left.flatMap(({ uri, reason }) => (reason === 'no-fix' ? [uri] : []));
  const apart = left.flatMap(({ uri, finding, reason }) =>
    finding && reason === 'not-together' && hidden.some(one => one !== uri) ? [nameOf(finding)] : [],
  );
  return { after, apart };
}

async function findingsIn(analyzer: Analyzer, sources: MemorySources): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  for (const document of sources.documents) {
    const { assessments, problems } = await analyzer.analyze(document, sources);
    assert.deepEqual(problems, []);
    all.push(...assessments.flatMap(({ findings }) => findings));
  }
  return all;
}

/** The findings that have a preferred fix, by their names. */
async function mendableOf(
  analyzer: Analyzer,
  sources: MemorySources,
  findings: readonly Finding[],
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const finding of findings) {
    const document = await sources.read(finding.declaration.uri);
    assert.ok(document);
    const fixes = await analyzer.fixesFor(finding, document, sources, {});
    if (fixes.some(({ preferred }) => preferred)) {
      names.push(nameOf(finding));
    }
  }
  return names;
}

function nameOf({ code, declaration: { uri, resource } }: Finding): string {
  return `${code} at ${resource} in ${uri}`;
}
