import assert from 'node:assert/strict';
import { until } from '../../until.ts';
import { Office, type Window } from './office.ts';
import { enter, type Move, pick, yes } from './person.ts';

/** The calls of a run that write or confirm, where a window can die: before the call, or after it. */
const walks: readonly {
  readonly name: string;
  readonly moves: readonly Move[];
  readonly operations: readonly string[];
}[] = [
  {
    name: 'a new key',
    moves: [pick('Create a New Key…'), enter, enter, pick('Enable SSE-KMS'), yes],
    operations: ['CreateKey', 'CreateAlias', 'EnableKeyRotation', 'UpdateTrail', 'GetTrailStatus'],
  },
  {
    name: 'a key whose policy is extended',
    moves: [pick('alias/app'), pick('Enable SSE-KMS'), yes],
    operations: ['PutKeyPolicy', 'UpdateTrail', 'GetTrailStatus'],
  },
];

describe('a window that dies in the middle of a change', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  /** Runs a window until it hangs at the call, and leaves it there: as a killed process, it does nothing more. */
  async function dieAt(
    operation: string,
    phase: 'before' | 'after',
    moves: readonly Move[],
    begin: (window: Window) => Promise<void> = enableAudit,
  ): Promise<void> {
    const { storage } = office;
    let isDead = false;
    const window = await office.window(moves, {
      dead: true,
      storage: { ...storage, append: line => (isDead ? new Promise(() => {}) : storage.append(line)) },
    });
    const calls = () => office.emulator.calls.list().filter(call => call.operation === operation).length;
    // Before the plan is made, the status of the trail is read as well.
    const spared = operation === 'GetTrailStatus' ? 1 : 0;
    const former = calls() + spared;
    const fails =
      phase === 'before' ? ({ kind: 'hang' } as const) : ({ kind: 'latency', milliseconds: 5000 } as const);
    const off = office.emulator.faults.add({ operation, after: spared, fails });
    void begin(window);
    await until(() => calls() > former);
    isDead = true;
    off();
  }

  const audit = () => ({ profile: 'acme', arn: office.emulator.world.theTrail('audit').arn });
  const enableAudit = ({ wizard }: Window) => wizard.changeKey({ purpose: 'enable', trails: [audit()] });

  for (const { name, moves, operations } of walks) {
    for (const operation of operations) {
      for (const phase of ['before', 'after'] as const) {
        it(`is finished by the next: ${name}, died ${phase} ${operation}`, async () => {
          await dieAt(operation, phase, moves);
          const { person, wizard } = await office.window([]);
          person.onNotice = (_, actions) => (actions.includes('Finish') ? 'Finish' : undefined);
          await wizard.resume();
          await person.isDone();
          assert.match(
            person.notices[0]?.text ?? '',
            /^Changing the encryption of audit in account 111122223333 was not finished\. · Started \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC; \d of \d steps are done\./,
          );
          assert.deepEqual(person.notices[0]?.actions.includes('Undo…'), true);
          assert.equal(person.notices[1]?.severity, 'info', person.notices[1]?.text);
          const wanted = name === 'a new key' ? 'alias/cloudtrail-audit' : 'alias/app';
          const key = office.emulator.world.theKey(wanted);
          assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, key.arn);
          assert.equal(key.rotationDays, name === 'a new key' ? 365 : undefined);
          const made = office.emulator.world
            .account('111122223333')
            .keys.filter(one => one.description !== '');
          assert.equal(made.length, name === 'a new key' ? 1 : 0, 'keys that were made');
          const next = await office.window([]);
          await next.wizard.resume();
          assert.deepEqual(next.person.notices, []);
        });
      }
    }
  }

  for (const operation of ['UpdateTrail', 'PutKeyPolicy']) {
    for (const phase of ['before', 'after'] as const) {
      it(`is finished by the next: the way back, died ${phase} ${operation}`, async () => {
        const before = office.emulator.world.theKey('alias/app').policy;
        await enableAudit(await office.window(walks[1]?.moves ?? []));
        assert.ok(office.emulator.world.theTrail('audit').kmsKeyId);
        await dieAt(operation, phase, [pick('Restore'), yes], ({ wizard }) =>
          wizard.restorePrevious([audit()]),
        );
        const { person, wizard } = await office.window([]);
        person.onNotice = (_, actions) => (actions.includes('Finish') ? 'Finish' : undefined);
        await wizard.resume();
        await person.isDone();
        assert.match(
          person.notices[0]?.text ?? '',
          /^Restoring the encryption of audit in account 111122223333 was not finished/,
        );
        assert.equal(person.notices[1]?.severity, 'info', person.notices[1]?.text);
        assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
        assert.equal(office.emulator.world.theKey('alias/app').policy, before);
        const next = await office.window([]);
        await next.wizard.resume();
        assert.deepEqual(next.person.notices, []);
      });
    }
  }

  it('is undone by the next, which finds a key whose making was not written down', async () => {
    await dieAt('CreateKey', 'after', walks[0]?.moves ?? []);
    const { person, wizard } = await office.window([
      pick('Schedule Its Deletion in 30 Days'),
      pick('Restore'),
      yes,
    ]);
    person.onNotice = (_, actions) => (actions.includes('Undo…') ? 'Undo…' : undefined);
    await wizard.resume();
    await person.isDone();
    assert.equal(person.notices.at(-1)?.severity, 'info', person.notices.at(-1)?.text);
    const made = office.emulator.world.account('111122223333').keys.filter(one => one.description !== '');
    assert.deepEqual(
      made.map(({ state }) => state),
      ['PendingDeletion'],
    );
    const next = await office.window([]);
    await next.wizard.resume();
    assert.deepEqual(next.person.notices, []);
  });

  it('is undone by the next', async () => {
    const [, extending] = walks;
    const before = office.emulator.world.theKey('alias/app').policy;
    await dieAt('UpdateTrail', 'after', extending?.moves ?? []);
    const { person, wizard } = await office.window([pick('Restore'), yes]);
    person.onNotice = (_, actions) => (actions.includes('Undo…') ? 'Undo…' : undefined);
    await wizard.resume();
    await person.isDone();
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
    assert.equal(office.emulator.world.theKey('alias/app').policy, before);
    const next = await office.window([]);
    await next.wizard.resume();
    assert.deepEqual(next.person.notices, []);
  });

  it('is left as it is, and not told of again', async () => {
    const [made] = walks;
    await dieAt('CreateAlias', 'before', made?.moves ?? []);
    const { person, wizard } = await office.window([]);
    person.onNotice = () => 'Leave as It Is';
    await wizard.resume();
    await person.isDone();
    const next = await office.window([]);
    await next.wizard.resume();
    assert.deepEqual(next.person.notices, []);
    assert.equal(office.emulator.world.theTrail('audit').kmsKeyId, undefined);
  });

  it('is not explained by a second window while it lives', async () => {
    const { storage } = office;
    let goOn = () => {};
    const held = new Promise<void>(resolve => {
      goOn = resolve;
    });
    let isHeld = false;
    const { wizard, person } = await office.window(walks[1]?.moves ?? [], {
      storage: {
        ...storage,
        async append(line) {
          if (line.includes('"step-ended"')) {
            isHeld = true;
            await held;
          }
          await storage.append(line);
        },
      },
    });
    const arn = office.emulator.world.theTrail('audit').arn;
    const running = wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn }] });
    await until(() => isHeld);
    const second = await office.window([]);
    await second.wizard.resume();
    assert.deepEqual(second.person.notices, []);
    goOn();
    await running;
    await person.isDone();
    assert.equal(
      office.emulator.world.theTrail('audit').kmsKeyId,
      office.emulator.world.theKey('alias/app').arn,
    );
  });

  it('does no harm to a second window that wants the same trail', async () => {
    const windows = await Promise.all(
      ['alias/ready', 'alias/narrow'].map(name => office.window([pick(name), pick('Enable SSE-KMS'), yes])),
    );
    const arn = office.emulator.world.theTrail('audit').arn;
    await Promise.all(
      windows.map(({ wizard }) =>
        wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn }] }),
      ),
    );
    const severities = windows.map(({ person }) => person.notices[0]?.severity).sort();
    assert.deepEqual(severities, ['error', 'info']);
    assert.equal(office.emulator.calls.counts()['cloudtrail:UpdateTrail'], 1);
    const loser = windows.find(({ person }) => person.notices[0]?.severity === 'error');
    assert.match(
      loser?.person.notices[0]?.text ?? '',
      /Another change of the same trail|Somebody changed the trail/,
    );
  });
});
