import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { unlessAborted } from '../../../src/aws/unlessAborted.ts';

describe('what cannot be ended', () => {
  const reason = new Error('given up');
  const forever = () => new Promise<never>(() => {});

  it('is waited for, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController();
    assert.equal(await unlessAborted(signal, async () => 1), 1);
    await assert.rejects(
      unlessAborted(signal, () => Promise.reject(reason)),
      reason,
    );
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('is waited for no longer when the signal aborts', async () => {
    const abort = new AbortController();
    const waiting = unlessAborted(abort.signal, forever);
    abort.abort(reason);
    await assert.rejects(waiting, reason);
  });

  it('does not begin where the signal has aborted', async () => {
    let begun = false;
    const waiting = unlessAborted(AbortSignal.abort(reason), () => {
      begun = true;
      return forever();
    });
    await assert.rejects(waiting, reason);
    assert.equal(begun, false);
  });
});
