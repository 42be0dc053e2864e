import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { endsWell, hasVariable, signInTask } from '../../../src/editor/commands/signIn.ts';
import { findProgram } from '../../../src/editor/findProgram.ts';

/**
 * The stand-in for the AWS CLI that the demonstration puts first on the PATH, replaced by one that tells its words. It is a
 * script, which Windows does not start without a shell.
 */
if (process.platform !== 'win32') {
  describe('the sign-in', handsOver);
}

function handsOver(): void {
  const folder = (process.env['PATH'] ?? '')
    .split(delimiter)
    .find(place => existsSync(join(place, 'aws.cjs')));
  const script = join(folder ?? '', 'aws.cjs');
  const told = join(folder ?? '', 'told.json');
  let former = '';

  before(() => {
    former = readFileSync(script, 'utf8');
  });

  beforeEach(() => {
    writeFileSync(
      script,
      `require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.argv.slice(2)));
process.exitCode = process.argv.includes('refused') ? 255 : 0;`,
    );
  });

  afterEach(() => {
    rmSync(told, { force: true });
  });

  after(() => {
    writeFileSync(script, former);
  });

  for (const profile of [
    'plain',
    'with blanks  within',
    ' blanks around ',
    `it's "quoted"`,
    '%PATH% $HOME $(id) `id`',
    'a; exit 3 && b | c > d & ! #',
    'back\\slash\\',
    '$HOME {env:HOME} $',
    'Zürich 東京 🔑',
    '--profile=other',
    '*',
  ]) {
    it(`hands the name to the AWS CLI as it is: ${profile}`, async () => {
      assert.equal(await run(signInTask(await aws(), profile, ['sso', 'login', '--profile', profile])), true);
      assert.deepEqual(JSON.parse(readFileSync(told, 'utf8')), ['sso', 'login', '--profile', profile]);
    });
  }

  it('has failed where the AWS CLI says so', async () => {
    assert.equal(await run(signInTask(await aws(), 'refused', ['login', '--profile', 'refused'])), false);
    assert.deepEqual(JSON.parse(readFileSync(told, 'utf8')), ['login', '--profile', 'refused']);
  });

  it('is refused to a name in which VS Code would replace something', () => {
    assert.equal(hasVariable(`\${env:HOME}`), true);
    assert.equal(hasVariable('$HOME {x} $'), false);
  });

  async function aws(): Promise<string> {
    const program = await findProgram('aws');
    assert.equal(program, join(folder ?? '', 'aws'));
    return program ?? '';
  }

  async function run(task: vscode.Task): Promise<boolean> {
    return endsWell(() => vscode.tasks.executeTask(task));
  }
}
