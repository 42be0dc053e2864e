import assert from 'node:assert/strict';
import { Passes } from '../../../../src/editor/documents/passes.ts';

describe('passes over files at the same time', () => {
  const is = (file: string) => (change: string) => change === file;

  it('hold what did not change while they read, and name what did', () => {
    const passes = new Passes<string>();
    passes.changed(['a.tf']);
    const pass = passes.begin(passes.generation);
    passes.changed(['b.tf', 'c.tf']);
    assert.deepEqual(
      ['a.tf', 'b.tf', 'c.tf'].filter(file => pass.holds(file, is(file))),
      ['a.tf'],
    );
    assert.deepEqual([...pass.overtaken], ['b.tf', 'c.tf']);
  });

  it('hold nothing where it was decided anew which files are read, also before the first of them began', () => {
    const passes = new Passes<string>();
    const { generation } = passes;
    passes.invalidate();
    const [old, current] = [passes.begin(generation), passes.begin(passes.generation)];
    assert.deepEqual([old.holds('a.tf', is('a.tf')), current.holds('a.tf', is('a.tf'))], [false, true]);
    passes.invalidate();
    assert.equal(current.holds('b.tf', is('b.tf')), false);
    assert.deepEqual([...current.overtaken], ['b.tf']);
  });

  it('end: what changes later is no concern of theirs', () => {
    const passes = new Passes<string>();
    const [ended, other] = [passes.begin(0), passes.begin(0)];
    ended.end();
    passes.changed(['a.tf']);
    assert.deepEqual([ended.holds('a.tf', is('a.tf')), other.holds('a.tf', is('a.tf'))], [true, false]);
  });
});
