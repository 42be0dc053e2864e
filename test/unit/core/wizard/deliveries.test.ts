import assert from 'node:assert/strict';
import { atRest, until } from '../../until.ts';
import { Office, type Window } from './office.ts';
import { pick, yes } from './person.ts';
import { StandingClock } from './standingClock.ts';

/** The pauses between two looks, in minutes: three quarters of an hour in all, then no more. */
const pauses = [1, 1, 1, 1, 1, 2, 2, 5, 5, 10, 15];

describe('waiting for the first log file under a new key', () => {
  let office: Office;
  let clock: StandingClock;
  let window: Window;
  beforeEach(async () => {
    office = await Office.open();
    clock = new StandingClock();
  });
  afterEach(async () => {
    window.wizard.dispose();
    await office.close();
  });

  const trail = () => office.emulator.world.theTrail('audit');
  const reference = () => ({ profile: 'acme', arn: trail().arn });
  const looks = () => office.emulator.calls.counts()['cloudtrail:GetTrailStatus'] ?? 0;
  const isAwaited = () => window.wizard.deliveries.isAwaited(trail().arn, { logging: true });

  async function enable(): Promise<void> {
    window = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes], { clock });
    await window.wizard.changeKey({ purpose: 'enable', trails: [reference()] });
    await until(() => clock.isAwaited);
  }

  /** One pause passes, and the look after it is done. */
  async function lookAgain(): Promise<void> {
    const before = looks();
    clock.pass();
    await until(() => looks() > before);
  }

  it('looks every minute, then less and less, and not for ever', async () => {
    await enable();
    const begun = looks();
    const notices = window.person.notices.length;
    for (const [index] of pauses.entries()) {
      assert.equal(looks(), begun + index, 'it looked before the pause was over');
      await lookAgain();
      if (index < pauses.length - 1) {
        await until(() => clock.isAwaited);
      }
    }
    await atRest();
    assert.deepEqual(clock.pauses, pauses);
    assert.equal(clock.isAwaited, false);
    assert.equal(looks(), begun + pauses.length);
    assert.equal(isAwaited(), true, 'nobody has seen the log file yet');
    assert.equal(window.person.notices.length, notices, 'it is quiet');
  });

  it('ends with the first log file, and shows the trail as it is then', async () => {
    await enable();
    await lookAgain();
    await until(() => clock.isAwaited);
    const delivered = clock.now() + 30_000;
    trail().status.deliveredAt = delivered;
    await lookAgain();
    await atRest();
    assert.equal(clock.isAwaited, false);
    const shown = () =>
      window.inventory
        .state('acme')
        ?.regions.flatMap(({ trails }) => trails)
        .find(one => one.trail.arn === trail().arn)?.status;
    await until(() => shown()?.kind === 'known');
    const status = shown();
    assert.ok(status?.kind === 'known');
    assert.equal(Math.floor((status.value.latestDelivery ?? 0) / 1000), Math.floor(delivered / 1000));
    assert.equal(window.wizard.deliveries.isAwaited(trail().arn, status.value), false);
  });

  it('goes on after a look that failed, and writes down why', async () => {
    await enable();
    const off = office.emulator.faults.add({ operation: 'GetTrailStatus', fails: { kind: 'denied' } });
    await lookAgain();
    await until(() => clock.isAwaited);
    off();
    assert.match(office.log.join('\n'), /Delivery of arn:aws:cloudtrail:\S+ could not be looked at: /);
    await lookAgain();
    assert.equal(window.person.notices.length, 1);
  });

  it('ends when the trail returns to SSE-S3', async () => {
    await enable();
    assert.equal(isAwaited(), true);
    const changes: string[] = [];
    window.wizard.deliveries.onDidChange(arn => changes.push(arn));
    window.wizard.deliveries.forget(trail().arn);
    const before = looks();
    clock.pass();
    await atRest();
    assert.equal(isAwaited(), false);
    assert.deepEqual(changes, [trail().arn]);
    assert.equal(looks(), before);
    assert.equal(clock.isAwaited, false);
  });

  it('ends when the profile is gone', async () => {
    await enable();
    const before = looks();
    window.inventory.setProfiles([]);
    clock.pass();
    await atRest();
    assert.equal(looks(), before);
    assert.equal(clock.isAwaited, false);
  });

  it('ends with the window', async () => {
    await enable();
    const before = looks();
    window.wizard.dispose();
    await atRest();
    assert.equal(looks(), before);
    assert.deepEqual(clock.pauses, [1]);
  });

  it('only knows, and does not look, in the next window', async () => {
    await enable();
    window.wizard.dispose();
    const next = new StandingClock();
    window = await office.window([], { clock: next });
    const before = looks();
    await window.wizard.resume();
    await atRest();
    assert.equal(isAwaited(), true);
    assert.equal(looks(), before);
    assert.deepEqual(next.pauses, []);
  });
});
