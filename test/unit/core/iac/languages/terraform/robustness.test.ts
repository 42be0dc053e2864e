import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseHcl } from '../../../../../../src/core/iac/formats/hcl/index.ts';
import { holds } from '../../../../holds.ts';
import { assess, blockName, change, type Files, share, texts } from './caseTexts.ts';

describe('Terraform that is broken', () => {
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

/** Names of the trails that a text declares itself, in blocks that this stretch does not touch. */
async function namesOutside(files: Files, uri: string, start: number, end: number): Promise<string[]> {
  const assessments = await assess(files, uri);
  return assessments
    .map(({ declaration }) => declaration)
    .filter(({ whole }) => whole.end < start || whole.start > end)
    .map(({ resource }) => blockName(resource));
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
