import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { packScanner, scannerManifest } from '../../../scripts/scannerPackage.mjs';
import { configurationSchema, settingsOfFiles } from '../../../scripts/schema.mjs';
import { configurationProperties } from '../../../src/core/iac/configuration/configuration.ts';
import { readConfigurationFile } from '../../../src/core/iac/configuration/configurationFile.ts';
import { TemporaryFolder } from '../files/folder.ts';
import { scannerProgram } from './scanner.ts';

describe('the package of the scanner', function () {
  this.timeout(120_000);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

  it('is installed without a network and runs by its name, in a folder that has nothing else', async () => {
    const home = new TemporaryFolder({
      'notices.txt': 'none',
      'empty/main.tf': 'resource "aws_cloudtrail" "a" {\n  s3_bucket_name = "logs"\n}\n',
    });
    try {
      const folder = join(home.path, 'empty');
      const tarball = packScanner({
        folder: join(home.path, 'staged'),
        destination: home.path,
        programs: dirname(await scannerProgram()),
        notices: join(home.path, 'notices.txt'),
      });
      const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const;
      execFileSync(npm, ['install', '--offline', '--no-audit', '--no-fund', tarball], {
        ...options,
        stdio: 'pipe',
      });
      const program = join(folder, 'node_modules', '.bin', 'cloudtrail-encryption');
      assert.equal(execFileSync(program, ['--version'], options).trim(), scannerManifest().version);
      const out = execFileSync(program, ['scan', '--fail-on', 'never', 'main.tf'], options);
      assert.match(out, /^main\.tf:1:1 {2}warning {2}.* no-kms-key$/m);
      const installed = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
      assert.deepEqual(Object.keys(installed.packages), ['', 'node_modules/cloudtrail-encryption']);
    } finally {
      home.remove();
    }
  });

  it('depends on nothing and runs nothing when it is installed', () => {
    const { dependencies, optionalDependencies, peerDependencies, scripts, bin } = scannerManifest();
    assert.deepEqual(
      [dependencies, optionalDependencies, peerDependencies, scripts],
      [undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(bin, { 'cloudtrail-encryption': 'scan.cjs' });
  });
});

describe('the schema of the configuration file', () => {
  it('has what the file may hold', () => {
    assert.deepEqual([...settingsOfFiles].sort(), Object.values(configurationProperties).sort());
    assert.doesNotMatch(configurationSchema(), /%setting|workspace folder/);
  });

  it('agrees with the reader', () => {
    const isRight = new Ajv({ strict: false }).compile(JSON.parse(configurationSchema()));
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/a';
    for (const written of [
      {},
      { $schema: './x.json' },
      { inputs: [{ stage: 'prod' }], 'diagnostics.exclude': ['a'], defaultKey: { terraform: arn } },
      { 'diagnostics.severity': { 'no-kms-key': 'off' }, defaultKey: { '111122223333': arn } },
      { 'diagnostics.severity': { 'no-kms-key': 'fatal' } },
      { 'diagnostics.severity': { 'no-key': 'off' } },
      { 'diagnostics.severity': [] },
      { 'diagnostics.exclude': 'a' },
      { 'diagnostics.exclude': [1] },
      { defaultKey: { terraform: 'alias/a' } },
      { defaultKey: { hcl: arn } },
      { defaultKey: arn },
      { severity: {} },
      { inputs: [{}] },
      [],
    ]) {
      const text = JSON.stringify(written);
      const { faults } = readConfigurationFile({ uri: 'file:///infra/a.json', text });
      const hasSet = !text.includes('[{}]');
      assert.equal(isRight(written), faults.length === 0 && hasSet, text);
    }
  });
});
