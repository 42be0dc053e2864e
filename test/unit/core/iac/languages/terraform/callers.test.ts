import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { MemorySources } from '../../memorySources.ts';
import { arn, trail, variable } from './trails.ts';

const root = 'file:///infra';

/** The module's own row, what was asked for to tell it, and what is to be watched. */
async function ownRow(files: Record<string, string>, of = 'modules/trail/main.tf') {
  const memory = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])),
  );
  const asked: string[] = [];
  const below = (uri: string) => (uri.startsWith(root) ? uri.slice(root.length + 1) : uri);
  const sources = {
    read: (uri: string) => {
      asked.push(`read ${below(uri)}`);
      return memory.read(uri);
    },
    list: (uri: string) => {
      asked.push(`list ${below(uri)}`);
      return memory.list(uri);
    },
    folders: (uri: string) => memory.folders(uri),
  };
  const analyzer = createAnalyzer({ languages: [createTerraform()], now: () => 0, rootOf: () => root });
  const document = await memory.read(`${root}/${of}`);
  assert.ok(document);
  const { assessments, consulted } = await analyzer.analyze(document, sources);
  const findings = assessments.flatMap(one =>
    one.findings.map(({ code, severity }) => `${code} ${severity}`),
  );
  return { findings, asked, watched: { folders: consulted.folders, parents: consulted.parents } };
}

const module = {
  'modules/trail/main.tf': trail('var.key', variable('key', 'type = string\n  default = null')),
};
const call = (source: string, body: string) => `module "trail" {\n  source = "${source}"\n  ${body}\n}\n`;
const warning = ['kms-key-conditional warning'];
const information = ['kms-key-conditional information'];

const cases: readonly (readonly [
  name: string,
  callers: Record<string, string>,
  findings: readonly string[],
])[] = [
  ['nobody', {}, warning],
  ['the root, with a key', { 'main.tf': call('./modules/trail', `key = ${arn}`) }, information],
  [
    'the root, with an input that somebody has to give',
    { 'main.tf': call('./modules/trail', 'key = var.key') + variable('key', 'type = string') },
    information,
  ],
  [
    'the root, with an input that is left out by default',
    { 'main.tf': call('./modules/trail', 'key = var.key') + variable('key', 'default = null') },
    warning,
  ],
  ['the root, without', { 'main.tf': call('./modules/trail', '') }, warning],
  ['a folder beside', { 'live/prod/main.tf': call('../../modules/trail', `key = ${arn}`) }, information],
  [
    'two, of which one leaves it out',
    { 'a/main.tf': call('../modules/trail', `key = ${arn}`), 'b/main.tf': call('../modules/trail', '') },
    warning,
  ],
  ['one that makes none', { 'main.tf': call('./modules/trail', 'count = 0') }, warning],
  ['an example below', { 'modules/trail/examples/all/main.tf': call('../..', `key = ${arn}`) }, information],
  [
    'a variable file',
    {
      'main.tf': call('./modules/trail', 'key = var.key') + variable('key', 'default = null'),
      'terraform.tfvars': `key = ${arn}\n`,
    },
    information,
  ],
  [
    'JSON',
    {
      'main.tf.json': JSON.stringify({ module: { t: { source: './modules/trail', key: JSON.parse(arn) } } }),
    },
    information,
  ],
  [
    'a source put together',
    { 'main.tofu': `locals {\n  dir = "./modules"\n}\n${call(`\${local.dir}/trail`, `key = ${arn}`)}` },
    information,
  ],
  [
    'another module of the same name',
    {
      'main.tf': call('./other/trail', `key = ${arn}`),
      'other/trail/main.tf': variable('key', 'type = string'),
    },
    warning,
  ],
  [
    'a download, which is nobody of ours',
    { '.terraform/modules/x/main.tf': call('../../../modules/trail', `key = ${arn}`) },
    warning,
  ],
  [
    'modules in a circle',
    {
      'a/main.tf':
        call('../modules/trail', 'key = var.key') +
        variable('key', 'default = null') +
        call('../b', 'key = var.key').replace('"trail"', '"b"'),
      'b/main.tf': variable('key', 'default = null') + call('../a', 'key = var.key'),
    },
    warning,
  ],
];

describe('terraform: a module by its callers', () => {
  for (const [name, callers, findings] of cases) {
    it(`is called by ${name}`, async () => {
      assert.deepEqual((await ownRow({ ...module, ...callers })).findings, findings);
    });
  }

  it('looks for callers only where a key may be missing: they may pass one, or hold a comment that silences', async () => {
    const callers = { 'main.tf': call('./modules/trail', ''), 'live/main.tf': call('../modules/trail', '') };
    const read = async (key: string, more = '') => {
      const { asked } = await ownRow({ 'modules/trail/main.tf': trail(key) + more, ...callers });
      return asked.filter(one => /^read (?:live\/)?main\.tf$/.test(one));
    };
    assert.deepEqual(await read(arn), []);
    assert.deepEqual(await read('var.key', variable('key', 'type = string')), []);
    assert.deepEqual((await read('null')).sort(), ['read live/main.tf', 'read main.tf']);
  });

  it('watches where a caller may appear', async () => {
    const { watched } = await ownRow({ ...module, 'live/prod/main.tf': 'locals {}\n' });
    for (const folder of [`${root}/live`, `${root}/live/prod`, root]) {
      assert.ok(watched.folders.has(folder), folder);
      assert.ok(watched.parents.has(folder), folder);
    }
  });

  it('never looks above the folder that holds what belongs together', async () => {
    const { asked } = await ownRow({ ...module, '../main.tf': 'locals {}\n' });
    assert.deepEqual(
      asked.filter(one => one.includes(' file:')),
      [],
    );
  });

  for (const [what, filesPerFolder, most, sizes] of [
    ['folders', 1, 100, [40, 80, 160, 320]],
    ['files', 10, 300, [12, 24, 48, 96]],
  ] as const) {
    it(`looks at so many ${what} at most`, async () => {
      const counts: number[] = [];
      for (const folders of sizes) {
        const files = Object.fromEntries(
          Array.from({ length: folders * filesPerFolder }, (_, index) => [
            `live/${Math.floor(index / filesPerFolder)}/f${index % filesPerFolder}.tf`,
            'locals {}\n',
          ]),
        );
        const { asked } = await ownRow({ ...module, ...files });
        counts.push(asked.filter(one => one.startsWith(what === 'files' ? 'read live' : 'list live')).length);
      }
      assert.ok(
        counts.every(count => count <= most),
        counts.join(),
      );
      assert.equal(counts[3], counts[2]);
    });
  }
});
