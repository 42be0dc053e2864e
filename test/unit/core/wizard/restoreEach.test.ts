import assert from 'node:assert/strict';
import { account, management, Office } from './office.ts';
import { back, cancel, check, enter, type Move, no, pick, type, yes } from './person.ts';

/** A kind of change, made by a walk of its own. */
interface Change {
  readonly name: string;
  readonly trail: string;
  readonly profile?: string;
  readonly purpose?: 'change';
  readonly moves: (office: Office) => readonly Move[];
}

const changes: readonly Change[] = [
  { name: 'a key that was ready', trail: 'audit', moves: () => [pick('alias/ready')] },
  { name: 'a key whose policy was extended', trail: 'audit', moves: () => [pick('alias/app')] },
  {
    name: 'a policy that was extended for a Bucket Key',
    trail: 'keyed',
    moves: () => [pick('alias/narrow')],
  },
  { name: 'a new key', trail: 'audit', moves: () => [pick('Create a New Key…'), enter, enter] },
  {
    name: 'a new key that every principal reads',
    trail: 'audit',
    moves: () => [
      pick('Create a New Key…'),
      enter,
      check(`Let Every Principal of Account ${account} Decrypt Log Files`),
    ],
  },
  { name: 'the replica of a multi-Region key', trail: 'audit', moves: () => [pick('alias/replica')] },
  {
    name: 'a typed ARN of the account',
    trail: 'audit',
    moves: ({ emulator }) => [pick('Enter a Key ARN…'), type(emulator.world.theKey('alias/app').arn)],
  },
  {
    name: 'a typed ARN of another account',
    trail: 'audit',
    moves: ({ emulator }) => [pick('Enter a Key ARN…'), type(emulator.world.theKey('alias/shared').arn)],
  },
  {
    name: 'an organization trail',
    trail: 'org',
    profile: 'main',
    moves: () => [pick('alias/org')],
  },
  {
    name: 'a trail of all Regions elsewhere than its bucket',
    trail: 'far',
    moves: () => [pick('alias/app')],
  },
  {
    name: 'another key, the replica of a multi-Region key',
    trail: 'done',
    purpose: 'change',
    moves: () => [pick('alias/replica')],
  },
  {
    name: 'another key, a typed ARN',
    trail: 'done',
    purpose: 'change',
    moves: ({ emulator }) => [pick('Enter a Key ARN…'), type(emulator.world.theKey('alias/shared').arn)],
  },
];

