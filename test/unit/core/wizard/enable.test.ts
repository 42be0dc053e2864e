import assert from 'node:assert/strict';
import { judgeKeyPolicy } from '../../../../src/core/trail/keyPolicy/index.ts';
import { atRest } from '../../until.ts';
import { account, Office, partner, writesOf } from './office.ts';
import { back, cancel, check, enter, headings, no, Person, pick, type, yes } from './person.ts';

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
      person.questions.map(({ title, page }) => `${page} ${title}`),
      [
        '1/3 Enable SSE-KMS on Trail',
        '2/3 back KMS Key of audit',
        `3/3 back Review: Enable SSE-KMS on audit · ${account} · acme`,
      ],
    );
    assert.deepEqual(headings(person.questions[2]?.rows ?? []), [
      'Steps',
      'What to know',
      'IAM actions needed',
    ]);
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
          'New log files of the trail audit are now encrypted with SSE-KMS. · The first one arrives in about five minutes.',
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
      'Create a New Key… · with a policy that allows CloudTrail',
      'Enter a Key ARN… · can belong to another account',
      '[Ready to use] alias/ready · ID · Enabled · rotation on · allows CloudTrail',
      '[Usable after a policy change] alias/app · ID · Enabled · rotation off · policy lacks 2 statements for CloudTrail',
      '[Usable after a policy change] alias/narrow · ID · Enabled · rotation on · policy lacks 1 statement for CloudTrail',
      '[Usable after a policy change] alias/replica · mrk-ID · Enabled · rotation on · policy lacks 1 statement for CloudTrail · multi-Region',
      '[Usable after a policy change] ID · Enabled · rotation on · policy lacks 1 statement for CloudTrail',
      '[Cannot be used] alias/aws/s3 · ID · managed by AWS: its policy cannot allow CloudTrail',
      '[Cannot be used] alias/deny · ID · its policy denies CloudTrail kms:GenerateDataKey by statement Keep CloudTrail out · Enabled',
      '[Cannot be used] alias/going · ID · will be deleted on DAY',
      '[Cannot be used] alias/off · ID · disabled',
      '[Cannot be used] alias/rsa · ID · not symmetric: RSA_2048',
    ]);
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        'alias/off · The key is disabled. Enable it first.',
        'alias/deny · Statement Keep CloudTrail out of the key policy denies CloudTrail kms:GenerateDataKey. A Deny overrides every Allow, and this extension never changes one: ask the owner of the policy.',
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
      bucketKey: true,
      keyArn: key.arn,
    });
    assert.deepEqual(verdict, { answer: 'admits', describe: true, open: false });
    const [difference] = person.differences;
    const statements = (text = '') => JSON.parse(text).Statement as readonly unknown[];
    assert.deepEqual(statements(difference?.after).slice(0, statements(before).length), statements(before));
    assert.deepEqual(statements(difference?.after), statements(key.policy));
    assert.deepEqual([...person.open], []);
  });

  it('closes an editor, too, that opens after the review was left', async () => {
    const person = new Person([
      pick('alias/app'),
      pick('1 · Add 2 statements to the policy of alias/app'),
      cancel,
    ]);
    let openEditors = () => {};
    const { wizard } = await office.window([], {
      // As VS Code does, which does not wait for what a row sets off.
      ask: {
        ...person.ask,
        pick: question =>
          person.ask.pick({
            ...question,
            choices: question.choices.map(choice =>
              choice.onAccept ? { ...choice, onAccept: () => void choice.onAccept?.() } : choice,
            ),
          }),
      },
      show: {
        ...person.show,
        difference: async difference => {
          if (person.differences.length > 0) {
            await new Promise<void>(resolve => {
              openEditors = resolve;
            });
          }
          return person.show.difference(difference);
        },
      },
    });
    await wizard.changeKey(on('keyed'));
    await person.isDone();
    openEditors();
    await atRest();
    assert.equal(person.differences.length, 2);
    assert.deepEqual([...person.open], []);
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
        'Aliases that begin with "alias/aws/" are reserved for AWS.',
        'An alias can contain only letters, digits, slashes, underscores and hyphens.',
        'Another key in eu-west-1 already has the alias alias/ready.',
      ]);
      assert.deepEqual(person.modals[0]?.detail, [
        `Account ${account}, profile acme`,
        'Trail keyed in eu-west-1: SSE-S3 → alias/trails/audit',
        'Create a KMS key in eu-west-1',
        'Give the key the alias alias/trails/audit',
        'Turn on yearly rotation of the key',
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
    assert.equal(person.reports.filter(text => text.includes('Waiting for AWS')).length, 3);
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
        `arn:aws:kms:eu-west-1:${account}:alias/nothing`,
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
      'Enter the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'This alias does not exist.',
      'This key is in us-east-1. CloudTrail needs a key in the Region of the log bucket.',
      'This key is in another AWS partition than the trail.',
      'This key does not exist.',
      'The key is disabled. Enable it first.',
    ]);
    assert.deepEqual(person.modals[0]?.detail.slice(-2), [
      `The policy of ${shared.split('/')[1]} cannot be read, because the key belongs to another account. CloudTrail checks the key when it is set.`,
      'The log bucket plain-logs belongs to another account than the key: its readers cannot read new log files until the key policy and their own IAM policies allow kms:Decrypt.',
    ]);
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
        '[ ] Rotate the Key Every Year · recommended; existing log files are not affected | [ ] Let Every Principal of Account 111122223333 Decrypt Log Files · as the AWS console does; otherwise IAM policies decide | [ ] Let Other Accounts Decrypt Log Files… · the account of the log bucket, accounts by ID, or the organization | [x] Multi-Region Key · can be replicated to other Regions; cannot be changed later',
      ],
      ['Alias of the New Key in eu-west-1', 'first'],
      ['KMS Key of audit', 'new'],
      ['Enable SSE-KMS on Trail', `acme ${arnOf('audit')}`],
    ]);
    assert.deepEqual(writesOf(office), {});
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
    assert.deepEqual(writesOf(office), {});
    assert.equal(office.journal, '');
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
    assert.equal(writesOf(office)['cloudtrail:UpdateTrail'], 1);
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
    assert.match(again.person.notices[0]?.text ?? '', /This extension has not changed/);
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
      /What to know.* The key policy could not be read\. CloudTrail checks the key when it is set\./,
    );
  });

  it('begins at the key of the settings', async () => {
    const { arn } = office.emulator.world.theKey('alias/narrow');
    const { person, wizard } = await office.window([enter, cancel], {
      settings: () => ({ defaultKeys: { [account]: arn }, newKeyReaders: 'iam', profiles: [], regions: [] }),
    });
    await wizard.changeKey(on('audit'));
    await person.isDone();
    assert.equal(person.questions[0]?.active, arn);
    assert.equal(person.questions[1]?.title, `Review: Enable SSE-KMS on audit · ${account} · acme`);
  });

  it('picks the ARN of a key for code, and changes nothing', async () => {
    const { person, wizard } = await office.window([pick('acme'), pick('eu-west-1'), pick('alias/app')]);
    const arn = await wizard.pickKeyArn({ title: 'KMS Key of audit' });
    await person.isDone();
    assert.equal(arn, office.emulator.world.theKey('alias/app').arn);
    assert.deepEqual(writesOf(office), {});
  });
});
