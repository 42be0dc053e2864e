import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import { type Problem, ProblemError } from '../../../../src/core/account/problem.ts';
import type { KeyDetails } from '../../../../src/core/account/state.ts';
import {
  checkAlias,
  checkKeyArn,
  type Fitness,
  fitnessOf,
  groupKeys,
  judgeKey,
  type KeyGroup,
  type KeyNeed,
  type KeyObstacle,
  keysOfRegion,
  matchesTyping,
  partsOfTrail,
} from '../../../../src/core/remediation/index.ts';
import { keyIdIn } from '../../../../src/core/trail/arn.ts';
import { absent, known, knownValue, unknown } from '../../../../src/core/trail/fact.ts';
import { accessOfTrails, newKeyPolicy } from '../../../../src/core/trail/keyPolicy/index.ts';
import { detailsOf } from './plans.ts';
import {
  account,
  accountPolicy,
  caller,
  keyArn,
  metadataOf,
  never,
  refuse,
  region,
  trailArn,
  World,
} from './world.ts';

const need: KeyNeed = { trailArns: [trailArn], bucketRegion: region, bucketKey: true };
const access = accessOfTrails([trailArn], true);
assert.ok(access);
const goodPolicy = JSON.stringify(newKeyPolicy({ ...access, partition: 'aws', keyAccount: account }));

function key(change: Partial<KeyMetadata> = {}, details: Partial<KeyDetails> = {}): KeyDetails {
  return {
    arn: keyArn,
    metadata: known(metadataOf(keyArn, change)),
    aliases: known(['alias/logs']),
    rotation: known(true),
    policy: known(goodPolicy),
    problems: [],
    ...details,
  };
}

function refused(operation: string): Problem {
  return { kind: 'access-denied', service: 'kms', operation, action: `kms:${operation}` };
}

describe('how well a key fits', () => {
  const obstacles: readonly (readonly [string, KeyDetails, KeyObstacle])[] = [
    ['of AWS', key({ manager: 'AWS' }), { kind: 'aws-managed' }],
    ['that is asymmetric', key({ spec: 'RSA_4096' }), { kind: 'not-symmetric', spec: 'RSA_4096' }],
    [
      'for signing',
      key({ usage: 'GENERATE_VERIFY_MAC' }),
      { kind: 'not-for-encryption', usage: 'GENERATE_VERIFY_MAC' },
    ],
    ['of another Region', key({ region: 'us-east-1' }), { kind: 'other-region', region: 'us-east-1' }],
    ['that is disabled', key({ state: 'Disabled' }), { kind: 'disabled' }],
    [
      'pending deletion',
      key({ state: 'PendingDeletion', deletionDate: 7 }),
      { kind: 'pending-deletion', date: 7 },
    ],
    [
      'whose replicas are pending deletion',
      key({ state: 'PendingReplicaDeletion' }),
      { kind: 'pending-deletion' },
    ],
    ['without material', key({ state: 'PendingImport', origin: 'EXTERNAL' }), { kind: 'pending-import' }],
    [
      'whose material has expired',
      key({ state: 'PendingImport', origin: 'EXTERNAL', validTo: 7 }),
      { kind: 'material-expired', date: 7 },
    ],
    ['whose store is away', key({ state: 'Unavailable' }), { kind: 'store-disconnected' }],
    ['being made', key({ state: 'Creating' }), { kind: 'creating' }],
    ['that is gone', key({}, { metadata: absent }), { kind: 'not-found' }],
    [
      'that may not be described',
      key(
        {},
        {
          metadata: unknown('denied'),
          problems: [refused('GetKeyRotationStatus'), refused('DescribeKey'), refused('GetKeyPolicy')],
        },
      ),
      { kind: 'unreadable', problem: refused('DescribeKey') },
    ],
    [
      'whose policy is full',
      key({}, { policy: known(accountPolicy.replace('Root', 'x'.repeat(32_300))) }),
      { kind: 'policy', refusal: { kind: 'too-large', bytes: 33_443, limit: 32_768 } },
    ],
  ];
  for (const [name, details, why] of obstacles) {
    it(`not at all: a key ${name}`, () => {
      const fitness = fitnessOf(details, need);
      assert.ok(fitness.kind === 'unusable');
      if (fitness.why.kind === 'policy' && fitness.why.refusal.kind === 'too-large') {
        assert.ok(fitness.why.refusal.bytes > fitness.why.refusal.limit);
        return;
      }
      assert.deepEqual(fitness.why, why);
    });
  }

  const fits: readonly (readonly [string, KeyDetails, Fitness])[] = [
    ['as it is', key(), { kind: 'ready', notes: [] }],
    ['while it is updated', key({ state: 'Updating' }), { kind: 'ready', notes: [] }],
    [
      'a replica of a multi-Region key',
      key({ multiRegion: true, id: 'mrk-1' }),
      { kind: 'ready', notes: [] },
    ],
    [
      'without rotation',
      key({}, { rotation: known(false) }),
      { kind: 'ready', notes: [{ kind: 'rotation-off' }] },
    ],
    [
      'with imported material',
      key({ origin: 'EXTERNAL', validTo: 9 }, { rotation: absent }),
      { kind: 'ready', notes: [{ kind: 'imported-material', expires: 9 }] },
    ],
    [
      'in a key store',
      key({ origin: 'AWS_CLOUDHSM' }),
      { kind: 'ready', notes: [{ kind: 'key-store', origin: 'AWS_CLOUDHSM' }] },
    ],
    [
      'with a policy that may not be read',
      key({}, { policy: unknown('denied'), problems: [refused('ListAliases'), refused('GetKeyPolicy')] }),
      { kind: 'ready', notes: [{ kind: 'policy-unreadable', problem: refused('GetKeyPolicy') }] },
    ],
  ];
  for (const [name, details, expected] of fits) {
    it(`ready: ${name}`, () => {
      assert.deepEqual(fitnessOf(details, need), expected);
    });
  }

  it('after a policy change, which is told', () => {
    const fitness = fitnessOf(key({}, { policy: known(accountPolicy) }), need);
    assert.ok(fitness.kind === 'after-policy-change');
    assert.equal(fitness.policy.before, accountPolicy);
    assert.equal(fitness.policy.added.length, 2);
  });

  it('is the current key of the trail', () => {
    assert.deepEqual(fitnessOf(key(), { ...need, currentKeyArn: keyArn }), {
      kind: 'ready',
      notes: [{ kind: 'current-key' }],
    });
  });
});

