import assert from 'node:assert/strict';
import { AwsClock } from '../../../../src/aws/awsClock.ts';
import { CredentialSession } from '../../../../src/aws/credentials/session.ts';

describe('the credentials of a profile, kept for all its calls', () => {
  it('are fetched once more for all calls that were refused with the same ones', async () => {
    let fetched = 0;
    const source = async () => ({ accessKeyId: `key ${++fetched}`, secretAccessKey: 'secret' });
    const session = new CredentialSession('a', () => source, new AwsClock(Date.now));
    const refused = await session.get();
    session.forget(refused);
    const fresh = await session.get();
    // The answer to a call that was sent before them comes now.
    session.forget(refused);
    assert.equal(await session.get(), fresh);
    assert.deepEqual([fresh.accessKeyId, fetched], ['key 2', 2]);
  });
});
