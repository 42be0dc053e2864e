import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';

describe('The emulator’s README', () => {
  it('has every rule in its table, and each rule’s file cites a page', async () => {
    const folder = new URL('rules/', import.meta.url);
    const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
    const listed = new Set([...readme.matchAll(/`(\w+)`/g)].map(match => match[1]));
    const missing: string[] = [];
    for (const file of await readdir(folder)) {
      const text = await readFile(new URL(file, folder), 'utf8');
      const rules = [...text.matchAll(/^export function (\w+)/gm)].flatMap(([, name]) => name ?? []);
      assert.ok(rules.length > 0, file);
      assert.match(text, /(API Reference|User Guide|Developer Guide|Reference Guide|Management API)/, file);
      missing.push(...rules.filter(rule => !listed.has(rule)));
    }
    assert.deepEqual(missing, []);
  });
});