describe('restoring what was before', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const policies = () =>
    [account, management].flatMap(id =>
      office.emulator.world
        .account(id)
        .keys.filter(({ description }) => description === '')
        .map(({ arn, policy }) => [arn, policy]),
    );
  const keyOf = (name: string) => office.emulator.world.theTrail(name).kmsKeyId;

  async function make({ trail, profile = 'acme', purpose, moves }: Change): Promise<void> {
    const yesOf = purpose === 'change' ? 'Change KMS Key' : 'Enable SSE-KMS';
    const { person, wizard } = await office.window([...moves(office), pick(yesOf), yes], {
      loaded: ['acme', 'main'],
    });
    const { arn } = office.emulator.world.theTrail(trail);
    await wizard.changeKey({ purpose: purpose ?? 'enable', trails: [{ profile, arn }] });
    await person.isDone();
    assert.equal(person.notices[0]?.severity, 'info', person.notices[0]?.text);
  }

  for (const change of changes) {
    it(`after ${change.name}`, async () => {
      const before = { key: keyOf(change.trail), policies: policies() };
      await make(change);
      assert.notEqual(keyOf(change.trail), before.key);
      const { person, wizard, inventory } = await office.window([pick('Restore'), yes], {
        loaded: ['acme', 'main'],
      });
      const { arn } = office.emulator.world.theTrail(change.trail);
      const profile = change.profile ?? 'acme';
      await wizard.restorePrevious([{ profile, arn }]);
      await person.isDone();
      assert.match(person.notices[0]?.text ?? '', /is back on /);
      assert.deepEqual({ key: keyOf(change.trail), policies: policies() }, before);
      const shown = inventory
        .state(profile)
        ?.regions.flatMap(({ trails }) => trails)
        .find(one => one.trail.arn === arn);
      assert.equal(shown?.key?.arn, before.key);
      const next = await office.window([]);
      await next.wizard.resume();
      assert.deepEqual(next.person.notices, []);
    });
  }

  it('does it with the profile of then, when it is started on a member’s view of an organization trail', async () => {
    await make({ name: '', trail: 'org', profile: 'main', moves: () => [pick('alias/org')] });
    const { person, wizard } = await office.window([pick('Restore'), yes]);
    await wizard.restorePrevious([{ profile: 'acme', arn: office.emulator.world.theTrail('org').arn }]);
    await person.isDone();
    assert.equal(person.modals[0]?.detail[0], `Account ${management}, profile main`);
    assert.equal(keyOf('org'), undefined);
  });

  it('changes nothing when it is left at any of its questions', async () => {
    await make({ name: '', trail: 'audit', moves: () => [pick('alias/app')] });
    await make({ name: '', trail: 'keyed', moves: () => [pick('alias/ready')] });
    const { journal } = office;
    const before = { key: keyOf('audit'), policies: policies() };
    const walks: readonly (readonly Move[])[] = [
      [cancel],
      [pick('audit'), cancel],
      [pick('audit'), back, cancel],
      [pick('audit'), back, pick('keyed'), back, pick('audit'), cancel],
      [pick('audit'), pick('Restore'), no, cancel],
      [pick('audit'), pick('Restore'), no, back, cancel],
      [pick('audit'), pick('Copy as AWS CLI')],
    ];
    for (const moves of walks) {
      const { person, wizard } = await office.window(moves);
      await wizard.restorePrevious([]);
      await person.isDone();
      assert.deepEqual(
        person.notices.map(({ text }) => text),
        moves.at(-1) === cancel ? [] : ['The AWS CLI script was copied to the clipboard.'],
      );
    }
    assert.deepEqual({ key: keyOf('audit'), policies: policies() }, before);
    assert.equal(office.journal, journal);
  });

  it('changes nothing when it is left where it asks for the fate of the new key', async () => {
    const made = await office.window([pick('Create a New Key…'), enter, enter, pick('Enable SSE-KMS'), yes]);
    office.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } });
    const { arn } = office.emulator.world.theTrail('audit');
    await made.wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn }] });
    office.emulator.faults.clear();
    const deletion = 'Schedule Its Deletion in 30 Days';
    const { journal } = office;
    for (const moves of [
      [cancel],
      [pick(deletion), cancel],
      [pick(deletion), back, cancel],
      [pick(deletion), pick('Restore'), no, cancel],
    ]) {
      const { person, wizard } = await office.window(moves);
      person.onNotice = (_, actions) => (actions.includes('Undo…') ? 'Undo…' : undefined);
      await wizard.resume();
      await person.isDone();
      assert.equal(person.notices.length, 1);
    }
    assert.equal(office.emulator.world.theKey('alias/cloudtrail-audit').state, 'Enabled');
    assert.equal(office.journal, journal);
    // Kept is decided: it is said, and the next window does not ask again.
    const { person, wizard } = await office.window([pick('Keep the Key')]);
    person.onNotice = (_, actions) => (actions.includes('Undo…') ? 'Undo…' : undefined);
    await wizard.resume();
    await person.isDone();
    assert.equal(person.notices.at(-1)?.text, 'The key is kept. Nothing else was changed.');
    const next = await office.window([]);
    await next.wizard.resume();
    assert.deepEqual(next.person.notices, []);
    assert.equal(office.emulator.world.theKey('alias/cloudtrail-audit').state, 'Enabled');
  });
});
