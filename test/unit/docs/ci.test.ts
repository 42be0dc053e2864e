import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { isCandidate } from '../../../src/core/iac/candidates.ts';
import { readConfigurationFile } from '../../../src/core/iac/configuration/configurationFile.ts';
import { allTraits } from '../../../src/core/iac/languageTable.ts';
import { TemporaryFolder } from '../files/folder.ts';
import { scannerProgram } from '../terminal/scanner.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json'));
const page = read('docs/ci.md');

/** The examples of the page in a language, by the heading that they stand under. */
function example(language: string, heading: string): string {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section)?.[1] ?? '';
}

const withoutKey = 'resource "aws_cloudtrail" "a" {\n  s3_bucket_name = "logs"\n}\n';

describe('what the page about CI shows', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder | undefined;
  afterEach(() => folder?.remove());

  it('is the version that there is', () => {
    const named = [page, read('action.yml'), read('.pre-commit-hooks.yaml')].flatMap(text => [
      ...text.matchAll(/cloudtrail-encryption@v?(\d[\w.-]*)|(?:default|rev): v?(\d+\.\d+\.\d+)/g),
    ]);
    assert.ok(named.length >= 5);
    for (const [, one, other] of named) {
      assert.equal(one ?? other, version);
    }
  });

  it('is a configuration file without a fault', () => {
    const text = example('jsonc', 'Configuration');
    const { faults, configuration } = readConfigurationFile({ uri: 'file:///infra/x.json', text });
    assert.deepEqual(faults, []);
    assert.equal(configuration.inputs?.length, 1);
  });

  it('is a hook that looks whenever a file changes that may hold code', () => {
    const [hook] = parse(read('.pre-commit-hooks.yaml'));
    assert.equal(parse(example('yaml', 'pre-commit')).repos[0].hooks[0].id, hook.id);
    const files = new RegExp(hook.files);
    const endings = allTraits.flatMap(({ endings, readAlong }) => [...endings, ...readAlong]);
    assert.deepEqual(
      endings.filter(ending => !files.test(`a.${ending}`)),
      [],
    );
    assert.ok(
      isCandidate('a.tf') && files.test('in/a.tf') && !files.test('a.tf.bak') && !files.test('README.md'),
    );
  });

  if (process.platform !== 'win32') {
    it('runs: the job of GitLab, the command of the hook', async () => {
      const [command = ''] = parse(example('yaml', 'GitLab')).trails.script;
      const scanned = await inShell(command, { 'main.tf': withoutKey });
      assert.equal(scanned.status, 1);
      assert.match(scanned.stdout, /no-kms-key/);
      const { reports } = parse(example('yaml', 'GitLab')).trails.artifacts;
      for (const file of Object.values<string>(reports)) {
        assert.ok(existsSync(join(folder?.path ?? '', file)), file);
      }
      // With the configuration that the page shows, fixes write the key that it names.
      const configured = {
        '.cloudtrail-encryption.json': example('jsonc', 'Configuration'),
        'infra/main.tf': withoutKey,
        'infra/prod.tfvars': '',
      };
      const fixed = await inShell('npx --yes cloudtrail-encryption scan --fix', configured);
      assert.match(fixed.stdout, /^\+ {2}kms_key_id += "arn:aws:kms:eu-west-1:111122223333:key\/1234abcd/m);
      const [hook] = parse(read('.pre-commit-hooks.yaml'));
      assert.equal((await inShell(hook.entry, { 'main.tf': withoutKey })).status, 1);
    });

    it('runs: the step of the action, with paths and arguments that a shell would take apart', async () => {
      const { runs, inputs } = parse(read('action.yml'));
      const step = runs.steps.find(({ id }: { id?: string }) => id === 'scan');
      const given: Readonly<Record<string, string>> = {
        paths: 'in a\n$(touch evil)\n',
        arguments: '--fail-on=error\n--skip=kms-key-rotation-off\n',
        'sarif-file': 'out/trails.sarif',
        version,
      };
      assert.deepEqual(Object.keys(given).sort(), Object.keys(inputs).sort());
      assert.match(step.run, /npx --yes --prefix "\$RUNNER_TEMP" /, 'an .npmrc of the scanned code counts');
      const env = Object.fromEntries(
        Object.entries<string>(step.env).map(([name, value]) => [
          name,
          value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => given[input] ?? ''),
        ]),
      );
      const files = {
        'in a/main.tf': withoutKey,
        '$(touch evil)/main.tf': withoutKey,
        'other/main.tf': withoutKey,
        out: 'folder',
      } as const;
      const { status, stdout, stderr } = await inShell(step.run, files, { ...env, GITHUB_OUTPUT: 'output' });
      assert.equal(stderr, '');
      assert.equal(status, 0);
      assert.equal(stdout.match(/^::warning file=/gm)?.length, 2);
      const home = folder?.path ?? '';
      assert.equal(readFileSync(join(home, 'output'), 'utf8'), 'sarif-file=out/trails.sarif\n');
      assert.equal(
        JSON.parse(readFileSync(join(home, 'out/trails.sarif'), 'utf8')).runs[0].results.length,
        2,
      );
      assert.equal(existsSync(join(home, 'evil')), false);
      const plain = { ...env, SCAN_ARGUMENTS: '', SCAN_PATHS: '.' };
      assert.equal((await inShell(step.run, files, { ...plain, GITHUB_OUTPUT: 'output' })).status, 1);
    });
  }

  /** As GitHub runs a step in Bash. `npx` is the scanner as it ships, whatever version is asked for. */
  async function inShell(
    script: string,
    files: ConstructorParameters<typeof TemporaryFolder>[0],
    env: Readonly<Record<string, string>> = {},
  ) {
    folder?.remove();
    folder = new TemporaryFolder(files);
    const bin = new TemporaryFolder({
      npx: `#!/bin/sh\nwhile [ "$1" != scan ]; do shift; done\nexec "${process.execPath}" "${await scannerProgram()}" "$@"\n`,
    });
    try {
      chmodSync(join(bin.path, 'npx'), 0o755);
      const PATH = [bin.path, process.env['PATH']].join(delimiter);
      return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
        cwd: folder.path,
        encoding: 'utf8',
        env: { ...env, PATH },
      });
    } finally {
      bin.remove();
    }
  }
});
