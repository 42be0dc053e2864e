import assert from 'node:assert/strict';
import { Evaluator } from '../../../../../../src/core/iac/languages/ansible/evaluation/evaluator.ts';
import { World } from '../../../../../../src/core/iac/languages/ansible/evaluation/world.ts';
import { PlayFiles } from '../../../../../../src/core/iac/languages/ansible/files.ts';
import { flowOf } from '../../../../../../src/core/iac/languages/ansible/flow/flow.ts';
import { createAnsible } from '../../../../../../src/core/iac/languages/ansible/index.ts';
import { judge } from '../../../../../../src/core/trail/verdict.ts';
import { MemorySources } from '../../memorySources.ts';

/*
 * Playbooks that mean more than they hold. What an evaluation costs is counted in its own steps: it grows as the text does, or
 * stops at a budget. Then the trail is given up, and its neighbour is not.
 */

const playbook = 'file:///case/site.yml';

const each = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const trail = (name: string, key?: string) =>
  `- name: ${name}\n  amazon.aws.cloudtrail:\n    name: ${name}\n    s3_bucket_name: logs\n${key === undefined ? '' : `    kms_key_id: ${key}\n`}`;

const play = (variables: string, tasks: string) =>
  `- hosts: localhost\n  vars:\n${variables}  tasks:\n${tasks.replaceAll(/^(?=.)/gm, '    ')}`;

/** The trails of a text with their states, and what was given up. */
async function told(files: Record<string, string>, uri = playbook) {
  const sources = new MemorySources(files);
  const document = await sources.read(uri);
  assert.ok(document);
  const { trails, gaveUp } = await createAnsible().read(document, sources);
  return {
    states: trails.map(({ resource, facts }) => `${resource}: ${judge(facts, 0).state}`),
    gaveUp: gaveUp.map(({ resource, detail }) => `${resource}: ${detail}`),
  };
}

const doubled = (count: number) =>
  `    v0: x\n${each(count, index => `    v${index + 1}: "{{ v${index} }}{{ v${index} }}"\n`)}`;

describe('Playbooks that are out to cost time', () => {
  it('variables that double are given up, for the trail that asks for them alone', async () => {
    const text = play(doubled(40), trail('first', '"{{ v40 }}"') + trail('other'));
    assert.deepEqual(await told({ [playbook]: text }), {
      states: ['first: unknown', 'other: not-encrypted'],
      gaveUp: ['first: too many steps of evaluation'],
    });
  });

  it('a chain of variables costs as many steps as it has links', async () => {
    const steps: number[] = [];
    for (const count of [4, 8, 16, 32]) {
      const chain = `    v0: x\n${each(count, index => `    v${index + 1}: "{{ v${index} }}"\n`)}`;
      const sources = new MemorySources({ [playbook]: play(chain, trail('first', `"{{ v${count} }}"`)) });
      const files = new PlayFiles();
      const [document] = sources.documents;
      const flow = document && (await flowOf(files.of(document), files, sources));
      const [step] = flow?.steps ?? [];
      assert.ok(flow && step);
      const world = new World();
      new Evaluator(flow, world).template(`{{ v${count} }}`, { step });
      steps.push(world.answers.steps);
    }
    const [first = 0, second = 0, third = 0, fourth = 0] = steps;
    assert.deepEqual([third - second, fourth - third], [2 * (second - first), 4 * (second - first)]);
  });

  it('roles and files that bring in one another end', async () => {
    const main = 'file:///case/roles/one/tasks/main.yml';
    const files = {
      [playbook]: '- hosts: localhost\n  roles: [one]\n',
      [main]: `- include_role:\n    name: two\n- include_tasks: main.yml\n${trail('first', '"{{ key }}"')}`,
      'file:///case/roles/two/tasks/main.yml': '- include_role:\n    name: one\n',
      'file:///case/roles/one/defaults/main.yml': 'key: ""\n',
    };
    const own = await told(files, main);
    assert.deepEqual(own.states, ['first: conditional']);
    const outer = await told(files);
    assert.ok(outer.states.length > 0 && outer.states.every(one => one === 'one.first: not-encrypted'));
  });

  it('more worlds than can be looked at: what is so by default is known', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `on${index}`);
    const key = names.reduceRight(
      (inner, name) => `('alias/a' if ${name} else ${inner})`,
      "(omit if last else 'alias/b')",
    );
    const files = {
      'file:///case/roles/one/tasks/main.yml': trail('first', `"{{ ${key} }}"`),
      'file:///case/roles/one/defaults/main.yml': `${names.map(name => `${name}: false\n`).join('')}last: true\n`,
    };
    const { states } = await told(files, 'file:///case/roles/one/tasks/main.yml');
    assert.deepEqual(states, ['first: conditional']);
  });

  it('expressions that are nested, unfinished or full of blanks', async () => {
    const depth = 20_000;
    const odd = [
      `"{{ ${'('.repeat(depth)}x${')'.repeat(depth)} }}"`,
      `"{{ ${'['.repeat(depth)}"`,
      `"{{ ${'not '.repeat(depth)}x }}"`,
      `"{{ x${' | default(omit)'.repeat(depth)} }}"`,
      `"{{ x |${' '.repeat(depth)} }}"`,
      `"${'{{ '.repeat(depth)}"`,
    ];
    for (const key of odd) {
      const { states } = await told({
        [playbook]: play('    x: ""\n', trail('first', key) + trail('other')),
      });
      assert.equal(states.length, 2, key.slice(0, 40));
      assert.equal(states[1], 'other: not-encrypted');
    }
  });

  it('arguments in a text without an end', async () => {
    const text = `- hosts: localhost\n  tasks:\n    - name: first\n      cloudtrail: name=a s3_bucket_name=${'{{ '.repeat(50_000)}\n`;
    assert.deepEqual((await told({ [playbook]: text })).states, ['first: not-encrypted']);
  });
});
