import assert from 'node:assert/strict';
import type { Fault } from '../../../emulator/index.ts';
import { until } from '../../until.ts';
import { Office } from './office.ts';
import { cancel, pick } from './person.ts';

const failures: readonly (readonly [Fault['fails'], RegExp, readonly string[]])[] = [
  [
    { kind: 'denied' },
    /^This user or role is not allowed to call (?:cloudtrail|sts):\w+\. Ask an administrator/,
    [],
  ],
  [
    { kind: 'denied', why: 'service control policy' },
    /^A service control policy of the organization denies (?:cloudtrail|sts):\w+\./,
    [],
  ],
  [
    { kind: 'denied', why: 'permissions boundary' },
    /^The permissions boundary of this user or role denies (?:cloudtrail|sts):\w+\. Ask an administrator of the account to widen it\.$/,
    [],
  ],
  [{ kind: 'throttled' }, /^AWS is throttling requests/, []],
  [
    { kind: 'expired token' },
    /^The temporary credentials of this profile have expired\./,
    ['Open Configuration File'],
  ],
  [
    { kind: 'error', code: 'UnrecognizedClientException' },
    /^AWS does not accept the credentials of this profile\./,
    ['Open Configuration File'],
  ],
  [
    { kind: 'error', code: 'InternalFailure', status: 500 },
    /^AWS reported an internal error \(InternalFailure\)/,
    [],
  ],
  [{ kind: 'proxy page' }, /^Something other than AWS answered/, []],
  [{ kind: 'proxy page', status: 407 }, /^Something other than AWS answered/, []],
  [{ kind: 'garbage' }, /^Something other than AWS answered/, []],
  [{ kind: 'dropped' }, /^AWS could not be reached\. Check the network/, []],
];

/** The trail and the caller are read before the first question about a key: without them there is nothing to ask. */
describe('a change of a trail that cannot be read', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const on = (name: string) => ({ profile: 'acme', arn: office.emulator.world.theTrail(name).arn });

  for (const operation of ['GetTrail', 'GetCallerIdentity']) {
    for (const [fails, says, offers] of failures) {
      const what =
        fails.kind === 'error'
          ? fails.code
          : fails.kind === 'denied'
            ? `denied, ${fails.why ?? 'no allow'}`
            : fails.kind === 'proxy page'
              ? `proxy page, ${fails.status ?? 200}`
              : fails.kind;
      it(`at ${operation}: ${what}`, async () => {
        const { person, wizard } = await office.window([]);
        office.emulator.faults.add({ operation, fails });
        await wizard.changeKey({ purpose: 'enable', trails: [on('audit')] });
        await person.isDone();
        assert.deepEqual(
          person.notices.map(({ severity, actions }) => ({ severity, actions })),
          [{ severity: 'error', actions: offers }],
        );
        assert.match(person.notices[0]?.text ?? '', says);
        assert.deepEqual(person.questions, []);
        assert.equal(office.journal, '');
        const called = office.emulator.calls.list().findLast(call => call.operation === operation);
        if (fails.kind === 'denied' || fails.kind === 'error') {
          assert.ok(
            office.log.join('\n').includes(called?.requestId ?? 'none'),
            'the log lacks the request id',
          );
        }
      });
    }
  }

  it('asks for the trail again after the failure, when it was chosen in the walk', async () => {
    const { person, wizard } = await office.window([pick('audit'), pick('audit'), cancel]);
    office.emulator.faults.add({ operation: 'GetTrail', fails: { kind: 'denied' }, times: 1 });
    await wizard.changeKey({ purpose: 'enable', trails: [] });
    await person.isDone();
    assert.match(person.notices[0]?.text ?? '', /is not allowed to call cloudtrail:GetTrail/);
    assert.deepEqual(
      person.questions.map(({ title }) => title),
      ['Enable SSE-KMS on Trail', 'Enable SSE-KMS on Trail', 'KMS Key of audit'],
    );
  });

  it('tells nothing when the person cancels the reading', async () => {
    const { person, wizard } = await office.window([]);
    office.emulator.faults.add({ operation: 'GetTrail', fails: { kind: 'hang' } });
    person.onReport = (text, stop) => {
      if (text === 'Reading the trail audit') {
        void until(() => office.emulator.calls.count({ operation: 'GetTrail' }) > 0).then(stop);
      }
    };
    await wizard.changeKey({ purpose: 'enable', trails: [on('audit')] });
    await person.isDone();
    assert.deepEqual(person.notices, []);
  });
});
