// The npm package of the scanner: a program and its engine, without dependencies, made from what the extension's package is made of.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlesOf } from './bundles.mjs';
import { faultsOfScanner } from './packageContents.mjs';
import { configurationSchema } from './schema.mjs';
import { root, runNpm } from './setup.mjs';

/** Its package.json: what describes the project comes from the extension's. */
export function scannerManifest() {
  const { name, version, license, repository, bugs, homepage, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return {
    name,
    version,
    description:
      'Finds AWS CloudTrail trails without SSE-KMS in Terraform, CloudFormation, CDK, Pulumi, Ansible and other infrastructure code, and fixes them',
    keywords: [
      'aws',
      'cloudtrail',
      'kms',
      'sse-kms',
      'encryption',
      'iac',
      'linter',
      'sarif',
      'terraform',
      'cloudformation',
    ],
    license,
    repository,
    bugs,
    homepage,
    engines: { node: engines.node },
    bin: { [name]: 'scan.cjs' },
    files: [...bundlesOf('scanner'), 'configuration.schema.json', 'THIRD_PARTY_NOTICES.txt'],
  };
}

/**
 * Packs the scanner into a .tgz in `destination`, and returns its path. `folder` is made anew; `programs` is the folder of the
 * bundles, `notices` the file, that the build wrote. Throws where it would hold anything else than it may.
 */
export function packScanner({ folder, destination, programs, notices }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(scannerManifest(), undefined, 2)}\n`);
  writeFileSync(join(folder, 'configuration.schema.json'), configurationSchema());
  for (const name of bundlesOf('scanner')) copyFileSync(join(programs, name), join(folder, name));
  copyFileSync(notices, join(folder, 'THIRD_PARTY_NOTICES.txt'));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  copyFileSync(join(root, 'src', 'terminal', 'README.md'), join(folder, 'README.md'));
  const { status, stdout, stderr } = runNpm(
    ['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
    {
      cwd: folder,
      stdio: 'pipe',
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [{ filename, files }] = JSON.parse(stdout);
  const faults = faultsOfScanner(files.map(({ path }) => path));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return join(destination, filename);
}
