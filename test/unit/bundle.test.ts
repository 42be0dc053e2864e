import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import type { Metafile } from 'esbuild';
import { bundleInMemory } from '../../esbuild.mjs';
import { bundles } from '../../scripts/bundles.mjs';

/** What is measured here is what ships: built as for the package, without writing a file. */
describe('the bundles', function () {
  this.timeout(60_000);

  it('keep the entry small: no AWS SDK, no parser, no grammar, nothing that changes trails, each behind a require of its own', async () => {
    const { text, metafile } = await bundleInMemory('extension');
    assert.ok(text.length <= 250_000, `${text.length} bytes`);
    const foreign = packagesIn(metafile).filter(name => !entryPackages.has(name));
    assert.deepEqual(foreign, []);
    assert.doesNotMatch(text, /\.wasm\b/);
    const readers = Object.keys(metafile.inputs).filter(path =>
      /^src\/core\/iac\/(?:analysis|declared|formats|languages|suppression|worlds)\//.test(path),
    );
    assert.deepEqual(readers, [], 'the readers work in a thread');
    const changers = Object.keys(metafile.inputs).filter(path =>
      /^src\/core\/(?:wizard|remediation)\//.test(path),
    );
    assert.deepEqual(changers, [], 'what changes trails is loaded when somebody wants a change');
    const outside = importsOf(metafile).filter(path => !builtinModules.includes(path));
    assert.deepEqual(outside, [...siblingsOf('extension'), 'vscode'].sort());
  });

  it('load what they name to be loaded on first use, and no other: a name that nothing loads ships for nothing', async () => {
    const { metafile } = await bundleInMemory('commands');
    assert.deepEqual(
      importsOf(metafile).filter(path => path.startsWith('./')),
      siblingsOf('commands'),
    );
  });

  it("take VS Code's API once: each further time costs a copy of all that it exports", async () => {
    for (const { out } of bundles.filter(({ from }) => /^src\/(?:editor\/|extension\.ts)/.test(from))) {
      const { text } = await bundleInMemory(out);
      assert.ok((text.match(/require\("vscode"\)/g) ?? []).length === 1, out);
    }
  });

  it('parse YAML without asking the environment with every token, as its package does for Node', async () => {
    const { text, metafile } = await bundleInMemory('engine');
    assert.ok(packagesIn(metafile).includes('yaml'));
    assert.doesNotMatch(text, /LOG_TOKENS/);
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

/** Paths of the bundles that another one loads on first use. */
function siblingsOf(name: string): readonly string[] {
  const { lazy = [] } = bundles.find(({ out }) => out === name) ?? assert.fail(name);
  return lazy.map(one => `./${one}.cjs`).sort();
}

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
