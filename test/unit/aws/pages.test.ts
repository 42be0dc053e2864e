import assert from 'node:assert/strict';
import { pagesOf } from '../../../src/aws/pages.ts';
import { problemOf } from '../../../src/core/account/problem.ts';

const call = { service: 'kms', operation: 'ListKeys', region: 'eu-west-1' };

/** Reads a list whose pages name each the next one; what it was asked for, and how it ended. */
async function read(nextOf: (token: string) => string | undefined) {
  const asked: (string | undefined)[] = [];
  try {
    const pages = pagesOf(
      call,
      async token => {
        asked.push(token);
        return nextOf(token ?? '');
      },
      next => next,
    );
    for await (const _ of pages) {
      // Only what is asked for counts.
    }
    return { asked, ended: 'whole' };
  } catch (error) {
    return { asked, ended: problemOf(error) };
  }
}

describe('the pages of a list', () => {
  const endless = { kind: 'not-aws', ...call, detail: 'The list has no end.' };

  it('are asked for up to the last, which names none', async () => {
    const next: Readonly<Record<string, string>> = { '': 'b', b: 'c', c: '' };
    assert.deepEqual(await read(token => next[token]), { asked: [undefined, 'b', 'c'], ended: 'whole' });
  });

  it('are no list of AWS where one names another that was read before', async () => {
    const next: Readonly<Record<string, string>> = { '': 'b', b: 'c', c: 'b' };
    assert.deepEqual(await read(token => next[token]), { asked: [undefined, 'b', 'c'], ended: endless });
  });

  it('are no list of AWS where they go on and on', async () => {
    let pages = 0;
    const { ended, asked } = await read(() => String(++pages));
    assert.deepEqual([ended, asked.length], [endless, 10_001]);
  });
});
