import assert from 'node:assert/strict';
import type { ChangeRequest } from '../../../../src/core/wizard/index.ts';
import { AwsCommand } from '../../script/awsCommand.ts';
import { Shell } from '../../script/shell.ts';
import { Office, secrets } from './office.ts';
import { enter, type Move, pick, yes } from './person.ts';

const cases: readonly {
  readonly name: string;
  readonly trails: readonly string[];
  readonly purpose?: 'change';
  readonly answers: readonly Move[];
}[] = [
  { name: 'another key', trails: ['done'], purpose: 'change', answers: [pick('alias/narrow')] },
  { name: 'a new key', trails: ['audit', 'far'], answers: [pick('Create a New Key…'), enter, enter] },
];

/** Scripts themselves are tried in `test/unit/script`: here, what the wizard copies. */
describe('the AWS CLI script of a plan', () => {
  let commands: Shell;
  before(() => {
    commands = new Shell();
  });
  after(() => commands.dispose());

  for (const { name, trails, purpose = 'enable', answers } of cases) {
    it(`leaves the account as the run does: ${name}`, async function () {
      this.timeout(60_000);
      const [run, script] = await Promise.all([Office.open(), Office.open()]);
      try {
        const request = (office: Office): ChangeRequest => ({
          purpose,
          trails: trails.map(one => ({ profile: 'acme', arn: office.emulator.world.theTrail(one).arn })),
        });
        const doing = await run.window([
          ...answers,
          pick(purpose === 'enable' ? 'Enable SSE-KMS' : 'Change KMS Key'),
          yes,
        ]);
        await doing.wizard.changeKey(request(run));
        assert.equal(doing.person.notices[0]?.severity, 'info', doing.person.notices[0]?.text);
        const copying = await script.window([...answers, pick('Copy as AWS CLI')]);
        await copying.wizard.changeKey(request(script));
        assert.deepEqual(stateOf(script), stateOf(await untouched()));
        await runScript(copying.person.clipboard, script.emulator.url);
        assert.deepEqual(stateOf(script), stateOf(run));
      } finally {
        await Promise.all([run.close(), script.close()]);
      }
    });
  }

  for (const { name, trails, purpose = 'enable', answers } of cases) {
    it(`leaves the account as the way back does, after ${name}`, async function () {
      this.timeout(60_000);
      const [run, script] = await Promise.all([Office.open(), Office.open()]);
      try {
        const references = (office: Office) =>
          trails.map(one => ({ profile: 'acme', arn: office.emulator.world.theTrail(one).arn }));
        for (const office of [run, script]) {
          const changing = await office.window([
            ...answers,
            pick(purpose === 'enable' ? 'Enable SSE-KMS' : 'Change KMS Key'),
            yes,
          ]);
          await changing.wizard.changeKey({ purpose, trails: references(office) });
          assert.equal(changing.person.notices[0]?.severity, 'info', changing.person.notices[0]?.text);
        }
        const changed = stateOf(script);
        const doing = await run.window([pick('Restore'), yes]);
        await doing.wizard.restorePrevious(references(run));
        assert.equal(doing.person.notices[0]?.severity, 'info', doing.person.notices[0]?.text);
        assert.notDeepEqual(stateOf(run), changed);
        const copying = await script.window([pick('Copy as AWS CLI')]);
        await copying.wizard.restorePrevious(references(script));
        assert.deepEqual(stateOf(script), changed);
        await runScript(copying.person.clipboard, script.emulator.url);
        assert.deepEqual(stateOf(script), stateOf(run));
      } finally {
        await Promise.all([run.close(), script.close()]);
      }
    });
  }

  it('leaves the account as the way back does, with a key that never served', async function () {
    this.timeout(60_000);
    const [run, script] = await Promise.all([Office.open(), Office.open()]);
    try {
      const deletion = 'Schedule Its Deletion in 30 Days';
      const undo = async (office: Office, moves: readonly Move[]) => {
        const off = office.emulator.faults.add({ operation: 'UpdateTrail', fails: { kind: 'denied' } });
        const changing = await office.window([
          pick('Create a New Key…'),
          enter,
          enter,
          pick('Enable SSE-KMS'),
          yes,
        ]);
        const { arn } = office.emulator.world.theTrail('audit');
        await changing.wizard.changeKey({ purpose: 'enable', trails: [{ profile: 'acme', arn }] });
        off();
        const { person, wizard } = await office.window(moves);
        person.onNotice = (_, actions) => (actions.includes('Undo…') ? 'Undo…' : undefined);
        await wizard.resume();
        await person.isDone();
        return person;
      };
      await undo(run, [pick(deletion), pick('Restore'), yes]);
      const person = await undo(script, [pick(deletion), pick('Copy as AWS CLI')]);
      assert.notDeepEqual(stateOf(script), stateOf(run));
      await runScript(person.clipboard, script.emulator.url);
      assert.deepEqual(stateOf(script), stateOf(run));
    } finally {
      await Promise.all([run.close(), script.close()]);
    }
  });

  async function untouched(): Promise<Office> {
    const office = await Office.open();
    await office.close();
    return office;
  }

  async function runScript(text: string, url: string): Promise<void> {
    const aws = new AwsCommand(url, {
      accessKeyId: 'ASIAACMEADMIN0000001',
      secretAccessKey: secrets.key,
      sessionToken: secrets.token,
    });
    const { status, output } = await commands.run('sh', text, call => aws.run(call));
    aws.dispose();
    assert.equal(status, 0, output);
  }
});

/** Trails, keys and aliases, without what differs by chance: ids of new keys, and the name of the plan. */
function stateOf({ emulator }: Office): unknown {
  const { keys, aliases, trails } = emulator.world.account('111122223333');
  const nameOf = (keyId: string) => aliases.find(alias => alias.keyId === keyId)?.name ?? keyId;
  const keyName = (arn: string | undefined) => arn && nameOf(arn.slice(arn.lastIndexOf('/') + 1));
  return {
    trails: trails.map(({ arn, kmsKeyId }) => [arn, keyName(kmsKeyId)]),
    keys: keys.map(({ keyId, region, policy, rotationDays, multiRegion, description, state }) => ({
      name: nameOf(keyId),
      region,
      policy: JSON.parse(policy),
      rotationDays,
      multiRegion,
      description: description.replace(/ \(.*\)$/, ''),
      state,
    })),
    aliases: aliases.map(({ region, name }) => [region, name]),
  };
}
