import assert from 'node:assert/strict';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { unreadPaths } from '../../../../src/core/wording/unread.ts';

describe('what a scan could not read', () => {
  const denied = (path: string) => ({ path, detail: 'permission denied' });
  const said = (...paths: readonly string[]) => inEnglish(unreadPaths(paths.map(denied)));

  it('is named, with the reason', () => {
    assert.equal(
      said('infra/secret'),
      'This path could not be read, so trails in it may be missing: infra/secret (permission denied)',
    );
    assert.equal(
      said('a', 'b'),
      '2 paths could not be read, so trails in them may be missing: a (permission denied), b (permission denied)',
    );
  });

  it('leaves room for what was read, however much it is', () => {
    assert.equal(
      said('a', 'b', 'c', 'd', 'e'),
      '5 paths could not be read, so trails in them may be missing. The log names all of them. ' +
        'The first: a (permission denied), b (permission denied), c (permission denied)',
    );
  });
});
