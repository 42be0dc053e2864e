import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { SdkAccounts } from '../../../../src/aws/accounts.ts';
import { environmentOf, sharedFilesOf } from '../../../../src/aws/config/environment.ts';
import { SharedConfigReader } from '../../../../src/aws/config/sharedConfig.ts';
import type { Seed } from '../../../emulator/index.ts';
import { atRest, until } from '../../until.ts';
import { accountId, Bench, keyId, never, problemFrom, staticKeys } from '../bench.ts';

const device = `arn:aws:iam::${accountId}:mfa/admin`;

const guardedRole: Seed = world => {
  const home = world.account(accountId, { accessKeys: [keyId] });
  home.role('guarded', { mfaCode: '123456', mfaSerial: device });
};

const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

describe('Credentials of a profile with an MFA device', () => {
  let bench: Bench;
  let asked: { profile: string; serial: string }[];
  let answer: () => Promise<string | undefined>;

  beforeEach(async () => {
    bench = await Bench.start(guardedRole);
    asked = [];
    answer = async () => '123456';
    bench.askMfaCode = async request => {
      asked.push(request);
      return answer();
    };
    await bench.config(`
[profile base]
${staticKeys}
[profile a]
endpoint_url = $URL
role_arn = ${role('guarded')}
source_profile = base
mfa_serial = ${device}
[profile b]
endpoint_url = $URL
role_arn = ${role('guarded')}
source_profile = base
mfa_serial = ${device}
[profile orphan]
role_arn = ${role('guarded')}
source_profile = nobody
mfa_serial = ${device}
`);
  });

  afterEach(() => bench.stop());

  it('ask for one code, however many Regions wait for it', async () => {
    const account = await bench.open('a');
    const [, regions] = await Promise.all([account.identity(never), account.regions(never)]);
    assert.equal(regions.names.length, 17);
    await Promise.all(regions.names.map(name => account.trails.inRegion(name, never)));
    assert.deepEqual(asked, [{ profile: 'a', serial: device }]);
  });

  it('do not ask again when none was given, until the account is opened again', async () => {
    answer = async () => undefined;
    const { accounts } = bench;
    const account = await bench.open('a', accounts);
    const failed = [account.identity(never), account.trails.inRegion('eu-west-1', never)];
    for (const call of failed) {
      assert.deepEqual(await problemFrom(call), { kind: 'mfa-code-missing', detail: device });
    }
    assert.equal((await problemFrom(account.regions(never))).kind, 'mfa-code-missing');
    assert.equal(asked.length, 1);
    answer = async () => '123456';
    assert.equal((await (await bench.open('a', accounts)).identity(never)).account, accountId);
    assert.equal(asked.length, 2);
  });

  it('ask for one code at a time, whichever profiles want one', async () => {
    const { accounts } = bench;
    const boxes: (() => void)[] = [];
    answer = () => new Promise(resolve => boxes.push(() => resolve('123456')));
    const [a, b] = await Promise.all([bench.open('a', accounts), bench.open('b', accounts)]);
    const identities = [a.identity(never), b.identity(never)];
    await until(() => boxes.length > 0);
    await atRest();
    assert.equal(boxes.length, 1);
    boxes[0]?.();
    await until(() => boxes.length > 1);
    boxes[1]?.();
    await Promise.all(identities);
    assert.deepEqual(asked.map(({ profile }) => profile).sort(), ['a', 'b']);
  });

  it('ask for no code that nobody waits for when its turn comes', async () => {
    const { accounts } = bench;
    const boxes: (() => void)[] = [];
    answer = () => new Promise(resolve => boxes.push(() => resolve('123456')));
    const [a, b] = await Promise.all([bench.open('a', accounts), bench.open('b', accounts)]);
    const first = a.identity(never);
    await until(() => boxes.length > 0);
    const controller = new AbortController();
    const second = problemFrom(b.identity(controller.signal));
    await atRest();
    controller.abort();
    assert.equal((await second).kind, 'cancelled');
    boxes[0]?.();
    await first;
    await atRest();
    assert.equal(boxes.length, 1);
  });

  it('ask again for a call that comes when the others have given up', async () => {
    const { accounts } = bench;
    const boxes: (() => void)[] = [];
    answer = () => new Promise(resolve => boxes.push(() => resolve('123456')));
    const [a, b] = await Promise.all([bench.open('a', accounts), bench.open('b', accounts)]);
    const first = a.identity(never);
    await until(() => boxes.length > 0);
    const controller = new AbortController();
    const second = problemFrom(b.identity(controller.signal));
    await atRest();
    controller.abort();
    const third = b.identity(never);
    await second;
    boxes[0]?.();
    await first;
    await until(() => boxes.length > 1);
    boxes[1]?.();
    assert.equal((await third).account, accountId);
  });

  it('are those of the newest files, though an opening that read older ones comes later', async () => {
    const environment = environmentOf({}, bench.home);
    const files = new SharedConfigReader(sharedFilesOf(environment));
    let late = Promise.resolve();
    let reads = 0;
    const reader = {
      read: async () => {
        const answer = late;
        const config = await files.read();
        reads++;
        await answer;
        return config;
      },
    };
    const askMfaCode = bench.askMfaCode;
    const accounts = new SdkAccounts({ environment, reader, askMfaCode, log: undefined, now: Date.now });
    const profile = await bench.profile('a');
    let answerLate = () => {};
    late = new Promise(resolve => {
      answerLate = resolve;
    });
    reads = 0;
    const older = accounts.open(profile);
    await until(() => reads > 0);
    late = Promise.resolve();
    const text = await readFile(sharedFilesOf(environment).config, 'utf8');
    await writeFile(
      sharedFilesOf(environment).config,
      text.replace('[profile a]', '[profile a]\nduration_seconds = 900'),
    );
    const opened = [await accounts.open(profile)];
    await opened[0]?.identity(never);
    answerLate();
    opened.push(await older, await accounts.open(profile));
    await Promise.all(opened.map(account => account.identity(never)));
    assert.equal(asked.length, 1);
    for (const account of opened) {
      account.dispose();
    }
  });

  it('tell a wrong code from a refused role', async () => {
    answer = async () => '999999';
    assert.equal((await problemFrom(bench.callerOf('a'))).kind, 'mfa-code-refused');
    assert.doesNotMatch(JSON.stringify(bench.calls), /999999/);
  });

  it('ask for nothing when the source has no credentials', async () => {
    assert.equal((await problemFrom(bench.callerOf('orphan'))).kind, 'profile-incomplete');
    assert.deepEqual(asked, []);
  });

  it('cannot be gotten where nobody can be asked', async () => {
    bench.askMfaCode = undefined;
    assert.equal((await problemFrom(bench.callerOf('a'))).kind, 'mfa-code-missing');
  });

  it('are given up at once when the call is cancelled while the code is asked for', async () => {
    const controller = new AbortController();
    answer = () => {
      setImmediate(() => controller.abort());
      return new Promise(() => undefined);
    };
    const account = await bench.open('a');
    assert.equal((await problemFrom(account.identity(controller.signal))).kind, 'cancelled');
  });
});
