import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { TextEdit } from '../../../../../src/core/iac/fix.ts';
import { textAfter } from '../../../../../src/core/iac/fix.ts';
import { unifiedDifference } from '../../../../../src/core/iac/fixes/difference.ts';
import { TemporaryFolder } from '../../../files/folder.ts';
import { holds } from '../../../holds.ts';

const insert = (offset: number, content: string): TextEdit => ({ offset, length: 0, content });

describe('a unified difference', () => {
  const text = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`).join('');

  it('shows each change with the lines around it, and those that meet in one hunk', () => {
    const edits = [
      insert(text.indexOf('3\n'), 'new\n'),
      { offset: text.indexOf('8\n'), length: 1, content: 'eight' },
      { offset: text.indexOf('20\n'), length: 3, content: '' },
    ];
    assert.equal(
      unifiedDifference('a b/x.tf', text, edits),
      `--- a/a b/x.tf\t
+++ b/a b/x.tf\t
@@ -1,11 +1,12 @@
 1
 2
+new
 3
 4
 5
 6
 7
-8
+eight
 9
 10
 11
@@ -17,4 +18,3 @@
 17
 18
 19
-20
`,
    );
  });

  it('parts two changes whose lines around them do not touch', () => {
    const hunksWith = (between: number) => {
      const lines = Array.from({ length: between + 2 }, (_, index) => `${index}\n`).join('');
      const ends = [insert(0, 'new\n'), insert(lines.length, 'new\n')];
      return unifiedDifference('x', lines, ends).match(/^@@/gm)?.length;
    };
    // The lines between two changes are those around both: three each.
    assert.deepEqual([3, 4, 5].map(hunksWith), [1, 1, 2]);
  });

  it('says where the last line has no end', () => {
    assert.equal(
      unifiedDifference('x', 'a', [insert(1, '\nb')]),
      '--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n',
    );
  });

  it('is empty where nothing changes', () => {
    assert.equal(unifiedDifference('x', text, []), '');
    assert.equal(unifiedDifference('x', text, [{ offset: 0, length: 2, content: '1\n' }]), '');
  });

  it('quotes a name that would be read as something else', () => {
    const [first] = unifiedDifference('a"\\\n\u009b.tf', 'a', [insert(0, 'b')]).split('\n+++');
    assert.equal(first, '--- "a/a\\"\\\\\\012\\302\\233.tf"');
  });

  it('names a file by its whole path as one below the root', () => {
    const [first] = unifiedDifference('/infra/main.tf', 'a', [insert(0, 'b')]).split('\n+++');
    assert.equal(first, '--- a/infra/main.tf');
  });

  it('is what git applies, whatever the edits', function () {
    this.timeout(60_000);
    const folder = new TemporaryFolder();
    const line = fc.constantFrom('a\n', 'b\n', 'a\r\n', '\n', 'long\n');
    const texts = fc.tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('', 'end'));
    const parts = fc.array(
      fc.tuple(fc.nat(12), fc.nat(5), fc.array(fc.constantFrom('x\n', 'a\n', 'y', '\n'), { maxLength: 4 })),
      { maxLength: 4 },
    );
    try {
      holds(
        fc.property(texts, parts, ([lines, end], changes) => {
          const before = lines.join('') + end;
          const edits: TextEdit[] = [];
          let at = 0;
          for (const [gap, length, content] of changes) {
            if (at + gap + length <= before.length) {
              edits.push({ offset: at + gap, length, content: content.join('') });
              at += gap + length;
            }
          }
          const after = textAfter(before, edits) ?? '';
          const difference = unifiedDifference('x', before, edits);
          assert.equal(difference === '', before === after);
          if (difference !== '' && before !== '' && after !== '') {
            const file = folder.write('x', before);
            const options = { cwd: folder.path, input: difference, env: gitAlone };
            execFileSync('git', ['apply', '--whitespace=nowarn', '-'], options);
            assert.equal(readFileSync(file, 'utf8'), after);
          }
        }),
        { numRuns: 60 },
      );
    } finally {
      folder.remove();
    }
  });

  const gitAlone = { ...process.env, GIT_CEILING_DIRECTORIES: join('/'), GIT_CONFIG_NOSYSTEM: '1' };
});
