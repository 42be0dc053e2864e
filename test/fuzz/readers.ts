import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createAnalyzer } from '../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../src/core/iac/languages/index.ts';
import { casesOf, readCase } from '../unit/core/iac/golden.ts';
import { applyEdits, MemorySources } from '../unit/core/iac/memorySources.ts';
import type { Campaign } from './campaign.ts';

/**
 * Infrastructure code as nobody would write it: real files with parts taken out, doubled, cut off, and put in from other files
 * and languages. Reading never fails, and a fix leaves a text that can be read.
 */
export const readers: Campaign = {
  name: 'readers',
  count: 200,
  property: () =>
    fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.array(change, { minLength: 1, maxLength: 5 }),
      async ({ files, uri }, changes) => {
        const text = changes.reduce(changed, files[uri] ?? '');
        await readAndFix({ ...files, [uri]: text }, uri);
      },
    ),
};

interface Original {
  readonly files: Readonly<Record<string, string>>;
  readonly uri: string;
}

const originals: readonly Original[] = ['terraform', 'cloudformation', 'serverless', 'ansible']
  .flatMap(casesOf)
  .flatMap(folder => {
    const files = readCase(folder);
    return Object.keys(files).map(uri => ({ files, uri }));
  });

const texts = originals.map(({ files, uri }) => files[uri] ?? '');

type Change =
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'double'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'end'; readonly at: number };

const at = fc.double({ min: 0, max: 1, noNaN: true });
const stretch = fc.record({ from: fc.constantFrom(...texts), at, length: fc.nat(400) });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    at,
    text: fc.oneof(
      fc.string({ unit: fc.constantFrom(...'{}[]()"\'$%<>#\n=,.:?!&*|- \\\t\u0000\u202e'), maxLength: 8 }),
      stretch.map(({ from, at, length }) => from.slice(placeIn(from, at), placeIn(from, at) + length)),
    ),
  }),
  fc.record({ kind: fc.constant('remove' as const), at, length: fc.nat(200) }),
  fc.record({ kind: fc.constant('double' as const), at, length: fc.nat(300), times: fc.nat(6) }),
  fc.record({ kind: fc.constant('end' as const), at }),
);

function changed(text: string, change: Change): string {
  const place = placeIn(text, change.at);
  const [before, after] = [text.slice(0, place), text.slice(place)];
  switch (change.kind) {
    case 'insert':
      return before + change.text + after;
    case 'remove':
      return before + after.slice(change.length);
    case 'double':
      return before + after.slice(0, change.length).repeat(change.times) + after;
    case 'end':
      return before;
  }
}

function placeIn(text: string, share: number): number {
  return Math.floor(text.length * share);
}

async function readAndFix(files: Readonly<Record<string, string>>, uri: string): Promise<void> {
  const analyzer = createAnalyzer({ languages: createLanguages(), now: () => 0 });
  const sources = new MemorySources(files);
  const document = await sources.read(uri);
  assert.ok(document);
  const { assessments, problems } = await analyzer.analyze(document, sources);
  assert.deepEqual(problems, []);
  for (const finding of assessments.flatMap(({ findings }) => findings)) {
    const { start, end } = finding.range;
    assert.ok(
      start >= 0 && start <= end && end <= document.text.length,
      `${finding.code} at ${start}-${end}`,
    );
    for (const fix of await analyzer.fixesFor(finding, document, sources, {})) {
      const fixed = new MemorySources(files);
      for (const one of fix.documents) {
        fixed.write(one.uri, applyEdits((await sources.read(one.uri))?.text ?? '', one.edits));
      }
      const again = await fixed.read(uri);
      assert.deepEqual(again && (await analyzer.analyze(again, fixed)).problems, []);
    }
  }
}
