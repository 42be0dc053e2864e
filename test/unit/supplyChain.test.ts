import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundlesOf } from '../../scripts/bundles.mjs';
import { faultsOfPackage, faultsOfScanner } from '../../scripts/packageContents.mjs';

const root = join(import.meta.dirname, '../..');
const read = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8');

describe('the lockfile', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly resolved?: string }>>;
  };
  const installed = Object.entries(packages).filter(([path]) => path !== '');

  it('has the hash of every package, so that none can be another one than was read', () => {
    assert.ok(installed.length > 100);
    const without = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    assert.deepEqual(
      without.map(([path]) => path),
      [],
    );
  });

  it('names no registry: packages come from the one that npm is set to', () => {
    assert.deepEqual(
      installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path),
      [],
    );
  });
});

describe('the workflows', () => {
  const workflows = readdirSync(join(root, '.github/workflows'));

  for (const name of workflows) {
    it(`run actions at a commit, which cannot be moved as a tag can: ${name}`, () => {
      const { jobs } = parse(read('.github/workflows', name)) as {
        readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly uses?: string }[] }>>;
      };
      const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
      assert.ok(used.length > 0);
      for (const action of used) {
        assert.match(action, /^[\w-]+\/[\w-]+@[\da-f]{40}$/);
      }
    });
  }

  it('have an action of ours for others, which does the same', () => {
    const { runs } = parse(read('action.yml')) as {
      readonly runs: { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] };
    };
    const used = runs.steps.flatMap(({ uses }) => uses ?? []);
    assert.ok(used.length > 0);
    for (const action of used) {
      assert.match(action, /^[\w-]+\/[\w-]+@[\da-f]{40}$/);
    }
    // An expression in a script is part of the program, whatever somebody put into it.
    assert.ok(runs.steps.every(({ run = '' }) => !run.includes('${{')));
  });

  it('may read the repository and nothing else', () => {
    for (const name of workflows) {
      assert.deepEqual(parse(read('.github/workflows', name)).permissions, { contents: 'read' });
    }
  });
});

describe('the package of the extension', () => {
  const allowed = [
    'package.json',
    'package.nls.json',
    'package.nls.de.json',
    'l10n/bundle.l10n.de.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'docs/findings/no-kms-key.md',
    'media/icon.png',
    'media/trails.svg',
    'media/walkthrough/trails.svg',
    ...bundlesOf('extension').map(name => `dist/${name}`),
    'dist/configuration.schema.json',
    'dist/THIRD_PARTY_NOTICES.txt',
  ];

  it('holds what it may', () => {
    assert.deepEqual(faultsOfPackage(allowed), []);
    assert.deepEqual(faultsOfPackage(allowed.map(path => path.replaceAll('/', '\\'))), []);
  });

  it('holds nothing else', () => {
    for (const path of [
      'dist/extension.cjs.map',
      'dist/scan.cjs',
      'src/extension.ts',
      'media/walkthrough/run.cjs',
      '.env',
      '.npmrc',
      'node_modules/x/index.js',
      'dist/test/integration.cjs',
      'package.nls.evil.json',
      'l10n/evil.json',
    ]) {
      assert.deepEqual(faultsOfPackage([...allowed, path]), [`${path} has no place in the package`]);
    }
  });

  it('lacks nothing that it needs', () => {
    for (const missing of allowed.filter(path => /^(?:dist|l10n)\//.test(path))) {
      assert.equal(faultsOfPackage(allowed.filter(path => path !== missing)).length, 1, missing);
    }
  });
});

describe('the package of the scanner', () => {
  const allowed = [
    'package.json',
    'README.md',
    'LICENSE',
    'scan.cjs',
    'configuration.schema.json',
    'THIRD_PARTY_NOTICES.txt',
  ];

  it('holds what it has to, and nothing else', () => {
    assert.deepEqual(faultsOfScanner(allowed), []);
    for (const path of ['scan.cjs.map', 'dist/scan.cjs', '.npmrc', 'node_modules/x/index.js', 'install.js']) {
      assert.deepEqual(faultsOfScanner([...allowed, path]), [`${path} has no place in the package`]);
    }
    for (const missing of allowed) {
      assert.equal(faultsOfScanner(allowed.filter(path => path !== missing)).length, 1, missing);
    }
  });
});
