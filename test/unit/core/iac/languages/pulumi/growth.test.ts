import assert from 'node:assert/strict';
import { pulumiLibrary } from '../../../../../../src/core/iac/languages/pulumi/program/library.ts';
import { readTrail } from '../../../../../../src/core/iac/languages/pulumi/program/trail.ts';
import { knownValue } from '../../../../../../src/core/trail/fact.ts';
import { loaded } from '../programs/program.ts';

/** A trail with a bucket and a key of its own, whose encryption and policy are resources apart from them. */
const trail = (index: number) => `
const bucket${index} = new aws.s3.BucketV2('logs-${index}');
new aws.s3.BucketServerSideEncryptionConfigurationV2('encryption-${index}', {
  bucket: bucket${index}.id,
  rules: [{ bucketKeyEnabled: true }],
});
const key${index} = new aws.kms.Key('key-${index}', { enableKeyRotation: true });
new aws.kms.KeyPolicy('policy-${index}', { keyId: key${index}.id, policy: JSON.stringify({ Statement: [{
  Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:*', Resource: '*',
}] }) });
new aws.cloudtrail.Trail('trail-${index}', { s3BucketName: bucket${index}.id, kmsKeyId: key${index}.arn });
`;

/** How many calls are evaluated until all trails of a program are read, each of which has to be right. */
async function callsIn(count: number): Promise<number> {
  const text = `import * as aws from '@pulumi/aws';${Array.from({ length: count }, (_, index) => trail(index)).join('')}`;
  const file = await loaded('index.ts', { 'index.ts': text });
  const library = pulumiLibrary({ known: new Map(), isWhole: false });
  let calls = 0;
  const counting: typeof library = {
    ...library,
    call: (made, world) => {
      calls++;
      return library.call(made, world);
    },
  };
  const sites = file.outline.callsOf('Trail');
  assert.equal(sites.length, count);
  for (const site of sites) {
    const { facts } = readTrail(counting, site, [file]) ?? {};
    const key = facts?.key.kind === 'known' ? facts.key.value : undefined;
    assert.equal(key && knownValue(key.policy)?.answer, 'admits');
    assert.deepEqual(facts?.bucketKey, { kind: 'known', value: true });
  }
  return calls;
}

describe('reading the trails of a Pulumi program costs', () => {
  it('no more than as many times as there are trails with keys, policies and buckets of their own', async () => {
    const calls: number[] = [];
    for (const count of [4, 8, 16, 32]) {
      calls.push(await callsIn(count));
    }
    for (const [index, now] of calls.slice(1).entries()) {
      assert.ok(now <= 2.2 * (calls[index] ?? 0), calls.join(' → '));
    }
  });
});
