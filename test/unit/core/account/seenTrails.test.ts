import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import { type Nothing, offerTrails } from '../../../../src/core/account/offeredTrails.ts';
import { ProblemError } from '../../../../src/core/account/problem.ts';
import type { Profile } from '../../../../src/core/account/profile.ts';
import { profilesOfAccount, seenTrail, seenTrails } from '../../../../src/core/account/seenTrails.ts';
import { unknown } from '../../../../src/core/trail/fact.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from './fakeAccount.ts';

const audit = liveTrail('audit', 'eu-west-1');
const all = () => true;
const unable: Partial<FakeAnswers> = {
  buckets: { 'audit-logs': { region: unknown('denied'), bucketKey: unknown('denied') } },
};

/** Profiles in the order of the files, each with what its account answers; loaded unless it has no answers. */
async function statesOf(
  profiles: Readonly<Record<string, (Partial<FakeAnswers> & { mfa?: boolean }) | undefined>>,
) {
  const inventory = new Inventory({
    accounts: {
      open: async ({ name }) =>
        new FakeAccount({ identity, trails: { 'eu-west-1': [audit] }, ...profiles[name] }),
    },
    settings: () => ({ concurrency: 4, regions: [] }),
    now: () => 0,
  });
  inventory.setProfiles(
    Object.entries(profiles).map(
      ([name, answers]): Profile => ({
        name,
        kind: 'static',
        ...(answers?.mfa && { asksForMfa: true }),
      }),
    ),
  );
  for (const [name, answers] of Object.entries(profiles)) {
    if (answers) {
      await inventory.load(name);
    }
  }
  return inventory.states();
}

describe('the profile that acts on a trail', () => {
  const actors = async (...args: Parameters<typeof statesOf>) => {
    const seen = seenTrail(await statesOf(...args), audit.arn, all);
    return seen && [seen.acting, ...seen.others].map(({ profile }) => profile.name);
  };

  it('is the first in the order of the files, which the profile in use leads', async () => {
    assert.deepEqual(await actors({ prod: {}, admin: {}, other: {} }), ['prod', 'admin', 'other']);
  });

  it('is one that could read trail, bucket and key before one that could not', async () => {
    assert.deepEqual(await actors({ contractor: unable, dev: {} }), ['dev', 'contractor']);
    const noStatus = { statuses: { audit: new ProblemError({ kind: 'access-denied' }) } };
    assert.deepEqual(await actors({ contractor: noStatus, dev: {} }), ['dev', 'contractor']);
  });

  it('is never one that asks for an MFA code before one that does not, whatever it can read', async () => {
    assert.deepEqual(await actors({ 'break-glass': { mfa: true }, prod: {} }), ['prod', 'break-glass']);
    assert.deepEqual(await actors({ 'break-glass': { mfa: true }, contractor: unable }), [
      'contractor',
      'break-glass',
    ]);
    assert.deepEqual(await actors({ 'break-glass': { mfa: true } }), ['break-glass']);
  });

  it('is never one that nobody chose to be shown before one that was', async () => {
    const states = await statesOf({ hidden: {}, shown: unable });
    assert.equal(seenTrail(states, audit.arn, name => name === 'shown')?.acting.profile.name, 'shown');
  });

  it('is one of the account that owns the trail before all others', async () => {
    const member = { identity: { ...identity, account: '999999999999' } };
    assert.deepEqual(await actors({ member, owner: unable }), ['owner', 'member']);
    assert.deepEqual(await actors({ member, owner: { mfa: true } }), ['owner', 'member']);
  });

  it('is nobody where no profile sees the trail', async () => {
    assert.equal(
      seenTrail(await statesOf({ prod: {} }), 'arn:aws:cloudtrail:eu-west-1:1:trail/x', all),
      undefined,
    );
  });

  it('stands in the order of the files in a list in which each trail stands once', async () => {
    const other = liveTrail('other', 'eu-west-1');
    const seen = seenTrails(
      await statesOf({
        'break-glass': { mfa: true, trails: { 'eu-west-1': [other, audit] } },
        prod: { trails: { 'eu-west-1': [audit] } },
      }),
      all,
    );
    assert.deepEqual(
      seen.map(({ trail, acting, others }) => [trail.name, acting.profile.name, others.length]),
      [
        ['other', 'break-glass', 0],
        ['audit', 'prod', 1],
      ],
    );
  });

  it('of an account, comes before those that ask for MFA', async () => {
    const elsewhere = { identity: { ...identity, account: '999999999999' } };
    const states = await statesOf({ 'break-glass': { mfa: true }, elsewhere, unread: undefined, admin: {} });
    assert.deepEqual(
      profilesOfAccount(states, identity.account, all).map(({ profile }) => profile.name),
      ['admin', 'break-glass'],
    );
  });
});

describe('a list of trails that is empty', () => {
  const wanted = () => false;
  const filters = { isNamed: all, someRegions: false };
  const none = { trails: { 'eu-west-1': [] } };
  const denied = { trails: { 'eu-west-1': [], 'us-east-1': new ProblemError({ kind: 'access-denied' }) } };
  const disabled = {
    trails: { 'eu-west-1': [], 'af-south-1': new ProblemError({ kind: 'region-disabled' }) },
  };
  const why: readonly (readonly [
    string,
    Parameters<typeof statesOf>[0],
    Partial<typeof filters> | { isNamed: (name: string) => boolean },
    Nothing,
  ])[] = [
    ['there is no profile', {}, {}, 'no-profile'],
    ['none was read', { prod: undefined }, {}, 'nothing-read'],
    [
      'none of those that are shown was read',
      { prod: {}, dev: undefined },
      { isNamed: name => name === 'dev' },
      'nothing-read',
    ],
    ['all profiles are hidden', { prod: {} }, { isNamed: () => false }, 'filtered'],
    ['a profile is hidden', { prod: {}, dev: {} }, { isNamed: name => name === 'dev' }, 'filtered'],
    ['some Regions are read', { prod: none }, { someRegions: true }, 'filtered'],
    ['a Region could not be read', { prod: denied }, {}, 'not-all-read'],
    [
      'a Region of those that are shown could not be read',
      { prod: denied },
      { someRegions: true },
      'not-all-read',
    ],
    ['a Region is switched off', { prod: disabled }, {}, 'no-trail'],
    ['the account has none', { prod: none }, {}, 'no-trail'],
    ['none is of the kind', { prod: {} }, {}, 'none-wanted'],
  ];
  for (const [because, profiles, filter, nothing] of why) {
    it(`because ${because}`, async () => {
      const offered = offerTrails(await statesOf(profiles), wanted, { ...filters, ...filter });
      assert.deepEqual([offered.trails, offered.nothing], [[], nothing]);
    });
  }

  it('is said to be nothing only where it is empty', async () => {
    const offered = offerTrails(await statesOf({ prod: {} }), () => true, filters);
    assert.deepEqual([offered.trails.length, 'nothing' in offered], [1, false]);
  });
});
