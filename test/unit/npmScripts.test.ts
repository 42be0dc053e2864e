import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benches } from '../../bench/benches.ts';
import { campaigns, measurements, pictures } from '../../scripts/names.mjs';
import { campaigns as allCampaigns } from '../fuzz/campaigns.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function run(script: string, ...args: readonly string[]) {
  const path = `${root}/scripts/${script}.mjs`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('A script of the project', () => {
  for (const script of ['start', 'bench', 'fuzz', 'package', 'pictures', 'compare']) {
    it(`says what it takes: ${script}`, () => {
      const { status, stdout: usage, stderr } = run(script, '--help');
      assert.match(usage, new RegExp(`^Usage: npm (?:run )?${script} -- `));
      assert.deepEqual([status, stderr], [0, '']);
      assert.deepEqual(run(script, '--nonsense'), {
        status: 2,
        stdout: '',
        stderr: `Unknown option '--nonsense'.\n\n${usage}\n`,
      });
      assert.deepEqual(run(script, 'nonsense'), {
        status: 2,
        stdout: '',
        stderr: `There is no nonsense.\n\n${usage}\n`,
      });
    });
  }

  for (const [args, fault] of [
    [['start', '--port', '70000'], '--port 70000 is not a port.'],
    [['fuzz', '--minutes', 'ten'], '--minutes ten is not a number of minutes.'],
    [['fuzz', '--minutes', '1', '--seed', 'x'], '--seed x is not a whole number.'],
    [['fuzz', '--minutes'], "Option '--minutes <value>' argument missing."],
  ] as const) {
    it(`says what is wrong: ${args.join(' ')}`, () => {
      const [script, ...rest] = args;
      const { status, stderr } = run(script, ...rest);
      assert.deepEqual([status, stderr.split('\n')[0]], [2, fault]);
    });
  }

  it('names all that it can do', () => {
    assert.deepEqual(measurements, [...benches.keys()]);
    assert.deepEqual(
      campaigns,
      allCampaigns.map(({ name }) => name),
    );
    const taken = readdirSync(`${root}/media/screenshots`).map(name => name.replace('.png', ''));
    assert.deepEqual([...pictures].sort(), taken.sort());
  });
});
