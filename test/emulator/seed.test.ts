import assert from 'node:assert/strict';
import { type Seed, worldOf } from './world/seed.ts';
import { readTable } from './world/table.ts';

describe('The seed of a world', () => {
  it('reads tables with bars, rules and gaps', () => {
    const expected = [{ name: 'a', home: 'x' }, { name: 'b' }];
    assert.deepEqual(readTable('name | home\na | x\nb | -', ['name', 'home']), expected);
    assert.deepEqual(
      readTable('| name | home |\n|------|------|\n| a    | x    |\n\n| b    |      |', ['name', 'home']),
      expected,
    );
  });

  it('refuses tables that are mistaken', () => {
    assert.throws(
      () => readTable('name | colour\na | red', ['name', 'home']),
      /no column "colour"; there are name, home/,
    );
    assert.throws(() => readTable('name | home\na', ['name', 'home']), /2 columns, but 1 in: a/);
  });

  const seeded = (seed: Seed) => worldOf(seed);

  it('refuses worlds that are mistaken', () => {
    assert.throws(() => seeded(world => void world.account('12')), /twelve digits/);
    assert.throws(
      () => seeded(world => void world.account('111111111111', { regions: { 'cn-north-1': 'ENABLED' } })),
      /aws has no Region cn-north-1/,
    );
    const trails = (table: string) => seeded(world => world.account('111111111111').trails(table));
    assert.throws(
      () => trails('name | home | bucket | key\na | eu-west-1 | b | alias/none'),
      /has no alias\/none in eu-west-1/,
    );
    assert.throws(
      () => trails('name | home | bucket | scope\na | eu-west-1 | b | everywhere'),
      /"everywhere" is none of/,
    );
    assert.throws(
      () => trails('name | home | bucket | status\na | eu-west-1 | b | asleep'),
      /status "asleep"/,
    );
    assert.throws(() => trails('name | bucket\na | b'), /a trail needs a home/);
    assert.throws(() =>
      seeded(world => void world.account('111111111111').key('eu-west-1', undefined, { policy: '{' })),
    );
  });

  it('writes what the tables say', () => {
    const world = seeded(each => {
      const china = each.account('111111111111', { partition: 'aws-cn' });
      china.buckets(
        'name | Region | Bucket Key | shared with | policy\nlogs | cn-northwest-1 | on | 222222222222 | refuses CloudTrail',
      );
      china.keys('alias | Region | rotation | admits\nalias/a, alias/b | cn-northwest-1 | off | account');
      china.trails(`
        name | home       | scope                    | bucket | key     | status                             | validation | prefix
        main | cn-north-1 | one Region, organization | logs   | alias/b | never delivered, failing NoSuchKey | off        | p
      `);
    });
    const { status, ...trail } = world.theTrail('main');
    const key = world.theKey('alias/a');
    assert.deepEqual(trail, {
      name: 'main',
      arn: 'arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/main',
      accountId: '111111111111',
      homeRegion: 'cn-north-1',
      bucket: 'logs',
      prefix: 'p',
      topicArn: undefined,
      logGroupArn: undefined,
      logRoleArn: undefined,
      kmsKeyId: key.arn,
      multiRegion: false,
      organization: true,
      globalServiceEvents: false,
      logFileValidation: false,
    });
    assert.deepEqual(
      [status.logging, status.deliveredAt, status.deliveryError],
      [true, undefined, 'NoSuchKey'],
    );
    assert.deepEqual(
      [key.region, key.rotationDays, key.keyId],
      ['cn-northwest-1', undefined, world.theKey('alias/b').keyId],
    );
    assert.deepEqual(world.theBucket('logs'), {
      name: 'logs',
      accountId: '111111111111',
      partition: 'aws-cn',
      region: 'cn-northwest-1',
      bucketKey: true,
      sharedWith: ['222222222222'],
      admitsCloudTrail: false,
      policy: undefined,
    });
  });

  it('gives seeded keys the same ARNs every time', () => {
    const arn = () =>
      seeded(world => void world.account('111111111111').key('eu-west-1', 'alias/a')).theKey('alias/a').arn;
    assert.equal(arn(), arn());
    assert.match(
      arn(),
      /^arn:aws:kms:eu-west-1:111111111111:key\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('says when a name is not there, or not the only one', () => {
    const world = seeded(each => {
      for (const id of ['111111111111', '222222222222']) {
        each.account(id).trail('main', { home: 'eu-west-1', bucket: 'b' });
      }
    });
    assert.throws(() => world.theTrail('none'), /No trail none/);
    assert.throws(() => world.theTrail('main'), /More than one trail main/);
    assert.equal(
      world.theTrail('arn:aws:cloudtrail:eu-west-1:222222222222:trail/main').accountId,
      '222222222222',
    );
  });
});
