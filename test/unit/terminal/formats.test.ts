import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { assertSarif } from './sarifSchema.ts';
import { runScanner, ScannedFolder, scannerProgram, withoutKey } from './scanner.ts';

const withKey = withoutKey.replace(
  '}',
  '  kms_key_id     = "arn:aws:kms:eu-west-1:123456789012:key/mrk-1"\n}',
);
const accepted = `# cloudtrail-encryption:ignore no-kms-key nothing secret\n${withoutKey}`;
const managed = withoutKey.replace('}', '  kms_key_id     = "alias/aws/<s3>&\\"\u{1b}%,:"\n}');
const message =
  'Trail aws_cloudtrail.audit has no KMS key: its log files are encrypted with SSE-S3 only. Set kms_key_id to a customer managed key.';

describe('the formats of the scanner', function () {
  this.timeout(120_000);
  const folder = new ScannedFolder();
  const read = (path: string) => readFileSync(join(folder.path, path), 'utf8');
  before(scannerProgram);
  afterEach(() => folder.remove());

  it('are written at once, each to its file, and one to standard output', async () => {
    const { code, out, err } = await folder.scanned(
      {
        'in/main.tf': withoutKey,
        'key.tf': withKey,
        'ok.tf': accepted,
        'binary.tf': Buffer.from([0, 1, 2, 0]),
      },
      ['junit=junit.xml', 'gitlab=quality.json', 'github'].flatMap(format => ['--format', format]),
    );
    assert.equal(code, 2);
    assert.equal(err, 'binary.tf: could not be read: not a text file\n');
    assert.equal(
      out,
      `::warning file=in/main.tf,line=1,endLine=1,col=1,endColumn=34,title=no-kms-key::${message}
::error file=binary.tf::binary.tf: could not be read: not a text file
`,
    );
    const [issue, ...others] = JSON.parse(read('quality.json'));
    assert.deepEqual(others, []);
    assert.match(issue.fingerprint, /^[\da-f]{16}:1$/);
    assert.deepEqual(issue, {
      description: message,
      check_name: 'no-kms-key',
      fingerprint: issue.fingerprint,
      severity: 'major',
      location: { path: 'in/main.tf', lines: { begin: 1, end: 1 } },
    });
    assert.equal(
      read('junit.xml'),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" errors="1" skipped="1"><testsuite name="CloudTrail Encryption" tests="4" failures="1" errors="1" skipped="1"><testcase classname="key.tf" name="aws_cloudtrail.audit" file="key.tf" line="1"/><testcase classname="ok.tf" name="aws_cloudtrail.audit" file="ok.tf" line="2"><skipped message="ignored: ok.tf:2:1: warning: ${message} (no-kms-key)"/></testcase><testcase classname="in/main.tf" name="aws_cloudtrail.audit" file="in/main.tf" line="1"><failure type="no-kms-key" message="${message}">in/main.tf:1:1: warning: ${message} (no-kms-key)</failure></testcase><testcase classname="binary.tf" name="read" file="binary.tf"><error message="binary.tf: could not be read: not a text file"/></testcase></testsuite></testsuites>
`,
    );
  });

  it('keep what others wrote apart from what their readers obey', async () => {
    const { code } = await folder.scanned(
      { 'a,b:%.tf': managed },
      ['junit=a.xml', 'github=a.txt'].flatMap(format => ['--format', format]),
    );
    assert.equal(code, 1);
    const text = read('a.xml');
    assert.equal(XMLValidator.validate(text), true);
    const parsed = new XMLParser({ ignoreAttributes: false, htmlEntities: true }).parse(text);
    const { failure } = parsed.testsuites.testsuite.testcase;
    assert.ok(failure['@_message'].includes(String.raw`alias/aws/<s3>&"\u{1b}%,:`), failure['@_message']);
    const [line = '', ...others] = read('a.txt').split('\n');
    assert.deepEqual(others, ['']);
    assert.match(line, /^::error file=a%2Cb%3A%25\.tf,line=4,/);
    assert.ok(line.includes(String.raw`alias/aws/<s3>&"\u{1b}%25,:`), line);
  });

  it('say that a file could not be written, and the exit code is 2', async () => {
    const { code, err } = await folder.scanned({ 'a.tf': withKey }, ['-o', 'nowhere/a.txt']);
    assert.equal(code, 2);
    assert.match(err, /^nowhere\/a\.txt: could not be written: ENOENT/);
  });

  it('fail from a severity on, or never', async () => {
    const outcome = async (...args: readonly string[]) => (await folder.again(args)).code;
    await folder.scanned({ 'a.tf': withoutKey });
    assert.equal(await outcome('--fail-on', 'warning'), 1);
    assert.equal(await outcome('--fail-on', 'error'), 0);
    assert.equal(await outcome('--fail-on', 'never'), 0);
    assert.equal(await outcome('--skip', 'no-kms-key'), 0);
  });

  it('leave out what the baseline knows, wherever its lines are, and tell what is new', async () => {
    await folder.scanned({ '.git': 'folder', 'in/a.tf': withoutKey });
    const written = await folder.again(['--write-baseline', 'known.json']);
    assert.deepEqual(written, {
      code: 0,
      out: '1 trail, no findings, 1 in the baseline. 1 file scanned.\n',
      err: '',
    });
    const [known] = JSON.parse(read('known.json')).findings;
    assert.deepEqual(JSON.parse(read('known.json')), {
      version: 1,
      findings: [
        {
          fingerprint: known.fingerprint,
          code: 'no-kms-key',
          file: 'in/a.tf',
          resource: 'aws_cloudtrail.audit',
        },
      ],
    });
    const { code, out } = await folder.again(['--baseline', 'known.json', '--format', 'sarif'], {
      'in/a.tf': `\n\n${withoutKey}${withoutKey.replaceAll('audit', 'other')}`,
    });
    assert.equal(code, 1);
    const results = assertSarif(JSON.parse(out)).runs[0]?.results as unknown as Record<string, unknown>[];
    assert.deepEqual(
      results.map(({ baselineState, suppressions }) => [baselineState, suppressions]),
      [
        ['unchanged', [{ kind: 'external', status: 'accepted', justification: 'in the baseline' }]],
        ['new', []],
      ],
    );
    assert.deepEqual(results[0]?.['partialFingerprints'], {
      primaryLocationLineHash: known.fingerprint,
    });
    const inside = await runScanner(['--baseline', '../known.json'], join(folder.path, 'in'));
    assert.match(inside.out, /1 finding \(1 warning\), 1 in the baseline/, 'from another folder');
  });

  it('take no other file for a baseline', async () => {
    await folder.scanned({ 'a.tf': withoutKey, 'b.json': '{"version": 1}', 'c.json': '{' });
    for (const [file, fault] of [
      ['a.json', 'no such file'],
      ['b.json', 'not a file written by --write-baseline'],
      ['c.json', 'not a JSON file'],
    ]) {
      const outcome = await folder.again(['--baseline', file ?? '']);
      assert.deepEqual(outcome, { code: 2, out: '', err: `${file}: ${fault}\n` });
    }
  });
});
