import assert from 'node:assert/strict';
import { Desk } from './desk.ts';
import { cancel, pick, yes } from './person.ts';

describe('the question for a change to take back', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  /** Somebody gives a trail a key, with a profile that asks for an MFA code. */
  async function enable(): Promise<void> {
    const { person, wizard } = await desk.person([pick('alias/cloudtrail'), pick('Enable SSE-KMS'), yes], {
      loaded: ['break-glass'],
      settings: { regions: ['eu-west-1'] },
    });
    const { arn } = desk.emulator.world.theTrail('app-audit');
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'break-glass', arn }] });
    await person.isDone();
    assert.equal(desk.mfaAsked, 1);
  }

  it('asks nobody for an MFA code, to name keys', async () => {
    await enable();
    // The window was loaded again, and nothing has been read in it.
    const { person, wizard } = await desk.person([cancel]);
    await wizard.restorePrevious([]);
    assert.match(person.questions[0]?.rows[0] ?? '', /^app-audit · .*break-glass · Back to SSE-S3/);
    assert.equal(desk.mfaAsked, 1);
  });

  it('leads to the MFA code where none was given', async () => {
    await enable();
    const { person, wizard } = await desk.person([pick('Restore'), yes]);
    desk.mfaGiven = false;
    const { arn } = desk.emulator.world.theTrail('app-audit');
    await wizard.restorePrevious([{ profile: 'break-glass', arn }]);
    assert.deepEqual(person.notices[0]?.actions, ['Enter MFA Code', 'Show Details']);
    desk.mfaGiven = true;
    await person.press(0, 'Enter MFA Code');
    assert.equal(person.notices[1]?.text, 'The trail app-audit is back on SSE-S3.');
    assert.equal(desk.emulator.world.theTrail('app-audit').kmsKeyId, undefined);
  });
});
