import assert from 'node:assert/strict';
import { join } from 'node:path';
import { byDefault, runScanner as run, ScannedFolder, scannerProgram } from './scanner.ts';

describe('the scanner with the inputs of a deployment', function () {
  this.timeout(120_000);
  const folder = new ScannedFolder();
  const scanned = folder.scanned.bind(folder);
  const again = folder.again.bind(folder);
  before(scannerProgram);
  afterEach(() => folder.remove());

  const template = `Parameters:
  KeyArn:
    Type: String
    Default: ''
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
      KMSKeyId: !Ref KeyArn
`;
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/mrk-1';

  it('reports what is so with them, and says with which', async () => {
    const files = { 'b.tf': byDefault, 'none.tfvars': 'key = ""\n', 'a.tfvars': `key = "${arn}"\n` };
    const none = await scanned(files, ['--var-file', 'a.tfvars', '--var-file', 'none.tfvars']);
    assert.deepEqual(none, {
      code: 1,
      out: `b.tf:4:3  warning  Trail aws_cloudtrail.audit has no KMS key because kms_key_id is null or empty: its log files are encrypted with SSE-S3 only. Use a customer managed key. This applies with a.tfvars, none.tfvars.  no-kms-key
    none.tfvars:1:1  Value of var.key

1 trail, 1 finding (1 warning). 1 file scanned.
`,
      err: '',
    });
    const given = { code: 0, out: '1 trail, no findings. 1 file scanned.\n', err: '' };
    assert.deepEqual(await again(['--var-file', 'none.tfvars', '--var', `key=${arn}`]), given);
    assert.deepEqual(await again(['b.tf', '--var', `key=${arn}`]), given);
    const last = await again(['--var', `key=${arn}`, '--var-file', 'none.tfvars', '--format', 'json']);
    const [trail] = JSON.parse(last.out);
    assert.deepEqual(trail.inputs, ['--var key, none.tfvars']);
    assert.deepEqual(trail.findings[0].inputs, trail.inputs);
    assert.equal(last.out.includes(arn), false, 'a value may be a secret');
  });

  it('takes files from anywhere, since a person names them', async () => {
    const parameters = JSON.stringify([{ ParameterKey: 'KeyArn', ParameterValue: arn }]);
    const files = { 'infra/trail.yaml': template, 'params/prod.json': parameters };
    const given = { code: 0, out: '1 trail, no findings. 1 file scanned.\n', err: '' };
    assert.deepEqual(await scanned(files, ['infra', '--parameters', 'params/prod.json']), given);
    const inside = (args: readonly string[]) => run(args, join(folder.path, 'infra'));
    assert.deepEqual(await inside(['--parameters', 'file://../params/prod.json']), given);
    assert.deepEqual(await inside(['--parameters', `KeyArn=${arn}`]), given);
    const none = await inside(['--parameters', '../params/prod.json', '--parameters', 'KeyArn=']);
    assert.equal(none.code, 1);
    assert.match(none.out, /This applies with \.\.\/params\/prod\.json, --parameters KeyArn\./);
  });

  it('knows environments of the SAM CLI, and stages and parameters of the Serverless Framework', async () => {
    const files = {
      'a/template.yaml': `Transform: AWS::Serverless-2016-10-31\n${template}`,
      'a/samconfig.toml': `[default.deploy.parameters]
parameter_overrides = "KeyArn="
[prod.deploy.parameters]
parameter_overrides = "KeyArn=${arn}"
`,
      'b/serverless.yml': `service: audit
provider: { name: aws }
params: { default: { key: '' }, prod: { key: alias/audit } }
resources:
  Resources:
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { KMSKeyId: '\${param:key}' } }
`,
    };
    const told = async (...args: readonly string[]) => {
      const { out } = await again([...args, '--format', 'json']);
      return JSON.parse(out).map((trail: { state: string; inputs: string[] }) => [
        trail.state,
        ...(trail.inputs ?? []),
      ]);
    };
    await scanned(files);
    assert.deepEqual(await told(), [
      ['conditional', 'samconfig.toml [default]', 'samconfig.toml [prod]'],
      ['conditional'],
    ]);
    assert.deepEqual(await told('--environment', 'prod', '--stage', 'prod', '--stage', 'dev'), [
      ['encrypted', 'environment prod'],
      ['conditional', 'stage prod', 'stage dev'],
    ]);
    assert.deepEqual(await told('b', '--stage', 'prod', '--param', 'key='), [
      ['not-encrypted', 'stage prod, --param key'],
    ]);
    assert.deepEqual(await told('b', '--param', 'key=alias/x'), [['encrypted', '--param key']]);
  });

  it('ends with 2 over a file that is not there or holds none, and says when no trail takes any', async () => {
    const files = {
      'b.tf': byDefault,
      'main.tfvars': 'resource "a" "b" {}',
      'no.json': '{"a": 1}',
      'sub/a': '',
    };
    assert.deepEqual(await scanned(files, ['--var-file', 'nowhere.tfvars', '--var-file', 'main.tfvars']), {
      code: 2,
      out: '',
      err: 'nowhere.tfvars: no such file\nmain.tfvars: contains no inputs in a known format\n',
    });
    assert.deepEqual(await again(['--parameters', 'no.json', '--parameters', 'sub']), {
      code: 2,
      out: '',
      err: 'no.json: contains no inputs in a known format\nsub: no such file\n',
    });
    const unused = await again(['--var', 'another=1']);
    assert.equal(unused.code, 1);
    assert.match(unused.out, /has no KMS key unless var\.key is set/);
    assert.equal(unused.err, '--var another: no trail is deployed with these inputs\n');
  });
});
