import assert from 'node:assert/strict';
import type { Seed } from '../../../emulator/index.ts';
import { account, Office, secrets, writesOf } from './office.ts';
import { button, cancel, type Move, no, pick, type SeenQuestion, yes } from './person.ts';

/** Trails that do not deliver, each for a reason that needs no other key. */
const seed: Seed = world => {
  const acme = world.account(account, { name: 'acme' });
  acme.session(acme.role('Admin'), 'eve', {
    accessKeyId: 'ASIAACMEADMIN0000001',
    secretAccessKey: secrets.key,
    sessionToken: secrets.token,
    seconds: 3600,
  });
  acme.bucket('plain-logs', 'eu-west-1');
  acme.keys(`
    alias       | Region    | state           | rotation | admits
    alias/off   | eu-west-1 | Disabled        | on       | CloudTrail
    alias/going | eu-west-1 | PendingDeletion | on       | CloudTrail
    alias/ready | eu-west-1 | Enabled         | on       | CloudTrail
    alias/spare | eu-west-1 | Enabled         | on       | CloudTrail
  `);
  acme.trails(`
    name  | home      | scope      | bucket     | key         | status
    dark  | eu-west-1 | one Region | plain-logs | alias/off   | failing KMS.DisabledException
    dim   | eu-west-1 | one Region | plain-logs | alias/off   | failing KMS.DisabledException
    last  | eu-west-1 | one Region | plain-logs | alias/going | delivered 1d ago
    still | us-east-1 | one Region | plain-logs | alias/ready | stopped
    fine  | eu-west-1 | one Region | plain-logs | alias/ready | delivered 5m ago
  `);
};

