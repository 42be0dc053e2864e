import assert from 'node:assert/strict';
import { unfinishedRuns } from '../../../../src/core/remediation/index.ts';
import type { Fault } from '../../../emulator/index.ts';
import { partOf } from '../../partOf.ts';
import { Office } from './office.ts';
import { enter, type Move, pick, yes } from './person.ts';

const restoring: readonly Move[] = [pick('Restore'), yes];
const error = (code: string): Fault['fails'] => ({ kind: 'error', code });

/** What AWS can answer to any write on the way back. */
const common: readonly (readonly [Fault['fails'], RegExp])[] = [
  [{ kind: 'denied' }, /is not allowed to call (?:cloudtrail|kms):\w+\. Ask an administrator/],
  [{ kind: 'denied', why: 'service control policy' }, /service control policy of the organization denies/],
  [{ kind: 'denied', why: 'permissions boundary' }, /permissions boundary of this user or role denies/],
  [{ kind: 'throttled' }, /AWS is throttling requests/],
  [{ kind: 'expired token' }, /temporary credentials of this profile have expired/],
  [{ kind: 'proxy page', status: 502 }, /Something other than AWS answered|AWS did not answer/],
  [{ kind: 'dropped' }, /could not be reached|did not answer/],
];

const strikes: readonly (readonly [string, Fault['fails'], RegExp])[] = [
  ...['UpdateTrail', 'PutKeyPolicy', 'ScheduleKeyDeletion'].flatMap(operation =>
    common.map(([fails, says]) => [operation, fails, says] as const),
  ),
  ['UpdateTrail', error('ConflictException'), /still being created or changed .* Wait a few minutes/],
  ['UpdateTrail', error('TrailNotFoundException'), /cannot find the trail/],
  [
    'UpdateTrail',
    error('InsufficientS3BucketPolicyException'),
    /policy of the log bucket does not let CloudTrail deliver/,
  ],
  ['UpdateTrail', error('OperationNotPermittedException'), /does not permit this operation/],
  ['PutKeyPolicy', error('MalformedPolicyDocumentException'), /KMS rejected the key policy/],
  ['PutKeyPolicy', error('KMSInvalidStateException'), /current state of the key does not allow this/],
  ['PutKeyPolicy', error('NotFoundException'), /KMS cannot find the key/],
  ['PutKeyPolicy', error('KMSInternalException'), /AWS reported an internal error/],
  ['ScheduleKeyDeletion', error('KMSInvalidStateException'), /current state of the key does not allow this/],
  ['ScheduleKeyDeletion', error('KMSInternalException'), /AWS reported an internal error/],
  ['ScheduleKeyDeletion', error('DependencyTimeoutException'), /AWS reported an internal error/],
];

