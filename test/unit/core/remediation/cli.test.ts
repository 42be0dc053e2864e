import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { quote } from '../../../../src/core/remediation/cli/words.ts';
import { cliOf, type Plan, runPlan } from '../../../../src/core/remediation/index.ts';
import { planFor, planNewKey } from './plans.ts';
import {
  account,
  accountPolicy,
  formerKeyArn,
  keyArn,
  metadataOf,
  never,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

/**
 * An `aws` that answers from a file of its own and applies what it is told to it: the commands go through a
 * real shell, so that quoting, variables and conditions are proved and not merely read.
 */
const fakeAws = `#!${process.execPath}
const fs = require('node:fs');
const file = process.env.WORLD;
const world = JSON.parse(fs.readFileSync(file, 'utf8'));
const [service, call, ...rest] = process.argv.slice(2);
const options = {};
for (let at = 0; at < rest.length; at++) {
  const name = rest[at];
  options[name] = at + 1 < rest.length && !rest[at + 1].startsWith('--') ? rest[++at] : true;
}
world.calls.push([service + ' ' + call, options['--region'], options['--profile'] ?? null]);
const answers = {
  'get-caller-identity': () => world.account,
  'list-aliases': () => Object.keys(world.aliases).filter(name => options['--query'].includes("=='" + name + "'")).join('\\t'),
  'create-key': () => {
    const arn = 'arn:aws:kms:' + options['--region'] + ':' + world.account + ':key/made-' + Object.keys(world.keys).length;
    world.keys[arn] = { policy: options['--policy'], rotation: false, description: options['--description'], once: process.env.AWS_MAX_ATTEMPTS };
    return arn;
  },
  'create-alias': () => void (world.aliases[options['--alias-name']] = options['--target-key-id']),
  'enable-key-rotation': () => void (world.keys[options['--key-id']].rotation = true),
  'get-key-policy': () => world.keys[options['--key-id']].policy,
  'put-key-policy': () => void (world.keys[options['--key-id']].policy = options['--policy']),
  'get-trail': () => world.trails[options['--name']] || 'None',
  'update-trail': () => void (world.trails[options['--name']] = options['--kms-key-id']),
  'schedule-key-deletion': () => void (world.keys[options['--key-id']].deleted = options['--pending-window-in-days']),
};
const answer = answers[call]();
fs.writeFileSync(file, JSON.stringify(world));
if (answer) console.log(answer);
`;

const shellUnit = fc.oneof(
  fc.constantFrom("'", '"', '$', '`', '\\', '\n', '!', '*', ' ', ';', '&', '~', '(', '%', '-'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

interface Told {
  readonly account: string;
  readonly trails: Record<string, string>;
  readonly keys: Record<string, { policy: string; rotation: boolean; description?: string; once?: string }>;
  readonly aliases: Record<string, string>;
  readonly calls: readonly (readonly [string, string, string | null])[];
}

describe('a plan as AWS CLI commands', () => {
  it('leaves --profile out for the credentials of the environment', () => {
    assert.doesNotMatch(cliOf(planFor(new World(), { profile: '[environment]' })), /--profile/);
  });
});

// Windows has no POSIX shell.
if (process.platform !== 'win32') {
  describe('a plan as AWS CLI commands, in a shell', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'cli-'));
      writeFileSync(join(folder, 'aws'), fakeAws.replace('const fs', "'use strict';\nconst fs"));
      chmodSync(join(folder, 'aws'), 0o755);
    });
    after(() => rmSync(folder, { recursive: true }));

    const plans: readonly (readonly [string, (world: World) => Plan])[] = [
      ['a new key', world => planNewKey(world, { multiRegion: true, readers: [{ kind: 'account' }] })],
      ['statements added', world => planFor(world)],
      [
        'a policy with every character that a shell minds',
        world => {
          const policy = accountPolicy.replace('Root', 'it\'s `$HOME` \\\\ \\"$(id)\\" ! ü\u00a0* ;');
          world.keys.set(keyArn, { metadata: metadataOf(keyArn), policy, rotation: true });
          return planFor(world, { profile: "o'brien prod" });
        },
      ],
      [
        'a former key replaced',
        world => {
          world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
          return planFor(world);
        },
      ],
      [
        'everything taken back',
        world => {
          const plan = planFor(world);
          const [add, update] = plan.steps;
          assert.ok(add?.kind === 'add-statements' && update?.kind === 'update-trail');
          world.trails.set(trailArn, trailNamed(trailArn, keyArn));
          world.keys.set(keyArn, { metadata: metadataOf(keyArn), policy: add.after, rotation: true });
          const to = { kind: 'none' } as const;
          const trailArns = [trailArn];
          return {
            ...plan,
            purpose: 'restore',
            steps: [
              { kind: 'update-trail', trailArn, from: keyArn, to },
              { kind: 'confirm', trailArn, to },
              {
                kind: 'restore-policy',
                keyArn,
                before: add.after,
                after: add.before,
                trailArns,
                formerUsers: [],
                regions: [],
              },
            ],
          };
        },
      ],
      [
        'SSE-S3 restored',
        world => {
          world.trails.set(trailArn, trailNamed(trailArn, keyArn));
          const to = { kind: 'none' } as const;
          return {
            ...planFor(world, {
              key: { kind: 'new', alias: 'x', rotation: false, multiRegion: false },
            }),
            purpose: 'restore',
            steps: [
              { kind: 'update-trail', trailArn, from: keyArn, to },
              { kind: 'confirm', trailArn, to },
            ],
          };
        },
      ],
    ];
    for (const [name, planOf] of plans) {
      it(`leaves the account as the run does: ${name}`, async () => {
        const world = new World();
        const plan = planOf(world);
        const { told, status, stderr } = shell(plan, world);
        assert.equal(status, 0, stderr);
        const { storage, clock } = world;
        const result = await runPlan(
          plan,
          { account: world.account, storage, clock, window: 'w' },
          { signal: never },
        );
        assert.equal(result.ended, 'done');
        const { trails, keys } = world.state();
        assert.deepEqual(
          Object.fromEntries(Object.entries(told.trails).map(([arn, key]) => [arn, key || 'SSE-S3'])),
          trails,
        );
        assert.deepEqual(
          Object.entries(told.keys).map(([arn, key]) => [arn, JSON.parse(key.policy), key.rotation]),
          keys.map(key => [key.arn, key.policy, key.rotation]),
        );
        assert.deepEqual(told.aliases, Object.fromEntries(world.aliases));
        assert.ok(
          told.calls.every(([, region, profile]) => region === 'eu-west-1' && profile === plan.profile),
        );
        const made = Object.values(told.keys).filter(key => key.description);
        assert.ok(
          made.every(key => key.once === '1'),
          'CreateKey must be sent once',
        );
      });
    }

    const surprises: readonly (readonly [string, (world: World) => Plan, (world: World) => void, RegExp])[] =
      [
        [
          'the alias is taken',
          world => planNewKey(world),
          world => world.aliases.set('alias/cloudtrail', keyArn),
          /is taken/,
        ],
        [
          'the policy has changed',
          world => planFor(world),
          world => world.keys.set(keyArn, { metadata: metadataOf(keyArn), policy: '{}', rotation: true }),
          /policy has changed/,
        ],
        [
          'the trail has another key',
          world => planNewKey(world),
          world => world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn)),
          /another key/,
        ],
        [
          'a trail still delivers under the key',
          world => ({
            ...planFor(world),
            purpose: 'restore',
            steps: [
              {
                kind: 'restore-policy',
                keyArn,
                before: accountPolicy,
                after: accountPolicy,
                trailArns: [trailArn],
                formerUsers: [],
                regions: [],
              },
              {
                kind: 'schedule-deletion',
                key: { kind: 'key', arn: keyArn },
                days: 30,
                policy: accountPolicy,
                trailArns: [trailArn],
                regions: [],
              },
            ],
          }),
          world => world.trails.set(trailArn, trailNamed(trailArn, keyArn)),
          /A trail delivers under the key/,
        ],
        [
          'the account is another',
          world => ({ ...planFor(world), account: '999999999999' }),
          () => {},
          /not account 999/,
        ],
      ];
    for (const [name, planOf, surprise, message] of surprises) {
      it(`stops before the write where ${name}`, () => {
        const world = new World();
        const plan = planOf(world);
        surprise(world);
        const { told, status, stderr } = shell(plan, world);
        assert.equal(status, 1);
        assert.match(stderr, message);
        assert.ok(!told.calls.some(([call]) => call === 'cloudtrail update-trail'));
        assert.ok(!told.calls.some(([call]) => call === 'kms put-key-policy'));
      });
    }

    it('quotes any word for any POSIX shell', () => {
      fc.assert(
        fc.property(fc.string({ unit: shellUnit }), word => {
          const printed = execFileSync('sh', ['-c', `printf '%s.' ${quote(word)}`], { encoding: 'utf8' });
          assert.equal(printed, `${word}.`);
        }),
        { numRuns: 60 },
      );
    });

    function shell(plan: Plan, world: World): { told: Told; status: number | null; stderr: string } {
      const file = join(folder, 'world.json');
      const { trails, keys } = world.state();
      const told: Told = {
        account,
        trails: Object.fromEntries(
          Object.entries(trails).map(([arn, key]) => [arn, key === 'SSE-S3' ? '' : key]),
        ),
        keys: Object.fromEntries(
          [...world.keys].map(([arn, { policy, rotation }]) => [arn, { policy, rotation }]),
        ),
        aliases: Object.fromEntries(world.aliases),
        calls: [],
      };
      assert.equal(keys.length, world.keys.size);
      writeFileSync(file, JSON.stringify(told));
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, WORLD: file };
      const { status, stderr } = spawnSync('sh', [], { input: cliOf(plan), env, encoding: 'utf8' });
      return { told: JSON.parse(readFileSync(file, 'utf8')), status, stderr };
    }
  });
}
