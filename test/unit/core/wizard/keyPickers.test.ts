import assert from 'node:assert/strict';
import { seenTrails } from '../../../../src/core/account/seenTrails.ts';
import { knownValue } from '../../../../src/core/trail/fact.ts';
import { message } from '../../../../src/core/wording/message.ts';
import { Desk } from './desk.ts';
import { cancel, pick, type } from './person.ts';

/** The wizard's list of keys for a trail, and the light bulb's for the declaration of the same trail. */
describe('the two lists of keys', () => {
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  /** Regions in which the company has trails. */
  const homes = ['eu-west-1', 'us-east-1', 'eu-central-1', 'eu-north-1', 'cn-north-1', 'us-gov-west-1'];
  const profiles = ['prod', 'audit', 'dev', 'pipeline', 'china', 'government'];

  it('give every key of the demonstration the same group and words', async function () {
    this.timeout(60_000);
    const { inventory } = await desk.person([], { loaded: profiles, settings: { regions: homes } });
    const compared = new Set<string>();
    const places = new Set<string>();
    for (const { acting } of seenTrails(inventory.states(), () => true)) {
      const { profile, trail, key, bucket } = acting;
      const region = knownValue(bucket.region);
      // Trails whose buckets lie in one place see the same keys.
      const place = `${acting.identity.account} ${region} ${knownValue(bucket.bucketKey)}`;
      if (region === undefined || places.has(place)) {
        continue;
      }
      places.add(place);
      const one = await desk.person([cancel], { inventory });
      await one.wizard.changeKey({
        purpose: key ? 'change' : 'enable',
        trails: [{ profile: profile.name, arn: trail.arn }],
      });
      const other = await desk.person([pick(profile.name), cancel], { inventory });
      await other.wizard.pickKeyArn({ title: message('KMS Key'), region, name: trail.name });
      assert.ok(one.person.questions.at(-1)?.title.startsWith('KMS Key of'), trail.name);
      const expected = keyRows(one.person.questions.at(-1)?.rows);
      assert.deepEqual(keyRows(other.person.questions.at(-1)?.rows), expected, trail.name);
      for (const row of expected) {
        compared.add(`${acting.identity.account} ${region} ${labelOf(row)}`);
      }
    }
    const every = [...desk.emulator.world.accounts.values()].flatMap(account =>
      account.keys.map(key => {
        const [alias] = desk.emulator.world.aliasesOf(key);
        return `${account.id} ${key.region} ${alias?.name ?? key.keyId}`;
      }),
    );
    assert.deepEqual([...compared].sort(), every.sort());
  });

  it('call no key ready that the wizard does not, where the trail is not known to live in AWS', async function () {
    this.timeout(60_000);
    const light = await desk.person([pick('prod'), cancel]);
    await light.wizard.pickKeyArn({ title: message('KMS Key'), region: 'eu-west-1', name: 'app-audit' });
    const rows = keyRows(light.person.questions.at(-1)?.rows);
    assert.deepEqual(rows.filter(row => row.startsWith('[Ready to use]')).map(labelOf), ['alias/cloudtrail']);
    const lacking = rows.filter(row => row.startsWith('[Usable after a policy change]'));
    assert.deepEqual(lacking.map(labelOf), ['alias/application', 'alias/signing']);
    assert.match(lacking[0] ?? '', /policy lacks 2 statements for CloudTrail/);
  });

  it('say that a policy is not checked where it speaks of trails that this one may or may not be', async () => {
    const key = desk.emulator.world.theKey('alias/log-archive');
    const former = key.policy;
    const forTrails = (arn: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudtrail.amazonaws.com' },
            Action: ['kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:Decrypt'],
            Resource: '*',
            Condition: { StringLike: { 'aws:SourceArn': arn } },
          },
        ],
      });
    const rowFor = async (arn: string, name: string | undefined) => {
      key.policy = forTrails(arn);
      const { person, wizard } = await desk.person([pick('audit'), cancel]);
      await wizard.pickKeyArn({ title: message('KMS Key'), region: 'eu-west-1', name });
      const row = person.questions.at(-1)?.rows.find(one => one.includes('alias/log-archive')) ?? '';
      return row.replace(' · Enabled', '').replace(/ · [0-9a-f-]{36}/, '');
    };
    const own = 'arn:aws:cloudtrail:*:111111111111:trail/';
    assert.equal(
      await rowFor(`${own}*`, undefined),
      '[Ready to use] alias/log-archive · rotation on · allows CloudTrail',
    );
    assert.equal(
      await rowFor(`${own}a`, 'b'),
      '[Usable after a policy change] alias/log-archive · rotation on · policy lacks 2 statements for CloudTrail',
    );
    assert.equal(
      await rowFor(`${own}a`, 'a'),
      '[Ready to use] alias/log-archive · rotation on · allows CloudTrail',
    );
    assert.equal(
      await rowFor('arn:aws:cloudtrail:eu-west-1:111111111111:trail/a', 'b'),
      '[Usable after a policy change] alias/log-archive · rotation on · policy lacks 2 statements for CloudTrail',
    );
    assert.equal(
      await rowFor('arn:aws:cloudtrail:eu-west-1:111111111111:trail/a', 'a'),
      '[Policy not checked] alias/log-archive · rotation on · policy depends on the home Region of the trail, not known here',
    );
    assert.equal(
      await rowFor(`${own}a`, undefined),
      '[Policy not checked] alias/log-archive · rotation on · policy depends on the ARN of the trail, not known here',
    );
    key.policy = former;
  });

  it('say what a picked key lacks, with the statements for a trail that is known', async () => {
    const { person, wizard } = await desk.person([pick('prod'), pick('alias/application')], {
      loaded: ['prod'],
    });
    person.onNotice = () => 'Copy the Missing Statements';
    const arn = await wizard.pickKeyArn({
      title: message('KMS Key of app-audit'),
      region: 'eu-west-1',
      name: 'app-audit',
    });
    await person.isDone();
    assert.equal(arn, desk.emulator.world.theKey('alias/application').arn);
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        'The policy of alias/application does not let CloudTrail use the key for this trail yet: the deployment fails until it does.',
      ],
    );
    assert.match(
      person.clipboard,
      /"aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:222222222222:trail\/app-audit"/,
    );
  });

  it('say what a typed key lacks, too', async () => {
    const { arn } = desk.emulator.world.theKey('alias/application');
    const { person, wizard } = await desk.person([pick('Enter a Key ARN…'), type(arn)], { loaded: ['prod'] });
    const request = { title: message('KMS Key'), account: '222222222222', region: 'eu-west-1' };
    assert.equal(await wizard.pickKeyArn({ ...request, name: 'app-audit' }), arn);
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        'The policy of alias/application does not let CloudTrail use the key for this trail yet: the deployment fails until it does.',
      ],
    );
  });

  it('lead to another profile than the one that acts unasked', async () => {
    const { person, wizard } = await desk.person(
      [pick('Use Another Profile…'), pick('audit'), pick('alias/org-cloudtrail')],
      { loaded: ['prod', 'audit'] },
    );
    const request = { title: message('KMS Key'), account: '222222222222', region: 'eu-west-1' };
    const arn = await wizard.pickKeyArn({ ...request, name: 'app-audit' });
    assert.equal(arn, desk.emulator.world.theKey('alias/org-cloudtrail').arn);
    assert.ok(person.questions[0]?.rows.some(row => row.includes('Use Another Profile… · currently prod')));
  });
});

/** The rows of keys, without those that lead elsewhere. */
function keyRows(rows: readonly string[] = []): readonly string[] {
  return rows.filter(row => row.startsWith('['));
}

function labelOf(row: string): string {
  return /\] (\S+)/.exec(row)?.[1] ?? row;
}
