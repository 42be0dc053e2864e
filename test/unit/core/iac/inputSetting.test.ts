import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { readInputSetting } from '../../../../src/core/iac/inputSetting.ts';

const folder = 'file:///infra';

describe('the setting of the inputs that are deployed', () => {
  it('names sets of files, values, environments and stages, by paths of the folder', () => {
    const written = [
      { for: 'live/prod', varFiles: ['./common.tfvars', 'live/prod tfvars'], values: { a: [1] } },
      { name: 'test', parameterFiles: 'params/test.json' },
      { environment: 'prod' },
      { stage: 'prod', for: ['a', 'b/serverless.yml'] },
      { values: { first: '', second: null } },
    ];
    assert.deepEqual(readInputSetting(written, folder), {
      faults: [],
      sets: [
        {
          name: './common.tfvars, live/prod tfvars',
          of: ['file:///infra/live/prod'],
          given: [
            { kind: 'variables', file: 'file:///infra/common.tfvars', within: folder },
            { kind: 'variables', file: 'file:///infra/live/prod%20tfvars', within: folder },
            { values: { a: [1] } },
          ],
        },
        {
          name: 'test',
          given: [{ kind: 'parameters', file: 'file:///infra/params/test.json', within: folder }],
        },
        { name: 'environment prod', environment: 'prod', given: [] },
        {
          name: 'stage prod',
          stage: 'prod',
          of: ['file:///infra/a', 'file:///infra/b/serverless.yml'],
          given: [],
        },
        { name: 'first, second', given: [{ values: { first: '', second: null } }] },
      ],
    });
  });

  it('says what of it names nothing, and takes the rest', () => {
    const good = { stage: 'prod' };
    const cases: readonly (readonly [written: unknown, sets: number, ...faults: string[]])[] = [
      [undefined, 0],
      [null, 0],
      [{}, 0, 'not-a-list'],
      ['prod.tfvars', 0, 'not-a-list'],
      [['prod.tfvars', good], 1, 'not-a-set prod.tfvars'],
      [[[], good], 1, 'not-a-set'],
      [[{ varfiles: ['a'] }, good], 1, 'unknown-property varfiles'],
      [[{ varFiles: [1] }], 0, 'wrong-value varFiles'],
      [
        [{ varFiles: 1, stage: 1, values: [] }],
        0,
        'wrong-value varFiles',
        'wrong-value stage',
        'wrong-value values',
      ],
      [[{ varFiles: ['../a.tfvars', 'b.tfvars'] }], 1, 'outside ../a.tfvars'],
      [[{ varFiles: ['/etc/passwd'] }], 0, 'outside /etc/passwd'],
      [[{ stage: 'prod', for: '..' }], 1, 'outside ..'],
      [[{ name: 'nothing' }], 0],
    ];
    for (const [written, count, ...expected] of cases) {
      const { sets, faults } = readInputSetting(written, folder);
      const told = faults.map(({ what, written }) => (written === undefined ? what : `${what} ${written}`));
      assert.deepEqual([sets.length, ...told], [count, ...expected], JSON.stringify(written));
    }
  });

  it('is for nothing where every place that it names lies outside', () => {
    const { sets } = readInputSetting([{ stage: 'prod', for: '../other' }], folder);
    assert.deepEqual(sets[0]?.of, []);
  });

  it('is checked by the schema of the manifest as it is read', () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8'));
    const { scope, order, markdownDescription, ...schema } =
      manifest.contributes.configuration.properties['cloudtrailEncryption.inputs'];
    const isRight = new Ajv({ strict: false }).compile(schema);
    const sets: readonly unknown[] = [
      { varFiles: 'a.tfvars' },
      { varFiles: ['a.tfvars'], for: 'live' },
      { parameterFiles: ['a.json'], for: ['a', 'b'], name: 'x' },
      { environment: 'prod' },
      { stage: 'prod', values: { a: '' } },
      { values: { a: { b: 1 } } },
      'a.tfvars',
      [],
      {},
      { name: 'x' },
      { varfiles: ['a'] },
      { varFiles: [''] },
      { varFiles: {} },
      { stage: 1 },
      { stage: '' },
      { stage: 'a', for: 1 },
      { values: 'a' },
      { values: { a: 1 }, name: '' },
    ];
    for (const set of sets) {
      const { sets, faults } = readInputSetting([set], folder);
      assert.equal(isRight([set]), sets.length === 1 && faults.length === 0, JSON.stringify(set));
    }
    assert.equal(isRight({}), false);
  });
});
