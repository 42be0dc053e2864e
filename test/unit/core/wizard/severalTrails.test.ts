import assert from 'node:assert/strict';
import { Office } from './office.ts';
import { enter, headings, pick, type, yes } from './person.ts';

describe('enabling SSE-KMS on several trails', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const arnOf = (name: string) => office.emulator.world.theTrail(name).arn;
  const keyOf = (name: string) => office.emulator.world.theTrail(name).kmsKeyId;
  const on = (...names: readonly string[]) => ({
    purpose: 'enable' as const,
    trails: names.map(name => ({ profile: 'acme', arn: arnOf(name) })),
  });

  it('sets several trails in one review and one modal: a key for each bucket Region, a result for each trail', async () => {
    Object.assign(office.emulator.settings, { updateTrailPerSecond: 1 });
    const { person, wizard } = await office.window([
      pick('alias/ready'),
      pick('Create a New Key…'),
      type('logs-of-us'),
      enter,
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('audit', 'far', 'west'));
    await person.isDone();
    const { world } = office.emulator;
    assert.deepEqual(
      ['audit', 'far', 'west'].map(keyOf),
      ['alias/ready', 'alias/ready', 'alias/logs-of-us'].map(name => world.theKey(name).arn),
    );
    assert.deepEqual(
      person.questions.map(({ title }) => title),
      [
        'KMS Key of 2 Trails with Log Buckets in eu-west-1',
        'KMS Key of west',
        'Alias of the New Key in us-east-1',
        'New Key logs-of-us',
        'Review: 3 Trails · 111122223333 · acme',
      ],
    );
    assert.equal(person.modals.length, 1);
    assert.equal(person.modals[0]?.message, 'Change the encryption of 3 trails?');
    assert.match(person.notices[0]?.text ?? '', /^New log files of 3 trails are now encrypted with SSE-KMS/);
  });

  it('sets trails of two accounts in one review, each with a key and a profile of its own', async () => {
    const { person, wizard } = await office.window(
      [pick('alias/ready'), pick('alias/org'), pick('Enable SSE-KMS'), yes],
      { loaded: ['acme', 'main'] },
    );
    await wizard.changeKey({
      purpose: 'enable',
      trails: [
        { profile: 'acme', arn: arnOf('audit') },
        { profile: 'main', arn: arnOf('org') },
      ],
    });
    await person.isDone();
    const { world } = office.emulator;
    assert.deepEqual(
      ['audit', 'org'].map(keyOf),
      ['alias/ready', 'alias/org'].map(name => world.theKey(name).arn),
    );
    const review = person.questions.at(-1);
    assert.equal(review?.title, 'Review: 2 Trails · 111122223333, 999900001111');
    assert.deepEqual(headings(review?.rows ?? []), [
      'Steps · acme · 111122223333',
      'What to know · acme · 111122223333',
      'IAM actions needed · acme · 111122223333',
      'Steps · main · 999900001111',
      'What to know · main · 999900001111',
      'IAM actions needed · main · 999900001111',
    ]);
    assert.equal(person.modals.length, 1);
    assert.deepEqual(
      person.modals[0]?.detail.filter(line => line.startsWith('Account')),
      ['Account 111122223333, profile acme', 'Account 999900001111, profile main'],
    );
    assert.match(person.notices[0]?.text ?? '', /^New log files of 2 trails are now encrypted with SSE-KMS/);
  });

  it('goes on with the other trails when one cannot be read', async () => {
    const { person, wizard } = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    office.emulator.faults.add({ operation: 'GetTrail', region: 'us-east-1', fails: { kind: 'denied' } });
    await wizard.changeKey(on('audit', 'far', 'west', 'keyed'));
    await person.isDone();
    const { arn } = office.emulator.world.theKey('alias/ready');
    assert.deepEqual(['audit', 'far', 'west', 'keyed'].map(keyOf), [arn, undefined, undefined, arn]);
    assert.deepEqual(
      person.notices.map(({ severity, text }) => [severity, text.split('.')[0]]),
      [
        ['error', 'This user or role is not allowed to call cloudtrail:GetTrail'],
        ['info', 'New log files of 2 trails are now encrypted with SSE-KMS'],
      ],
    );
  });

  it('goes on with the other trails when one fails', async () => {
    const { person, wizard } = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    office.emulator.faults.add({ operation: 'UpdateTrail', region: 'us-east-1', fails: { kind: 'denied' } });
    await wizard.changeKey(on('audit', 'far', 'keyed'));
    await person.isDone();
    const { arn } = office.emulator.world.theKey('alias/ready');
    assert.deepEqual(['audit', 'far', 'keyed'].map(keyOf), [arn, undefined, arn]);
    assert.match(person.notices[0]?.text ?? '', /^2 of 3 trails were changed/);
  });
});
