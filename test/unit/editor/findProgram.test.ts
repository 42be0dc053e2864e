import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findProgram } from '../../../src/editor/findProgram.ts';

describe('A program on the PATH', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programs-'));
    for (const name of ['first', 'second', 'third']) {
      await mkdir(join(folder, name));
    }
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the first file of its name that can be run', async () => {
    await mkdir(join(folder, 'first', 'tool'));
    await program('second', 'tool', 0o644);
    await program('third', 'tool', 0o755);
    // Windows tells by the name alone what can be run.
    const expected = process.platform === 'win32' ? 'second' : 'third';
    assert.equal(
      await findProgram('tool', path('first', 'second', 'third'), 'linux'),
      join(folder, expected, 'tool'),
    );
  });

  it('is an .exe on Windows, since others need a shell', async () => {
    await program('first', 'tool.cmd', 0o755);
    await program('second', 'tool.exe', 0o755);
    assert.equal(
      await findProgram('tool', path('first', 'second'), 'win32'),
      join(folder, 'second', 'tool.exe'),
    );
  });

  it('may be missing', async () => {
    assert.equal(await findProgram('tool', path('first', 'gone'), 'linux'), undefined);
    assert.equal(await findProgram('tool', '', 'linux'), undefined);
  });

  it('is not looked for where the editor was started', async () => {
    await program('first', 'tool', 0o755);
    const former = process.cwd();
    process.chdir(folder);
    try {
      assert.equal(await findProgram('tool', `first${delimiter}.${delimiter}`, 'linux'), undefined);
    } finally {
      process.chdir(former);
    }
  });

  function path(...names: readonly string[]): string {
    return names.map(name => join(folder, name)).join(delimiter);
  }

  async function program(place: string, name: string, mode: number): Promise<void> {
    await writeFile(join(folder, place, name), '');
    await chmod(join(folder, place, name), mode);
  }
});
