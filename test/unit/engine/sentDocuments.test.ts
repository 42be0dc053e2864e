import assert from 'node:assert/strict';
import { SentDocuments } from '../../../src/engine/sentDocuments.ts';

describe('the documents that a thread holds', () => {
  const named = () => {
    const forgotten: number[] = [];
    return { sent: new SentDocuments(ids => forgotten.push(...ids)), forgotten };
  };

  it('go over once, and are named by their number afterwards', () => {
    const { sent, forgotten } = named();
    const document = { uri: 'file:///main.tf', text: 'a' };
    const first = sent.name(document);
    assert.deepEqual(first.content, document);
    assert.deepEqual(sent.name(document), { id: first.id });
    assert.deepEqual(forgotten, []);
  });

  it('are forgotten when a newer text of the same address goes over', () => {
    const { sent, forgotten } = named();
    const older = { uri: 'file:///main.tf', text: 'a' };
    const newer = { uri: 'file:///main.tf', text: 'b' };
    const { id } = sent.name(older);
    assert.equal(sent.name(newer).content?.text, 'b');
    assert.deepEqual(forgotten, [id]);
    assert.equal(sent.name(older).content?.text, 'a', 'the older one would have to go over again');
  });

  it('make room for others, those first that were not named for the longest time', () => {
    const { sent, forgotten } = named();
    const large = 'x'.repeat(3 * 1024 * 1024);
    const [a, b, c] = ['a', 'b', 'c'].map(name => ({ uri: `file:///${name}`, text: large }));
    assert.ok(a && b && c);
    sent.name(a);
    const { id } = sent.name(b);
    sent.name(a);
    sent.name(c);
    assert.deepEqual(forgotten, [id]);
    assert.equal(sent.name(a).content, undefined);
  });

  it('keep the newest, however large it is', () => {
    const { sent, forgotten } = named();
    const huge = { uri: 'file:///huge.json', text: 'x'.repeat(9 * 1024 * 1024) };
    sent.name(huge);
    assert.deepEqual(forgotten, []);
    assert.equal(sent.name(huge).content, undefined);
  });
});
