import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { externalDataInterceptor } from '@smithy/shared-ini-file-loader';
import fc from 'fast-check';
import { holds } from '../../holds.ts';
import { until } from '../../until.ts';
import { accountId, Bench, keyId, never, problemFrom, secret } from '../bench.ts';
import { assumed, other, role, roles } from './roles.ts';

describe('Credentials of a profile with a program', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start(roles);
  });

  afterEach(() => bench.stop());

  it('come from a program', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: keyId, SecretAccessKey: secret });
    await bench.config(
      `[profile a]\nendpoint_url = $URL\ncredential_process = ${await bench.program(`console.log(${JSON.stringify(answer)})`)}\n`,
    );
    assert.equal(await bench.accountOf('a'), accountId);
  });

  it('come by a role of what a program prints', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: keyId, SecretAccessKey: secret });
    await bench.config(`
[profile helper]
credential_process = ${await bench.program(`console.log(${JSON.stringify(answer)})`)}
[profile near]
role_arn = ${role('reader')}
source_profile = helper
[profile far]
role_arn = ${role('far', other)}
role_session_name = morning
external_id = between-us
source_profile = helper
endpoint_url = $URL
[profile top]
role_arn = ${role('reader')}
source_profile = near
endpoint_url = $URL
`);
    assert.equal(await bench.callerOf('far'), `arn:aws:sts::${other}:assumed-role/far/morning`);
    assert.match(await bench.callerOf('top'), assumed('reader'));
    assert.equal(bench.emulator.calls.count({ operation: 'AssumeRole' }), 3);
  });

  it('never come from a program that the SDK runs, whatever a profile and its sources have', async () => {
    const ranBySdk: string[] = [];
    externalDataInterceptor.interceptToken('exec', (command: string, done: (error: Error) => void) => {
      ranBySdk.push(command);
      done(new Error('The SDK ran it'));
    });
    const settings = fc.subarray([
      'credential_process = exit 1',
      `role_arn = ${role('reader')}`,
      'credential_source = Environment',
      'aws_access_key_id = AKIAWRONG',
      'aws_secret_access_key = x',
      'sso_session = gone',
    ]);
    const source = fc.constantFrom('', 'source_profile = a', 'source_profile = b', 'source_profile = c');
    const section = fc.tuple(settings, source).map(([lines, next]) => [...lines, next].join('\n'));
    try {
      await holds(
        fc.asyncProperty(section, section, section, async (a, b, c) => {
          await bench.config(
            `[profile a]\nendpoint_url = $URL\n${a}\n[profile b]\n${b}\n[profile c]\n${c}\n`,
          );
          await problemFrom(bench.callerOf('a'));
          assert.deepEqual(ranBySdk, []);
        }),
        { numRuns: 200 },
      );
    } finally {
      delete externalDataInterceptor.getTokenRecord()['exec'];
    }
  });

  it('are requested anew where AWS refused the first ones everywhere', async () => {
    const counted = join(bench.home, 'counted');
    const printing = `const fs = require('node:fs');
const isFirst = !fs.existsSync(${JSON.stringify(counted)});
fs.writeFileSync(${JSON.stringify(counted)}, '');
console.log(JSON.stringify({ Version: 1, AccessKeyId: isFirst ? 'AKIAWITHDRAWN0000000' : '${keyId}', SecretAccessKey: '${secret}' }));`;
    await bench.config(
      `[profile a]\nregion = eu-west-1\nendpoint_url = $URL\ncredential_process = ${await bench.program(printing)}\n`,
    );
    const account = await bench.open('a');
    assert.equal((await problemFrom(account.identity(never))).kind, 'credentials-invalid');
    assert.equal((await account.identity(never)).account, accountId);
  });

  it('come from a program that is ended when nobody waits for it, and run again for who asks next', async () => {
    const started = join(bench.home, 'started');
    const answer = JSON.stringify({ Version: 1, AccessKeyId: keyId, SecretAccessKey: secret });
    const hangsOnce = `const fs = require('node:fs');
if (fs.existsSync(${JSON.stringify(started)})) {
  console.log(${JSON.stringify(answer)});
} else {
  fs.writeFileSync(${JSON.stringify(started)}, '');
  setInterval(() => {}, 1000);
}`;
    await bench.config(
      `[profile a]\nendpoint_url = $URL\ncredential_process = ${await bench.program(hangsOnce)}\n`,
    );
    const { accounts } = bench;
    const account = await bench.open('a', accounts);
    const first = new AbortController();
    const calls = [
      problemFrom(account.identity(first.signal)),
      problemFrom(account.trails.inRegion('eu-west-1', never)),
    ];
    await until(() => existsSync(started));
    first.abort();
    assert.equal((await calls[0])?.kind, 'cancelled');
    account.dispose();
    assert.equal((await calls[1])?.kind, 'cancelled');
    assert.equal((await (await bench.open('a', accounts)).identity(never)).account, accountId);
  });
});
