import assert from 'node:assert/strict';
import { Desk } from './desk.ts';
import { enter, pick, type, yes } from './person.ts';

const settings = { regions: ['eu-west-1', 'eu-north-1'] };

describe('runs that end badly', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  it('have each its reason and its next steps, where several do', async () => {
    desk.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } });
    const { person, wizard } = await desk.person(
      [pick('alias/cloudtrail'), pick('alias/dev-logs'), pick('Enable SSE-KMS'), yes],
      { loaded: ['prod', 'pipeline'], settings },
    );
    const trails = [
      { profile: 'prod', arn: desk.emulator.world.theTrail('app-audit').arn },
      { profile: 'pipeline', arn: desk.emulator.world.theTrail('sandbox').arn },
    ];
    await wizard.changeKey({ purpose: 'enable', trails });
    await person.isDone();
    assert.deepEqual(
      person.notices.map(({ text, actions }) => [text.replace(/ · .*/, ''), actions]),
      [
        ['The trail app-audit was not changed.', ['Use Another Profile…', 'Try Again', 'Show Details']],
        // Statements for CloudTrail were added to the policy of its key.
        [
          'The trail sandbox was not changed.',
          ['Use Another Profile…', 'Try Again', 'Undo…', 'Show Details'],
        ],
      ],
    );
  });

  it('are named by what they were to undo, where that was no trail', async () => {
    desk.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } });
    const failing = await desk.person(
      [
        pick('Create a New Key…'),
        type('alias/new'),
        enter,
        pick('Enable SSE-KMS'),
        yes,
        pick('Schedule Its Deletion in 30 Days'),
        pick('Restore'),
        yes,
      ],
      { loaded: ['prod'], settings },
    );
    failing.person.onNotice = (_, actions) => actions.find(label => label === 'Undo…');
    desk.emulator.faults.add({ operation: 'ScheduleKeyDeletion', fails: { kind: 'dropped' } });
    const trails = [{ profile: 'prod', arn: desk.emulator.world.theTrail('app-audit').arn }];
    await failing.wizard.changeKey({ purpose: 'enable', trails });
    await failing.person.isDone();
    const { person, wizard } = await desk.person([]);
    await wizard.resume();
    // What the run did first is not so any more: the way back alone is left to finish.
    assert.deepEqual(
      person.notices.map(({ text }) => text.replace(/ · .*/, '')),
      ['Undoing a change in account 222222222222 was not finished.'],
    );
  });

  it('are not gone on with by a button of before they were taken back', async () => {
    const refused = desk.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } });
    const { person, wizard } = await desk.person(
      [
        pick('Create a New Key…'),
        type('alias/new'),
        enter,
        pick('Enable SSE-KMS'),
        yes,
        pick('Schedule Its Deletion in 30 Days'),
        pick('Restore'),
        yes,
      ],
      { loaded: ['prod'], settings },
    );
    const { arn } = desk.emulator.world.theTrail('app-audit');
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'prod', arn }] });
    refused();
    await wizard.resume();
    await person.press(0, 'Undo…');
    const keys = desk.emulator.world.account('222222222222').keys.length;
    await person.press(0, 'Try Again');
    await person.press(1, 'Finish');
    await person.isDone();
    assert.deepEqual(
      person.notices.slice(2).map(({ text }) => text),
      [
        'The change was undone.',
        'Nothing was changed. · This change has been undone in the meantime.',
        'Nothing was changed. · This change has been undone in the meantime.',
      ],
    );
    assert.equal(desk.emulator.world.account('222222222222').keys.length, keys);
    assert.equal(desk.emulator.world.theTrail('app-audit').kmsKeyId, undefined);
  });
});
