import assert from 'node:assert/strict';
import type { Plan } from '../../../src/core/remediation/index.ts';
import { cliOf } from '../../../src/core/remediation/index.ts';
import { failureInFull } from '../../../src/core/wording/failures.ts';
import { inEnglish } from '../../../src/core/wording/message.ts';
import { AwsCommand } from './awsCommand.ts';
import { Shell, shells } from './shell.ts';
import { Desk, keyId } from './situations.ts';

/** A change by somebody else, after the plan was reviewed and before it was confirmed. */
interface Change {
  readonly what: string;
  readonly plan: (desk: Desk) => Promise<Plan>;
  readonly happens: (desk: Desk) => void;
  readonly told: RegExp;
  readonly script: RegExp;
}

const newKey = (desk: Desk) => desk.plan(['audit'], {});
const extended = (desk: Desk) => desk.plan(['keyed'], 'alias/app');
const kept = (desk: Desk) => desk.plan(['kept'], 'alias/bare');

/** Everything that plans are made from, each found changed. */
const changes: readonly Change[] = [
  {
    what: 'the key of the trail, for which a key would be created',
    plan: newKey,
    happens: ({ emulator }) => emulator.events.setTrailKey('audit', 'alias/narrow'),
    told: /^The trail audit was changed in the meantime, from SSE-S3 to key\/.+\. Check it before you start again\.$/,
    script:
      /^The trail audit was changed since this script was created\.\nIts ARN, log bucket and KMS key were:\narn:\S+:trail\/audit plain-logs None\nThey are now:\narn:\S+:trail\/audit\tplain-logs\tarn:\S+\nNothing was changed\. Create the script again\.$/m,
  },
  {
    what: 'the key of the second of two trails',
    plan: desk => desk.plan(['audit', 'far'], {}),
    happens: ({ emulator }) => emulator.events.setTrailKey('far', 'alias/narrow'),
    told: /^The trail far was changed in the meantime, from SSE-S3 to key\//,
    script: /^The trail far was changed since this script was created\.$/m,
  },
  {
    what: 'the bucket of the trail, for which a key would be created',
    plan: newKey,
    happens: ({ emulator }) => emulator.events.setTrailBucket('audit', 'keyed-logs'),
    told: /^The log bucket of the trail audit was changed in the meantime, from plain-logs to keyed-logs\./,
    script: /trail\/audit plain-logs None\nThey are now:\narn:\S+:trail\/audit\tkeyed-logs\tNone$/m,
  },
  {
    what: 'the bucket of the trail, for which nothing but the trail would be written',
    plan: desk => desk.plan(['audit'], 'alias/ready'),
    happens: ({ emulator }) => emulator.events.setTrailBucket('audit', 'keyed-logs'),
    told: /^The log bucket of the trail audit was changed in the meantime/,
    script: /^The trail audit was changed since this script was created\.$/m,
  },
  {
    what: 'the trail, which is gone',
    plan: newKey,
    happens: ({ emulator }) => emulator.events.deleteTrail('audit'),
    told: /^The trail audit no longer exists\.$/,
    script: /^The trail audit could not be read\.$/m,
  },
  {
    what: 'the alias, which is taken',
    plan: newKey,
    happens: ({ emulator }) => emulator.events.nameKey('alias/ready', 'alias/new'),
    told: /^alias\/new is the alias of another key\./,
    script: /^alias\/new is already in use\.$/m,
  },
  {
    what: 'the key of the trail, for which a policy would be extended',
    plan: extended,
    happens: ({ emulator }) => emulator.events.setTrailKey('keyed', 'alias/narrow'),
    told: /^The trail keyed was changed in the meantime, from SSE-S3 to key\//,
    script: /^The trail keyed was changed since this script was created\.$/m,
  },
  {
    what: 'the key of the trail, whose own policy would be extended',
    plan: kept,
    happens: ({ emulator }) => emulator.events.setTrailKey('kept', null),
    told: /^The trail kept was changed in the meantime, from key\/.+ to SSE-S3\./,
    script: /trail\/kept plain-logs arn:\S+\nThey are now:\narn:\S+:trail\/kept\tplain-logs\tNone$/m,
  },
  {
    what: 'the policy that would be extended',
    plan: extended,
    happens: ({ emulator }) => {
      const { policy } = emulator.world.theKey('alias/app');
      emulator.events.setKeyPolicy('alias/app', policy.replace('"kms:*"', '["kms:*", "kms:Get*"]'));
    },
    told: /^The policy of key\/.+ was changed in the meantime, in these statements: Enable IAM User Permissions\. It was left unchanged\.$/,
    script: /^The key policy was changed since this script was created\. It is now:\n\{.*kms:Get\*/m,
  },
  {
    what: 'the state of the key whose policy would be extended: disabled',
    plan: extended,
    happens: ({ emulator }) => emulator.events.disableKey('alias/app'),
    told: /^The state of key\/.+ was changed in the meantime, from Enabled to Disabled\./,
    script: /^The state of the key was changed .+ It was Enabled, and is now:\narn:\S+\tDisabled$/m,
  },
  {
    what: 'the state of the key whose policy would be extended: pending deletion',
    plan: extended,
    happens: ({ emulator }) => emulator.events.scheduleKeyDeletion('alias/app'),
    told: /^The state of key\/.+ was changed in the meantime, from Enabled to PendingDeletion\./,
    script: /^The state of the key was changed .+ It was Enabled, and is now:\narn:\S+\tPendingDeletion$/m,
  },
  {
    what: 'the key of a trail that goes back',
    plan: async desk => {
      await desk.run(await desk.plan(['audit'], 'alias/ready'));
      return desk.undo();
    },
    happens: ({ emulator }) => emulator.events.setTrailKey('audit', 'alias/narrow'),
    told: /^The trail audit was changed in the meantime, from key\/.+ to key\//,
    script: /^The trail audit was changed since this script was created\.$/m,
  },
  {
    what: 'the state of a key that would be enabled',
    plan: desk => desk.repair('enable-key', 'dark'),
    happens: ({ emulator }) => emulator.events.scheduleKeyDeletion('alias/off'),
    told: /^The state of key\/.+ was changed in the meantime, from Disabled to PendingDeletion\./,
    script: /It was Disabled, and is now:\narn:\S+\tPendingDeletion$/m,
  },
  {
    what: 'the key that would be saved from deletion, which is gone',
    plan: desk => desk.repair('cancel-deletion', 'last'),
    happens: ({ emulator }) => emulator.events.deleteKey('alias/going'),
    told: /^key\/.+ no longer exists\.$/,
    script: /^The key could not be read\.$/m,
  },
  {
    what: 'the trail that would log again, which is gone',
    plan: desk => desk.repair('start-logging', 'still'),
    happens: ({ emulator }) => emulator.events.deleteTrail('still'),
    told: /^The trail still no longer exists\.$/,
    script: /^Whether the trail still logs could not be read\.$/m,
  },
];

describe('What somebody else changed between review and confirmation', () => {
  const commands = shells.length > 0 ? new Shell() : undefined;
  after(() => commands?.dispose());

  for (const { what, plan, happens, told, script } of changes) {
    it(`stops the run and the script with nothing written: ${what}`, async () => {
      const desk = await Desk.open();
      try {
        const reviewed = await plan(desk);
        happens(desk);
        const before = desk.state();
        desk.emulator.calls.clear();
        const { ended, failure } = await desk.run({ ...reviewed, id: 'again' });
        assert.equal(ended, 'failed');
        assert.match(failure ? inEnglish(failureInFull(failure, named)) : '', told);
        assert.deepEqual(writesOf(desk), []);
        if (commands) {
          const aws = new AwsCommand(desk.emulator.url, keyId);
          const { status, output } = await commands.run('sh', cliOf(reviewed), call => aws.run(call));
          aws.dispose();
          assert.equal(status, 1, output);
          assert.match(output, script);
          assert.deepEqual(writesOf(desk), [], output);
        }
        assert.deepEqual(desk.state(), before);
      } finally {
        await desk.close();
      }
    });
  }
});

function named(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function writesOf({ emulator }: Desk): string[] {
  return emulator.calls
    .list()
    .map(({ operation }) => operation)
    .filter(name => !/^(?:Get|List|Describe)/.test(name));
}
