import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newKeyPolicy, type Reader, readersIn } from '../../../../../src/core/trail/keyPolicy/index.ts';
import { holds } from '../../../holds.ts';
import { owner, trailArn } from './policies.ts';

describe('the readers in a policy', () => {
  const readers: readonly Reader[] = [
    { kind: 'account' },
    { kind: 'accounts', ids: ['222233334444', '555566667777'] },
    { kind: 'organization', id: 'o-a1b2c3d4e5' },
  ];
  const contextArn = `arn:aws:cloudtrail:*:${owner}:trail/*`;
  const key = { trailArn, contextArn, bucketKey: true, partition: 'aws', keyAccount: owner };

  it('are those for whom it was written', () => {
    assert.deepEqual(readersIn(JSON.stringify(newKeyPolicy({ ...key, readers }))), readers);
    assert.deepEqual(readersIn(JSON.stringify(newKeyPolicy(key))), []);
  });

  it('are nobody where it has another shape, and those of the statements beside', () => {
    const accounts = (members: object) => ({ Sid: 'OtherAccountsDecryptLogs', ...members });
    const organization = (members: object) => ({ Sid: 'OrganizationDecryptsLogs', ...members });
    const damaged: readonly unknown[] = [
      null,
      7,
      'text',
      [[]],
      accounts({}),
      accounts({ Principal: null }),
      accounts({ Principal: '*' }),
      accounts({ Principal: ['*'] }),
      accounts({ Principal: { AWS: 222233334444 } }),
      accounts({ Principal: { AWS: [null, {}, 'nobody'] } }),
      accounts({ Principal: { AWS: { '0': 'x' } } }),
      organization({ Condition: 'never' }),
      organization({ Condition: { StringEquals: null } }),
      organization({ Condition: { StringEquals: { 'aws:PrincipalOrgID': { id: 'o' } } } }),
      organization({ Condition: { StringEquals: { 'aws:PrincipalOrgID': [7] } } }),
    ];
    const account = { Sid: 'AccountPrincipalsDecryptLogs' };
    for (const statement of damaged) {
      const policy = JSON.stringify({ Statement: [statement, account] });
      assert.deepEqual(readersIn(policy), [{ kind: 'account' }], policy);
    }
    for (const policy of [
      '',
      '{',
      'null',
      '7',
      '"text"',
      '[]',
      '{}',
      '{"Statement":7}',
      '['.repeat(50_000),
    ]) {
      assert.deepEqual(readersIn(policy), [], policy.slice(0, 20));
    }
  });

  it('are those of a single statement that is not in a list', () => {
    const Statement = {
      Sid: 'OrganizationDecryptsLogs',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    };
    assert.deepEqual(readersIn(JSON.stringify({ Statement })), [{ kind: 'organization', id: 'o-1' }]);
  });

  it('are found in any text, or nobody is', () => {
    holds(fc.property(fc.oneof(fc.string(), fc.json()), text => Array.isArray(readersIn(text))));
  });
});
