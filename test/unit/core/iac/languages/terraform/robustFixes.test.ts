import assert from 'node:assert/strict';
import { basename } from 'node:path';
import fc from 'fast-check';
import type { Assessment, Finding } from '../../../../../../src/core/iac/finding.ts';
import type { Fix } from '../../../../../../src/core/iac/fix.ts';
import { parseHcl } from '../../../../../../src/core/iac/formats/hcl/index.ts';
import { holds } from '../../../../holds.ts';
import { casesOf, readCase } from '../../golden.ts';
import { applyEdits, MemorySources } from '../../memorySources.ts';
import { analyzer, assess, blockName, change, type Files, jsonTexts, share, texts } from './caseTexts.ts';

describe('fixes of Terraform', () => {
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

/** Every block is closed that was closed before, and nothing is broken. */
function isWhole(text: string, before: string): boolean {
  const open = (one: string) => parseHcl(one).body.blocks.filter(block => !block.closed).length;
  return open(text) === open(before);
}
