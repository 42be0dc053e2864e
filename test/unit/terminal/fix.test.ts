import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScanner, ScannedFolder, scannerProgram } from './scanner.ts';

const trail = (name: string, more = '') =>
  `resource "aws_cloudtrail" "${name}" {\n  name           = "${name}"\n  s3_bucket_name = "logs"\n${more}}\n`;
const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const configured = JSON.stringify({ defaultKey: { terraform: arn } });

const planned = {
  address: 'aws_cloudtrail.p',
  mode: 'managed',
  type: 'aws_cloudtrail',
  name: 'p',
  provider_name: 'registry.terraform.io/hashicorp/aws',
};
const values = { name: 'p', s3_bucket_name: 'logs', kms_key_id: null };
/** Nothing is mended in a plan. */
const plan = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.9.0',
  planned_values: { root_module: { resources: [{ ...planned, values }] } },
  resource_changes: [
    { ...planned, change: { actions: ['create'], before: null, after: values, after_unknown: {} } },
  ],
  configuration: {
    root_module: {
      resources: [
        {
          ...planned,
          expressions: { name: { constant_value: 'p' }, s3_bucket_name: { constant_value: 'logs' } },
        },
      ],
    },
  },
});

describe('the fixes of the scanner', function () {
  this.timeout(120_000);
  const folder = new ScannedFolder();
  const read = (path: string) => readFileSync(join(folder.path, path), 'utf8');
  before(scannerProgram);
  afterEach(() => folder.remove());

  it('print a difference that git applies, and change nothing', async () => {
    const text = trail('a').replaceAll('\n', '\r\n');
    const { code, out, err } = await folder.scanned(
      { 'in/main.tf': text, '.cloudtrail-encryption.json': configured },
      ['--fix'],
    );
    assert.equal(code, 1, 'the findings are still there');
    assert.equal(
      out,
      `--- a/in/main.tf
+++ b/in/main.tf
@@ -1,4 +1,5 @@
 resource "aws_cloudtrail" "a" {\r
   name           = "a"\r
   s3_bucket_name = "logs"\r
+  kms_key_id     = "${arn}"\r
 }\r
`,
    );
    assert.equal(err, `in/main.tf: aws_cloudtrail.a: Encrypt with ${arn} (no-kms-key)\n`);
    assert.equal(read('in/main.tf'), text);
    execFileSync('git', ['apply', '-'], { cwd: folder.path, input: out });
    assert.deepEqual(await folder.again(['--fix']), { code: 0, out: '', err: '' });
  });

  it('are written, and the report says what is left', async () => {
    const accepted = `# cloudtrail-encryption:ignore no-kms-key sandbox\n${trail('accepted')}`;
    const files = {
      'main.tf': trail('a') + trail('b'),
      'accepted.tf': accepted,
      'known.tf': trail('known'),
      'open.tf': trail('open', '  kms_key_id = data.external.key.result\n'),
      '.cloudtrail-encryption.json': configured,
      'plan.json': plan,
    };
    await folder.scanned(files, ['known.tf', '--write-baseline', 'known.json']);
    const { code, out, err } = await folder.again(['--fix', '--write', '--baseline', 'known.json']);
    assert.equal(err.split('\n').filter(line => line.startsWith('main.tf: ')).length, 2, err);
    assert.equal(
      read('main.tf'),
      trail('a', `  kms_key_id     = "${arn}"\n`) + trail('b', `  kms_key_id     = "${arn}"\n`),
    );
    assert.equal(read('accepted.tf'), accepted);
    assert.equal(read('known.tf'), files['known.tf']);
    assert.equal(read('open.tf'), files['open.tf']);
    assert.equal(code, 1);
    assert.match(out, /^plan\.json:\d+:\d+ {2}warning .* no-kms-key$/m);
    assert.match(out, /1 finding \(1 warning\), 1 in the baseline, 1 ignored/);
  });

  it('of a text from standard input are printed for the file that it stands for', async () => {
    const { out } = await folder.scanned({ '.cloudtrail-encryption.json': configured });
    assert.match(out, /^No trails/);
    const fixed = await runScanner(
      ['-', '--stdin-filename', 'new/main.tf', '--fix'],
      folder.path,
      trail('a'),
    );
    assert.match(fixed.out, /^--- a\/new\/main\.tf\n\+\+\+ b\/new\/main\.tf\n@@ -1,4 \+1,5 @@\n/);
    assert.equal(fixed.code, 1);
    folder.write('.cloudtrail-encryption.json', '{"diagnostics.exclude": ["new"]}');
    const excluded = await runScanner(['-', '--stdin-filename', 'new/main.tf'], folder.path, trail('a'));
    assert.deepEqual(excluded, { code: 0, out: 'No trails. 1 file scanned.\n', err: '' });
  });
});
