import assert from 'node:assert/strict';
import { profilesReaching } from '../../../../../src/core/account/organization/reach.ts';
import type { Profile } from '../../../../../src/core/account/profile.ts';
import type { AccountState } from '../../../../../src/core/account/state.ts';

const account = '100000000042';

function state(profile: Profile, been?: string): AccountState {
  return {
    profile,
    phase: been === undefined ? 'not-loaded' : 'loaded',
    regions: [],
    ...(been !== undefined && {
      identity: { account: been, arn: `arn:aws:iam::${been}:user/anna`, partition: 'aws' },
    }),
  };
}

describe('The profiles that lead to an account', () => {
  it('are those that have been there, then those of which the files say so, and one that asks for an MFA code last', () => {
    const states = [
      state({ name: 'guarded', kind: 'assume-role', account, asksForMfa: true }),
      state({ name: 'sso', kind: 'sso', account }),
      state({ name: 'read', kind: 'static' }, account),
      state({ name: 'elsewhere', kind: 'static' }, '100000000001'),
      // The files may be wrong: it has been elsewhere.
      state({ name: 'mistaken', kind: 'sso', account }, '100000000001'),
      state({ name: 'unread', kind: 'static' }),
    ];
    assert.deepEqual(
      profilesReaching(states, account, () => true),
      ['read', 'sso', 'guarded'],
    );
  });
});
