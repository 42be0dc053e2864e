import assert from 'node:assert/strict';
import { cancel, pick, yes } from '../../../integration/remediation/person.ts';
import { Desk } from './desk.ts';

describe('the question for a change to take back', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  it('asks nobody for an MFA code, to name keys', async () => {
    const before = await desk.person([pick('alias/cloudtrail'), pick('Enable SSE-KMS'), yes], {
      loaded: ['break-glass'],
      settings: { regions: ['eu-west-1'] },
    });
    const { arn } = desk.emulator.world.theTrail('app-audit');
    await before.wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'break-glass', arn }] });
    await before.person.isDone();
    assert.equal(desk.mfaAsked, 1);
    // The window was loaded again, and nothing has been read in it.
    const { person, wizard } = await desk.person([cancel]);
    await wizard.restorePrevious([]);
    assert.match(person.questions[0]?.rows[0] ?? '', /^app-audit · .*break-glass · Back to SSE-S3/);
    assert.equal(desk.mfaAsked, 1);
  });
});
