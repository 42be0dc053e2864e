import assert from 'node:assert/strict';
import { GetContactInformationCommand } from '@aws-sdk/client-account';
import { CreateTrailCommand, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { EncryptCommand } from '@aws-sdk/client-kms';
import { ListRootsCommand } from '@aws-sdk/client-organizations';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, failureOf, post } from './testClients.ts';

describe('The wire', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(world => void world.account('111111111111', { accessKeys: ['AKIAACME'] }));
  });
  after(() => emulator.close());

  it('refuses operations that the emulated services do not have', async () => {
    const { cloudtrail, kms, organizations, sts, account } = clientsFor(
      emulator.url,
      'AKIAACME',
      'us-east-1',
    );
    const calls: readonly [() => Promise<unknown>, string][] = [
      [
        () => cloudtrail.send(new CreateTrailCommand({ Name: 'x', S3BucketName: 'y' })),
        'UnknownOperationException',
      ],
      [
        () => kms.send(new EncryptCommand({ KeyId: 'x', Plaintext: new Uint8Array(1) })),
        'UnknownOperationException',
      ],
      [() => organizations.send(new ListRootsCommand({})), 'UnknownOperationException'],
      [() => sts.send(new GetSessionTokenCommand({})), 'InvalidAction'],
      [() => account.send(new GetContactInformationCommand({})), 'UnknownOperationException'],
    ];
    for (const [call, expected] of calls) assert.equal((await failureOf(call())).name, expected);
  });

  const json = async (body: string, headers: Record<string, string> = {}) => {
    const answer = await post(emulator.url, {
      service: 'cloudtrail',
      who: 'AKIAACME',
      body,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails',
        ...headers,
      },
    });
    const { __type } = JSON.parse(answer.body) as { readonly __type?: string };
    return [answer.status, __type];
  };

  it('takes the long form of a target, and members it does not know', async () => {
    assert.deepEqual(await json('{}'), [200, undefined]);
    assert.deepEqual(await json('{"colour": "red"}'), [200, undefined]);
  });

  it('refuses bodies, types and targets that are not what they should be', async () => {
    assert.deepEqual(await json('{'), [400, 'SerializationException']);
    assert.deepEqual(await json('[]'), [400, 'SerializationException']);
    assert.deepEqual(await json('{"includeShadowTrails": "yes"}'), [400, 'SerializationException']);
    assert.deepEqual(await json('{"trailNameList": "main"}'), [400, 'SerializationException']);
    assert.deepEqual(await json('{"trailNameList": [1]}'), [400, 'SerializationException']);
    assert.deepEqual(await json('{}', { 'content-type': 'text/plain' }), [404, 'UnknownOperationException']);
    assert.deepEqual(await json('{}', { 'x-amz-target': 'TrentService.ListKeys' }), [
      400,
      'UnknownOperationException',
    ]);
  });

  it('refuses forms without action or with another version', async () => {
    const code = async (body: string) =>
      /<Code>(.*?)<\/Code>/.exec(
        (await post(emulator.url, { service: 'sts', who: 'AKIAACME', body })).body,
      )?.[1];
    assert.equal(await code('Version=2011-06-15'), 'MissingAction');
    assert.equal(await code('Action=GetCallerIdentity&Version=2000-01-01'), 'InvalidAction');
  });

  it('gives every answer a request id, which the log knows', async () => {
    emulator.calls.clear();
    const { cloudtrail } = clientsFor(emulator.url, 'AKIAACME');
    const { $metadata } = await cloudtrail.send(new DescribeTrailsCommand({}));
    const [call] = emulator.calls.list();
    assert.ok(call);
    assert.match(call.requestId, /^[0-9a-f-]{36}$/);
    assert.equal($metadata.requestId, call.requestId);
  });

  it('logs who asked what, where, and how it was answered', async () => {
    emulator.calls.clear();
    await failureOf(
      clientsFor(emulator.url, 'AKIAACME', 'sa-east-1').cloudtrail.send(
        new DescribeTrailsCommand({ trailNameList: ['-'] }),
      ),
    );
    const [call, ...others] = emulator.calls.list();
    assert.deepEqual(others, []);
    assert.ok(call);
    const { at, requestId: _id, ...rest } = call;
    assert.ok(Math.abs(at - Date.now()) < 60_000);
    assert.deepEqual(rest, {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      region: 'sa-east-1',
      account: '111111111111',
      principal: 'arn:aws:iam::111111111111:user/admin',
      params: { trailNameList: ['-'] },
      status: 400,
      error: 'InvalidTrailNameException',
    });
    assert.deepEqual(emulator.calls.counts({ account: '111111111111' }), { 'cloudtrail:DescribeTrails': 1 });
    assert.equal(emulator.calls.count({ region: 'eu-west-1' }), 0);
  });
});
