import assert from 'node:assert/strict';
import { until } from '../../until.ts';
import { account, Office } from './office.ts';
import { cancel, enter, type Move, pick, yes } from './person.ts';

const newKey: readonly Move[] = [pick('Create a New Key…'), enter, enter, pick('Enable SSE-KMS'), yes];
const extended: readonly Move[] = [pick('alias/app'), pick('Enable SSE-KMS'), yes];
const restoring: readonly Move[] = [pick('Restore'), yes];

describe('restoring the previous encryption', () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.open();
  });
  afterEach(() => office.close());

  const reference = (name: string) => ({ profile: 'acme', arn: office.emulator.world.theTrail(name).arn });
  const keyOf = (name: string) => office.emulator.world.theTrail(name).kmsKeyId;
  const enable = async (name: string, moves: readonly Move[]) => {
    const { person, wizard } = await office.window(moves);
    await wizard.changeKey({ purpose: 'enable', trails: [reference(name)] });
    await person.isDone();
    assert.ok(keyOf(name), person.notices[0]?.text);
  };
  const restore = async (moves: readonly Move[], ...names: readonly string[]) => {
    const { person, wizard } = await office.window(moves);
    await wizard.restorePrevious(names.map(reference));
    await person.isDone();
    return person;
  };

  it('returns a trail to SSE-S3 and the policy to its former text, in another window', async () => {
    const key = office.emulator.world.theKey('alias/app');
    const before = key.policy;
    await enable('audit', extended);
    assert.notEqual(key.policy, before);
    const person = await restore(restoring, 'audit');
    assert.equal(keyOf('audit'), undefined);
    assert.equal(key.policy, before);
    assert.deepEqual(person.modals, [
      {
        message: 'Return the trail audit to SSE-S3?',
        detail: [
          `Account ${account}, profile acme`,
          'Trail audit in eu-west-1: alias/app → SSE-S3',
          'Restore the previous policy of alias/app if it has not changed since',
        ],
      },
    ]);
    assert.match(person.notices[0]?.text ?? '', /^The trail audit is back on SSE-S3/);
    const again = await restore([], 'audit');
    assert.match(again.notices[0]?.text ?? '', /This extension has not changed this trail/);
  });

  it('leaves a policy that somebody built on since', async () => {
    await enable('audit', extended);
    const key = office.emulator.world.theKey('alias/app');
    const built = key.policy.replace('"Version"', '"Id": "mine", "Version"');
    office.emulator.events.setKeyPolicy('alias/app', built);
    const person = await restore(restoring, 'audit');
    assert.equal(keyOf('audit'), undefined);
    assert.equal(key.policy, built);
    assert.match(person.notices[0]?.text ?? '', /The policy of .+ was changed in the meantime/);
  });

  it('keeps a key under which log files may lie, and offers no deletion of it', async () => {
    await enable('audit', newKey);
    const key = office.emulator.world.theKey('alias/cloudtrail-audit');
    const person = await restore(restoring, 'audit');
    assert.equal(keyOf('audit'), undefined);
    assert.equal(key.state, 'Enabled');
    assert.deepEqual(
      person.questions.map(({ title }) => title),
      [`Review: Restore Previous Encryption · ${account} · acme`],
    );
  });

  it('gives a trail its former key back', async () => {
    const former = keyOf('done');
    const changing = await office.window([pick('alias/narrow'), pick('Change KMS Key'), yes]);
    await changing.wizard.changeKey({ purpose: 'change', trails: [reference('done')] });
    await changing.person.isDone();
    assert.equal(keyOf('done'), office.emulator.world.theKey('alias/narrow').arn);
    assert.equal(changing.person.modals[0]?.message, 'Change the KMS key of the trail done?');
    assert.match(changing.person.modals[0]?.detail[1] ?? '', /alias\/ready → alias\/narrow/);
    const person = await restore([pick('done'), ...restoring]);
    assert.equal(keyOf('done'), former);
    assert.match(
      person.questions[0]?.rows[0] ?? '',
      /^done · .* · Back to alias\/ready; currently alias\/narrow/,
    );
    assert.match(person.modals[0]?.detail[1] ?? '', /alias\/narrow → alias\/ready/);
  });

  it('shows the id of a key whose alias cannot be read, or is not waited for', async () => {
    const changing = await office.window([pick('alias/narrow'), pick('Change KMS Key'), yes]);
    await changing.wizard.changeKey({ purpose: 'change', trails: [reference('done')] });
    const reading = 'Reading the names of keys';
    for (const fails of [{ kind: 'denied' }, { kind: 'dropped' }, { kind: 'hang' }] as const) {
      const { person, wizard } = await office.window([cancel]);
      const off = office.emulator.faults.add({ operation: 'ListAliases', fails });
      person.onReport = (text, stop) => {
        if (text === reading && fails.kind === 'hang') {
          const names = () => office.emulator.calls.count({ operation: 'ListAliases' });
          const before = names();
          void until(() => names() > before).then(stop);
        }
      };
      await wizard.restorePrevious([]);
      off();
      assert.ok(person.reports.includes(reading));
      assert.match(person.questions[0]?.rows[0] ?? '', /Back to [0-9a-f-]{36}; currently alias\/narrow/);
      assert.deepEqual(person.notices, []);
    }
  });

  it('stops where somebody gave the trail another key since', async () => {
    await enable('audit', [pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    office.emulator.events.setTrailKey('audit', 'alias/narrow');
    const person = await restore(restoring, 'audit');
    assert.equal(keyOf('audit'), office.emulator.world.theKey('alias/narrow').arn);
    assert.match(person.notices[0]?.text ?? '', /The trail audit was changed in the meantime/);
  });

  it('offers to delete a key that was made and never served', async () => {
    const { person, wizard } = await office.window([
      ...newKey,
      pick('Schedule Its Deletion in 30 Days'),
      pick('Restore'),
      yes,
    ]);
    const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } });
    person.onNotice = (_, actions) => {
      off();
      return actions.includes('Undo…') ? 'Undo…' : undefined;
    };
    await wizard.changeKey({ purpose: 'enable', trails: [reference('audit')] });
    await person.isDone();
    assert.equal(office.emulator.world.theKey('alias/cloudtrail-audit').state, 'PendingDeletion');
    assert.equal(keyOf('audit'), undefined);
    assert.equal(person.modals.at(-1)?.message, 'Undo this change?');
  });

  it('takes several trails back in one review', async () => {
    const { person, wizard } = await office.window([pick('alias/ready'), pick('Enable SSE-KMS'), yes]);
    await wizard.changeKey({ purpose: 'enable', trails: ['audit', 'far', 'keyed'].map(reference) });
    await person.isDone();
    await restore(restoring, 'audit', 'keyed');
    assert.deepEqual(['audit', 'keyed'].map(keyOf), [undefined, undefined]);
    assert.ok(keyOf('far'));
  });

  it('shows and copies what was done, for an audit', async () => {
    await enable('audit', extended);
    await restore(restoring, 'audit');
    const { person, wizard } = await office.window([pick('Show as Markdown'), pick('Copy as JSON'), cancel]);
    await wizard.showHistory();
    await wizard.showHistory(reference('audit'));
    await wizard.showHistory(reference('audit'));
    await person.isDone();
    const rows = person.documents[0]?.text.split('\n').filter(line => line.startsWith('| 2')) ?? [];
    const key = office.emulator.world.theKey('alias/app').arn;
    assert.deepEqual(
      rows.map(row => row.split(' | ').slice(1, 9)),
      [
        ['key-policy', key, 'done'],
        ['trail', reference('audit').arn, 'SSE-S3', key, 'done'],
        ['trail', reference('audit').arn, key, 'SSE-S3', 'done'],
        ['key-policy', key, 'done'],
      ].map((cells, index) => {
        const [change = '', subject = '', ...rest] = cells;
        const sizes = rows[index]?.split(' | ').slice(6, 8) ?? [];
        return [
          `arn:aws:sts::${account}:assumed-role/Admin/eve`,
          account,
          'acme',
          change,
          subject,
          ...(change === 'trail' ? rest : [...sizes, ...rest]),
        ];
      }),
    );
    const { changes } = JSON.parse(person.clipboard);
    assert.equal(changes.length, 4);
    assert.match(changes[0].requestIds[0], /^[0-9a-f-]{36}$/);
  });
});
