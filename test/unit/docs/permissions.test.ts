import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionOf } from '../../../src/aws/problems.ts';
import { iamNeedsOfPlan } from '../../../src/core/remediation/index.ts';
import { planFor, planNewKey } from '../core/remediation/plans.ts';
import { World } from '../core/remediation/world.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/permissions.md'), 'utf8');

interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** The policies of the page, by the heading above each. */
const policies = new Map(
  [...page.matchAll(/^## ([^\n]*)\n[^#]*?```json\n(.*?)```/gms)].map(([, heading = '', text = '']) => [
    heading,
    JSON.parse(text) as Policy,
  ]),
);

const actionsIn = ({ Statement }: Policy) => Statement.flatMap(({ Action }) => Action);
const isRead = (action: string) => /:(?:Describe|Get|List|Select)/.test(action);

describe('the page about permissions', () => {
  it('has every action that the source calls, and no other', () => {
    const documented = [...policies.values()].flatMap(actionsIn);
    assert.deepEqual([...new Set(documented)].sort(), calledActions());
    assert.equal(new Set(documented).size, documented.length, 'an action stands in two policies');
  });

  it('has policies that AWS takes, and lets whoever reads do nothing else', () => {
    assert.deepEqual(
      [...policies.keys()],
      [
        'To read',
        'To enable SSE-KMS, and to undo it',
        'To put a trail back to work, and to undo it',
        'Whole organizations',
      ],
    );
    for (const [heading, policy] of policies) {
      assert.equal(policy.Version, '2012-10-17');
      const actions = actionsIn(policy);
      assert.equal(actions.every(isRead), /^(?:To read|Whole)/.test(heading), heading);
      assert.equal(actions.some(isRead), /^(?:To read|Whole)/.test(heading), heading);
      for (const { Effect, Action, Resource } of policy.Statement) {
        assert.equal(Effect, 'Allow');
        // What changes something is bound to the resources of an account, but for CreateKey, which knows none.
        const isBound = [Resource].flat().every(one => /^arn:aws:(?:cloudtrail|kms):\*:\d{12}:/.test(one));
        assert.equal(isBound, ![Action].flat().some(one => isRead(one) || one === 'kms:CreateKey'), heading);
      }
    }
  });

  it('allows what the review says a plan needs', () => {
    const world = new World();
    const plans = [planFor(world), planNewKey(world), planNewKey(world, { multiRegion: true })];
    const needed = new Set(plans.flatMap(iamNeedsOfPlan).map(({ action }) => action));
    const allowed = [policies.get('To read'), policies.get('To enable SSE-KMS, and to undo it')].flatMap(
      policy => (policy ? actionsIn(policy) : []),
    );
    assert.ok(needed.size > 7);
    const more = [...needed].filter(action => !allowed.includes(action));
    assert.deepEqual(more, ['iam:CreateServiceLinkedRole']);
    assert.ok(page.includes(`\`${more[0]}\``));
  });
});

/** Those of the calls in `src/aws/services`, by their names there. Signing in has none that a policy could leave out. */
function calledActions(): string[] {
  const folder = join(root, 'src/aws/services');
  const calls = readdirSync(folder).flatMap(file => {
    const text = readFileSync(join(folder, file), 'utf8');
    const named = /new (?:\w+\.)?(\w+)Command\(|\boperation(?:: | = )'(\w+)'/g;
    return [...text.matchAll(named)].map(([, command, signed]) => {
      const operation = command ?? signed ?? '';
      return { service: serviceOf(file, operation), operation };
    });
  });
  const actions = calls.filter(({ service }) => service !== 'sts' && service !== 'sso').map(actionOf);
  return [...new Set(actions)].sort();
}

function serviceOf(file: string, operation: string): string {
  const services: Readonly<Record<string, string>> = {
    'account.ts': 'account',
    'cloudTrail.ts': 'cloudtrail',
    'ec2.ts': 'ec2',
    'kms.ts': 'kms',
    'kmsCalls.ts': 'kms',
    'organization.ts': /Aggregat/.test(operation) ? 'config' : 'organizations',
    's3.ts': 's3',
    'ssoPortal.ts': 'sso',
    'sts.ts': 'sts',
  };
  return services[file] ?? assert.fail(`${file}: of which service are its calls?`);
}
