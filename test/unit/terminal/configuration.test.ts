import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isLinux } from '../files/machine.ts';
import { runScanner, ScannedFolder, scannerProgram, withoutKey } from './scanner.ts';

const byDefault = `${withoutKey.replace('}', '  kms_key_id     = var.key\n}')}
variable "key" {
  default = null
}
`;
const arn = 'arn:aws:kms:eu-west-1:123456789012:key/mrk-1';
const file = '.cloudtrail-encryption.json';

describe('the configuration of the scanner', function () {
  this.timeout(120_000);
  const folder = new ScannedFolder();
  before(scannerProgram);
  afterEach(() => folder.remove());

  it('is the nearest file above what is scanned, up to the root of the repository', async () => {
    await folder.scanned({
      [file]: '{"diagnostics.severity": {"no-kms-key": "off"}}',
      'repository/.git': 'folder',
      'repository/in/main.tf': withoutKey,
      'repository/in/examples/main.tf': withoutKey,
    });
    const inside = join(folder.path, 'repository/in');
    assert.equal(
      (await runScanner(['.'], inside)).code,
      1,
      'what lies outside of the repository does not count',
    );
    folder.write(
      `repository/${file}`,
      '{\n  // not ours\n  "diagnostics.exclude": ["in/examples"],\n  "diagnostics.severity": {"no-kms-key": "error"},\n}\n',
    );
    for (const [cwd, path] of [
      [inside, '.'],
      [inside, 'main.tf'],
      [folder.path, 'repository/in'],
    ] as const) {
      const { code, out } = await runScanner([path], cwd);
      assert.equal(code, 1);
      assert.match(out, /main\.tf:1:1 {2}error {2}.* no-kms-key\n\n1 trail, 1 finding \(1 error\)\. 1 file/);
    }
    const named = await runScanner(['examples/main.tf'], inside);
    assert.deepEqual(named, { code: 0, out: 'No trails. 0 files scanned.\n', err: '' });
  });

  it('names the inputs that are deployed, unless the command line does', async () => {
    const inputs = { inputs: [{ name: 'production', varFiles: ['vars/prod.tfvars'] }] };
    const given = await folder.scanned({
      '.git': 'folder',
      [file]: JSON.stringify(inputs),
      'vars/prod.tfvars': `key = "${arn}"\n`,
      'live/main.tf': byDefault,
    });
    assert.deepEqual(given, { code: 0, out: '1 trail, no findings. 2 files scanned.\n', err: '' });
    const above = await runScanner(['.'], join(folder.path, 'live'));
    assert.equal(above.code, 0, 'a file of the configuration, above the folder that is scanned');
    const other = await folder.again(['--var', 'key=']);
    assert.match(other.out, /This applies with --var key\./);
  });

  it('says at its line what is wrong with it, and the exit code is 2', async () => {
    const text = `{
  "diagnostics.severity": { "no-kms-key": "fatal" },
  "inputs": [{ "varFiles": ["nowhere.tfvars", "../out.tfvars"] }]
}`;
    const outcome = await folder.scanned({ 'a.tf': withoutKey, [file]: text });
    assert.deepEqual(outcome, {
      code: 2,
      out: '',
      err: `${file}:2:43: The severity must be one of error, warning, information, hint, off.
${file}:3:29: nowhere.tfvars could not be read and is ignored. Paths are relative to the folder of this file.
${file}:3:47: ../out.tfvars is outside the folder of this file and is not read.
`,
    });
    const half = await folder.again([], { [file]: '{"inputs": ' });
    assert.equal(half.code, 2);
    assert.match(half.err, /^\.cloudtrail-encryption\.json:1:\d+: The file is not a JSON object/);
  });

  it('is the file that the command line names', async () => {
    const off = '{"diagnostics.severity": {"no-kms-key": "off"}}';
    const { code } = await folder.scanned({ 'a.tf': withoutKey, 'ci/relaxed.json': off }, [
      '--config',
      'ci/relaxed.json',
    ]);
    assert.equal(code, 0);
    const missing = await folder.again(['--config', 'nowhere.json']);
    assert.deepEqual(missing, { code: 2, out: '', err: 'nowhere.json: no such file\n' });
  });

  if (isLinux) {
    it('reaches nothing outside of its folder, and never waits', async () => {
      const linked = await folder.scanned(
        {
          'repository/.git': 'folder',
          [`repository/${file}`]: '{"inputs": [{"parameterFiles": ["prod.json"]}]}',
          'repository/prod.json': { link: '../secret.json' },
          'secret.json': `{"Parameters": {"Key": "${arn}"}}`,
          'repository/live/trail.yaml': 'Resources: { Trail: { Type: AWS::CloudTrail::Trail } }',
        },
        ['repository/live'],
      );
      assert.equal(linked.code, 2);
      assert.match(
        linked.err,
        /repository\/\.cloudtrail-encryption\.json:1:33: prod\.json could not be read/,
      );
      for (const [entry, detail] of [
        [{ link: '/dev/zero' }, 'a link that leads outside its folder'],
        [{ pipe: true }, 'not a regular file'],
        [{ sparse: 1e12 }, 'larger than 256 kB'],
      ] as const) {
        const outcome = await folder.scanned({ 'a.tf': withoutKey, [file]: entry });
        assert.deepEqual(outcome, { code: 2, out: '', err: `${file}: ${detail}\n` });
      }
    });
  }
});
