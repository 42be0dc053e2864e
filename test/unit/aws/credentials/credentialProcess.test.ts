import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClock } from '../../../../src/aws/awsClock.ts';
import {
  credentialsOfProcess,
  type ProcessOptions,
} from '../../../../src/aws/credentials/credentialProcess.ts';
import type { Problem } from '../../../../src/core/account/problem.ts';
import { until } from '../../until.ts';
import { problemFrom } from '../bench.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const keys = { Version: 1, AccessKeyId: 'AKIAEXAMPLE000000001', SecretAccessKey: 'sesame' };

describe('A credential_process', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'process-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('prints credentials', async () => {
    assert.deepEqual(await run(printing(keys)), {
      accessKeyId: 'AKIAEXAMPLE000000001',
      secretAccessKey: 'sesame',
    });
    const more = { ...keys, SessionToken: 'token', Expiration: '2026-01-01T01:00:00+00:00', Other: 1 };
    assert.deepEqual(await run(`console.log(); ${printing(more)}`), {
      accessKeyId: 'AKIAEXAMPLE000000001',
      secretAccessKey: 'sesame',
      sessionToken: 'token',
      expiration: new Date('2026-01-01T01:00:00Z'),
    });
  });

  it('may print null for what it does not have', async () => {
    assert.deepEqual(await run(printing({ ...keys, SessionToken: null, Expiration: null })), {
      accessKeyId: 'AKIAEXAMPLE000000001',
      secretAccessKey: 'sesame',
    });
  });

  it('may say something beside them', async () => {
    assert.equal((await run(`console.error('hello'); ${printing(keys)}`)).secretAccessKey, 'sesame');
  });

  it('is a command line of the shell', async () => {
    const command = `${await program(printing(keys))} && exit 0`;
    assert.equal((await credentialsOfProcess(command, options())).secretAccessKey, 'sesame');
  });

  it('has nothing to read, so that it cannot wait for an answer', async () => {
    assert.equal(
      (await run(`process.stdin.on('end', () => { ${printing(keys)} }).resume()`)).secretAccessKey,
      'sesame',
    );
  });

  const faulty: readonly (readonly [what: string, script: string, detail: string])[] = [
    ['nothing', '', 'credential_process did not print JSON.'],
    ['no JSON', "console.log('sesame')", 'credential_process did not print JSON.'],
    ['JSON that is no object', printing(['sesame']), 'credential_process did not print "Version": 1.'],
    ['null', "console.log('null')", 'credential_process did not print JSON.'],
    ['another version', printing({ ...keys, Version: 2 }), 'credential_process did not print "Version": 1.'],
    [
      'its version as a text',
      printing({ ...keys, Version: '1' }),
      'credential_process did not print "Version": 1.',
    ],
    [
      'no secret key',
      printing({ Version: 1, AccessKeyId: 'AKIA' }),
      'credential_process did not print AccessKeyId and SecretAccessKey.',
    ],
    [
      'an empty secret key',
      printing({ ...keys, SecretAccessKey: '' }),
      'credential_process did not print AccessKeyId and SecretAccessKey.',
    ],
    [
      'a number for a key',
      printing({ ...keys, AccessKeyId: 7 }),
      'credential_process printed AccessKeyId that is not a string.',
    ],
    [
      'old credentials',
      printing({ ...keys, Expiration: '2025-12-31T23:59:59Z' }),
      'credential_process printed credentials that have expired.',
    ],
    [
      'a time that is none',
      printing({ ...keys, Expiration: 'tomorrow' }),
      'credential_process printed an Expiration that is not a time.',
    ],
  ];
  for (const [what, script, detail] of faulty) {
    it(`fails when it prints ${what}`, async () => {
      assert.deepEqual(await problemOf(script), { kind: 'credential-process-failed', detail });
    });
  }

  it('may print what has expired by a clock that is wrong: AWS will say', async () => {
    const script = printing({ ...keys, Expiration: '2025-12-31T23:59:59Z' });
    const unknown = options({ clock: new AwsClock(() => now) });
    const { expiration } = await credentialsOfProcess(await program(script), unknown);
    assert.deepEqual(expiration, new Date('2025-12-31T23:59:59Z'));
    const clock = new AwsClock(() => now);
    clock.hear({ date: 'Wed, 31 Dec 2025 22:00:00 GMT' });
    assert.ok(await credentialsOfProcess(await program(script), options({ clock })));
  });

  it('fails with what it said, without secrets and without what it printed', async () => {
    const script = `${printing(keys)}; console.error('vault is sealed, token=hunter2hunter2'); process.exitCode = 3`;
    assert.deepEqual(await problemOf(script), {
      kind: 'credential-process-failed',
      detail: 'vault is sealed, token=[removed]',
    });
  });

  it('is told with the end of what it said', async () => {
    const script = `console.error('x'.repeat(50000) + ' token=' + 'y'.repeat(20000));
for (let line = 0; line < 2000; line++) console.error('line ' + line);
process.exitCode = 1`;
    const { detail = '' } = await problemOf(script);
    assert.equal(detail.length, 1001);
    assert.match(detail, /^….*line 1998\nline 1999$/s);
  });

  it('is told without a line that is too long to be looked through', async () => {
    const script = `process.stderr.write('token=' + 'a b '.repeat(10000)); process.exitCode = 1`;
    assert.deepEqual(await problemOf(script), {
      kind: 'credential-process-failed',
      detail: 'credential_process ended with an error and printed nothing.',
    });
  });

  it('fails when it is ended by somebody else', async () => {
    assert.equal((await problemOf(`process.kill(process.pid, 'SIGKILL')`)).kind, 'credential-process-failed');
  });

  it('is ended when it prints without an end', async () => {
    const script = `${pid()}; const more = () => process.stdout.write('x'.repeat(65536), more); more()`;
    assert.deepEqual(await problemOf(script), {
      kind: 'credential-process-failed',
      detail: 'credential_process printed more than 1 MB and was ended.',
    });
    await gone();
  });

  it('is ended when its time is over', async () => {
    const limit = new AbortController();
    const call = problemFrom(
      credentialsOfProcess(await program(hanging()), options({ limit: limit.signal })),
    );
    await begun();
    limit.abort();
    assert.deepEqual(await call, {
      kind: 'credential-process-failed',
      detail: 'credential_process did not answer within 60 seconds and was ended.',
    });
    await gone();
  });

  it('is ended with its children when nobody waits for it any more, though none of them wants to', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); require('node:child_process').spawn(process.execPath, ['-e',
${JSON.stringify(`process.on('SIGTERM', () => {}); ${hanging('child')}`)}], { stdio: 'inherit' }); ${hanging()}`;
    const cancel = new AbortController();
    const command = await program(stubborn);
    const call = problemFrom(credentialsOfProcess(command, options({ signal: cancel.signal })));
    await begun('child');
    await begun();
    cancel.abort();
    assert.deepEqual(await call, { kind: 'cancelled' });
    await gone('child');
    await gone();
  });

  it('is not started when nobody waits for it', async () => {
    const command = await program(pid());
    const signal = AbortSignal.abort();
    assert.deepEqual(await problemFrom(credentialsOfProcess(command, options({ signal }))), {
      kind: 'cancelled',
    });
    assert.equal(existsSync(join(folder, 'parent')), false);
  });

  /** Writes its process id into a file, whole. */
  function pid(name = 'parent'): string {
    const path = JSON.stringify(join(folder, name));
    return `require('node:fs').writeFileSync(${path} + '.part', String(process.pid)); require('node:fs').renameSync(${path} + '.part', ${path})`;
  }

  function hanging(name = 'parent'): string {
    return `${pid(name)}; setInterval(() => {}, 1000)`;
  }

  async function begun(name = 'parent'): Promise<void> {
    const watching = watch(folder);
    try {
      while (!existsSync(join(folder, name))) {
        await once(watching, 'change');
      }
    } finally {
      watching.close();
    }
  }

  /** Waits until the process has ended; the test's own limit of time is the only one. */
  async function gone(name = 'parent'): Promise<void> {
    const id = Number(await readFile(join(folder, name), 'utf8'));
    await until(() => !isRunning(id));
  }

  function isRunning(id: number): boolean {
    try {
      return process.kill(id, 0);
    } catch {
      return false;
    }
  }

  async function program(script: string): Promise<string> {
    const path = join(folder, 'program.cjs');
    await writeFile(path, script);
    return `"${process.execPath}" "${path}"`;
  }

  function options(more: Partial<ProcessOptions> = {}): ProcessOptions {
    return { signal: new AbortController().signal, clock: knownClock(), ...more };
  }

  async function run(script: string) {
    return credentialsOfProcess(await program(script), options());
  }

  function problemOf(script: string): Promise<Problem> {
    return problemFrom(run(script));
  }
});

/** AWS has said that the time of these tests is right. */
function knownClock(): AwsClock {
  const clock = new AwsClock(() => now);
  clock.hear({ date: new Date(now).toUTCString() });
  return clock;
}

function printing(answer: object): string {
  return `console.log(${JSON.stringify(JSON.stringify(answer))})`;
}
