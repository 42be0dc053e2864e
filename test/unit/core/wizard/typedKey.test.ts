import assert from 'node:assert/strict';
import { Desk } from './desk.ts';
import { cancel, pick, type Typed, type } from './person.ts';

/** *Enter a Key ARN…* in the wizard, for a trail whose bucket is in eu-west-1. */
describe('a key that is typed', () => {
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());
  afterEach(() => desk.emulator.faults.clear());

  const aliasArn = (name: string, account = '222222222222', region = 'eu-west-1') =>
    `arn:aws:kms:${region}:${account}:alias/${name}`;
  const keyArn = (alias: string) => desk.emulator.world.theKey(`alias/${alias}`).arn;
  const keyOfMain = () => desk.emulator.world.theTrail('main').kmsKeyId ?? '';

  /** What is said of values that are typed one after the other; the last is taken. */
  async function typing(...values: readonly Typed[]) {
    const { person, wizard } = await desk.person([pick('Enter a Key ARN…'), type(...values), cancel], {
      loaded: ['prod'],
      settings: { regions: ['eu-west-1'] },
    });
    const { arn } = desk.emulator.world.theTrail('app-audit');
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'prod', arn }] });
    await person.isDone();
    return person;
  }

  it('may be the ARN of an alias, which stands for the key that it names now', async () => {
    const person = await typing(` ${aliasArn('cloudtrail')} `);
    assert.deepEqual(person.told, [`This is the alias of key ${keyOfMain()}.`]);
    const review = person.questions.at(-1);
    assert.equal(review?.title, 'Review: Enable SSE-KMS on app-audit · 222222222222 · prod');
    assert.ok(
      review.rows.some(row => row.includes('SSE-S3 → alias/cloudtrail')),
      review.rows.join('\n'),
    );
  });

  it('may be an alias of another account', async () => {
    desk.emulator.world.theKey('alias/org-cloudtrail').policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
    });
    const person = await typing(aliasArn('org-cloudtrail', '111111111111'));
    assert.deepEqual(person.told, [`This is the alias of key ${keyArn('org-cloudtrail')}.`]);
    assert.match(JSON.stringify(person.questions.at(-1)?.rows), /belongs to another account/);
  });

  it('is held against what its alias names: state, Region and existence', async () => {
    const person = await typing(
      aliasArn('payments'),
      aliasArn('us-audit', '222222222222', 'us-east-1'),
      aliasArn('nowhere'),
      aliasArn('cloudtrail').replace('arn:aws:', 'arn:aws-cn:'),
      'alias/cloudtrail',
      keyOfMain(),
    );
    assert.deepEqual(person.wrong.slice(0, 3), [
      'The key is disabled. Enable it first.',
      person.wrong[1],
      'This alias does not exist.',
    ]);
    assert.match(person.wrong[1] ?? '', /us-east-1/);
    assert.equal(person.wrong.length, 5);
    assert.deepEqual(person.told, []);
  });

  it('is looked at again when it is confirmed again: it may have been put right meanwhile', async () => {
    const { events } = desk.emulator;
    const key = keyArn('payments');
    const person = await typing(key, () => {
      events.enableKey('alias/payments');
      return key;
    });
    assert.deepEqual(person.wrong, ['The key is disabled. Enable it first.']);
    events.disableKey('alias/payments');
  });

  it('has to be the ARN of the key where the alias may not be read', async () => {
    desk.emulator.faults.add({ operation: 'DescribeKey', fails: { kind: 'denied' } });
    const person = await typing(aliasArn('cloudtrail'), keyOfMain());
    assert.match(
      person.wrong[0] ?? '',
      /^The key of this alias could not be read: .*Enter the ARN of the key/,
    );
  });
});