describe('the keys of a Region', () => {
  it('come with aliases, state, rotation and policy, and are grouped by what can be done with them', async () => {
    const world = new World();
    for (let index = 0; index < 60; index++) {
      const arn = keyArn.replace('11111111', String(33_333_300 + index));
      const policy = index % 2 === 0 ? goodPolicy : accountPolicy;
      const state = index % 3 === 0 ? 'Disabled' : 'Enabled';
      world.keys.set(arn, {
        metadata: metadataOf(arn, { state, description: `number ${index}` }),
        policy,
        rotation: true,
      });
    }
    const managed = keyArn.replace('11111111', '44444444');
    world.keys.set(managed, {
      metadata: metadataOf(managed, { manager: 'AWS' }),
      policy: '{}',
      rotation: true,
    });
    world.aliases.set('alias/aws/s3', managed);
    world.aliases.set('alias/other', keyArn);
    const found = new Map<string, KeyDetails>();
    for await (const one of keysOfRegion(world.account.keys, region, caller, never)) {
      found.set(one.arn, one);
    }
    const read = [...found.values()];
    assert.equal(read.length, 62);
    const wanted = { trails: [partsOfTrail(trailArn)], bucketRegion: region, bucketKey: true };
    const choices = groupKeys(read.map(one => judgeKey(one, wanted)));
    const of = (wantedGroup: KeyGroup) => choices.filter(({ group }) => group === wantedGroup);
    assert.deepEqual(
      [...new Set(choices.map(({ group }) => group))],
      ['ready', 'after-policy-change', 'unusable'],
    );
    assert.deepEqual(
      [of('ready').length, of('after-policy-change').length, of('unusable').length],
      [20, 21, 21],
    );
    assert.deepEqual(of('after-policy-change')[0]?.key, {
      ...detailsOf(world, keyArn),
      aliases: known(['alias/logs', 'alias/other']),
    });
    assert.deepEqual(of('unusable')[0]?.fitness, { kind: 'unusable', why: { kind: 'aws-managed' } });
    assert.equal(world.calls.filter(call => call === 'GetKeyPolicy').length, 61);
    assert.deepEqual(
      read.filter(one => matchesTyping(one, 'NUMBER 7')).map(one => one.arn),
      [keyArn.replace('11111111', '33333307')],
    );
    assert.equal(read.filter(one => matchesTyping(one, 'other')).length, 1);
  });

  it('come while the aliases are still being listed, and again when another alias of one is found', async () => {
    const { keys } = new World().account;
    const seen: (readonly string[])[] = [];
    const listed: number[] = [];
    const paged = Object.assign(Object.create(keys), {
      async *listAliases() {
        for (const name of ['alias/first', 'alias/second']) {
          listed.push(seen.length);
          yield [{ name, keyId: keyIdIn(keyArn) }];
        }
      },
    });
    for await (const one of keysOfRegion(paged, region, caller, never)) {
      seen.push(knownValue(one.aliases) ?? []);
    }
    assert.deepEqual(listed, [0, 1]);
    assert.deepEqual(seen.slice(0, 2), [['alias/first'], ['alias/first', 'alias/second']]);
  });

  it('come again, read at a slower pace, where AWS throttled the reading of many at once', async () => {
    const world = new World();
    for (let index = 0; index < 40; index++) {
      const arn = keyArn.replace('11111111', String(33_333_300 + index));
      world.keys.set(arn, { metadata: metadataOf(arn, {}), policy: goodPolicy, rotation: true });
    }
    const { keys } = world.account;
    let underWay = 0;
    const throttling = Object.assign(Object.create(keys), {
      async *list() {
        yield [...world.keys.keys()];
      },
      async describe(arn: string, signal: AbortSignal) {
        underWay += 1;
        try {
          await setImmediate();
          if (underWay > 6) throw new ProblemError({ kind: 'throttled', operation: 'DescribeKey' });
          return await keys.describe(arn, signal);
        } finally {
          underWay -= 1;
        }
      },
    });
    const found = new Map<string, KeyDetails>();
    let readings = 0;
    for await (const one of keysOfRegion(throttling, region, caller, never)) {
      readings += 1;
      found.set(one.arn, one);
    }
    assert.ok(readings > 41, `${readings}`);
    assert.equal(found.size, 41);
    assert.deepEqual(
      [...found.values()].filter(({ problems }) => problems.length > 0),
      [],
    );
  });

  it('are shown even where one may not be described', async () => {
    const world = new World();
    world.hook = (call, phase) => {
      if (call === 'DescribeKey' && phase === 'before') {
        refuse('AccessDeniedException');
      }
    };
    for await (const one of keysOfRegion(world.account.keys, region, caller, never)) {
      assert.equal(fitnessOf(one, need).kind, 'unusable');
    }
  });
});

