import assert from 'node:assert/strict';
import { TextLines } from '../../../../../src/core/base/text.ts';
import type { LanguageId } from '../../../../../src/core/iac/languageTable.ts';
import {
  type Comment,
  type CommentedTrail,
  linesOf,
} from '../../../../../src/core/iac/suppression/commentLines.ts';
import { commentSuppressions, suppressionsIn } from '../../../../../src/core/iac/suppression/index.ts';

describe('comments that silence', () => {
  describe('ours', () => {
    cases({
      'at the end of the header': ['cloudtrail-encryption', inHeader('# cloudtrail-encryption:ignore')],
      'directly above': ['cloudtrail-encryption', above('# cloudtrail-encryption:ignore')],
      'in a stack of comments above': [
        'cloudtrail-encryption',
        above('# cloudtrail-encryption:ignore no-kms-key\n# The auditors know.\n// Really.'),
      ],
      'anywhere inside': ['cloudtrail-encryption', inside('/* cloudtrail-encryption:ignore */')],
      'not with an empty line between': [undefined, above('# cloudtrail-encryption:ignore\n')],
      'not at the end of a line of code above': [undefined, above('x = 1 # cloudtrail-encryption:ignore')],
      'not where it is only mentioned': [undefined, above('# we do not use cloudtrail-encryption:ignore')],
      'not after the block': [undefined, `${block()} # no\n# cloudtrail-encryption:ignore`],
      'not with another word': [undefined, above('# cloudtrail-encryption:ignored')],
      'nothing by a code that is none': [undefined, above('# cloudtrail-encryption:ignore no-kms-keys')],
    });

    const read: readonly (readonly [string, object])[] = [
      ['', {}],
      [' no-kms-key', { codes: ['no-kms-key'] }],
      [' no-kms-key, kms-key-policy', { codes: ['no-kms-key', 'kms-key-policy'] }],
      [' no-kms-key: the logs are public', { codes: ['no-kms-key'], reason: 'the logs are public' }],
      [' -- no customer data', { reason: 'no customer data' }],
      [' No-one reads it', { reason: 'No-one reads it' }],
    ];
    for (const [rest, expected] of read) {
      it(`reads "ignore${rest}"`, () => {
        const [found] = suppressions('terraform', above(`# cloudtrail-encryption:ignore${rest}`));
        assert.ok(found);
        const { tool, range, ...told } = found;
        assert.equal(tool, 'cloudtrail-encryption');
        assert.deepEqual(told, expected);
      });
    }
  });

  describe("Checkov's", () => {
    cases({
      inside: ['checkov', inside('#checkov:skip=CKV_AWS_35:Accepted')],
      'inside, with spaces': ['checkov', inside('# checkov:skip= CKV_AWS_35 : Accepted')],
      'inside, in a list': ['checkov', inside('# checkov:skip=CKV_AWS_67,CKV_AWS_35')],
      'not behind a blank in a list': [undefined, inside('# checkov:skip=CKV_AWS_67, CKV_AWS_35')],
      'before a blank in a list': ['checkov', inside('# checkov:skip=CKV_AWS_35, CKV_AWS_67')],
      'as bridgecrew': ['checkov', inside('# bridgecrew:skip=CKV_AWS_35')],
      'as cortex': ['checkov', inside('# cortex:skip=CKV_AWS_35')],
      'at the end of an attribute': ['checkov', inside('name = "a" # checkov:skip=CKV_AWS_35')],
      'not above': [undefined, above('# checkov:skip=CKV_AWS_35')],
      'not in the header': [undefined, inHeader('# checkov:skip=CKV_AWS_35')],
      'not on the last line': [undefined, block('', '# checkov:skip=CKV_AWS_35 ')],
      'not another rule': [undefined, inside('# checkov:skip=CKV_AWS_36:see CKV_AWS_35')],
      'not a longer id': [undefined, inside('# checkov:skip=CKV_AWS_351')],
      'not a mention': [undefined, inside('# CKV_AWS_35 is wrong here')],
    });
    cases(
      {
        inside: ['checkov', yaml('# checkov:skip=CKV_AWS_35:Accepted')],
        'not in a list': [undefined, yaml('# checkov:skip=CKV_AWS_67,CKV_AWS_35')],
      },
      'cloudformation',
    );
  });

  describe("Trivy's and tfsec's", () => {
    cases({
      'directly above': ['trivy', above('#trivy:ignore:AVD-AWS-0015')],
      'in other case': ['trivy', above('# Trivy:Ignore:avd-aws-0015')],
      'in the header': ['trivy', inHeader('// trivy:ignore:AWS-0015')],
      'in a block comment': [
        'trivy',
        above('/* trivy:ignore:aws-cloudtrail-encryption-customer-managed-key */'),
      ],
      'above the attribute': ['trivy', inside('# trivy:ignore:AWS-0015\n  kms_key_id = null')],
      'at the attribute': ['trivy', inside('kms_key_id = null # trivy:ignore:AWS-0015')],
      stacked: ['trivy', above('# trivy:ignore:AWS-0015\n# trivy:ignore:AWS-0014')],
      'several on a line': ['trivy', above('# trivy:ignore:AWS-0014 trivy:ignore:AWS-0015 accepted')],
      everything: ['trivy', above('# trivy:ignore:*')],
      'a group': ['trivy', above('# trivy:ignore:aws-cloudtrail-*')],
      'with a value that is there': ['trivy', above('# trivy:ignore:AWS-0015[name=audit]')],
      'not with another value': [undefined, above('# trivy:ignore:AWS-0015[name=other]')],
      'in the default workspace': ['trivy', above('# trivy:ignore:AWS-0015:ws:default')],
      'not in another workspace': [undefined, above('# trivy:ignore:AWS-0015:ws:production')],
      'not with a date that is none': [undefined, above('# trivy:ignore:AWS-0015:exp:soon')],
      'not with a negative number in a path': [
        undefined,
        above('# trivy:ignore:AWS-0015[tags.-1.name=audit]'),
      ],
      'with a number in a path': ['trivy', above('# trivy:ignore:AWS-0015[tags.0.name=audit]')],
      'not two lines above': [undefined, above('# trivy:ignore:AWS-0015\n# The auditors know.')],
      'not at the end of the line above': [undefined, above('x = 1 # trivy:ignore:AWS-0015')],
      'not elsewhere inside': [undefined, inside('# trivy:ignore:AWS-0015\n  name = "a"')],
      'not another rule': [undefined, above('# trivy:ignore:AWS-0016')],
      'not a mention': [undefined, above('# see trivy:AWS-0015')],
      'as tfsec': ['tfsec', above('#tfsec:ignore:aws-cloudtrail-enable-at-rest-encryption')],
      'as old tfsec': ['tfsec', above('#tfsec:ignore:AWS065')],
    });

    cases(
      {
        'has no workspaces in a template': ['trivy', yaml('# trivy:ignore:AWS-0015:ws:production', 2)],
      },
      'cloudformation',
    );

    it('until a day', () => {
      const [found] = suppressions(
        'terraform',
        above('# trivy:ignore:AWS-0015:exp:2031-05-01 until the audit'),
      );
      assert.equal(found?.expires, '2031-05-01');
      assert.equal(found?.reason, 'until the audit');
    });
  });

  describe("KICS's", () => {
    const id = '5d9e3164-9265-470c-9a10-57ae454ac0c7';
    cases({
      'for the file': ['kics', `# Licence\n# kics-scan ignore\n${block()}`],
      'as dd-iac-scan': ['kics', `# dd-iac-scan ignore\n${block()}`],
      'by id': ['kics', `# kics-scan disable=aaaa,${id}\n${block()}`],
      'by leaving it out': ['kics', `# kics-scan enable=aaaa\n${block()}`],
      'not where it is left on': [undefined, `# kics-scan enable=${id}\n${block()}`],
      'not another id': [undefined, `# kics-scan disable=aaaa\n${block()}`],
      'not after code': [undefined, `x = 1\n# kics-scan ignore\n${block()}`],
      'not for the file from inside': [undefined, inside('# kics-scan ignore')],
      'for a block': ['kics', `x = 1\n${above('# kics-scan ignore-block')}`],
      'for a line': ['kics', above('# kics-scan ignore-line')],
      'for a line, over empty ones': ['kics', above('# kics-scan ignore-line\n\n')],
      'for a line, not over code': [undefined, above('# kics-scan ignore-line\nx = 1\n')],
      'for a block, not over an empty line': [undefined, above('# kics-scan ignore-block\n')],
      'for the line of the attribute': ['kics', inside('# kics-scan ignore-line\n  kms_key_id = null')],
      'not for another line': [undefined, inside('# kics-scan ignore-line\n  kms = 1\n  kms_key_id = null')],
    });
    cases({ 'for the properties': ['kics', yaml('# kics-scan ignore-block', 4)] }, 'cloudformation');
  });

  describe("Terrascan's and Semgrep's", () => {
    cases({
      'Terrascan inside': ['terrascan', inside('#ts:skip=AC_AWS_0033 accepted')],
      'Terrascan, old id': ['terrascan', inside('#ts:skip=AWS.CloudTrail.Logging.High.0399')],
      'Terrascan not above': [undefined, above('#ts:skip=AC_AWS_0033')],
      'Terrascan, not another rule': [undefined, inside('#ts:skip=AC_AWS_0034')],
      'Semgrep in the header': ['semgrep', inHeader('# nosemgrep')],
      'Semgrep above, by id': [
        'semgrep',
        above(
          '# nosemgrep: terraform.aws.security.aws-cloudtrail-encrypted-with-cmk.aws-cloudtrail-encrypted-with-cmk',
        ),
      ],
      'Semgrep, one of several': ['semgrep', above('# nosemgrep: other, aws-cloudtrail-encrypted-with-cmk')],
      'Semgrep, not another rule': [undefined, above('# nosemgrep: other-rule')],
      'Semgrep, not inside': [undefined, inside('# nosemgrep')],
    });
    cases({ 'Semgrep has no such rule': [undefined, yaml('# nosemgrep')] }, 'cloudformation');
  });

  it('are looked at a few times each, however many stand above a trail', () => {
    const lines = ['# cloudtrail-encryption:ignore', '# trivy:ignore:AWS-0015', '# kics-scan ignore-line'];
    const steps = [300, 600, 1200, 2400].map(count =>
      stepsOver(above(Array.from({ length: count }, (_, index) => lines[index % 3]).join('\n'))),
    );
    const [first = 0] = steps;
    assert.ok(first > 0);
    assert.deepEqual(
      steps.map((count, index) => Math.round(count / (first * 2 ** index))),
      [1, 1, 1, 1],
    );
  });

  it('say where they are written', () => {
    const text = above('/*\n * Licence\n * trivy:ignore:AWS-0015 */');
    const [found] = suppressions('terraform', text);
    assert.equal(found && text.slice(found.range.start, found.range.end), 'trivy:ignore:AWS-0015');
  });
});

