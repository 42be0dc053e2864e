import assert from 'node:assert/strict';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { atRest, until } from '../../until.ts';
import { account, mfaSerial, Office, secrets, type Window } from './office.ts';
import { type Move, pick, yes } from './person.ts';
import { StandingClock } from './standingClock.ts';

describe('what another window changes', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const enabling: readonly Move[] = [pick('alias/ready'), pick('Enable SSE-KMS'), yes];
  const arn = () => office.emulator.world.theTrail('audit').arn;
  const enableIn = async (window: Window) => {
    await window.wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn: arn() }] });
    await window.person.isDone();
  };
  const stateIn = ({ inventory }: Window) =>
    inventory
      .states()
      .flatMap(trailsOf)
      .filter(({ trail }) => trail.arn === arn())
      .map(({ profile, verdict }) => `${profile.name}: ${verdict.state}`);
  /** The calls for which `work` is the reason. */
  const callsOf = async (work: () => Promise<void>) => {
    const before = office.emulator.calls.list().length;
    await work();
    return office.emulator.calls
      .list()
      .slice(before)
      .map(({ operation }) => operation);
  };

  it('is read again here, once, and only what was changed', async () => {
    const [first, second] = [await office.window(enabling), await office.window([])];
    await second.wizard.readJournal(() => {});
    await enableIn(first);
    assert.deepEqual(stateIn(second), ['acme: not-encrypted']);
    const calls = await callsOf(() => second.wizard.readJournal(() => {}));
    assert.deepEqual(stateIn(second), ['acme: encrypted']);
    assert.deepEqual(
      [...new Set(calls)].filter(name => /Trail/.test(name)),
      ['GetTrail', 'GetTrailStatus'],
    );
    assert.deepEqual(await callsOf(() => second.wizard.readJournal(() => {})), []);
  });

  it('is not read for what was changed before this window looked, nor for what this window changed', async () => {
    const first = await office.window(enabling);
    await first.wizard.readJournal(() => {});
    await enableIn(first);
    assert.deepEqual(await callsOf(() => first.wizard.readJournal(() => {})), []);
    const later = await office.window([]);
    assert.deepEqual(await callsOf(() => later.wizard.readJournal(() => {})), []);
  });

  it('is not read where no profile shows the trail', async () => {
    const [first, second] = [await office.window(enabling), await office.window([], { loaded: [] })];
    await second.wizard.readJournal(() => {});
    await enableIn(first);
    assert.deepEqual(await callsOf(() => second.wizard.readJournal(() => {})), []);
  });

  it('keeps the view as it was where AWS does not answer', async () => {
    const [first, second] = [await office.window(enabling), await office.window([])];
    await second.wizard.readJournal(() => {});
    await enableIn(first);
    office.emulator.faults.add({
      operation: 'GetTrail',
      fails: { kind: 'error', code: 'AccessDeniedException', status: 400 },
    });
    await second.wizard.readJournal(() => {});
    assert.deepEqual(stateIn(second), ['acme: not-encrypted']);
    assert.ok(
      office.log.some(line => line === `${arn()} could not be read again: access-denied`),
      office.log.at(-1),
    );
  });

  describe('where AWS does not answer at once', () => {
    let clock: StandingClock;
    let second: Window;
    beforeEach(async () => {
      clock = new StandingClock();
      const first = await office.window(enabling);
      second = await office.window([], { clock });
      await second.wizard.readJournal(() => {});
      await enableIn(first);
      office.emulator.faults.add({ operation: 'GetTrail', times: 2, fails: { kind: 'expired token' } });

      await second.wizard.readJournal(() => {});
      assert.deepEqual(stateIn(second), ['acme: not-encrypted']);
    });
    afterEach(() => second.wizard.dispose());

    it('is read again later, until it is read', async () => {
      clock.pass();
      await until(() => clock.isAwaited);
      assert.deepEqual(stateIn(second), ['acme: not-encrypted']);
      clock.pass();
      await until(() => stateIn(second).join() === 'acme: encrypted');
      await atRest();
      assert.equal(clock.isAwaited, false);
      assert.deepEqual(clock.pauses, [1, 2]);
    });

    it('is left alone where the person has refreshed the view since', async () => {
      office.emulator.world.clock.advance(1000);
      await second.inventory.refresh('acme', 'eu-west-1');
      assert.deepEqual(stateIn(second), ['acme: encrypted']);
      const calls = await callsOf(async () => {
        clock.pass();
        await atRest();
      });
      assert.deepEqual(calls, []);
      assert.equal(clock.isAwaited, false);
    });
  });

  it('is read again later through another profile, where the first would ask for an MFA code, and more than once', async () => {
    const clock = new StandingClock();
    const role_arn = `arn:aws:iam::${account}:role/Guarded`;
    office.declare('guarded', { role_arn, source_profile: 'acme', mfa_serial: mfaSerial });
    const askMfaCode = async () => secrets.mfaCode;
    const { wizard, person, inventory } = await office.window(enabling, {
      clock,
      askMfaCode,
      loaded: ['guarded'],
    });
    office.emulator.world.clock.advance(1000);
    await inventory.load('acme');
    wizard.onDidRun(() =>
      office.emulator.faults.add({
        operation: 'GetTrail',
        times: 2,
        fails: { kind: 'error', code: 'AccessDeniedException', status: 400 },
      }),
    );
    await wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'guarded', arn: arn() }] });
    await person.isDone();
    const calls = await callsOf(async () => {
      clock.pass();
      await until(() => clock.isAwaited);
      clock.pass();
      await atRest();
    });
    assert.deepEqual(
      calls.filter(name => name === 'GetTrail'),
      ['GetTrail', 'GetTrail'],
    );
    wizard.dispose();
  });
});