describe('what is typed', () => {
  const aliases: readonly (readonly [string, ReturnType<typeof checkAlias>])[] = [
    ['logs', { kind: 'ok', alias: 'alias/logs' }],
    [' alias/team/logs_1-a ', { kind: 'ok', alias: 'alias/team/logs_1-a' }],
    ['x'.repeat(250), { kind: 'ok', alias: `alias/${'x'.repeat(250)}` }],
    ['x'.repeat(251), { kind: 'invalid', why: 'too-long' }],
    ['', { kind: 'invalid', why: 'empty' }],
    ['alias/', { kind: 'invalid', why: 'empty' }],
    ['a b', { kind: 'invalid', why: 'characters' }],
    ['alias/ä', { kind: 'invalid', why: 'characters' }],
    ['alias/aws/logs', { kind: 'invalid', why: 'reserved' }],
    ['aws/logs', { kind: 'invalid', why: 'reserved' }],
    ['awslogs', { kind: 'ok', alias: 'alias/awslogs' }],
  ];
  for (const [typed, expected] of aliases) {
    it(`as an alias: "${typed.slice(0, 30)}"`, () => {
      assert.deepEqual(checkAlias(typed), expected);
    });
  }

  const arns: readonly (readonly [string, ReturnType<typeof checkKeyArn>])[] = [
    [` ${keyArn}\n`, { kind: 'ok', arn: keyArn, other: false }],
    [
      keyArn.replace(account, '999999999999'),
      { kind: 'ok', arn: keyArn.replace(account, '999999999999'), other: true },
    ],
    [
      `arn:aws:kms:${region}:${account}:key/mrk-1234`,
      { kind: 'ok', arn: `arn:aws:kms:${region}:${account}:key/mrk-1234`, other: false },
    ],
    [`arn:aws:kms:${region}:${account}:alias/logs`, { kind: 'invalid', why: 'alias-arn' }],
    [`arn:aws:kms:us-east-1:${account}:alias/logs`, { kind: 'other-region', region: 'us-east-1' }],
    [`arn:aws-cn:kms:${region}:${account}:alias/logs`, { kind: 'invalid', why: 'other-partition' }],
    [`arn:aws:s3:${region}:${account}:key/1234`, { kind: 'invalid', why: 'not-a-key-arn' }],
    ['1234abcd', { kind: 'invalid', why: 'not-a-key-arn' }],
    [keyArn.replace('arn:aws:', 'arn:aws-cn:'), { kind: 'invalid', why: 'other-partition' }],
    [keyArn.replace(region, 'us-east-1'), { kind: 'other-region', region: 'us-east-1' }],
  ];
  for (const [typed, expected] of arns) {
    it(`as a key's ARN: "${typed.trim()}"`, () => {
      assert.deepEqual(checkKeyArn(typed, region, caller), expected);
    });
  }
});
