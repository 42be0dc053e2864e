import assert from 'node:assert/strict';
import { until } from '../../until.ts';
import { Office, writesOf } from './office.ts';
import { cancel, enter, no, pick, yes } from './person.ts';

describe('enabling SSE-KMS on a trail that is special', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const arnOf = (name: string) => office.emulator.world.theTrail(name).arn;
  const keyOf = (name: string) => office.emulator.world.theTrail(name).kmsKeyId;
  const enable = { purpose: 'enable', trails: [] } as const;
  const on = (...names: readonly string[]) => ({
    purpose: 'enable' as const,
    trails: names.map(name => ({ profile: 'acme', arn: arnOf(name) })),
  });

  it('offers to load profiles, and shows an organization’s trail once, where it belongs', async () => {
    const { person, wizard } = await office.window(
      [pick('Read All 3 Profiles'), pick('org'), pick('alias/org'), pick('Enable SSE-KMS'), yes],
      { loaded: [] },
    );
    await wizard.changeKey(enable);
    await person.isDone();
    assert.equal(keyOf('org'), office.emulator.world.theKey('alias/org').arn);
    const rows = person.questions[1]?.rows.filter(row => row.startsWith('org '));
    assert.deepEqual(rows, [
      'org · no KMS key · all Regions · organization · org-logs · main · 999900001111 · eu-west-1 · also through acme and 1 more',
    ]);
  });

  it('offers the management account’s profile for an organization’s trail seen from a member', async () => {
    const { person, wizard } = await office.window([
      pick('Read the Other Profiles to Find Account 999900001111'),
      pick('main'),
      pick('alias/org'),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('org'));
    await person.isDone();
    assert.equal(keyOf('org'), office.emulator.world.theKey('alias/org').arn);
    assert.match(person.modals[0]?.detail[0] ?? '', /Account 999900001111, profile main/);
  });

  it('says what AWS says when a member account goes on all the same', async () => {
    const { person, wizard } = await office.window([
      pick('Continue with acme'),
      pick('alias/ready'),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('org'));
    await person.isDone();
    assert.equal(keyOf('org'), undefined);
    assert.match(person.notices[0]?.text ?? '', /NotOrganizationMasterAccountException/);
    assert.ok(person.notices[0]?.actions.includes('Use Another Profile…'), person.notices[0]?.actions.join());
  });

  it('asks CloudTrail before a key is created whether a member account may, once the person said yes', async () => {
    const { person, wizard } = await office.window([
      pick('Continue with acme'),
      pick('Create a New Key…'),
      enter,
      enter,
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('org'));
    await person.isDone();
    assert.deepEqual(writesOf(office), { 'cloudtrail:UpdateTrail': 1 });
    assert.equal(keyOf('org'), undefined);
    assert.match(
      person.modals[0]?.detail.join('\n') ?? '',
      /UpdateTrail is called once for org without changing anything.*alarms on CloudTrail configuration changes/,
    );
    assert.match(
      person.notices[0]?.text ?? '',
      /^The trail org was not changed\..*NotOrganizationMasterAccountException/,
    );
    assert.ok(person.notices[0]?.actions.includes('Use Another Profile…'), person.notices[0]?.actions.join());
  });

  it('lets another profile of the account do what the first may not', async () => {
    const { person, wizard } = await office.window(
      [
        pick('alias/ready'),
        pick('Enable SSE-KMS'),
        yes,
        // The walk again, from the question for the profile.
        pick('acme'),
        pick('alias/ready'),
        pick('Enable SSE-KMS'),
        yes,
      ],
      { loaded: ['acme', 'reader'] },
    );
    person.onNotice = (_, actions) =>
      actions.includes('Use Another Profile…') ? 'Use Another Profile…' : undefined;
    const { arn } = office.emulator.world.theTrail('audit');
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'reader', arn }] });
    await person.isDone();
    assert.match(person.notices[0]?.text ?? '', /A policy explicitly denies cloudtrail:UpdateTrail/);
    assert.equal(keyOf('audit'), office.emulator.world.theKey('alias/ready').arn);
    assert.match(person.modals[1]?.detail[0] ?? '', /profile acme/);
  });

  it('says that the account of a profile does not see the trail', async () => {
    const { person, wizard } = await office.window([], { loaded: ['acme', 'main'] });
    const { arn } = office.emulator.world.theTrail('audit');
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'main', arn }] });
    await person.isDone();
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        'The trail audit belongs to account 111122223333, and account 999900001111 cannot see it. Use a profile of account 111122223333.',
      ],
    );
  });

  it('warns before it tries a trail of Control Tower', async () => {
    const { person, wizard } = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), no, cancel]);
    await wizard.changeKey(on('aws-controltower-BaselineCloudTrail'));
    await person.isDone();
    assert.match(person.modals[0]?.detail.at(-1) ?? '', /belongs to AWS Control Tower/);
  });

  it('warns where code declares the trail', async () => {
    const { person, wizard } = await office.window(
      [pick('alias/ready'), pick('Enable SSE-KMS'), no, cancel],
      {
        declaredAt: () => 'infra/audit.tf:12',
      },
    );
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.match(
      person.modals[0]?.detail.at(-1) ?? '',
      /declared in infra\/audit.tf:12: the next deployment undoes/,
    );
  });

  it('stops at a trail that got a key meanwhile, and shows it', async () => {
    const { person, wizard, inventory } = await office.window([]);
    office.emulator.events.setTrailKey('audit', 'alias/ready');
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.match(person.notices[0]?.text ?? '', /The trail audit already uses KMS key ./);
    const shown = () =>
      inventory
        .state('acme')
        ?.regions.flatMap(({ trails }) => trails)
        .find(({ trail }) => trail.name === 'audit');
    await until(() => shown()?.key !== undefined);
  });

  it('says that a trail was deleted meanwhile, before the walk and within the run', async () => {
    const { arn } = office.emulator.world.theTrail('west');
    office.emulator.events.deleteTrail('west');
    const early = await office.window([]);
    await early.wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn }] });
    assert.equal(early.person.notices[0]?.text, 'The trail west no longer exists.');
    const late = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    late.person.onReport = text => {
      if (text === 'Enabling SSE-KMS on audit') {
        office.emulator.events.deleteTrail('audit');
      }
    };
    await late.wizard.changeKey(on('audit'));
    assert.match(late.person.notices[0]?.text ?? '', /was not changed. · The trail audit no longer exists/);
  });

  it('asks for the Region of a bucket only where nothing tells it', async () => {
    const trails = [{ profile: 'reader', arn: arnOf('audit') }];
    const { person, wizard } = await office.window(
      [pick('eu-west-1'), pick('alias/ready'), pick('Copy as AWS CLI')],
      { loaded: ['reader'] },
    );
    for (const operation of ['HeadBucket', 'GetBucketLocation']) {
      office.emulator.faults.add({ operation, fails: { kind: 'error', code: 'SlowDown', status: 503 } });
    }
    await wizard.changeKey({ purpose: 'enable', trails });
    await person.isDone();
    assert.match(person.clipboard, /aws cloudtrail update-trail/);
  });
});
