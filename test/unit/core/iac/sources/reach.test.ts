import assert from 'node:assert/strict';
import { withinReach } from '../../../../../src/core/iac/sources/reach.ts';
import { MemorySources } from '../memorySources.ts';

const names = [
  'work/stack/main.tf',
  'work/stack/policy.json',
  'work/policy.json',
  'modules/audit/main.tf',
  'modules/audit/policy.json',
  'modules/other/main.tf',
  'modules/other/policy.json',
  'home/.aws/credentials',
];
const uri = (name: string) => `file:///${name}`;

describe('what a document may bring in', () => {
  async function read(root: string | undefined, ...listed: string[]): Promise<string[]> {
    const files = new MemorySources(Object.fromEntries(names.map(name => [uri(name), name])));
    const sources = withinReach(files, root, uri('work/stack/main.tf'));
    for (const folder of listed) {
      await sources.list(uri(folder));
    }
    const found = await Promise.all(names.map(name => sources.read(uri(name))));
    return found.flatMap(document => document?.text ?? []).filter(name => !name.endsWith('.tf'));
  }

  it('lies below the folder that it belongs to', async () => {
    assert.deepEqual(await read(uri('work')), ['work/stack/policy.json', 'work/policy.json']);
  });

  it('lies below it also where its address ends with a slash', async () => {
    assert.deepEqual(await read(uri('work/')), ['work/stack/policy.json', 'work/policy.json']);
  });

  it('lies in its own folder where it belongs to none', async () => {
    assert.deepEqual(await read(undefined), ['work/stack/policy.json']);
  });

  it('may lie in the folder of a module that was called, wherever that is, and in no other folder', async () => {
    assert.deepEqual(await read(uri('work'), 'modules/audit', 'home', 'home/.aws'), [
      'work/stack/policy.json',
      'work/policy.json',
      'modules/audit/policy.json',
    ]);
  });

  it('may be any file of a module, which Terraform reads by its name', async () => {
    const files = new MemorySources({ 'file:///modules/audit/main.tf': 'locals {}' });
    const sources = withinReach(files, uri('work'), uri('work/stack/main.tf'));
    assert.equal((await sources.read(uri('modules/audit/main.tf')))?.text, 'locals {}');
  });

  it('must really lie there: whoever reads it is told within what', async () => {
    const asked: unknown[] = [];
    const files = {
      read: async (...args: unknown[]) => void asked.push(args),
      list: async () => [],
      folders: async () => [],
    };
    const sources = withinReach(files, uri('work'), uri('work/stack/main.tf'));
    await sources.read(uri('work/policy.json'));
    await sources.read(uri('work/stack/main.tf'));
    await sources.read(uri('home/.aws/credentials'));
    assert.deepEqual(asked, [[uri('work/policy.json'), [uri('work')]], [uri('work/stack/main.tf')]]);
  });
});
