import assert from 'node:assert/strict';
import type { Related } from '../../../../../src/core/iac/declaration.ts';
import { type Callee, type Caller, leftToCallers } from '../../../../../src/core/iac/worlds/callers.ts';
import { absent, type Choice, known, unknown } from '../../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../../src/core/trail/key.ts';
import { goodKey } from '../declarations.ts';

const encrypted = known(goodKey);
const branches = [absent, encrypted];
const unset: Choice<KeyFacts> = { kind: 'conditional', byDefault: absent, branches };
const set: Choice<KeyFacts> = { kind: 'conditional', byDefault: encrypted, branches };

/** Code that is called at each of these places, and how often anybody asked for them. */
class Code implements Callee {
  readonly place: string | undefined;
  asked = 0;
  calls: Caller[] = [];

  constructor(place: string | undefined) {
    this.place = place;
  }

  readonly callers = async function* (this: Code) {
    this.asked++;
    yield* this.calls;
  }.bind(this);

  /** A call in other code, which sees this key. */
  calledIn(around: Code, keys: readonly Choice<KeyFacts>[], hasInputs = true): this {
    this.calls.push({
      place: around.place,
      callers: around.callers,
      seen: keys.map(key => ({ key, hasInputs })),
      related: callAt(around.place),
    });
    return this;
  }
}

function callAt(place: string | undefined): Related {
  return { kind: 'module-call', name: place ?? '', uri: `file:///${place}`, range: { start: 0, end: 1 } };
}

const judged = (callee: Callee, key: Choice<KeyFacts> = unset, hasInputs = true) =>
  leftToCallers({ key, hasInputs }, callee);

describe('a trail whose key is left to callers', () => {
  let module: Code;
  let root: Code;
  beforeEach(() => {
    module = new Code('module');
    root = new Code('root');
  });

  it('has one wherever it is made, if each call passes one: by default nobody knows which', async () => {
    module.calledIn(root, [encrypted, set]).calledIn(new Code('other'), [unknown('out-of-reach')]);
    assert.deepEqual(await judged(module), {
      key: { kind: 'conditional', byDefault: unknown('decided-at-deployment'), branches },
      related: [callAt('root'), callAt('other')],
    });
  });

  it('may have none, if a call leaves it out, or if nobody is found who calls', async () => {
    assert.equal(await judged(module), undefined);
    module.calledIn(root, [encrypted]).calledIn(new Code('other'), [encrypted, absent]);
    assert.equal(await judged(module), undefined);
  });

  it('is nobody’s where a call makes none', async () => {
    module.calledIn(root, []);
    assert.equal(await judged(module), undefined);
    module.calledIn(root, [encrypted]);
    assert.deepEqual((await judged(module))?.related, [callAt('root')]);
  });

  it('is left by callers to theirs', async () => {
    module.calledIn(root, [unset]);
    assert.equal(await judged(module), undefined);
    root.calledIn(new Code('above'), [encrypted]);
    assert.deepEqual((await judged(module))?.related, [callAt('root')]);
  });

  it('is not asked after where nobody has a say, or where a key is there by default', async () => {
    module.calledIn(root, [unset], false);
    root.calledIn(new Code('above'), [encrypted]);
    assert.equal(await judged(module), undefined);
    assert.equal(root.asked, 0);
    module.asked = 0;
    assert.equal(await judged(module, unset, false), undefined);
    assert.equal(await judged(module, set), undefined);
    assert.equal(await judged(module, absent), undefined);
    assert.equal(module.asked, 0);
  });

  it('is sought once in each place, though calls lead around', async () => {
    module.calledIn(root, [unset]);
    root.calledIn(module, [unset]).calledIn(root, [unset]);
    assert.equal(await judged(module), undefined);
    assert.deepEqual([module.asked, root.asked], [1, 1]);
  });

  it('is given up where nobody knows who calls, and far above', async () => {
    assert.equal(await judged(new Code(undefined).calledIn(root, [encrypted])), undefined);
    const chain = Array.from({ length: 20 }, (_, index) => new Code(String(index)));
    for (const [index, code] of chain.entries()) {
      code.calledIn(chain[index + 1] ?? root, [index === 19 ? encrypted : unset]);
    }
    assert.equal(await judged(chain[0] ?? root), undefined);
    assert.deepEqual(
      chain.map(({ asked }) => asked).filter(asked => asked > 0),
      [1, 1, 1, 1, 1, 1],
    );
    assert.ok(await judged(chain[15] ?? root));
  });

  it('is explained by a few calls at most', async () => {
    for (let index = 0; index < 9; index++) {
      module.calledIn(new Code(String(index)), [encrypted]);
    }
    assert.equal((await judged(module))?.related.length, 5);
  });
});
