import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundlesOf } from '../../scripts/bundles.mjs';
import { faultsOfPackage, faultsOfScanner } from '../../scripts/packageContents.mjs';
import { releaseNotes } from '../../scripts/release.mjs';

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

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly uses?: string;
        readonly permissions?: Readonly<Record<string, string>>;
        readonly environment?: string;
        readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly name?: string }[];
        readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
      }
    >
  >;
}

describe('the workflows', () => {
  const names = readdirSync(join(root, '.github/workflows'));
  const workflow = (name: string): Workflow => parse(read('.github/workflows', name));
  const stepsOf = (name: string) => Object.values(workflow(name).jobs).flatMap(({ steps = [] }) => steps);

  for (const name of names) {
    it(`run actions at a commit, which cannot be moved as a tag can: ${name}`, () => {
      const used = stepsOf(name).flatMap(({ uses }) => uses ?? []);
      assert.ok(used.length > 0);
      for (const action of used) {
        assert.match(action, /^[\w-]+\/[\w-]+@[\da-f]{40}$/);
      }
      // A workflow that is called is one of ours.
      for (const { uses } of Object.values(workflow(name).jobs)) {
        assert.match(uses ?? './.github/workflows/', /^\.\/\.github\/workflows\//);
      }
    });

    it(`take the same action at the same commit everywhere, and have no expression in a script: ${name}`, () => {
      const commits = new Map(allActions().map(action => action.split('@') as [string, string]));
      for (const { uses, run = '' } of stepsOf(name)) {
        const [action = '', commit] = uses?.split('@') ?? [];
        assert.equal(commit, uses && commits.get(action), uses);
        // An expression in a script is part of the program, whatever somebody put into it.
        assert.ok(!run.includes('${{'), run);
      }
    });
  }

  it('test the oldest and the newest VS Code on each system', () => {
    const matrix = workflow('ci.yml').jobs['test']?.strategy?.matrix;
    assert.deepEqual(matrix?.['os'], ['ubuntu-latest', 'macos-latest', 'windows-latest']);
    assert.deepEqual(matrix?.['vscode'], ['minimum', 'stable']);
  });

  it('may read the repository and nothing else, but for the job that releases', () => {
    const more = names.flatMap(name => {
      assert.deepEqual(workflow(name).permissions, { contents: 'read' }, name);
      return Object.entries(workflow(name).jobs).flatMap(([job, { permissions }]) =>
        permissions ? [[name, job, permissions]] : [],
      );
    });
    assert.deepEqual(more, [
      ['release.yml', 'package', { contents: 'read', 'id-token': 'write', attestations: 'write' }],
      ['release.yml', 'publish', { contents: 'write', 'id-token': 'write' }],
    ]);
    assert.equal(workflow('release.yml').jobs['publish']?.environment, 'release');
    assert.deepEqual(Object.keys(workflow('release.yml').on), ['push']);
  });

  it('are the same in the examples of the pages', () => {
    const commits = new Map(allActions().map(action => action.split('@') as [string, string]));
    const shown = [...read('docs/ci.md').matchAll(/uses: (\w+\/[\w-]+)@([\da-f]{40})/g)];
    assert.ok(shown.length > 0);
    for (const [, action = '', commit] of shown) {
      assert.equal(commit, commits.get(action) ?? commit, action);
    }
  });

  function allActions(): string[] {
    const { runs } = parse(read('action.yml')) as {
      readonly runs: { readonly steps: Workflow['jobs'][string]['steps'] };
    };
    return [...names.flatMap(stepsOf), ...(runs.steps ?? [])].flatMap(({ uses }) => uses ?? []);
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
    ...bundlesOf('scanner'),
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

describe('a release', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n\n## [1.1.0] - 2026-11-01\n\n- Another.\n';

  it('has the notes of its version', () => {
    assert.equal(releaseNotes({ tag: 'v1.2.0', version: '1.2.0', changelog }), '### Added\n\n- A thing.\n');
    assert.equal(releaseNotes({ tag: 'v1.1.0', version: '1.1.0', changelog }), '- Another.\n');
  });

  it('is refused where tag, version and changelog differ', () => {
    const refused = (tag: string, version: string, reason: RegExp) =>
      assert.throws(() => releaseNotes({ tag, version, changelog }), reason);
    refused('v1.2.1', '1.2.0', /The tag v1\.2\.1 is not v1\.2\.0, the version in package\.json/);
    refused('1.2.0', '1.2.0', /The tag 1\.2\.0 is not v1\.2\.0/);
    refused('v1.3.0', '1.3.0', /CHANGELOG\.md has no section \[1\.3\.0\] with a date/);
    refused('v1x2.0', '1x2.0', /no section/);
  });
});
