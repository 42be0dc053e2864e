import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import type { Metafile } from 'esbuild';
import { bundleInMemory } from '../../esbuild.mjs';

/** What is measured here is what ships: built as for the package, without writing a file. */
describe('the bundles', function () {
  this.timeout(60_000);

  it('keep the entry small: no AWS SDK, no parser, no grammar, nothing that changes trails, each behind a require of its own', async () => {
    const { text, metafile } = await bundleInMemory('extension');
    assert.ok(text.length <= 250_000, `${text.length} bytes`);
    const foreign = packagesIn(metafile).filter(name => !entryPackages.has(name));
    assert.deepEqual(foreign, []);
    assert.doesNotMatch(text, /\.wasm\b/);
    const readers = Object.keys(metafile.inputs).filter(path => /^src\/core\/iac\/\w+\//.test(path));
    assert.deepEqual(readers, [], 'the readers work in a thread');
    const changers = Object.keys(metafile.inputs).filter(path =>
      /^src\/core\/(?:wizard|remediation)\//.test(path),
    );
    assert.deepEqual(changers, [], 'what changes trails is loaded when somebody wants a change');
    const outside = importsOf(metafile).filter(path => !builtinModules.includes(path));
    assert.deepEqual(
      outside.filter(path => !loadedOnFirstUse.has(path)),
      ['vscode'],
    );
    assert.ok(outside.includes('./aws.cjs') && outside.includes('./wizard.cjs'));
  });

  it('let the scanner be run by its name: its first line says that Node runs it', async () => {
    const { text } = await bundleInMemory('scan');
    assert.match(text, /^#!\/usr\/bin\/env node\n/);
  });

  it('let VS Code put its proxy behind every request to AWS: https is required under its bare name', async () => {
    const { text, metafile } = await bundleInMemory('aws');
    assert.match(text, /require\("https"\)/);
    assert.doesNotMatch(text, /["']node:https?["']/);
    assert.ok(importsOf(metafile).includes('https'));
    assert.deepEqual(
      importsOf(metafile).filter(path => path.startsWith('node:')),
      [],
    );
  });
});

const loadedOnFirstUse = new Set([
  './aws.cjs',
  './fixAll.cjs',
  './gitIgnore.cjs',
  './leaveOut.cjs',
  './organization.cjs',
  './report.cjs',
  './tools.cjs',
  './wizard.cjs',
]);

/** Small packages that the entry may carry. */
const entryPackages = new Set(['p-limit', 'yocto-queue']);

function packagesIn({ inputs }: Metafile): readonly string[] {
  const names = Object.keys(inputs).map(
    path => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? '',
  );
  return [...new Set(names)].filter(name => name !== '').sort();
}

function importsOf({ outputs }: Metafile): readonly string[] {
  const all = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  return [...new Set(all)].sort();
}