describe('repairing a trail', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open(seed);
  });
  afterEach(() => office.close());

  const theKey = (alias: string) => office.emulator.world.theKey(alias);
  const named = (name: string) => [{ profile: 'acme', arn: office.emulator.world.theTrail(name).arn }];
  const open = (moves: readonly Move[]) => office.window(moves);

  it('enables its key, says what rests on it, and shows the trail as it is then', async () => {
    const { person, wizard, inventory } = await open([pick('Enable KMS Key'), yes]);
    await wizard.repair({ repair: 'enable-key', trails: named('dark') });
    await person.isDone();
    assert.equal(theKey('alias/off').state, 'Enabled');
    assert.deepEqual(writesOf(office), { 'kms:EnableKey': 1 });
    assert.deepEqual(person.modals, [
      {
        message: 'Enable alias/off?',
        detail: [`Account ${account}, profile acme`, 'Enable alias/off', 'Trails that use it: dark, dim'],
      },
    ]);
    assert.deepEqual(person.notices, [
      {
        severity: 'info',
        text: 'alias/off was enabled. · The next log file arrives in about five minutes.',
        actions: ['Undo…', 'Show Details'],
      },
    ]);
    const shown = inventory.state('acme')?.regions.flatMap(({ trails }) => trails) ?? [];
    const reasons = shown.find(({ trail }) => trail.name === 'dark')?.verdict.reasons ?? [];
    assert.ok(reasons.every(({ code }) => code !== 'kms-key-disabled'));
  });

  it('saves its key from deletion, and enables it', async () => {
    const { person, wizard } = await open([pick('Cancel Deletion of KMS Key'), yes]);
    await wizard.repair({ repair: 'cancel-deletion', trails: named('last') });
    await person.isDone();
    assert.equal(theKey('alias/going').state, 'Enabled');
    assert.deepEqual(writesOf(office), { 'kms:CancelKeyDeletion': 1, 'kms:EnableKey': 1 });
    assert.equal(person.modals[0]?.message, 'Cancel the deletion of alias/going, and enable it?');
    assert.match(
      person.notices[0]?.text ?? '',
      /^The deletion of alias\/going was cancelled; the key is disabled\. · alias\/going was enabled\./,
    );
  });

  it('starts its logging, and stops it again where that is taken back from the trail', async () => {
    const { status } = office.emulator.world.theTrail('still');
    const first = await open([pick('Start Logging'), yes]);
    await first.wizard.repair({ repair: 'start-logging', trails: named('still') });
    await first.person.isDone();
    assert.equal(status.logging, true);
    assert.equal(first.person.modals[0]?.message, 'Start logging of the trail still?');
    const second = await open([pick('Undo'), yes]);
    await second.wizard.restorePrevious(named('still'));
    await second.person.isDone();
    assert.equal(status.logging, false);
    assert.deepEqual(second.person.modals, [
      {
        message: 'Undo this change?',
        detail: [
          `Account ${account}, profile acme`,
          'Stop logging of the trail still',
          'The trail still stops logging: it records no events until logging is started again.',
        ],
      },
    ]);
    assert.equal(second.person.notices[0]?.text, 'The change was undone.');
    const third = await open([]);
    await third.wizard.restorePrevious(named('still'));
    assert.match(third.person.notices[0]?.text ?? '', /^This extension has not changed this trail/);
  });

  it('disables a key again only while no other trail delivers under it', async () => {
    const { person, wizard } = await open([
      pick('Enable KMS Key'),
      yes,
      pick('Undo'),
      yes,
      pick('Undo'),
      yes,
    ]);
    await wizard.repair({ repair: 'enable-key', trails: named('dark') });
    office.emulator.events.setTrailKey('fine', 'alias/off');
    await person.press(0, 'Undo…');
    assert.equal(theKey('alias/off').state, 'Enabled');
    assert.match(
      person.notices[1]?.text ?? '',
      /alias\/off was left unchanged because the trail fine uses it/,
    );
    office.emulator.events.setTrailKey('fine', 'alias/ready');
    await wizard.restorePrevious(named('dim'));
    await person.isDone();
    assert.equal(theKey('alias/off').state, 'Disabled');
  });

  it('asks which trail where none is given, and does nothing before somebody said yes', async () => {
    const asked = await open([cancel]);
    await asked.wizard.repair({ repair: 'enable-key', trails: [] });
    assert.deepEqual(
      asked.person.questions[0]?.rows.map(row => row.replace(/ · .*/, '')),
      ['dark', 'dim'],
    );
    const refused = await open([pick('dark'), pick('Enable KMS Key'), no, cancel]);
    await refused.wizard.repair({ repair: 'enable-key', trails: [] });
    await refused.person.isDone();
    assert.deepEqual(writesOf(office), {});
  });

  it('says where there is nothing to repair', async () => {
    const { person, wizard } = await open([]);
    await wizard.repair({ repair: 'start-logging', trails: named('fine') });
    await wizard.repair({ repair: 'cancel-deletion', trails: named('dark') });
    assert.deepEqual(
      person.notices.map(({ severity, text }) => [severity, text]),
      [
        ['info', 'Every trail that was read is logging, as far as its status could be read.'],
        ['info', 'No trail that was read has a KMS key of its own account that is pending deletion.'],
      ],
    );
    assert.deepEqual(person.questions, []);
  });

  it('warns of what keeps the trail from delivering all the same, and copies the script', async () => {
    office.emulator.events.setTrailKey('still', 'alias/off');
    const { person, wizard, inventory } = await open([pick('Copy as AWS CLI')]);
    await inventory.refresh('acme');
    await wizard.repair({ repair: 'start-logging', trails: named('still') });
    await person.isDone();
    assert.ok(
      person.questions[0]?.rows.some(row =>
        row.includes('The trail still still needs attention afterwards: key disabled.'),
      ),
      person.questions[0]?.rows.join('\n'),
    );
    assert.match(person.clipboard, /aws --profile 'acme' cloudtrail start-logging|cloudtrail start-logging/);
    assert.deepEqual(writesOf(office), {});
  });

  it('leaves a key alone whose state somebody else changed meanwhile', async () => {
    const { person, wizard } = await open([pick('Enable KMS Key'), yes]);
    theKey('alias/off').state = 'PendingDeletion';
    await wizard.repair({ repair: 'enable-key', trails: named('dark') });
    await person.isDone();
    assert.equal(theKey('alias/off').state, 'PendingDeletion');
    assert.deepEqual(person.notices[0]?.actions, ['Refresh', 'Show Details']);
    assert.match(
      person.notices[0]?.text ?? '',
      /The state of alias\/off was changed in the meantime, from Disabled to PendingDeletion\. It was left unchanged\./,
    );
  });

  it('stands in the list of what can be taken back, and in the history, until it is', async () => {
    const first = await open([pick('Start Logging'), yes]);
    await first.wizard.repair({ repair: 'start-logging', trails: named('still') });
    await first.person.isDone();
    const changed: string[] = [];
    await first.wizard.readJournal(trails => changed.push(...trails));
    assert.deepEqual(changed, [named('still')[0]?.arn]);

    const { person, wizard } = await open([
      pick('Start logging: still'),
      pick('Undo'),
      no,
      cancel,
      button('Start logging: still', 'Undo…'),
      pick('Undo'),
      yes,
      pick('Start logging: still'),
    ]);
    await wizard.restorePrevious([]);
    assert.deepEqual(rowsOf(person.questions[0]), [
      `Start logging: still · ${account} · acme · changed on DATE by ${eve}`,
    ]);
    await wizard.showHistory();
    await wizard.showHistory();
    await person.isDone();
    assert.equal(office.emulator.world.theTrail('still').status.logging, false);
    const whole = ['Markdown', 'JSON'].map(form => `[Complete history, for an audit] Show as ${form}`);
    assert.deepEqual(rowsOf(person.questions.at(-1)).slice(0, 4), [
      `Undo: still · DATE · ${account} · done · ${eve}, profile acme`,
      `Start logging: still · DATE · ${account} · undone · ${eve}, profile acme`,
      ...whole,
    ]);
    assert.match(person.documents.at(-1)?.text ?? '', /\| Start logging of the trail still \| done \|/);
    const last = await open([]);
    await last.wizard.restorePrevious([]);
    assert.equal(last.person.notices[0]?.text, 'There is no recorded change to undo.');
  });

  it('enables the key on which a change fails, and goes on with the change', async () => {
    const { keyId } = theKey('alias/spare');
    const { person, wizard } = await open([
      pick('alias/spare'),
      pick('Change KMS Key'),
      yes,
      pick('Enable KMS Key'),
      yes,
    ]);
    person.onReport = text => {
      if (person.modals.length === 1 && /Set the KMS key/.test(text)) {
        theKey('alias/spare').state = 'Disabled';
      }
    };
    await wizard.changeKey({ purpose: 'change', trails: named('dark') });
    assert.deepEqual(person.notices[0]?.actions, [
      'Enable Key…',
      'Choose Another Key…',
      'Try Again',
      'Show Details',
    ]);
    await person.press(0, 'Enable Key…');
    await person.isDone();
    assert.equal(theKey('alias/spare').state, 'Enabled');
    assert.equal(office.emulator.world.theTrail('dark').kmsKeyId, theKey('alias/spare').arn);
    assert.deepEqual(person.modals.at(-1), {
      message: `Enable ${keyId}?`,
      detail: [`Account ${account}, profile acme`, `Enable ${keyId}`],
    });
    assert.match(
      person.notices.at(-1)?.text ?? '',
      /^New log files of the trail dark are now encrypted with SSE-KMS\./,
    );
    // The trail came to the key afterwards: to disable it again would end its delivery.
    const later = await open([pick('Enable KMS key alias/spare'), pick('Undo'), yes]);
    await later.wizard.restorePrevious([]);
    await later.person.isDone();
    assert.match(
      later.person.notices.at(-1)?.text ?? '',
      / was left unchanged because the trail dark uses it\./,
    );
    assert.equal(theKey('alias/spare').state, 'Enabled');
  });
});

const eve = `arn:aws:sts::${account}:assumed-role/Admin/eve`;

function rowsOf(question: SeenQuestion | undefined): readonly string[] {
  return (question?.rows ?? []).map(row => row.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, 'DATE'));
}
