import assert from 'node:assert/strict';
import { loadChoices } from '../../../../src/core/wizard/change/trailChoices.ts';
import { message } from '../../../../src/core/wording/message.ts';
import { Desk } from './desk.ts';
import { back, button, cancel, pick, yes } from './person.ts';

const enable = { purpose: 'enable', trails: [] } as const;
const settings = { regions: ['eu-west-1', 'eu-north-1'] };

describe('the question for a trail', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  it('offers a trail once, through the profile in use; the others are in the row', async () => {
    const { person, wizard } = await desk.person([cancel], {
      loaded: ['prod', 'break-glass', 'contractor', 'pipeline'],
      settings: { ...settings, regions: [] },
    });
    await wizard.changeKey(enable);
    const rows = person.questions[0]?.rows.filter(row => !row.includes('read its trails'));
    assert.deepEqual(rows?.slice(0, 3), [
      'app-audit · no KMS key · acme-audit-logs · prod · 222222222222 · eu-west-1 · also through break-glass',
      'preview · no KMS key · not logging · acme-dev-logs · pipeline · 333333333333 · eu-north-1 · also through contractor',
      'sandbox · no KMS key · all Regions · acme-dev-logs · pipeline · 333333333333 · eu-north-1 · also through contractor',
    ]);
  });

  it('asks for the profile at the button of the row, and from the list of keys', async () => {
    const { person, wizard } = await desk.person(
      [
        button('app-audit', 'Use Another Profile…'),
        pick('break-glass'),
        pick('Use Another Profile…'),
        back,
        pick('app-audit'),
        pick('Use Another Profile…'),
        pick('break-glass'),
        pick('alias/cloudtrail'),
        pick('Enable SSE-KMS'),
        yes,
      ],
      { loaded: ['prod', 'break-glass'], settings: { regions: ['eu-west-1'] } },
    );
    await wizard.changeKey(enable);
    await person.isDone();
    assert.deepEqual(
      person.questions.map(({ title }) => title),
      [
        'Enable SSE-KMS on Trail',
        'Profile for Changing app-audit',
        'KMS Key of app-audit',
        'Profile for Changing app-audit',
        'Enable SSE-KMS on Trail',
        'KMS Key of app-audit',
        'Profile for Changing app-audit',
        'KMS Key of app-audit',
        'Review: Enable SSE-KMS on app-audit · 222222222222 · break-glass',
      ],
    );
    assert.match(person.modals[0]?.detail[0] ?? '', /profile break-glass/);
    assert.ok(desk.emulator.world.theTrail('app-audit').kmsKeyId);
  });

  it('offers every profile that sees a trail of another account', async () => {
    const { arn } = desk.emulator.world.theTrail('org-trail');
    const { person, wizard } = await desk.person([pick('pipeline'), cancel], {
      loaded: ['prod', 'break-glass', 'pipeline'],
      settings: { regions: ['eu-west-1'] },
    });
    await wizard.changeKey({ purpose: 'change', trails: [{ profile: 'prod', arn }] });
    await person.isDone();
    const [first, second] = person.questions;
    const only = 'only if it is a delegated administrator of CloudTrail';
    assert.deepEqual(
      first?.rows.filter(row => !row.startsWith('Read the')),
      [
        `Continue with prod · account 222222222222: ${only}`,
        `pipeline · account 333333333333: ${only}`,
        `break-glass · account 222222222222: ${only} · asks for an MFA code`,
      ],
    );
    assert.ok(second?.rows.some(row => row.includes('currently pipeline')));
  });

  it('says that there is no profile, and where to read how one is made', async () => {
    const { person, wizard, enabled } = await desk.person([], { files: false });
    await wizard.changeKey(enable);
    await wizard.pickKeyArn({ title: 'KMS Key' });
    await wizard.repair({ repair: 'start-logging', trails: [] });
    await person.isDone();
    const told = {
      severity: 'info',
      text: 'No AWS profile was found.',
      actions: ['Open Configuration Guide'],
    };
    assert.deepEqual(person.notices, [told, told, told]);
    assert.deepEqual([person.questions, enabled], [[], []]);
  });

  it('does not say of trails that nobody has read that they need no repair', async () => {
    const { person, wizard } = await desk.person([], { settings });
    await wizard.repair({ repair: 'start-logging', trails: [] });
    await person.isDone();
    assert.deepEqual(person.notices, [
      {
        severity: 'info',
        text: 'No trail has been read yet. Expand a profile in the view "Trails" first.',
        actions: ['Open the View'],
      },
    ]);
  });

  it('leads from a profile that could not be read to its configuration', async () => {
    const { person, wizard, sentTo } = await desk.person(
      [pick('data-science'), button('data-science', 'Open Configuration File'), cancel],
      { settings },
    );
    await wizard.changeKey(enable);
    await person.isDone();
    assert.deepEqual(sentTo, ['configuration: data-science']);
  });

  it('leads from a session that has expired to the sign-in', async () => {
    const { inventory } = await desk.person([], { settings });
    const staging = inventory.state('staging');
    assert.ok(staging);
    const sentTo: string[] = [];
    const [row] = loadChoices([{ ...staging, phase: 'failed', problem: { kind: 'sso-session-expired' } }], {
      signIn: profile => sentTo.push(profile),
      openConfiguration: () => assert.fail(),
    });
    const [signIn, ...others] = row?.buttons ?? [];
    assert.ok(signIn && 'run' in signIn);
    assert.deepEqual([signIn.label, others], [message('Sign In'), []]);
    signIn.run();
    assert.deepEqual(sentTo, ['staging']);
  });

  it('says that nothing has been read yet, and reads', async () => {
    const { person, wizard } = await desk.person([pick('prod'), cancel], { settings });
    await wizard.changeKey(enable);
    await person.isDone();
    assert.equal(
      person.questions[0]?.placeholder,
      'No profile has been read yet: select one to read its trails',
    );
    assert.ok(person.questions[1]?.rows.some(row => row.includes('app-audit')));
    // Loading may ask for codes, which is known before.
    const rows = person.questions[0]?.rows.join('\n') ?? '';
    assert.match(rows, /break-glass · read its trails · asks for an MFA code$/m);
    assert.match(rows, /Read All \d+ Profiles · 1 of them asks for an MFA code$/m);
  });

  it('stands at a profile that could not be read, and says why; else at the first trail that was read', async () => {
    const moves = [pick('data-science'), pick('pipeline'), cancel];
    const { person, wizard } = await desk.person(moves, { loaded: ['prod'], settings });
    await wizard.changeKey(enable);
    await person.isDone();
    const [, failed, read] = person.questions;
    assert.equal(failed?.active, 'load data-science');
    assert.ok(
      failed?.rows.some(row =>
        row.includes('data-science · section [sso-session sandbox] missing · select to retry'),
      ),
    );
    assert.equal(read?.active, `pipeline ${desk.emulator.world.theTrail('preview').arn}`);
  });

  it('says that the settings hide profiles, and shows them', async () => {
    const { person, wizard } = await desk.person([pick('Show All Profiles'), pick('app-audit'), cancel], {
      loaded: ['prod', 'audit'],
      settings: { profiles: ['audit'] },
    });
    await wizard.changeKey(enable);
    await person.isDone();
    const [first, second] = person.questions;
    assert.equal(first?.placeholder, 'No trail without SSE-KMS in the profiles and Regions that are shown');
    assert.deepEqual(first?.rows, [
      '[Not in the list?] Show All Profiles · 10 are hidden by the settings',
      '[Not in the list?] Refresh · read the profiles again',
    ]);
    assert.ok(second?.rows.some(row => row.includes('app-audit')));
  });

  it('says that every trail has a key, and changes one of them or reads again', async () => {
    const { person, wizard } = await desk.person(
      [pick('Refresh'), pick('Change the KMS Key of a Trail…'), pick('org-trail'), cancel],
      { loaded: ['audit'] },
    );
    // All others are read, too, and have nothing without a key.
    for (const name of ['app-audit', 'sandbox', 'preview', 'staging', 'gov-all']) {
      desk.emulator.events.deleteTrail(name);
    }
    await wizard.changeKey(enable);
    await person.isDone();
    const [first, , third, fourth] = person.questions;
    assert.equal(first?.placeholder, 'Every trail that was read is encrypted with SSE-KMS');
    assert.equal(third?.title, 'Change KMS Key of Trail');
    assert.equal(fourth?.title, 'KMS Key of org-trail');
  });
});

