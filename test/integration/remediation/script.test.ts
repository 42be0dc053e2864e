import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ChangeRequest } from '../../../src/editor/wizard/index.ts';
import { Office, secrets } from './office.ts';
import { check, enter, type Move, pick, yes } from './person.ts';

/**
 * An `aws` that speaks to the emulated account with the real SDK, in the words of the AWS CLI: options become members of
 * the request, `--query` is one of the few that the scripts use.
 */
const awsCommand = (root: string) => `#!${process.execPath}
const { createRequire } = require('node:module');
const require_ = createRequire(${JSON.stringify(join(root, 'package.json'))});
const [service, call, ...rest] = process.argv.slice(2);
const options = {};
for (let at = 0; at < rest.length; at++) {
  const name = rest[at].slice(2);
  options[name] = at + 1 < rest.length && !rest[at + 1].startsWith('--') ? rest[++at] : true;
}
const { region, profile, query, output, ...members } = options;
const pascal = text => text.split('-').map(word => word[0].toUpperCase() + word.slice(1)).join('');
const sdk = require_('@aws-sdk/client-' + service);
const Client = Object.entries(sdk).find(([name]) => /^(?:CloudTrail|KMS|STS)Client$/.test(name))[1];
const client = new Client({
  region,
  endpoint: process.env.EMULATOR,
  credentials: { accessKeyId: 'ASIAACMEADMIN0000001', secretAccessKey: '${secrets.key}', sessionToken: '${secrets.token}' },
});
const numbers = new Set(['PendingWindowInDays']);
const input = Object.fromEntries(
  Object.entries(members).map(([name, value]) => [pascal(name), numbers.has(pascal(name)) ? Number(value) : value]),
);
const pick = answer => {
  const alias = /^Aliases\\[\\?AliasName=='(.*)'\\]\\.AliasName$/.exec(query ?? '');
  if (alias) return answer.Aliases.map(one => one.AliasName).filter(name => name === alias[1]).join('\\t');
  const value = (query ?? '').split('.').reduce((part, name) => part?.[name], answer);
  return value === undefined ? 'None' : value;
};
client.send(new sdk[pascal(call) + 'Command'](input)).then(
  answer => { if (query) console.log(pick(answer)); },
  error => { console.error(error.name); process.exit(254); },
);
`;

const cases: readonly {
  readonly name: string;
  readonly trails: readonly string[];
  readonly purpose?: 'change';
  readonly answers: readonly Move[];
}[] = [
  { name: 'a key that is ready', trails: ['audit'], answers: [pick('alias/ready')] },
  { name: 'a key whose policy is extended', trails: ['keyed'], answers: [pick('alias/app')] },
  { name: 'another key', trails: ['done'], purpose: 'change', answers: [pick('alias/narrow')] },
  { name: 'a new key', trails: ['audit', 'far'], answers: [pick('Create a New Key…'), enter, enter] },
  {
    name: 'a new multi-Region key without rotation',
    trails: ['audit'],
    answers: [pick('Create a New Key…'), enter, check('Multi-Region Key')],
  },
];

describe('the AWS CLI script of a plan', () => {
  const root = join(import.meta.dirname, '../../..');
  const folder = mkdtempSync(join(tmpdir(), 'aws-'));
  before(() => {
    writeFileSync(join(folder, 'aws'), awsCommand(root));
    chmodSync(join(folder, 'aws'), 0o755);
  });
  after(() => rmSync(folder, { recursive: true }));

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

  it('stops at a policy that somebody changed since', async function () {
    this.timeout(60_000);
    const office = await Office.open();
    try {
      const { arn } = office.emulator.world.theTrail('audit');
      const trails = [{ profile: 'acme', arn }];
      const changing = await office.window([pick('alias/app'), pick('Enable SSE-KMS'), yes]);
      await changing.wizard.changeKey({ purpose: 'enable', trails });
      const copying = await office.window([pick('Copy as AWS CLI')]);
      await copying.wizard.restorePrevious(trails);
      const { policy } = office.emulator.world.theKey('alias/app');
      const built = policy.replace('"Version"', '"Id": "mine", "Version"');
      office.emulator.events.setKeyPolicy('alias/app', built);
      await assert.rejects(
        runScript(copying.person.clipboard, office.emulator.url),
        /The key policy has changed meanwhile/,
      );
      assert.equal(office.emulator.world.theKey('alias/app').policy, built);
    } finally {
      await office.close();
    }
  });

  async function untouched(): Promise<Office> {
    const office = await Office.open();
    await office.close();
    return office;
  }

  function runScript(text: string, url: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const shell = spawn('sh', ['-c', text], {
        env: {
          ...process.env,
          PATH: `${folder}${delimiter}${process.env['PATH']}`,
          EMULATOR: url,
          // Where the extension host is Electron, its program is Node only when told so.
          ELECTRON_RUN_AS_NODE: '1',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      shell.stderr.on('data', data => {
        said += String(data);
      });
      shell.once('error', reject);
      shell.once('exit', code => (code === 0 ? resolve() : reject(new Error(`exit ${code}: ${said}`))));
    });
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
