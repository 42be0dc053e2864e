import assert from 'node:assert/strict';
import type { Related } from '../../../../../src/core/iac/declaration.ts';
import { relatedTo } from '../../../../../src/core/iac/worlds/related.ts';
import { absent } from '../../../../../src/core/trail/fact.ts';

describe('Places that explain a key', () => {
  it('are each named once', () => {
    const [key] = places('key', 1);
    const inputs = places('variable-default', 2);
    assert.deepEqual(relatedTo(absent, [{ asked: [], inputs: [...inputs, ...inputs], key: () => [key] }]), [
      ...inputs,
      key,
    ]);
  });

  it('name the first of many values on the way, and all that decides', () => {
    const locals = places('local', 40);
    const others = places('variable-default', 12);
    const related = relatedTo(absent, [{ asked: [], inputs: [...locals, ...others], key: () => [] }]);
    assert.deepEqual(related, [...locals.slice(0, 5), ...others]);
  });
});

function places(kind: Related['kind'], count: number): [Related, ...Related[]] {
  const place = (index: number): Related => ({
    kind,
    name: `${kind}-${index}`,
    uri: 'file:///case/main.tf',
    range: { start: index, end: index + 1 },
  });
  return [place(0), ...Array.from({ length: count - 1 }, (_, index) => place(index + 1))];
}
