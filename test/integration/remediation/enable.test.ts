import assert from 'node:assert/strict';
import { judgeKeyPolicy } from '../../../src/core/trail/keyPolicy/index.ts';
import { account, Office, partner, patient } from './office.ts';
import { back, cancel, check, enter, no, pick, type, yes } from './person.ts';

describe('enabling SSE-KMS', () => {
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

  it('walks from the palette to a trail under a key that was ready', async () => {
    const { person, wizard, inventory } = await office.window([
      pick('audit'),
      pick('alias/ready'),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(enable);
    await person.isDone();
    assert.equal(keyOf('audit'), office.emulator.world.theKey('alias/ready').arn);
    assert.deepEqual(
      person.questions.map(({ title, place }) => `${place} ${title}`),
      [
        '1/2 Enable SSE-KMS on Trail',
        '2/3 back KMS Key of audit',
        '3/3 back Review: Enable SSE-KMS on audit',
      ],
    );
    assert.deepEqual(person.modals, [
      {
        message: 'Encrypt the log files of audit with SSE-KMS?',
        detail: [`Account ${account}, profile acme`, 'Trail audit in eu-west-1: SSE-S3 → alias/ready'],
      },
    ]);
    assert.deepEqual(
      person.notices.map(({ severity, text }) => [severity, text]),
      [
        [
          'info',
          'The trail audit is encrypted with SSE-KMS from now on. · The first log file under the key arrives in about five minutes.',
        ],
      ],
    );
    const shown = inventory
      .state('acme')
      ?.regions.flatMap(({ trails }) => trails)
      .find(({ trail }) => trail.name === 'audit');
    assert.equal(shown?.verdict.state, 'encrypted');
    assert.ok(
      wizard.deliveries.isAwaited(arnOf('audit'), { logging: true, latestDelivery: Date.now() - 300_000 }),
    );
  });

  it('lists every key of the Region by what can be done with it, and why not', async () => {
    const { person, wizard } = await office.window([pick('alias/off'), pick('alias/deny'), cancel]);
    await wizard.changeKey(on('keyed'));
    await person.isDone();
    const rows = person.questions[0]?.rows.map(row =>
      row
        .replace(/mrk-\w{32}/, 'mrk-ID')
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
        .replace(/\d{4}-\d\d-\d\d/, 'DAY'),
    );
    assert.deepEqual(rows, [
      '[Ready to use] alias/ready · ID · Enabled · rotation on · admits CloudTrail',
      '[Usable after a policy change] alias/app · ID · Enabled · rotation off · policy lacks 3 statements for CloudTrail',
      '[Usable after a policy change] alias/narrow · ID · Enabled · rotation on · policy lacks 1 statement for CloudTrail',
      '[Usable after a policy change] alias/replica · mrk-ID · Enabled · rotation on · policy lacks 1 statement for CloudTrail · multi-Region',
      '[Usable after a policy change] ID · Enabled · rotation on · policy lacks 1 statement for CloudTrail',
      '[Cannot be used] alias/aws/s3 · ID · managed by AWS: its policy cannot admit CloudTrail',
      '[Cannot be used] alias/deny · ID · its policy denies CloudTrail kms:GenerateDataKey by statement Keep CloudTrail out · Enabled',
      '[Cannot be used] alias/going · ID · will be deleted on DAY',
      '[Cannot be used] alias/off · ID · disabled',
      '[Cannot be used] alias/rsa · ID · not symmetric: RSA_2048',
      '[Another key] Create a New Key… · with a policy that admits CloudTrail',
      '[Another key] Enter a Key ARN… · a key of another account, too',
    ]);
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        'alias/off · The key is disabled. Enable it first, then refresh the list.',
        'alias/deny · Statement Keep CloudTrail out of the key policy denies CloudTrail kms:GenerateDataKey. A Deny wins over every Allow and is never changed here: whoever wrote it has to.',
      ],
    );
    assert.equal(keyOf('keyed'), undefined);
  });

  it('adds statements to a key policy, shows exactly those, and changes nothing else', async () => {
    const key = office.emulator.world.theKey('alias/app');
    const before = key.policy;
    const { person, wizard } = await office.window([pick('alias/app'), pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey(on('keyed'));
    await person.isDone();
    assert.equal(keyOf('keyed'), key.arn);
    const verdict = judgeKeyPolicy(key.policy, {
      trailArn: arnOf('keyed'),
      account,
      bucketKey: true,
      keyArn: key.arn,
    });
    assert.deepEqual(verdict, { answer: 'admits', describe: true, open: false });
    const [difference] = person.differences;
    const statements = (text = '') => JSON.parse(text).Statement as readonly unknown[];
    assert.deepEqual(statements(difference?.after).slice(0, statements(before).length), statements(before));
    assert.deepEqual(statements(difference?.after), statements(key.policy));
  });

  it('shows a policy of one statement, which is no list, as it is but for what is added', async () => {
    const key = office.emulator.world.theKey('alias/app');
    const { Statement, ...frame } = JSON.parse(key.policy);
    office.emulator.events.setKeyPolicy('alias/app', JSON.stringify({ ...frame, Statement: Statement[0] }));
    const { person, wizard } = await office.window([pick('alias/app'), pick('Enable SSE-KMS'), no, cancel]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    const [difference] = person.differences;
    const lines = (text = '') => text.split('\n').map(line => line.replace(/,$/, ''));
    const after = lines(difference?.after);
    const kept = lines(difference?.before).filter(line => !after.includes(line));
    assert.deepEqual(kept, []);
  });

  for (const readers of ['iam', 'account'] as const) {
    it(`makes a key with alias and rotation that ${readers === 'iam' ? 'IAM policies' : 'every principal of the account'} may read with`, async () => {
      const options = ['Rotate the Key Every Year'];
      if (readers === 'account') {
        options.push(`Let Every Principal of Account ${account} Decrypt Log Files`);
      }
      const { person, wizard } = await office.window([
        pick('Create a New Key…'),
        type('alias/aws/mine', 'has space', 'ready', 'trails/audit'),
        check(...options),
        pick('Enable SSE-KMS'),
        yes,
      ]);
      await wizard.changeKey(on('keyed'));
      await person.isDone();
      const key = office.emulator.world.theKey('alias/trails/audit');
      assert.equal(keyOf('keyed'), key.arn);
      assert.equal(key.rotationDays, 365);
      assert.equal(key.multiRegion, undefined);
      const sids = (JSON.parse(key.policy).Statement as readonly { readonly Sid: string }[]).map(
        one => one.Sid,
      );
      assert.equal(sids.includes('AccountPrincipalsDecryptLogs'), readers === 'account');
      assert.deepEqual(person.wrong, [
        'Aliases that begin with "alias/aws/" belong to AWS.',
        'An alias has letters, digits, slashes, underscores and hyphens only.',
        'alias/ready is the name of another key in eu-west-1.',
      ]);
      assert.deepEqual(person.modals[0]?.detail, [
        `Account ${account}, profile acme`,
        'Trail keyed in eu-west-1: SSE-S3 → alias/trails/audit',
        'Create a KMS key in eu-west-1',
        'Name the key alias/trails/audit',
        'Turn on the yearly rotation of the key',
      ]);
      assert.equal(office.emulator.calls.counts()['kms:CreateKey'], 1);
    });
  }

  it('makes a multi-Region key without rotation where that is wanted', async () => {
    const { person, wizard } = await office.window([
      pick('Create a New Key…'),
      enter,
      check('Multi-Region Key'),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    const key = office.emulator.world.theKey('alias/cloudtrail-audit');
    assert.deepEqual([key.multiRegion, key.rotationDays], ['PRIMARY', undefined]);
    assert.equal(keyOf('audit'), key.arn);
  });

  it('waits until a new key is known everywhere, and says so', async () => {
    Object.assign(office.emulator.settings, { newKeySeenAfter: 3 });
    const { person, wizard } = await office.window([
      pick('Create a New Key…'),
      enter,
      enter,
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(keyOf('audit'), office.emulator.world.theKey('alias/cloudtrail-audit').arn);
    assert.equal(office.emulator.calls.counts()['cloudtrail:UpdateTrail'], 4);
    assert.equal(person.reports.filter(text => text.includes('AWS needs a moment')).length, 3);
  });

  it('waits until a new policy is known everywhere', async () => {
    Object.assign(office.emulator.settings, { newPolicySeenAfter: 2 });
    const { person, wizard } = await office.window([pick('alias/app'), pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(keyOf('audit'), office.emulator.world.theKey('alias/app').arn);
    assert.equal(office.emulator.calls.counts()['cloudtrail:UpdateTrail'], 3);
  });

  it('takes the replica of a multi-Region key in the bucket’s Region', async () => {
    const { person, wizard } = await office.window([pick('alias/replica'), pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.match(keyOf('audit') ?? '', /^arn:aws:kms:eu-west-1:\d+:key\/mrk-/);
  });

  it('takes a key in the Region of the bucket for a trail that lives elsewhere', async () => {
    const { person, wizard } = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey(on('far'));
    await person.isDone();
    assert.equal(keyOf('far'), office.emulator.world.theKey('alias/ready').arn);
    assert.match(person.modals[0]?.detail[1] ?? '', /^Trail far in us-east-1/);
  });

  it('takes a typed ARN of another account, and refuses what cannot be a key for this bucket', async () => {
    const shared = office.emulator.world.theKey('alias/shared').arn;
    const { person, wizard } = await office.window([
      pick('Enter a Key ARN…'),
      type(
        'nonsense',
        `arn:aws:kms:eu-west-1:${account}:alias/ready`,
        office.emulator.world.theKey('alias/us').arn,
        `arn:aws-cn:kms:cn-north-1:${account}:key/1234`,
        `arn:aws:kms:eu-west-1:${account}:key/00000000-0000-0000-0000-000000000000`,
        office.emulator.world.theKey('alias/off').arn,
        shared,
      ),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(keyOf('audit'), shared);
    assert.deepEqual(person.wrong, [
      'Enter the ARN of a key, like arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'This is the ARN of an alias. CloudTrail needs the ARN of the key itself.',
      'This key lies in us-east-1. CloudTrail needs a key in the Region of the log bucket.',
      'This key lies in another partition of AWS than the trail.',
      'There is no such key.',
      'The key is disabled. Enable it first, then refresh the list.',
    ]);
    assert.match(
      person.modals[0]?.detail.at(-1) ?? '',
      /cannot be read, because the key belongs to another account/,
    );
    assert.ok(shared.includes(partner));
  });

  it('judges a typed key of the own account like one that was picked', async () => {
    const { arn } = office.emulator.world.theKey('alias/app');
    const { person, wizard } = await office.window([
      pick('Enter a Key ARN…'),
      type(arn),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(person.differences.length, 1);
    assert.equal(keyOf('audit'), arn);
  });

  it('goes back and forth with every answer kept', async () => {
    const { person, wizard } = await office.window([
      pick('audit'),
      pick('Create a New Key…'),
      type('first'),
      check('Multi-Region Key'),
      back,
      back,
      back,
      back,
      enter,
      enter,
      enter,
      enter,
      pick('Enable SSE-KMS'),
      no,
      cancel,
    ]);
    await wizard.changeKey(enable);
    await person.isDone();
    const seen = person.questions.map(({ title, rows, active }) => [title, active ?? rows.join(' | ')]);
    assert.deepEqual(seen.slice(5, 9), [
      [
        'New Key first',
        '[ ] Rotate the Key Every Year · recommended, and without effect on logs that are there | [ ] Let Every Principal of Account 111122223333 Decrypt Log Files · as the AWS console does; otherwise IAM policies decide | [x] Multi-Region Key · can be replicated to other Regions; cannot be changed later',
      ],
      ['Alias of the New Key in eu-west-1', 'first'],
      ['KMS Key of audit', 'new'],
      ['Enable SSE-KMS on Trail', `acme ${arnOf('audit')}`],
    ]);
    assert.deepEqual(writes(office), {});
  });

  it('changes nothing when it is cancelled, wherever', async () => {
    const walk = [pick('audit'), pick('Create a New Key…'), enter, enter, pick('Enable SSE-KMS')];
    for (let kept = 0; kept <= walk.length; kept++) {
      const last = kept === walk.length ? [no, cancel] : [cancel];
      const { person, wizard } = await office.window([...walk.slice(0, kept), ...last]);
      await wizard.changeKey(enable);
      await person.isDone();
      assert.deepEqual(person.notices, []);
    }
    assert.deepEqual(writes(office), {});
    assert.equal(office.journal, '');
  });

  it('offers to load profiles, and shows an organization’s trail once, where it belongs', async () => {
    const { person, wizard } = await office.window(
      [pick('Load All 3 Profiles'), pick('org'), pick('alias/org'), pick('Enable SSE-KMS'), yes],
      { loaded: [] },
    );
    await wizard.changeKey(enable);
    await person.isDone();
    assert.equal(keyOf('org'), office.emulator.world.theKey('alias/org').arn);
    const rows = person.questions[1]?.rows.filter(row => row.includes(' org '));
    assert.deepEqual(rows, [
      '[main · 999900001111 · eu-west-1] org · SSE-S3 only · all Regions · organization · org-logs',
    ]);
  });

  it('offers the management account’s profile for an organization’s trail seen from a member', async () => {
    const { person, wizard } = await office.window([
      pick('Load the Other Profiles and Look for Account 999900001111'),
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
      pick('Go On with acme'),
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
    assert.match(person.notices[0]?.text ?? '', /A policy denies cloudtrail:UpdateTrail explicitly/);
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
        'Account 999900001111 does not see the trail audit, which belongs to account 111122223333. Use a profile of that account.',
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
    assert.match(person.notices[0]?.text ?? '', /The trail audit has the KMS key .+ already/);
    await new Promise(resolve => setTimeout(resolve, 200));
    const shown = inventory
      .state('acme')
      ?.regions.flatMap(({ trails }) => trails)
      .find(({ trail }) => trail.name === 'audit');
    assert.ok(shown?.key);
  });

  it('says that a trail was deleted meanwhile, before the walk and within the run', async () => {
    const { arn } = office.emulator.world.theTrail('west');
    office.emulator.events.deleteTrail('west');
    const early = await office.window([]);
    await early.wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn }] });
    assert.equal(early.person.notices[0]?.text, 'The trail west does not exist any more.');
    const late = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    late.person.onReport = text => {
      if (text === 'Enabling SSE-KMS on audit') {
        office.emulator.events.deleteTrail('audit');
      }
    };
    await late.wizard.changeKey(on('audit'));
    assert.match(
      late.person.notices[0]?.text ?? '',
      /was not changed. · The trail audit does not exist any more/,
    );
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

  it('sets several trails in one review and one modal: a key for each bucket Region, a result for each trail', async () => {
    Object.assign(office.emulator.settings, { updateTrailPerSecond: 1 });
    const { person, wizard } = await office.window(
      [
        pick('alias/ready'),
        pick('Create a New Key…'),
        type('logs-of-us'),
        enter,
        pick('Enable SSE-KMS'),
        yes,
      ],
      { clock: patient },
    );
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
        'Review: 3 Trails',
      ],
    );
    assert.equal(person.modals.length, 1);
    assert.equal(person.modals[0]?.message, 'Change the encryption of 3 trails?');
    assert.match(person.notices[0]?.text ?? '', /^3 trails are encrypted with SSE-KMS/);
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
    assert.equal(person.modals.length, 1);
    assert.deepEqual(
      person.modals[0]?.detail.filter(line => line.startsWith('Account')),
      ['Account 111122223333, profile acme', 'Account 999900001111, profile main'],
    );
    assert.match(person.notices[0]?.text ?? '', /^2 trails are encrypted with SSE-KMS/);
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
        ['error', 'This user or role may not call cloudtrail:GetTrail'],
        ['info', '2 trails are encrypted with SSE-KMS from now on'],
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

  it('mends the policy of the key that a trail has, and puts it back', async () => {
    const { world, events } = office.emulator;
    const key = world.theKey('alias/ready');
    const lacking = world.theKey('alias/app').policy;
    events.setKeyPolicy('alias/ready', lacking);
    const trails = [{ profile: 'acme', arn: arnOf('done') }];
    const { person, wizard, inventory } = await office.window([
      pick('alias/ready'),
      pick('Change KMS Key'),
      yes,
    ]);
    await wizard.changeKey({ purpose: 'change', trails });
    await person.isDone();
    assert.deepEqual(
      [person.modals[0]?.message, person.modals[0]?.detail.slice(0, 3)],
      [
        'Let CloudTrail use the KMS key of the trail done?',
        [
          'Account 111122223333, profile acme',
          'Trail done in eu-west-1: keeps alias/ready',
          'Add 2 statements to the policy of alias/ready',
        ],
      ],
    );
    assert.equal(person.notices[0]?.severity, 'info', person.notices[0]?.text);
    assert.equal(keyOf('done'), key.arn);
    assert.notEqual(key.policy, lacking);
    assert.equal(writes(office)['cloudtrail:UpdateTrail'], 1);
    const shown = inventory
      .state('acme')
      ?.regions.flatMap(region => region.trails)
      .find(({ trail }) => trail.name === 'done');
    assert.deepEqual(
      shown?.verdict.reasons.filter(({ code }) => code === 'kms-key-policy'),
      [],
    );
    const back = await office.window([pick('Restore'), yes]);
    await back.wizard.restorePrevious(trails);
    await back.person.isDone();
    assert.equal(back.person.notices.at(-1)?.severity, 'info', back.person.notices.at(-1)?.text);
    assert.deepEqual([keyOf('done'), key.policy], [key.arn, lacking]);
    const again = await office.window([]);
    await again.wizard.restorePrevious(trails);
    assert.match(again.person.notices[0]?.text ?? '', /nothing to take back/);
  });

  it('takes a typed key of the account that may not be described, and warns that nothing is known of it', async () => {
    const { arn } = office.emulator.world.theKey('alias/ready');
    const { person, wizard } = await office.window([
      pick('Enter a Key ARN…'),
      type(arn),
      pick('Enable SSE-KMS'),
      yes,
    ]);
    office.emulator.faults.add({ operation: 'DescribeKey', fails: { kind: 'denied' } });
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(keyOf('audit'), arn);
    assert.match(
      person.questions.at(-1)?.rows.join('\n') ?? '',
      /What to know.* The key policy could not be read\. CloudTrail tries the key when it is set\./,
    );
  });

  it('begins at the key of the settings', async () => {
    const { arn } = office.emulator.world.theKey('alias/narrow');
    const { person, wizard } = await office.window([enter, cancel], {
      settings: () => ({ defaultKeys: { [account]: arn }, newKeyReaders: 'iam' }),
    });
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(person.questions[0]?.active, arn);
    assert.equal(person.questions[1]?.title, 'Review: Enable SSE-KMS on audit');
  });

  it('picks the ARN of a key for code, and changes nothing', async () => {
    const { person, wizard } = await office.window([pick('acme'), pick('eu-west-1'), pick('alias/app')]);
    const arn = await wizard.pickKeyArn({ title: 'KMS Key of audit' });
    await person.isDone();
    assert.equal(arn, office.emulator.world.theKey('alias/app').arn);
    assert.deepEqual(writes(office), {});
  });
});

/** The calls that changed something, or tried to. */
function writes({ emulator }: Office): Readonly<Record<string, number>> {
  const counts = Object.entries(emulator.calls.counts());
  return Object.fromEntries(counts.filter(([name]) => /:(?:Update|Create|Put|Enable|Schedule)/.test(name)));
}
