import assert from 'node:assert/strict';
import type { Fault } from '../../../emulator/index.ts';
import { tells } from '../../tells.ts';
import { account, mfaSerial, Office, secrets } from './office.ts';
import { detailsOnce, type Move, type Person, pick, yes } from './person.ts';

const role = `arn:aws:iam::${account}:role/Guarded`;

/** What a careless service or proxy would say. */
const careless = [
  `TokenCode=${secrets.mfaCode}`,
  `code ${secrets.mfaCode} of device ${mfaSerial} was used`,
  `SecretAccessKey: ${secrets.key}`,
  `X-Amz-Security-Token: ${secrets.token}`,
].join('; ');

const failures: readonly (Fault['fails'] | undefined)[] = [
  undefined,
  { kind: 'denied' },
  { kind: 'error', code: 'Odd', message: careless },
  { kind: 'error', code: 'AccessDeniedException', message: careless, status: 403 },
  { kind: 'expired token' },
  { kind: 'garbage' },
  { kind: 'proxy page' },
  { kind: 'dropped' },
];

const extended: readonly Move[] = [pick('alias/app'), pick('Enable SSE-KMS'), yes];

describe('no secret of a profile that wants an MFA code', () => {
  let office: Office;
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    office = await Office.open();
    office.declare('guarded', { role_arn: role, source_profile: 'acme', mfa_serial: mfaSerial });
  });
  afterEach(() => office.close());

  const guardedWindow = (moves: readonly Move[]) =>
    office.window(moves, {
      loaded: ['guarded'],
      askMfaCode: async ({ serial }) => {
        asked.push(serial);
        return secrets.mfaCode;
      },
    });
  const trails = () => [{ profile: 'guarded', arn: office.emulator.world.theTrail('audit').arn }];

  for (const fails of failures) {
    const what = fails?.kind === 'error' ? fails.code : (fails?.kind ?? 'all goes well');
    it(`gets into the log, the journal, or anything shown: ${what}`, async () => {
      const people: Person[] = [];
      const change = await guardedWindow(extended);
      people.push(change.person);
      if (fails) {
        office.emulator.faults.add({ operation: 'UpdateTrail', fails });
      }
      change.person.onNotice = detailsOnce();
      await change.wizard.changeKey({ purpose: 'enable', trails: trails() });
      office.emulator.faults.clear();

      // The session is refused at the door, as when the code was wrong: nothing is asked beyond that.
      if (fails) {
        office.emulator.faults.add({ operation: 'AssumeRole', fails });
        const refused = await guardedWindow([]);
        people.push(refused.person);
        await refused.wizard.changeKey({ purpose: 'enable', trails: trails() });
        assert.equal(refused.person.notices[0]?.severity, 'error');
        office.emulator.faults.clear();
      }

      const after = await guardedWindow([pick('Show as Markdown'), pick('Copy as JSON')]);
      people.push(after.person);
      after.person.onNotice = detailsOnce();
      await after.wizard.showHistory();
      await after.wizard.showHistory();
      await after.person.isDone();

      const everything = [
        ...people.map(({ everythingSeen }) => everythingSeen),
        office.journal,
        office.log.join('\n'),
      ].join('\n');
      assert.ok(asked.length >= people.length, 'the code was never asked for');
      assert.ok(office.journal.includes(account), 'the journal is empty');
      assert.ok(everything.includes(`assumed-role/Guarded`), 'the role was never used');
      for (const secret of [...Object.values(secrets), ...made()]) {
        assert.ok(!tells(everything, secret), secret);
      }
    });
  }

  /** Keys and tokens that STS has handed out. */
  function made(): string[] {
    return [...office.emulator.world.credentials.values()]
      .filter(({ principal }) => principal.name === 'Guarded')
      .flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken ?? secretAccessKey]);
  }
});