function cases(
  table: Record<string, readonly [string | undefined, string]>,
  language: LanguageId = 'terraform',
) {
  for (const [name, [tool, text]] of Object.entries(table)) {
    it(name, () =>
      assert.deepEqual(
        suppressions(language, text).map(one => one.tool),
        tool ? [tool] : [],
      ),
    );
  }
}

/** A trail with lines above its header, at it, inside it and at its end. */
function block(body = '', end = '', header = ''): string {
  return `resource "aws_cloudtrail" "main" { ${header}\n  name = "audit"\n  ${body}\n${end}}\n`;
}

function above(lines: string): string {
  return `locals {}\n\n${lines}\n${block()}`;
}

function inside(lines: string): string {
  return `locals {}\n${block(lines)}`;
}

function inHeader(comment: string): string {
  return `locals {}\n${block('', '', comment)}`;
}

function yaml(comment: string, line = 5): string {
  const lines = ['Resources:', '  Other:', '    Type: X', '  Trail:', '    Type: AWS::CloudTrail::Trail'];
  lines.push('    Properties:', '      TrailName: audit');
  lines.splice(line + 1, 0, `    ${comment}`);
  return lines.join('\n');
}

/** How often all readers together look at a comment, or ask whether a line holds one alone. */
function stepsOver(text: string): number {
  let steps = 0;
  const lines = linesOf(scopeOf('terraform', text));
  const { alone } = lines;
  const found = suppressionsIn({
    ...lines,
    comments: lines.comments.map(comment => ({
      ...comment,
      get line() {
        steps++;
        return comment.line;
      },
    })),
    alone: Object.assign(new Set(alone), {
      has: (line: number) => {
        steps++;
        return alone.has(line);
      },
    }),
  });
  assert.ok(found.length > 0);
  return steps;
}

function suppressions(language: LanguageId, text: string) {
  return commentSuppressions(scopeOf(language, text));
}

/** Stands in for a parser: finds the one trail of the text and its comments. */
function scopeOf(language: LanguageId, text: string): CommentedTrail {
  const start = language === 'terraform' ? text.indexOf('resource') : text.indexOf('Trail:');
  const end = language === 'terraform' ? text.indexOf('\n}') + 2 : text.length;
  const closing = language === 'terraform' ? text.indexOf('}', text.indexOf('\n', start)) + 1 : end;
  const attribute = text.indexOf('kms_key_id', start);
  return {
    language,
    text,
    lines: new TextLines(text),
    parsed: { comments: commentsOf(text) },
    header: { start, end: text.indexOf('\n', start) },
    whole: { start, end: Math.max(closing, start) },
    keyAttribute: attribute < 0 ? undefined : { start: attribute, end: text.indexOf('\n', attribute) },
  };
}

function commentsOf(text: string): Comment[] {
  return [...text.matchAll(/(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//g)].map(found => ({
    range: { start: found.index, end: found.index + found[0].length },
    text: found[0].replace(/^(?:#|\/\/|\/\*)|\*\/$/g, ''),
  }));
}
