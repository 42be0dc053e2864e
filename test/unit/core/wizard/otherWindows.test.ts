import assert from 'node:assert/strict';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { Office, type Window } from './office.ts';
import { type Move, pick, yes } from './person.ts';

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
    await second.wizard.showWhatOthersChanged();
    await enableIn(first);
    assert.deepEqual(stateIn(second), ['acme: not-encrypted']);
    const calls = await callsOf(() => second.wizard.showWhatOthersChanged());
    assert.deepEqual(stateIn(second), ['acme: encrypted']);
    assert.deepEqual(
      [...new Set(calls)].filter(name => /Trail/.test(name)),
      ['GetTrail', 'GetTrailStatus'],
    );
    assert.deepEqual(await callsOf(() => second.wizard.showWhatOthersChanged()), []);
  });

  it('is not read for what was changed before this window looked, nor for what this window changed', async () => {
    const first = await office.window(enabling);
    await first.wizard.showWhatOthersChanged();
    await enableIn(first);
    assert.deepEqual(await callsOf(() => first.wizard.showWhatOthersChanged()), []);
    const later = await office.window([]);
    assert.deepEqual(await callsOf(() => later.wizard.showWhatOthersChanged()), []);
  });

  it('is not read where no profile shows the trail', async () => {
    const [first, second] = [await office.window(enabling), await office.window([], { loaded: [] })];
    await second.wizard.showWhatOthersChanged();
    await enableIn(first);
    assert.deepEqual(await callsOf(() => second.wizard.showWhatOthersChanged()), []);
  });

  it('keeps the view as it was where AWS does not answer', async () => {
    const [first, second] = [await office.window(enabling), await office.window([])];
    await second.wizard.showWhatOthersChanged();
    await enableIn(first);
    office.emulator.faults.add({
      operation: 'GetTrail',
      fails: { kind: 'error', code: 'AccessDeniedException', status: 400 },
    });
    await second.wizard.showWhatOthersChanged();
    assert.deepEqual(stateIn(second), ['acme: not-encrypted']);
    assert.ok(
      office.log.some(line => line === `${arn()} could not be read again: access-denied`),
      office.log.at(-1),
    );
  });
});
