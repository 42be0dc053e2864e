import assert from 'node:assert/strict';
import { createAnsible } from '../../../../../../src/core/iac/languages/ansible/index.ts';
import { unknown } from '../../../../../../src/core/trail/fact.ts';
import { judge } from '../../../../../../src/core/trail/verdict.ts';
import { MemorySources } from '../../memorySources.ts';

const uri = 'file:///case/site.yml';

const playbook = (more: string) => `- hosts: localhost
  tasks:
    - name: Create the key
      amazon.aws.kms_key:
        alias: logs
        enable_key_rotation: true
        policy:
          Version: "2012-10-17"
          Statement:
            Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }
            Action: kms:*
            Resource: "*"
            Condition:
              StringEquals:
                aws:SourceArn: arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit
      register: logs

    - name: Audit
      amazon.aws.cloudtrail:
        s3_bucket_name: logs
        kms_key_id: "{{ logs.key_arn }}"
${more}`;

async function trailIn(text: string) {
  const { trails } = await createAnsible().read({ uri, text }, new MemorySources({ [uri]: text }));
  const [{ name, facts } = assert.fail('no trail')] = trails;
  return { name, facts, reasons: judge(facts, 0).reasons.map(({ code }) => code) };
}

describe('a task of which more arguments may come from what is not read', () => {
  it('has the default of the module for those that are not there, and is judged by it', async () => {
    const { name, reasons } = await trailIn(playbook(''));
    assert.deepEqual(name, { kind: 'known', value: 'default' });
    assert.deepEqual(reasons, ['kms-key-policy', 'log-file-validation-off']);
  });

  it('is not known to lack any: the policy of its key may name it', async () => {
    const { name, facts, reasons } = await trailIn(playbook('      args: "{{ more }}"\n'));
    assert.equal(name.kind, 'unknown');
    assert.deepEqual([facts.logFileValidation, facts.logging], Array(2).fill(unknown('out-of-reach')));
    assert.deepEqual(reasons, []);
  });
});
