import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cliOf } from '../../../src/core/remediation/index.ts';
import type { Failure } from '../../emulator/index.ts';
import { type Answer, AwsCommand, type Call } from './awsCommand.ts';
import { Shell } from './shell.ts';
import { Desk, keyId, situations } from './situations.ts';

/** An AWS CLI of either version; CONTRIBUTING.md tells how to have one. */
const program = process.env['AWS_CLI'];

if (program !== undefined) {
  describe(`The AWS CLI ${program}`, function () {
    this.timeout(600_000);
    let desk: Desk;
    let aws: AwsCommand;
    beforeEach(async () => {
      desk = await Desk.open();
      aws = new AwsCommand(desk.emulator.url, keyId);
    });
    afterEach(async () => {
      aws.dispose();
      await desk.close();
    });

    const failures: readonly (readonly [string, Failure | undefined])[] = [
      ['well', undefined],
      ['AccessDenied', { kind: 'denied' }],
      ['throttled', { kind: 'throttled' }],
      ['dropped', { kind: 'dropped' }],
      ['a page in place of an answer', { kind: 'proxy page' }],
      ['a page with status 502', { kind: 'proxy page', status: 502 }],
      ['status 500 and nothing', { kind: 'other answer', status: 500, takesEffect: 'never' }],
      ['an internal error', { kind: 'error', code: 'KMSInternalException', status: 500 }],
    ];
    for (const [name, fails] of failures) {
      it(`prints what the stand-in prints: ${name}`, async () => {
        desk.emulator.settings.pageSize = 2;
        for (const call of readings(desk)) {
          const off = fails && desk.emulator.faults.add({ fails });
          const [real, standIn] = [await realAws(call), await aws.run(call)];
          off?.();
          assert.deepEqual(asFarAsRead(real), asFarAsRead(standIn), call.words.join(' '));
        }
      });
    }

    for (const { name, plan } of situations) {
      it(`leaves the account as the run does: ${name}`, async () => {
        const [other, commands] = [await Desk.open(), new Shell()];
        try {
          const result = await other.run(await plan(other));
          const { status, output } = await commands.run('sh', cliOf(await plan(desk)), realAws);
          assert.deepEqual(desk.state(), other.state(), output);
          assert.equal(status, result.steps.some(({ state }) => state === 'left') ? 1 : 0, output);
        } finally {
          commands.dispose();
          await other.close();
        }
      });
    }

    function realAws({ words, attempts }: Call): Promise<Answer> {
      const env = {
        PATH: process.env['PATH'],
        HOME: desk.home,
        AWS_ENDPOINT_URL: desk.emulator.url,
        AWS_MAX_ATTEMPTS: attempts || '1',
        AWS_PAGER: '',
        AWS_CLI_ERROR_FORMAT: 'legacy',
      };
      return new Promise(resolve => {
        const child = execFile(program ?? '', [...words], { env }, (_, stdout, stderr) =>
          resolve({ status: child.exitCode ?? 1, stdout, stderr }),
        );
      });
    }
  });
}

/** One call of each shape that the scripts read. */
function readings({ emulator: { world } }: Desk): Call[] {
  const key = world.theKey('alias/ready').arn;
  const options = ['--region', 'eu-west-1', '--profile', 'a', '--output', 'text', '--query'];
  const call = (words: string, query: string, ...more: readonly string[]): Call => ({
    words: [...words.split(' '), ...options, query, ...more],
    attempts: '1',
  });
  const trail = (name: string) => ['--name', world.theTrail(name).arn];
  const aliases = (name: string) =>
    `Aliases[?AliasName=='alias/${name}'].[AliasName,TargetKeyId][] | join(' ', @)`;
  const users = (arn: string) => `trailList[?KmsKeyId=='${arn}'].TrailARN | join(' ', @)`;
  return [
    call('sts get-caller-identity', 'Account'),
    call('cloudtrail get-trail', 'Trail.[TrailARN,KmsKeyId]', ...trail('audit')),
    call('cloudtrail get-trail', 'Trail.[TrailARN,KmsKeyId]', ...trail('done')),
    call('cloudtrail get-trail', 'Trail.[TrailARN,S3BucketName,KmsKeyId]', ...trail('done')),
    call('cloudtrail describe-trails', users(key), '--include-shadow-trails'),
    call('cloudtrail describe-trails', users('none'), '--include-shadow-trails'),
    call('kms list-aliases', aliases('ready')),
    call('kms list-aliases', aliases('bare')),
    call('kms list-aliases', aliases('free')),
    call('kms list-aliases', "Aliases[?TargetKeyId].[AliasName,TargetKeyId][] | join(' ', @)"),
    call('kms list-keys', "Keys[].KeyArn | join(' ', @)"),
    call('kms describe-key', 'KeyMetadata.[Arn,KeyState,Description]', '--key-id', key),
    call('kms get-key-policy', 'Policy', '--key-id', key, '--policy-name', 'default'),
    call('kms get-key-rotation-status', 'KeyRotationEnabled', '--key-id', key),
  ];
}

/** The scripts ask whether it ended well, what it printed then, and by which name AWS refused. */
function asFarAsRead({ status, stdout, stderr }: Answer): unknown {
  if (status === 0) {
    return { stdout };
  }
  // A number, or Unknown, stands for an answer that is not AWS's.
  const [, refusal] = /An error occurred \(([A-Z]\w+Exception)\) /.exec(stderr) ?? [];
  return { failed: true, refusal };
}
