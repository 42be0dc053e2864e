import assert from 'node:assert/strict';
import { cliOf, type Plan } from '../../../src/core/remediation/index.ts';
import type { Fault } from '../../emulator/index.ts';
import { AwsCommand } from './awsCommand.ts';
import { type Ended, Shell, shells } from './shell.ts';
import { Desk, failedAtTrail, keyId, situations } from './situations.ts';

// Windows has no POSIX shell.
if (shells.length > 0) {
  describe('A script', () => {
    let commands: Shell;
    let desk: Desk;
    before(() => {
      commands = new Shell();
    });
    beforeEach(async () => {
      desk = await Desk.open();
    });
    afterEach(() => desk.close());
    after(() => commands.dispose());

    for (const { name, plan } of situations) {
      for (const shell of shells) {
        it(`leaves the account as the run does, in ${shell}: ${name}`, async () => {
          const other = await Desk.open();
          try {
            const result = await other.run(await plan(other));
            const { status, output, waited } = await run(await plan(desk), shell);
            assert.deepEqual(desk.state(), other.state(), output);
            assert.equal(status, result.steps.some(({ state }) => state === 'left') ? 1 : 0, output);
            assert.equal(waited, 0);
          } finally {
            await other.close();
          }
        });
      }
    }

    for (const shell of shells) {
      it(`takes a policy and a profile with every character that a shell minds, in ${shell}`, async () => {
        const { policy } = desk.emulator.world.theKey('alias/app');
        const odd = 'it\'s `$HOME` \\\\ \\"$(id)\\" ! \u00fc\u00a0* ;\\n';
        desk.emulator.events.setKeyPolicy(
          'alias/app',
          policy.replace('Enable IAM User Permissions', () => odd),
        );
        const profile = "o'brien $prod";
        const { status, output, calls } = await run(
          { ...(await desk.plan(['audit'], 'alias/app')), profile },
          shell,
        );
        assert.equal(status, 0, output);
        assert.match(desk.emulator.world.theKey('alias/app').policy, /"it's `\$HOME`[\s\S]*CloudTrail/);
        for (const { words } of calls) {
          assert.equal(words[words.indexOf('--profile') + 1], profile);
        }
      });
    }

    for (const shell of shells) {
      it(`takes the ARN of a key for text, whoever answered with it, in ${shell}`, async () => {
        await desk.run(await desk.plan(['keyed'], 'alias/app'));
        const undo = await desk.undo();
        const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/$(id)\`id\`"`;
        const steps = undo.steps.flatMap(step =>
          step.kind === 'restore-policy' ? [{ ...step, keyArn }] : [],
        );
        const { output, calls } = await run({ ...undo, steps }, shell);
        assert.doesNotMatch(output, /uid=/);
        const asked = calls.flatMap(({ words }) => words).filter(word => word.startsWith('trailList'));
        assert.ok(asked.length > 0 && asked.every(word => word.includes(keyArn)), asked.join('\n'));
      });
    }

    it('has the AWS CLI read no file that an answer names in place of a key', async () => {
      const address = 'file://credentials';
      const { steps, ...rest } = await desk.plan(['keyed'], 'alias/ready');
      const [trailArn = ''] = steps.flatMap(step => (step.kind === 'update-trail' ? [step.trailArn] : []));
      const undo = [
        { kind: 'try-update', trailArn, keyArn: address },
        { kind: 'update-trail', trailArn, to: { kind: 'key', arn: address } },
      ] as const;
      const given: string[] = [];
      for (const step of undo) {
        const { status, output, calls } = await run({ ...rest, steps: [step] });
        assert.ok(status === 1 || step.kind === 'try-update', output);
        given.push(...calls.flatMap(({ words }) => words));
      }
      const plan = await desk.plan(['audit'], { alias: 'alias/new' });
      const body = JSON.stringify({ Keys: [{ KeyId: 'a', KeyArn: address }] });
      const fails = { kind: 'other answer', status: 200, body, takesEffect: 'never' } as const;
      const { status, output, calls } = await during({ operation: 'ListKeys', fails }, plan);
      assert.equal(status, 2, output);
      assert.match(output, /^Not every key could be read/m);
      given.push(...calls.flatMap(({ words }) => words));
      assert.ok(given.includes(` ${address}`), 'the text is sent, and refused');
      assert.deepEqual(
        given.filter(word => word.startsWith('file:')),
        [],
      );
    });

    it('starts no word with what zsh takes for the path of a command', async () => {
      const plan = { ...(await desk.plan(['audit'], 'alias/ready')), profile: '=ls' };
      assert.match(cliOf(plan), / --profile '=ls' /);
      assert.doesNotMatch(cliOf(plan), / =\S/);
    });

    const surprises: readonly {
      readonly name: string;
      readonly plan: () => Promise<Plan>;
      readonly happens?: () => void;
      readonly says: RegExp;
    }[] = [
      {
        name: 'the alias is taken',
        plan: () => desk.plan(['audit'], { alias: 'alias/ready' }),
        says: /^alias\/ready is already in use\.$/m,
      },
      {
        name: 'the key policy was changed',
        plan: () => desk.plan(['audit'], 'alias/app'),
        happens: () => addId('alias/app'),
        says: /^The key policy was changed since this script was created\. It is now:$/m,
      },
      {
        name: 'the trail has another key',
        plan: () => desk.plan(['audit'], 'alias/ready'),
        happens: () => desk.emulator.events.setTrailKey('audit', 'alias/narrow'),
        says: /^The trail audit was changed since this script was created\.\n[\s\S]*key\//m,
      },
      {
        name: 'the trail is gone',
        plan: () => desk.plan(['audit'], 'alias/ready'),
        happens: () => desk.emulator.events.deleteTrail('audit'),
        says: /\(TrailNotFoundException\)[\s\S]*^The trail audit could not be read\.$/m,
      },
      {
        name: 'the credentials are of another account',
        plan: async () => ({ ...(await desk.plan(['audit'], 'alias/ready')), account: '999999999999' }),
        says: /^This script is for account 999999999999\. These credentials are of account 111122223333\.$/m,
      },
      {
        name: 'a trail in another Region delivers under the key that is to be deleted',
        plan: async () => {
          await failedAtTrail(desk);
          return desk.undo(true);
        },
        happens: () => desk.emulator.events.setTrailKey('far', 'alias/new'),
        says: /^A trail uses the KMS key, so the key is left unchanged:\n.*trail\/far/m,
      },
      {
        name: 'the policy of the key that is to be deleted was changed',
        plan: async () => {
          await failedAtTrail(desk);
          return desk.undo(true);
        },
        happens: () => addId('alias/new'),
        says: /^The key policy was changed since this script was created, so the key is left unchanged\.$/m,
      },
    ];
    for (const { name, plan, happens, says } of surprises) {
      it(`writes nothing and says why where ${name}`, async () => {
        const made = await plan();
        happens?.();
        const before = desk.state();
        desk.emulator.calls.clear();
        const { status, output } = await run(made);
        assert.equal(status, 1, output);
        assert.match(output, says);
        assert.deepEqual(desk.state(), before);
        assert.deepEqual(writesOf(desk), []);
      });
    }

    for (const kind of ['denied', 'throttled', 'dropped', 'garbage'] as const) {
      it(`keeps the key where GetTrail is ${kind} before its deletion`, async () => {
        await failedAtTrail(desk);
        const { steps, ...rest } = await desk.undo(true);
        // Without the Regions, in which it would be found that the trail uses the key before the trail itself is read.
        const plan = {
          ...rest,
          steps: steps.map(step => ('regions' in step ? { ...step, regions: [] } : step)),
        };
        desk.emulator.events.setTrailKey('audit', 'alias/new');
        const { status, output } = await during({ operation: 'GetTrail', fails: { kind } }, plan);
        assert.ok(status, output);
        assert.match(output, /^The trail audit could not be read\.$/m);
        assert.equal(desk.emulator.world.theKey('alias/new').state, 'Enabled');
      });

      it(`keeps the key where DescribeTrails is ${kind} before its deletion`, async () => {
        await failedAtTrail(desk);
        const plan = await desk.undo(true);
        desk.emulator.events.setTrailKey('audit', 'alias/new');
        const { status, output } = await during({ operation: 'DescribeTrails', fails: { kind } }, plan);
        assert.ok(status, output);
        assert.match(output, /^The trails in eu-west-1 could not be read\.$/m);
        assert.equal(desk.emulator.world.theKey('alias/new').state, 'Enabled');
      });

      it(`keeps the policy where the last GetTrail is ${kind}`, async () => {
        await desk.run(await desk.plan(['keyed'], 'alias/app'));
        const plan = await desk.undo();
        const { policy } = desk.emulator.world.theKey('alias/app');
        const { status, output } = await during({ operation: 'GetTrail', after: 2, fails: { kind } }, plan);
        assert.ok(status, output);
        assert.match(output, /^The trail keyed could not be read\.$/m);
        assert.equal(desk.emulator.world.theKey('alias/app').policy, policy);
      });

      it(`makes no key where ListAliases is ${kind}`, async () => {
        const plan = await desk.plan(['audit'], { alias: 'alias/ready' });
        desk.emulator.calls.clear();
        const { status, output } = await during({ operation: 'ListAliases', fails: { kind } }, plan);
        assert.ok(status, output);
        assert.match(output, /^Not every key could be read, so it is not known whether an earlier run/m);
        assert.deepEqual(writesOf(desk), []);
      });

      it(`says that the trail could not be read where GetTrail is ${kind}`, async () => {
        const plan = await desk.plan(['audit'], 'alias/ready');
        desk.emulator.calls.clear();
        const { status, output } = await during({ operation: 'GetTrail', fails: { kind } }, plan);
        assert.ok(status, output);
        assert.match(output, /^The trail audit could not be read\.$/m);
        assert.deepEqual(writesOf(desk), []);
      });
    }

    it('sends UpdateTrail once where it is refused', async () => {
      const plan = await desk.plan(['keyed'], 'alias/app');
      desk.emulator.calls.clear();
      const { status, output, waited } = await during(
        { operation: 'UpdateTrail', fails: { kind: 'denied' } },
        plan,
      );
      assert.equal(status, 1, output);
      assert.match(output, /\(AccessDeniedException\)[\s\S]*^AWS refused this step\.$/m);
      assert.deepEqual(writesOf(desk), ['PutKeyPolicy', 'UpdateTrail']);
      assert.equal(waited, 0);
    });

    it('asks once whether the account may change the trail, and makes no key where it may not', async () => {
      const { steps, ...plan } = await desk.plan(['audit'], {});
      const { arn } = desk.emulator.world.theTrail('audit');
      const asking: Plan = { ...plan, steps: [{ kind: 'try-update', trailArn: arn }, ...steps] };
      for (const [fails, status] of [
        [{ kind: 'error', code: 'NotOrganizationMasterAccountException' }, 1],
        [{ kind: 'denied' }, 1],
        [{ kind: 'throttled' }, 1],
        [{ kind: 'dropped' }, 2],
      ] as const) {
        desk.emulator.calls.clear();
        const ended = await during({ operation: 'UpdateTrail', fails }, asking);
        assert.equal(ended.status, status, ended.output);
        assert.deepEqual(writesOf(desk), ['UpdateTrail'], ended.output);
      }
      // About the key that the trail has: the account may change the trail.
      const key = { kind: 'error', code: 'KmsKeyDisabledException' } as const;
      const ended = await during({ operation: 'UpdateTrail', times: 1, fails: key }, asking);
      assert.equal(ended.status, 0, ended.output);
    });

    it('reads the trail again before each try under a new key', async () => {
      const plan = await desk.plan(['audit'], {});
      desk.emulator.settings.newKeySeenAfter = 3;
      desk.emulator.calls.clear();
      const { status, output, waited } = await run(plan);
      assert.equal(status, 0, output);
      const trailCalls = desk.emulator.calls
        .list({ service: 'cloudtrail' })
        .map(({ operation }) => operation);
      const tries = Array(4).fill(['GetTrail', 'UpdateTrail']).flat();
      assert.deepEqual(trailCalls, ['GetTrail', ...tries, 'GetTrail']);
      assert.equal(waited, 2 + 4 + 8);
    });

    it('stops where somebody gives the trail another key between two tries', async () => {
      const plan = await desk.plan(['audit'], {});
      desk.emulator.settings.newKeySeenAfter = 99;
      const aws = new AwsCommand(desk.emulator.url, keyId);
      const { status, output } = await commands.run('sh', cliOf(plan), async call => {
        const answer = await aws.run(call);
        if (call.words.includes('update-trail')) desk.emulator.events.setTrailKey('audit', 'alias/narrow');
        return answer;
      });
      aws.dispose();
      assert.equal(status, 1, output);
      assert.match(output, /^The trail audit was changed since this script was created\./m);
      assert.equal(desk.emulator.calls.count({ operation: 'UpdateTrail' }), 1);
    });

    it('gives up a key that CloudTrail does not find, in the time that the run takes', async () => {
      const plan = await desk.plan(['audit'], {});
      desk.emulator.settings.newKeySeenAfter = 99;
      const { status, output, waited } = await run(plan);
      assert.equal(status, 1, output);
      assert.equal(waited, 84);
      assert.match(
        output,
        /^The KMS key arn:.* was created\. To go on with it, run this script again before the key gets an alias other than alias\/new\. If no trail uses it, schedule its deletion with:\naws kms schedule-key-deletion .* --key-id arn:/m,
      );
    });

    it('finds the key of a CreateKey whose answer was lost, and goes on', async () => {
      const plan = await desk.plan(['audit'], {});
      const { status, output } = await during(
        { operation: 'CreateKey', fails: { kind: 'answer lost' } },
        plan,
      );
      assert.equal(status, 0, output);
      assert.equal(desk.emulator.calls.count({ operation: 'CreateKey' }), 1);
      assert.match(output, /^The key is arn:/m);
    });

    it('says by what a key can be found that may appear later', async () => {
      const plan = await desk.plan(['audit'], {});
      const { status, output } = await during({ operation: 'CreateKey', fails: { kind: 'dropped' } }, plan);
      assert.equal(status, 2, output);
      assert.equal(desk.emulator.calls.count({ operation: 'CreateKey' }), 1);
      assert.match(
        output,
        /one may appear later\. Its description would be: Log files of CloudTrail: audit \(plan-1\)$/m,
      );
    });

    it('goes on with the other trails where one is refused', async () => {
      const plan = await desk.plan(['audit', 'far'], 'alias/ready');
      const { status, output } = await during(
        { operation: 'UpdateTrail', region: 'eu-west-1', fails: { kind: 'denied' } },
        plan,
      );
      assert.equal(status, 1, output);
      const { world } = desk.emulator;
      assert.equal(world.theTrail('audit').kmsKeyId, undefined);
      assert.equal(world.theTrail('far').kmsKeyId, world.theKey('alias/ready').arn);
    });

    it('keeps the key where a Region refuses the credentials, as it does with tokens of the global endpoint', async () => {
      await failedAtTrail(desk);
      const plan = await desk.undo(true, ['eu-west-1', 'ap-east-1']);
      const { status, output } = await run(plan);
      assert.equal(status, 1, output);
      assert.match(
        output,
        /UnrecognizedClientException[\s\S]*^The trails in ap-east-1 could not be read\.$/m,
      );
      assert.equal(desk.emulator.world.theKey('alias/new').state, 'Enabled');
    });

    it('finds nothing to do where all is done already', async () => {
      const plan = await desk.plan(['keyed'], 'alias/app');
      assert.equal((await run(plan)).status, 0);
      desk.emulator.calls.clear();
      const { status, output } = await run(plan);
      assert.equal(status, 0, output);
      assert.deepEqual(writesOf(desk), []);
    });

    for (const [where, fault, change] of [
      ['before the alias', { operation: 'CreateAlias' }, undefined],
      ['before the rotation', { operation: 'EnableKeyRotation' }, undefined],
      ['before the first trail', { operation: 'UpdateTrail' }, undefined],
      ['before the second trail', { operation: 'UpdateTrail', region: 'us-east-1' }, undefined],
      [
        'before the first trail, and somebody gave the key another alias',
        { operation: 'UpdateTrail' },
        'alias/0',
      ],
    ] as const) {
      it(`goes on with its key when it is run again, interrupted ${where}`, async () => {
        const plan = await desk.plan(['audit', 'far'], {});
        const former = desk.keys().length;
        const first = await during({ ...fault, fails: { kind: 'denied' } }, plan);
        assert.equal(first.status, 1, first.output);
        assert.match(
          first.output,
          /was created\. To go on with it, run this script again before the key gets an alias other than alias\/new\./,
        );
        const arn = desk.keys().at(-1)?.arn ?? '';
        if (change) desk.emulator.events.nameKey(arn, change);
        const { status, output } = await run(plan);
        assert.equal(status, 0, output);
        assert.match(output, new RegExp(`^Go on with the key ${arn}\\.$`, 'm'));
        assert.equal(desk.keys().length, former + 1);
        assert.deepEqual(
          ['audit', 'far'].map(name => desk.emulator.world.theTrail(name).kmsKeyId),
          [arn, arn],
        );
        desk.emulator.calls.clear();
        assert.equal((await run(plan)).status, 0);
        assert.deepEqual(writesOf(desk), ['EnableKeyRotation']);
      });
    }

    it('puts no trail under its key when it is run again, once the policy is another than that of the plan', async () => {
      const plan = await desk.plan(['audit', 'far'], {});
      await during({ operation: 'UpdateTrail', region: 'us-east-1', fails: { kind: 'denied' } }, plan);
      addId(desk.keys().at(-1)?.arn ?? '');
      desk.emulator.calls.clear();
      const { status, output } = await run(plan);
      assert.equal(status, 1, output);
      assert.match(output, /^The key policy was changed since this script was created\. It is now:\n\{/m);
      // It may be anybody's.
      assert.doesNotMatch(output, /schedule its deletion|run this script again/);
      assert.deepEqual(writesOf(desk), []);
    });

    it('does not go on with a key that is to be deleted, also while it waits for its replicas', async () => {
      const plan = await desk.plan(['audit'], { multiRegion: true });
      await during({ operation: 'CreateAlias', fails: { kind: 'denied' } }, plan);
      const first = desk.keys().at(-1)?.arn ?? '';
      desk.emulator.events.scheduleKeyDeletion(first);
      desk.emulator.world.theKey(first).state = 'PendingReplicaDeletion';
      const { status, output } = await run(plan);
      assert.equal(status, 0, output);
      assert.notEqual(desk.keys().at(-1)?.arn, first);
    });

    it('asks KMS about keys alone that may be its own', async () => {
      const plan = await desk.plan(['audit'], {});
      desk.emulator.calls.clear();
      assert.equal((await run(plan)).status, 0);
      assert.equal(
        desk.emulator.calls.count({ operation: 'DescribeKey' }),
        0,
        'every other key has an alias',
      );
    });

    it('creates no key where it may not know of an earlier one, unless a person says that there is none', async () => {
      const plan = await desk.plan(['audit'], {});
      desk.emulator.calls.clear();
      const off = desk.emulator.faults.add({ operation: 'ListKeys', fails: { kind: 'denied' } });
      const { status, output } = await run(plan);
      assert.equal(status, 2, output);
      assert.match(
        output,
        /Allow kms:ListKeys, kms:ListAliases and kms:DescribeKey\. If this script never ran before, delete its line/,
      );
      assert.deepEqual(writesOf(desk), []);
      const script = cliOf(plan);
      const rest = script.split('\n').filter(line => !line.startsWith('look_for_key '));
      const ended = await runText(rest.join('\n'));
      assert.equal(ended.status, 0, ended.output);
      off();
    });

    /** Somebody gives the policy an `Id`, which changes nothing but its text. */
    function addId(key: string): void {
      const { policy } = desk.emulator.world.theKey(key);
      desk.emulator.events.setKeyPolicy(key, policy.replace('"Version"', '"Id": "mine", "Version"'));
    }

    function run(plan: Plan, shell = 'sh'): Promise<Ended> {
      return runText(cliOf(plan), shell);
    }

    async function runText(script: string, shell = 'sh'): Promise<Ended> {
      const aws = new AwsCommand(desk.emulator.url, keyId);
      try {
        return await commands.run(shell, script, call => aws.run(call));
      } finally {
        aws.dispose();
      }
    }

    function during(fault: Fault, plan: Plan): Promise<Ended> {
      return desk.during(fault, () => run(plan));
    }
  });
}

function writesOf({ emulator }: Desk): string[] {
  return emulator.calls
    .list()
    .map(({ operation }) => operation)
    .filter(name => /^(?:Create|Put|Update|Enable|Schedule)/.test(name));
}