describe('a trail that does not log', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const silent = 'The trail preview is not logging: no log files are delivered until logging is started.';

  it('is told so in plan, modal and toast, which promises no file', async () => {
    const { person, wizard, enabled } = await desk.person(
      [pick('preview'), pick('alias/dev-logs'), pick('Enable SSE-KMS'), yes],
      { loaded: ['pipeline'], settings: { regions: ['eu-north-1'] } },
    );
    await wizard.changeKey(enable);
    await person.isDone();
    assert.ok(person.questions.at(-1)?.rows.some(row => row.includes(silent)));
    assert.ok(person.modals[0]?.detail.includes(silent));
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [`New log files of the trail preview are now encrypted with SSE-KMS. · ${silent}`],
    );
    assert.equal(enabled.length, 1);
  });

  it('is left out of what several trails are promised', async () => {
    const arns = ['preview', 'sandbox'].map(name => desk.emulator.world.theTrail(name).arn);
    const { person, wizard } = await desk.person([pick('alias/dev-logs'), pick('Enable SSE-KMS'), yes], {
      loaded: ['pipeline'],
      settings: { regions: ['eu-north-1'] },
    });
    await wizard.changeKey({ purpose: 'enable', trails: arns.map(arn => ({ profile: 'pipeline', arn })) });
    assert.deepEqual(
      person.notices.map(({ text }) => text),
      [
        `New log files of 2 trails are now encrypted with SSE-KMS. · The first ones arrive in about five minutes. · ${silent}`,
      ],
    );
  });

  it('is not said to be silent where its status cannot be read', async () => {
    desk.emulator.faults.add({ operation: 'GetTrailStatus', fails: { kind: 'denied' } });
    const { person, wizard } = await desk.person(
      [pick('preview'), pick('alias/dev-logs'), pick('Enable SSE-KMS'), yes],
      { loaded: ['pipeline'], settings: { regions: ['eu-north-1'] } },
    );
    await wizard.changeKey(enable);
    await person.isDone();
    assert.ok(!person.everythingSeen.includes('is not logging'));
  });
});
