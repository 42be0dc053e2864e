import assert from 'node:assert/strict';
import { unreadKey } from '../../../../src/core/account/keyDetails.ts';
import type { KeyGroup } from '../../../../src/core/remediation/index.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { type FoundKey, ShownKeys } from '../../../../src/core/wizard/keys/shownKeys.ts';

describe('keys that come while a person reads', () => {
  const found = (alias: string, group: KeyGroup, row = alias, isThrottled = false): FoundKey<string> => {
    const key = {
      ...unreadKey(`arn:aws:kms:eu-west-1:111122223333:key/${alias}`),
      aliases: known([`alias/${alias}`]),
      problems: isThrottled ? [{ kind: 'throttled' } as const] : [],
    };
    return { choice: { key, group, fitness: { kind: 'ready', notes: [] }, isExact: true }, row };
  };

  it('are sorted into their groups when the first are shown, and follow from then on', () => {
    const keys = new ShownKeys<string>();
    for (const one of [found('off', 'unusable'), found('b', 'ready'), found('a', 'ready')]) {
      keys.add(one);
    }
    assert.deepEqual(keys.rows(0), ['a', 'b', 'off']);
    for (const one of [found('gone', 'unusable'), found('0', 'ready')]) {
      keys.add(one);
    }
    assert.deepEqual(keys.rows(300), ['a', 'b', 'off', '0', 'gone']);
  });

  it('keep their place when more is known of them', () => {
    const keys = new ShownKeys<string>();
    keys.add(found('a', 'policy-not-checked'));
    keys.add(found('b', 'policy-not-checked'));
    keys.rows(0);
    keys.add(found('b', 'ready', 'b, also named c'));
    assert.deepEqual(keys.rows(300), ['a', 'b, also named c']);
  });

  it('wait for their answers where AWS throttles, and come at the end without them', () => {
    const keys = new ShownKeys<string>();
    keys.add(found('slow', 'policy-not-checked', 'slow, throttled', true));
    keys.add(found('never', 'policy-not-checked', 'never', true));
    assert.deepEqual(keys.rows(0), []);
    keys.add(found('slow', 'ready'));
    assert.deepEqual(keys.rows(300), ['slow']);
    assert.deepEqual(keys.rows(600, true), ['slow', 'never']);
  });

  it('are collected at first, longer where the list starts at one that did not come yet', () => {
    const keys = new ShownKeys<string>();
    assert.deepEqual(
      [0, 699, 700, 2999, 3000].map(now => [keys.isDue(now, true), keys.isDue(now, false)]),
      [
        [false, false],
        [false, false],
        [true, false],
        [true, false],
        [true, true],
      ],
    );
    keys.rows(3000);
    assert.deepEqual(
      [3299, 3300].map(now => keys.isDue(now, true)),
      [false, true],
    );
  });
});