describe('a way back that AWS refuses', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const reference = () => ({ profile: 'acme', arn: office.emulator.world.theTrail('audit').arn });
  const keyOfTrail = () => office.emulator.world.theTrail('audit').kmsKeyId;

  /** A trail under a key whose policy was extended; or a key that was made, and a trail that it never reached. */
  async function change(made: boolean): Promise<void> {
    const off = made
      ? office.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } })
      : () => {};
    const key: readonly Move[] = made ? [pick('Create a New Key…'), enter, enter] : [pick('alias/app')];
    const { wizard } = await office.window([...key, pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey({ purpose: 'enable', trails: [reference()] });
    off();
  }

  async function takeBack(made: boolean) {
    const moves = made ? [pick('Schedule Its Deletion in 30 Days'), ...restoring] : restoring;
    const window = await office.window(moves);
    if (made) {
      window.person.onNotice = (_, actions) => (actions.includes('Undo…') ? 'Undo…' : undefined);
      await window.wizard.resume();
    } else {
      await window.wizard.restorePrevious([reference()]);
    }
    return window;
  }

  for (const [operation, fails, says] of partOf(strikes, 3)) {
    const what =
      fails.kind === 'error'
        ? fails.code
        : fails.kind === 'denied'
          ? `denied, ${fails.why ?? 'no allow'}`
          : fails.kind;
    it(`at ${operation}: ${what}; and then comes to its end`, async () => {
      const made = operation === 'ScheduleKeyDeletion';
      const policy = office.emulator.world.theKey('alias/app').policy;
      await change(made);
      const changed = keyOfTrail();
      const off = office.emulator.faults.add({ operation, fails });
      const { person } = await takeBack(made);
      await person.isDone();
      const notice = person.notices.at(-1);
      assert.equal(notice?.severity, 'error');
      assert.match(notice?.text ?? '', says);
      assert.match(
        notice?.text ?? '',
        operation === 'UpdateTrail'
          ? /^The trail audit was not changed|^It is not known whether the trail audit was changed/
          : operation === 'PutKeyPolicy'
            ? /^The trail audit was changed, but not all steps were done/
            : /^Not all steps were done/,
      );
      assert.equal(keyOfTrail(), operation === 'UpdateTrail' ? changed : undefined);
      if (fails.kind === 'error' || fails.kind === 'denied') {
        const last = office.emulator.calls.list().findLast(call => call.operation === operation);
        assert.ok(office.log.join('\n').includes(last?.requestId ?? 'none'), 'the log lacks the request id');
      }
      off();

      // The same way again, or what the next window finds half done.
      const left = await unfinishedRuns(office.storage, office.clock);
      const again = left.some(({ run }) => run.plan.undoes !== undefined)
        ? await finishing()
        : (await takeBack(made)).person;
      await again.isDone();
      assert.equal(keyOfTrail(), undefined);
      assert.equal(office.emulator.world.theKey('alias/app').policy, policy);
      if (made) {
        assert.equal(office.emulator.world.theKey('alias/cloudtrail-audit').state, 'PendingDeletion');
      }
      assert.equal(again.notices.at(-1)?.severity, 'info', again.notices.at(-1)?.text);
      const next = await office.window([]);
      await next.wizard.resume();
      assert.deepEqual(next.person.notices, []);
    });
  }

  async function finishing() {
    const { person, wizard } = await office.window([]);
    person.onNotice = (_, actions) => (actions.includes('Finish') ? 'Finish' : undefined);
    await wizard.resume();
    assert.match(
      person.notices[0]?.text ?? '',
      /^(?:Restoring the encryption of audit|Undoing a change) in account/,
    );
    return person;
  }

  it('goes on with “Try Again” where it failed, and updates the trail once', async () => {
    const policy = office.emulator.world.theKey('alias/app').policy;
    await change(false);
    const updates = () => office.emulator.calls.counts()['cloudtrail:UpdateTrail'] ?? 0;
    const before = updates();
    const off = office.emulator.faults.add({ operation: 'PutKeyPolicy', fails: { kind: 'denied' } });
    const { person, wizard } = await office.window(restoring);
    person.onNotice = (_, actions) => {
      off();
      return actions.includes('Try Again') ? 'Try Again' : undefined;
    };
    await wizard.restorePrevious([reference()]);
    await person.isDone();
    assert.equal(person.notices.at(-1)?.severity, 'info', person.notices.at(-1)?.text);
    assert.equal(updates(), before + 1);
    assert.equal(office.emulator.world.theKey('alias/app').policy, policy);
  });

  it('that leads to a key that is gone lets another be chosen', async () => {
    const arn = office.emulator.world.theTrail('done').arn;
    const trails = [{ profile: 'acme', arn }];
    const { wizard } = await office.window([pick('alias/narrow'), pick('Change KMS Key'), yes]);
    await wizard.changeKey({ purpose: 'change', trails });
    office.emulator.events.deleteKey('alias/ready');
    const back = await office.window([...restoring, pick('alias/app'), pick('Change KMS Key'), yes]);
    back.person.onNotice = (_, actions) =>
      actions.includes('Choose Another Key…') ? 'Choose Another Key…' : undefined;
    await back.wizard.restorePrevious(trails);
    await back.person.isDone();
    assert.match(
      back.person.notices[0]?.text ?? '',
      /^The trail done was not changed.*cannot find the KMS key/,
    );
    assert.equal(back.person.notices.at(-1)?.severity, 'info', back.person.notices.at(-1)?.text);
    assert.equal(
      office.emulator.world.theTrail('done').kmsKeyId,
      office.emulator.world.theKey('alias/app').arn,
    );
  });

  it('is cancelled between its writes, and finished later', async () => {
    const policy = office.emulator.world.theKey('alias/app').policy;
    await change(false);
    const { person, wizard } = await office.window(restoring);
    person.onReport = (text, cancelRun) => {
      if (text.includes('Restore the previous policy')) {
        cancelRun();
      }
    };
    await wizard.restorePrevious([reference()]);
    await person.isDone();
    assert.equal(person.notices[0]?.severity, 'warning');
    assert.match(
      person.notices[0]?.text ?? '',
      /^Cancelled\. · The trail audit was changed, but not all steps were done/,
    );
    assert.equal(keyOfTrail(), undefined);
    assert.notEqual(office.emulator.world.theKey('alias/app').policy, policy);
    await finishing();
    assert.equal(office.emulator.world.theKey('alias/app').policy, policy);
  });
});
