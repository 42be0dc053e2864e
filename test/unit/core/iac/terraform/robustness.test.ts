import assert from 'node:assert/strict';
import { basename } from 'node:path';
import fc from 'fast-check';
import type { TextRange } from '../../../../../src/core/base/text.ts';
import { type Analyzer, createAnalyzer } from '../../../../../src/core/iac/analyze.ts';
import type { Assessment, Finding } from '../../../../../src/core/iac/finding.ts';
import type { Fix } from '../../../../../src/core/iac/fix.ts';
import { parseHcl } from '../../../../../src/core/iac/formats/hcl/index.ts';
import { createTerraform } from '../../../../../src/core/iac/terraform/index.ts';
import { holds } from '../../../holds.ts';
import { casesOf, readCase } from '../golden.ts';
import { applyEdits, MemorySources } from '../memorySources.ts';

type Files = Record<string, string>;

const analyzer: Analyzer = createAnalyzer({
  languages: [createTerraform()],
  now: () => Date.parse('2026-01-01'),
});

/** `gaveUp`: the trails that may be too much to evaluate. */
async function assess(
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

/** Names of the trails that a text declares itself, in blocks that this stretch does not touch. */
async function namesOutside(files: Files, uri: string, start: number, end: number): Promise<string[]> {
  const assessments = await assess(files, uri);
  return assessments
    .map(({ declaration }) => declaration)
    .filter(({ whole }) => whole.end < start || whole.start > end)
    .map(({ resource }) => blockName(resource));
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

const texts = filesNamed(/\.(?:tf|tofu)$/);
const jsonTexts = filesNamed(/\.(?:tf|tofu)\.json$/);

/** A few of the characters that make syntax. */
const change = fc.string({ unit: fc.constantFrom(...'{}[]()"$%<#\n=,.:? a\\-'), maxLength: 6 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('terraform: broken text', () => {
  for (const { name, files, uri } of texts.filter(one => !one.name.startsWith('broken'))) {
    it(`finds the other trails when a line of ${name} is missing: each third`, async () => {
      const text = files[uri] ?? '';
      for (let start = 0, line = text.length; start < text.length; line++) {
        const next = text.indexOf('\n', start);
        const end = next === -1 ? text.length : next + 1;
        // A comment that loses one of its marks takes or gives back what it held: that is what the text then says.
        if (line % 3 === 0 && !/\/\*|\*\//.test(text.slice(start, end))) {
          const left = await assess({ ...files, [uri]: text.slice(0, start) + text.slice(end) }, uri);
          const found = left.map(({ declaration }) => blockName(declaration.resource));
          const block = blockAround(text, start, end);
          const missing = (await namesOutside(files, uri, block.start, block.end)).filter(
            one => !found.includes(one) && !one.startsWith('module.') && !isGone(text.slice(start, end)),
          );
          assert.deepEqual(missing, [], `without ${JSON.stringify(text.slice(start, end))}`);
        }
        start = end;
      }
    });
  }

  it('reads any beginning of any text', async () => {
    await holds(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (one, part) => {
          const text = one.files[one.uri] ?? '';
          const cut = Math.floor(text.length * part);
          const found = await assess({ ...one.files, [one.uri]: text.slice(0, cut) }, one.uri);
          const names = found.map(({ declaration }) => blockName(declaration.resource));
          const made = await namesOutside(one.files, one.uri, -1, -1);
          const whole = parseHcl(text)
            .body.blocks.filter(block => block.range.end <= cut && block.closed)
            .filter(block => block.labels[0]?.text === 'aws_cloudtrail' && block.type === 'resource')
            .map(block => `aws_cloudtrail.${block.labels[1]?.text}`);
          const created = whole.filter(name => made.includes(name) && !names.includes(name));
          assert.deepEqual(one.name.startsWith('override') ? [] : created, []);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds the other trails after any change inside one block', async () => {
    await holds(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        share,
        share,
        change,
        async (one, from, length, inserted) => {
          const text = one.files[one.uri] ?? '';
          const blocks = parseHcl(text).body.blocks.filter(block => block.closed);
          const block = blocks[Math.floor(from * (blocks.length - 1))];
          if (!block || one.name.startsWith('broken')) {
            return;
          }
          const { start, end } = block.inner;
          const at = start + Math.floor((end - start) * length);
          const until = Math.min(at + Math.floor(length * 5), end);
          const changed = text.slice(0, at) + inserted + text.slice(until);
          const found = await assess({ ...one.files, [one.uri]: changed }, one.uri);
          const names = found.map(({ declaration }) => blockName(declaration.resource));
          const expected = (
            await namesOutside(one.files, one.uri, block.range.start, block.range.end)
          ).filter(name => !name.startsWith('module.'));
          const missing = expected.filter(name => !names.includes(name));
          assert.deepEqual(missing, []);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('ends on what nobody writes', async () => {
    const deep = (open: string, close: string) => `${open.repeat(3000)}1${close.repeat(3000)}`;
    const chain = Array.from({ length: 100 }, (_, index) => `var.v${index} ? "k${index}" : `).join('');
    const variables = Array.from(
      { length: 100 },
      (_, index) => `variable "v${index}" {\n  type = bool\n}\n`,
    ).join('');
    const values = [
      deep('(', ')'),
      deep('[', ']'),
      deep('{a=', '}'),
      deep('!', ''),
      `"${'${"'.repeat(500)}`,
      `${chain}null`,
      'setproduct(range(4000), range(4000))',
      `[for a in range(4000) : [for b in range(4000) : a]]`,
      `[for a in range(4000) : var.v1 || var.v2 || var.v3 || var.v4 || var.v5 || var.v6 || var.v7 ? a : null][0]`,
    ];
    for (const value of values) {
      const uri = 'file:///case/main.tf';
      const text = `resource "aws_cloudtrail" "t" {\n  kms_key_id = ${value}\n}\n\nresource "aws_cloudtrail" "u" {\n}\n${variables}`;
      const found = await assess({ [uri]: text }, uri, ['aws_cloudtrail.t']);
      assert.deepEqual(
        found.map(({ declaration }) => declaration.resource),
        ['aws_cloudtrail.t', 'aws_cloudtrail.u'],
      );
    }
  });
});

describe('terraform: broken JSON', () => {
  for (const { name, files, uri } of jsonTexts) {
    it(`reads ${name} when any line is missing`, async () => {
      const lines = (files[uri] ?? '').split(/(?<=\n)/);
      for (const index of lines.keys()) {
        await assess({ ...files, [uri]: lines.filter((_, other) => other !== index).join('') }, uri);
      }
    });
  }

  it('finds the trails that any beginning of a text holds whole', async () => {
    await holds(
      fc.asyncProperty(fc.constantFrom(...jsonTexts), share, async ({ files, uri }, part) => {
        const text = files[uri] ?? '';
        const cut = Math.floor(text.length * part);
        const whole = (await assess(files, uri)).filter(({ declaration }) => declaration.whole.end <= cut);
        const found = await assess({ ...files, [uri]: text.slice(0, cut) }, uri);
        const names = found.map(({ declaration }) => declaration.resource);
        assert.deepEqual(
          whole.map(({ declaration }) => declaration.resource).filter(name => !names.includes(name)),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  it('reads any change', async () => {
    await holds(
      fc.asyncProperty(
        fc.constantFrom(...jsonTexts),
        share,
        change,
        async ({ files, uri }, part, inserted) => {
          const text = files[uri] ?? '';
          const at = Math.floor(text.length * part);
          await assess({ ...files, [uri]: text.slice(0, at) + inserted + text.slice(at + 2) }, uri);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('terraform: fixes', () => {
  it('of a text that somebody is changing leave every other trail and open no block', async () => {
    await holds(
      fc.asyncProperty(
        fc.constantFrom(...texts, ...jsonTexts),
        share,
        change,
        async ({ files: before, uri }, part, inserted) => {
          const text = before[uri] ?? '';
          const at = Math.floor(text.length * part);
          const files = { ...before, [uri]: text.slice(0, at) + inserted + text.slice(at + 1) };
          const assessments = await assess(files, uri);
          const sources = new MemorySources(files);
          const document = await sources.read(uri);
          assert.ok(document);
          for (const finding of assessments.flatMap(one => one.findings)) {
            for (const fix of await analyzer.fixesFor(finding, document, sources)) {
              const fixed = { ...files, ...applied(fix, files) };
              const left = await assess(fixed, uri);
              assert.deepEqual(namesOf(left), namesOf(assessments), `after ${fix.action.kind}`);
              assert.ok(!isSaid(left, finding), `${finding.code} is left after ${fix.action.kind}`);
              for (const { uri: changed } of fix.documents.filter(one => !one.uri.endsWith('.json'))) {
                assert.ok(
                  isWhole(fixed[changed] ?? '', files[changed] ?? ''),
                  `${fix.action.kind} opens a block`,
                );
              }
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  for (const folder of casesOf('terraform')) {
    it(`change ${basename(folder)} once only`, async () => {
      const files = readCase(folder);
      for (const uri of Object.keys(files).filter(one => /\.(?:tf|tofu)(?:\.json)?$/.test(one))) {
        for (const finding of (await assess(files, uri)).flatMap(one => one.findings)) {
          const context = { keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234' };
          const sources = new MemorySources(files);
          const document = await sources.read(uri);
          assert.ok(document);
          for (const fix of await analyzer.fixesFor(finding, document, sources, context)) {
            const after = new MemorySources(files);
            for (const { uri: changed, edits } of fix.documents) {
              const text = applyEdits(files[changed] ?? '', edits);
              assert.ok(changed.endsWith('.json') ? JSON.parse(text) : isWhole(text, files[changed] ?? ''));
              after.write(changed, text);
            }
            const again = await after.read(uri);
            assert.ok(again);
            const { assessments } = await analyzer.analyze(again, after);
            const same = assessments.find(
              ({ declaration }) => declaration.resource === finding.declaration.resource,
            );
            const left = same?.findings.map(({ code }) => code) ?? [];
            assert.ok(!left.includes(finding.code), `${finding.code} is left after ${fix.action.kind}`);
            const moved = same
              ? { ...finding, declaration: { ...finding.declaration, header: same.declaration.header } }
              : finding;
            const second = await analyzer.fixesFor(moved, again, after, context);
            assert.deepEqual(second, [], `${fix.action.kind} is offered once more`);
          }
        }
      }
    });
  }
});

function applied(fix: Fix, files: Files): Files {
  return Object.fromEntries(
    fix.documents.map(({ uri, edits }) => [uri, applyEdits(files[uri] ?? '', edits)]),
  );
}

function isSaid(assessments: readonly Assessment[], { code, declaration }: Finding): boolean {
  return assessments
    .filter(one => one.declaration.resource === declaration.resource)
    .some(({ findings }) => findings.some(finding => finding.code === code));
}

function namesOf(assessments: readonly Assessment[]): readonly string[] {
  return assessments.map(({ declaration }) => blockName(declaration.resource)).sort();
}

/** Without the instance. */
function blockName(resource: string): string {
  return resource.replace(/\[.*/, '');
}

/** The block that a line is a part of; blanks may stand before its first. */
function blockAround(text: string, start: number, end: number): { start: number; end: number } {
  const block = parseHcl(text).body.blocks.find(one => one.range.start < end && start <= one.range.end);
  return block?.range ?? { start, end: start };
}

/** Without this line a trail is made under other terms, or not at all. */
function isGone(line: string): boolean {
  return /count|for_each/.test(line);
}

/** Every block is closed that was closed before, and nothing is broken. */
function isWhole(text: string, before: string): boolean {
  const open = (one: string) => parseHcl(one).body.blocks.filter(block => !block.closed).length;
  return open(text) === open(before);
}
