import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasDevices } from '../files/machine.ts';
import { assertSarif } from './sarifSchema.ts';
import {
  byDefault,
  runScanner as run,
  ScannedFolder,
  scannerProgram,
  withKey,
  withoutKey,
} from './scanner.ts';

const accepted = `# cloudtrail-encryption:ignore no-kms-key nothing secret\n${withoutKey}`;

describe('the scanner as a process', function () {
  this.timeout(120_000);
  const folder = new ScannedFolder();
  const scanned = folder.scanned.bind(folder);
  const again = folder.again.bind(folder);
  before(scannerProgram);
  afterEach(() => folder.remove());

  it('has the text that is piped into npm run scan', () => {
    const script = join(import.meta.dirname, '../../../scripts/scan.mjs');
    const { stdout } = spawnSync(process.execPath, [script, '-', '--stdin-filename', 'piped.tf'], {
      cwd: folder.path,
      env: { ...process.env, INIT_CWD: folder.path },
      input: withoutKey,
      encoding: 'utf8',
    });
    assert.match(stdout, /^piped\.tf:1:1 {2}warning {2}.*\n\n1 trail, 1 finding/);
  });

  if (hasDevices) {
    it('ends at Ctrl+C while it waits for standard input', async () => {
      const child = spawn(process.execPath, [
        await scannerProgram(),
        'scan',
        '-',
        '--stdin-filename',
        'a.tf',
      ]);
      const ended = new Promise(resolve => child.once('close', resolve));
      // More than the system keeps between the two: once it is gone, the scanner reads.
      await new Promise(resolve => child.stdin.write(Buffer.alloc(4 * 1024 * 1024, ' '), resolve));
      child.stdin.on('error', () => undefined);
      child.kill('SIGINT');
      assert.equal(await ended, 130);
    });
  }

  it('writes every number of its summary alike', async () => {
    const { out } = await scanned({ 'a.tf': accepted.repeat(1001).replaceAll('}\n#', '}\n\n#') });
    assert.equal(out, '1,001 trails, no findings, 1,001 ignored. 1 file scanned.\n');
  });

  it('prints findings as a linter does, and a summary', async () => {
    const { code, out, err } = await scanned({
      'live/main.tf': withoutKey,
      'b.tf': byDefault,
      'c.tf': accepted,
    });
    assert.equal(code, 1);
    assert.equal(err, '');
    assert.equal(
      out,
      `b.tf:4:3  warning  Trail aws_cloudtrail.audit has no KMS key unless var.key is set: by default its log files are encrypted with SSE-S3 only. Require a customer managed key, or make one the default.  kms-key-conditional
    b.tf:8:3  Default of var.key
live/main.tf:1:1  warning  Trail aws_cloudtrail.audit has no KMS key: its log files are encrypted with SSE-S3 only. Set kms_key_id to a customer managed key.  no-kms-key

3 trails, 2 findings (2 warnings), 1 ignored. 3 files scanned.
`,
    );
  });

  it('ends with 0 where nothing was found', async () => {
    assert.deepEqual(await scanned({ 'main.tf': withKey }), {
      code: 0,
      out: '1 trail, no findings. 1 file scanned.\n',
      err: '',
    });
    assert.deepEqual(await again([], { 'main.tf': 'locals {}' }), {
      code: 0,
      out: 'No trails. 1 file scanned.\n',
      err: '',
    });
  });

  it('prints one JSON object for each trail, encrypted or not', async () => {
    const { code, out } = await scanned(
      { 'a.tf': withKey, 'b/b.tf': `\n\n  ${withoutKey}`, 'c.tf': accepted },
      ['--format', 'json'],
    );
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(out), [
      {
        file: 'a.tf',
        line: 1,
        column: 1,
        endLine: 5,
        endColumn: 2,
        language: 'terraform',
        resource: 'aws_cloudtrail.audit',
        state: 'encrypted',
        findings: [],
      },
      {
        file: 'c.tf',
        line: 2,
        column: 1,
        endLine: 5,
        endColumn: 2,
        language: 'terraform',
        resource: 'aws_cloudtrail.audit',
        state: 'suppressed',
        findings: [],
        suppressedBy: 'cloudtrail-encryption',
      },
      {
        file: 'b/b.tf',
        line: 3,
        column: 3,
        endLine: 6,
        endColumn: 2,
        language: 'terraform',
        resource: 'aws_cloudtrail.audit',
        state: 'not-encrypted',
        findings: [
          {
            code: 'no-kms-key',
            severity: 'warning',
            message:
              'Trail aws_cloudtrail.audit has no KMS key: its log files are encrypted with SSE-S3 only. Set kms_key_id to a customer managed key.',
            fingerprint: JSON.parse(out)[2].findings[0].fingerprint,
          },
        ],
      },
    ]);
  });

  it('prints SARIF that code scanning takes', async () => {
    const files = {
      'a b/ü.tf': byDefault,
      'c.tf': accepted,
      'd.tf': withKey,
      'e.tf': Buffer.from([0, 1, 2, 0, 3, 0]),
    };
    const { code, out } = await scanned(files, ['--format', 'sarif']);
    assert.equal(code, 2);
    const log = assertSarif(JSON.parse(out));
    const [run] = log.runs;
    assert.ok(run);
    assert.equal(run.originalUriBaseIds['%SRCROOT%'].uri, `${pathToFileURL(folder.path)}/`);
    assert.equal(run.invocations[0]?.executionSuccessful, false);
    assert.equal(run.invocations[0]?.toolExecutionNotifications.length, 1);
    assert.deepEqual(
      run.results.map(({ ruleId, level, locations, relatedLocations, suppressions }) => ({
        ruleId,
        level,
        at: locations[0]?.physicalLocation,
        related: relatedLocations?.map(one => one.message.text),
        suppressions,
      })),
      [
        {
          ruleId: 'no-kms-key',
          level: 'warning',
          at: {
            artifactLocation: { uri: 'c.tf', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 34 },
          },
          related: undefined,
          suppressions: [
            {
              kind: 'inSource',
              status: 'accepted',
              justification: 'nothing secret',
              location: {
                physicalLocation: {
                  artifactLocation: { uri: 'c.tf', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 1, startColumn: 3, endLine: 1, endColumn: 57 },
                },
              },
            },
          ],
        },
        {
          ruleId: 'kms-key-conditional',
          level: 'warning',
          at: {
            artifactLocation: { uri: 'a%20b/%C3%BC.tf', uriBaseId: '%SRCROOT%' },
            region: { startLine: 4, startColumn: 3, endLine: 4, endColumn: 27 },
          },
          related: ['Default of var.key'],
          suppressions: [],
        },
      ],
    );
    const moved = await again(['--format', 'sarif'], { 'a b/ü.tf': `\n\n# moved\n${byDefault}` });
    const fingerprints = (text: string) =>
      assertSarif(JSON.parse(text)).runs[0]?.results.map(one => one.partialFingerprints);
    assert.deepEqual(fingerprints(moved.out), fingerprints(out));
  });

  it('reports from a severity on', async () => {
    const unrotated = `resource "aws_kms_key" "logs" {
  policy = var.policy
}
variable "policy" {}
${withoutKey.replace('}', '  kms_key_id     = aws_kms_key.logs.arn\n}')}`;
    const all = await scanned({ 'main.tf': unrotated });
    assert.equal(all.code, 1);
    assert.match(all.out, /^main\.tf:8:3 {2}hint .* kms-key-rotation-off$/m);
    const severe = await again(['--severity', 'warning']);
    assert.deepEqual(severe, { code: 0, out: '1 trail, no findings. 1 file scanned.\n', err: '' });
  });

  it('leaves out what git ignores and what it is told to', async () => {
    const files = {
      '.git': 'folder',
      '.gitignore': 'build/',
      'build/a.tf': withoutKey,
      'test/a.tf': withoutKey,
      'x.tf': withoutKey,
    } as const;
    const { out } = await scanned(files, ['--format', 'json', '--exclude', 'test/', '--exclude', '*.json']);
    assert.deepEqual(
      JSON.parse(out).map(({ file }: { file: string }) => file),
      ['x.tf'],
    );
  });

  it('scans the paths it is given, and names those outside by their whole path', async () => {
    await scanned({ 'in/a.tf': withoutKey, 'out/b.tf': withoutKey, 'in/c.tf': withoutKey });
    const { out } = await run(['a.tf', '../out', '--format', 'json'], join(folder.path, 'in'));
    assert.deepEqual(
      JSON.parse(out).map(({ file }: { file: string }) => file),
      ['a.tf', join(folder.path, 'out', 'b.tf')],
    );
  });

  it('ends with 2 where it cannot run', async () => {
    const missing = await scanned({ 'a.tf': withoutKey }, ['nowhere', 'a.tf']);
    assert.deepEqual(missing, { code: 2, out: '', err: 'nowhere: no such file or folder\n' });
    for (const [args, message] of [
      [['--format', 'xml'], '--format must be one of text, json, sarif, junit, gitlab, github, not "xml"'],
      [['--severity', 'bad'], '--severity must be one of error, warning, information, hint, not "bad"'],
      [['--unknown'], "Unknown option '--unknown'"],
      [['--format'], "Option '--format <value>' argument missing"],
      [['--var', 'key'], '--var requires NAME=VALUE, not "key"'],
    ] as const) {
      assert.deepEqual(await again([...args]), { code: 2, out: '', err: `${message}\nTry --help.\n` });
    }
  });

  it('prints what a terminal would obey in letters, each finding on its line', async () => {
    const name = String.raw`T\u001b[2J\u009b\u000a`;
    const template = `{"Resources":{"${name}":{"Type":"AWS::CloudTrail::Trail","Properties":{}}}}`;
    const { out } = await scanned({ 'a.json': template }, []);
    assert.equal(
      out.split('\n')[0],
      String.raw`a.json:1:15  warning  Trail T\u{1b}[2J\u{9b}\u{a} has no KMS key: its log files are encrypted with SSE-S3 only. Set KMSKeyId to a customer managed key.  no-kms-key`,
    );
  });

  it('repeats no character that acts, in any format, and loses no value', async () => {
    const key = 'alias/aws/\u009b31m\u202egnp.exe';
    const files = {
      'a\u202e.yaml': `Resources:\n  Audit:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      KMSKeyId: "${key}"\n`,
    };
    const invisible = /[^\P{Cc}\n]|\p{Cf}/u;
    const text = await scanned(files, []);
    assert.doesNotMatch(text.out, invisible);
    assert.ok(text.out.includes(String.raw`alias/aws/\u{9b}31m\u{202e}gnp.exe`), text.out);
    const json = await again(['--format', 'json']);
    assert.doesNotMatch(json.out, invisible);
    assert.equal(JSON.parse(json.out)[0].file, 'a\u202e.yaml');
    const gone = await again(['gone\u009b31m.tf', '--wrong\u202e']);
    assert.doesNotMatch(gone.err, invisible);
    const sarif = await again(['--format', 'sarif']);
    assert.doesNotMatch(sarif.out, invisible);
    assert.match(JSON.parse(sarif.out).runs[0].results[0].message.text, /\\u\{202e\}gnp/);
  });

  it('tells its use and its version', async () => {
    const help = await scanned({}, ['--help']);
    assert.equal(help.code, 0);
    assert.match(help.out, /^Usage: /);
    const version = await again(['--version']);
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
  });

  it('comes to no harm when nobody reads to the end', async () => {
    await scanned({});
    for (let index = 0; index < 400; index++) {
      folder.write(
        `${index}.tf`,
        withoutKey.repeat(5).replaceAll('"audit"', () => `"audit_${index}"`),
      );
    }
    const child = spawn(process.execPath, [await scannerProgram(), 'scan', '--format', 'json'], {
      cwd: folder.path,
    });
    let err = '';
    child.stderr.on('data', (data: Buffer) => {
      err += data;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise(resolve => child.once('close', resolve));
    assert.equal(err, '');
    assert.equal(code, 1);
  });
});
