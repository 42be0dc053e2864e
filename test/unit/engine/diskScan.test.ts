import assert from 'node:assert/strict';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DiskFolder, DiskScanOptions, ScanStep } from '../../../src/core/iac/analysis/diskScan.ts';
import { EngineThread, type EngineThreadOptions } from '../../../src/engine/engineThread.ts';
import { uriOf } from '../../../src/files/fileSources.ts';
import { MemorySources } from '../core/iac/memorySources.ts';
import { FakeClock } from '../fakeClock.ts';
import { type Entry, TemporaryFolder } from '../files/folder.ts';
import { hasDevices, isLinux } from '../files/machine.ts';
import { useThreadFiles } from './threadFile.ts';

const trail = 'resource "aws_cloudtrail" "main" {\n  name = "audit"\n}\n';
const withKey = trail.replace('}', '  kms_key_id = var.key\n}');
const noKey = 'variable "key" {\n  default = null\n}\n';

/** A thread counts as begun at the first tick at which it works; from there its patience is ten seconds. */
const hung = 11_000;

describe('the scan of a disk in the thread of the engine', () => {
  const programs = useThreadFiles();
  const threads: EngineThread[] = [];
  let disk: TemporaryFolder;
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });
  afterEach(() => {
    disk.remove();
    for (const thread of threads.splice(0)) {
      thread.dispose();
    }
  });

  function start(file: string, options: Partial<EngineThreadOptions> = {}): EngineThread {
    const thread = new EngineThread({ file, clock, ...options });
    threads.push(thread);
    return thread;
  }

  const uri = (path: string) => uriOf(join(disk.path, path));
  const short = (address: string) => address.replace(`${uriOf(disk.path)}/`, '').replace(disk.path, '');
  const folder = (path: string, more: Partial<DiskFolder> = {}): DiskFolder => {
    const inside = join(disk.path, path);
    return { path: inside, uri: uriOf(inside), exclude: [], ...more };
  };

  /** All that a scan tells, with addresses relative to the folder. */
  async function scanned(
    thread: EngineThread,
    folders: readonly DiskFolder[],
    options: Partial<DiskScanOptions> = {},
  ) {
    const steps: ScanStep[] = [];
    await thread.scanDisk(folders, {
      open: [],
      sources: new MemorySources(),
      onStep: step => steps.push(step),
      signal: new AbortController().signal,
      ...options,
    });
    const last = steps.at(-1);
    return {
      looked: `${last?.looked} of ${last?.all}`,
      files: steps.flatMap(({ files }) =>
        files.map(({ uri, analysis }) => [
          short(uri),
          analysis.assessments.map(({ verdict }) => verdict.state).join(),
        ]),
      ),
      open: steps.flatMap(({ open }) => open.map(short)),
      problems: steps.flatMap(({ problems }) => problems.map(one => `${short(one.path)}: ${one.detail}`)),
      analyses: steps.flatMap(({ files }) => files.map(({ analysis }) => analysis)),
    };
  }

  function write(entries: Record<string, Entry>): void {
    disk = new TemporaryFolder(entries);
  }

  it('finds what declares trails, or calls what may, in every folder', async () => {
    write({
      'a/main.tf': trail,
      'a/calls.tf': 'module "audit" {\n  source = "../nowhere"\n}\n',
      'a/bucket.tf': 'resource "aws_s3_bucket" "logs" {}\n',
      'a/README.md': 'aws_cloudtrail',
      'b/deep/stack.yaml': 'Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n',
    });
    const { looked, files, problems } = await scanned(start(programs().shipped), [folder('a'), folder('b')]);
    assert.deepEqual(files, [
      ['a/calls.tf', ''],
      ['a/main.tf', 'not-encrypted'],
      ['b/deep/stack.yaml', 'not-encrypted'],
    ]);
    assert.equal(looked, '4 of 4');
    assert.deepEqual(problems, []);
  });

  it('brings along what is needed to show a finding, and to know when to look again', async () => {
    write({ 'main.tf': `# größer\r\n${withKey}`, 'key.tf': noKey });
    const { analyses } = await scanned(start(programs().shipped), [folder('')]);
    const [analysis] = analyses;
    assert.deepEqual(
      [...(analysis?.lines ?? [])].map(([address, { starts, length }]) => [
        short(address),
        [...starts],
        length,
      ]),
      [
        ['main.tf', [0, 10, 45, 62, 85, 87], 87],
        ['key.tf', [0, 17, 34, 36], 36],
      ],
    );
    // A configuration of tfsec may appear there.
    assert.deepEqual([...(analysis?.consulted.folders ?? [])], [uriOf(disk.path), uri('.tfsec')]);
    assert.ok(analysis?.consulted.files.has(uri('key.tf')));
  });

  it('leaves out what the settings or a .gitignore say, and reads a folder among the others by its own', async () => {
    write({
      '.gitignore': 'ignored/\n',
      'ignored/a.tf': trail,
      'examples/a.tf': trail,
      'live/a.tf': trail,
      'live/inner/a.tf': trail,
      'live/inner/tests/a.tf': trail,
      'node_modules/x/a.tf': trail,
    });
    const folders = [
      folder('', { exclude: ['**/examples', '**/{node_modules,tests}', '[broken'] }),
      folder('live/inner'),
    ];
    const { files } = await scanned(start(programs().shipped), folders);
    assert.deepEqual(
      files.map(([path]) => path),
      ['live/a.tf', 'live/inner/a.tf', 'live/inner/tests/a.tf'],
    );
  });

  it('looks at single files where these are asked for, as far as it would have met them', async () => {
    write({ '.gitignore': 'out/\n', 'a.tf': trail, 'b.tf': trail, 'out/c.tf': trail, 'd.txt': trail });
    const only = ['b.tf', 'out/c.tf', 'd.txt', 'gone.tf', 'node_modules/e.tf'];
    disk.write('.git', 'folder');
    disk.write('node_modules/e.tf', trail);
    const folders = [folder('', { only: only.map(path => join(disk.path, path)) })];
    const { files, problems } = await scanned(start(programs().shipped), folders);
    assert.deepEqual(files, [['b.tf', 'not-encrypted']]);
    assert.deepEqual(problems, []);
  });

  it('leaves open documents to the host, and asks it for them where others refer to them', async () => {
    write({ 'main.tf': withKey, 'key.tf': noKey, 'open.tf': trail });
    const { files, open, looked } = await scanned(start(programs().shipped), [folder('')], {
      open: [uri('open.tf'), uri('key.tf'), 'untitled:Untitled-1'],
      sources: new MemorySources({ [uri('key.tf')]: 'variable "key" {}\n' }),
    });
    assert.deepEqual(files, [['main.tf', 'encrypted']]);
    assert.deepEqual(open, ['key.tf', 'open.tf']);
    assert.equal(looked, '1 of 3');
  });

  it('names what it cannot read, once, and goes on', async () => {
    write({
      'binary.tf': Buffer.from([1, 0, 0, 2, 0, 3]),
      'gone.tf': { link: 'nowhere' },
      'utf16.tf': Buffer.from(`\uFEFF${trail}`, 'utf16le'),
      'sub/around': { link: '..' },
    });
    const { files, problems } = await scanned(start(programs().shipped), [folder('')]);
    assert.deepEqual(files, [['utf16.tf', 'not-encrypted']]);
    assert.equal(problems.length, 3);
    assert.ok(problems.includes('/binary.tf: not a text file'));
    assert.ok(problems.some(problem => problem.startsWith('/gone.tf: no such file')));
    assert.ok(problems.some(problem => problem.startsWith('/sub/around: a link back to ')));
  });

  it('goes on without a file over which the thread hangs', async () => {
    const begun = programs().begun();
    write({ 'a.tf': 'cloudtrail', 'b.tf': `cloudtrail hang ${begun.path}`, 'c.tf': 'cloudtrail' });
    const scanning = scanned(start(programs().broken), [folder('')]);
    await begun.isThere();
    clock.goTo(hung);
    const { files, problems } = await scanning;
    assert.deepEqual([...new Set(files.map(([path]) => path))], ['a.tf', 'c.tf']);
    assert.deepEqual(problems, ['/b.tf: reading it did not end within 10 s']);
  });

  it('goes on without a file over which the thread crashes', async () => {
    write({ 'a.tf': 'cloudtrail', 'b.tf': 'cloudtrail crash', 'c.tf': 'cloudtrail' });
    const { files, problems } = await scanned(start(programs().broken), [folder('')]);
    assert.deepEqual([...new Set(files.map(([path]) => path))], ['a.tf', 'c.tf']);
    assert.deepEqual(problems, ['/b.tf: reading it failed: a fault of the reader']);
  });

  it('tells what cannot be read, and what is open, once, though it begins again', async () => {
    const many = Array.from({ length: 60 }, (_, index) => [`a${index}.tf`, 'cloudtrail'] as const);
    write({ ...Object.fromEntries(many), 'b.tf': 'cloudtrail crash', 'inner/back': { link: '..' } });
    disk.write('c.tf', 'cloudtrail');
    const { problems, open } = await scanned(start(programs().broken), [folder('')], { open: [uri('c.tf')] });
    assert.deepEqual(open, ['c.tf']);
    assert.deepEqual(problems.toSorted(), [
      '/b.tf: reading it failed: a fault of the reader',
      `/inner/back: a link back to ${disk.path}`,
    ]);
  });

  if (hasDevices) {
    it('goes on without a file over which the thread waits for the operating system, and does not wait for the thread', async () => {
      write({ 'a.tf': 'cloudtrail', pipe: { pipe: true }, 'c.tf': 'cloudtrail' });
      const pipe = join(disk.path, 'pipe');
      disk.write('b.tf', `cloudtrail wait ${pipe}`);
      const thread = start(programs().broken);
      const scanning = scanned(thread, [folder('')]);
      const writer = await whenRead(pipe);
      clock.goTo(hung);
      const { files, problems } = await scanning;
      assert.deepEqual([...new Set(files.map(([path]) => path))], ['a.tf', 'c.tf']);
      assert.deepEqual(problems, ['/b.tf: reading it did not end within 10 s']);
      assert.deepEqual(
        (await scanned(thread, [folder('', { only: [join(disk.path, 'a.tf')] })])).problems,
        [],
      );
      // Fails where nobody waits any more: the thread was still there.
      writeSync(writer, 'the end');
      closeSync(writer);
    });
  }

  it('gives up when it would have to leave out too much, and says so', async () => {
    const texts = Array.from({ length: 21 }, (_, index) => [`${index}.tf`, 'cloudtrail crash']);
    write(Object.fromEntries(texts));
    await assert.rejects(scanned(start(programs().broken), [folder('')]), {
      message: 'The scan failed: a fault of the reader over more than 20 files and folders.',
    });
  });

  if (isLinux) {
    it('reads no pipes, devices or endless files, whatever they are called, and nothing outside but modules', async () => {
      const outside = new TemporaryFolder({
        'module/trail.tf': trail.replace('}', '  kms_key_id = file("${path.module}/${var.file}")\n}'),
        'module/variables.tf': 'variable "file" {}\n',
        'module/key.txt': '',
        'key.txt': '',
      });
      write({
        '.gitignore': { link: '/dev/zero' },
        'pipe.tf': { pipe: true },
        'zero.tf': { link: '/dev/zero' },
        'pages.tf': { link: '/proc/self/pagemap' },
        kernel: { link: '/proc' },
        'sparse.json': { sparse: 1e12 },
        'key.txt': '',
        'link.txt': { link: join(outside.path, 'key.txt') },
        'main.tf': [
          '/proc/self/pagemap',
          './pipe.tf',
          './link.txt',
          join(outside.path, 'key.txt'),
          './key.txt',
        ]
          .map((path, index) =>
            withKey.replace('"main"', `"t${index}"`).replace('var.key', `file("${path}")`),
          )
          .concat(`module "m" {\n  source = "../${basename(outside.path)}/module"\n  file   = "key.txt"\n}`)
          .join('\n'),
      });
      try {
        const { files, problems } = await scanned(start(programs().shipped), [folder('')]);
        assert.deepEqual(files, [
          ['main.tf', 'encrypted,encrypted,encrypted,encrypted,not-encrypted,not-encrypted'],
        ]);
        assert.deepEqual(problems.sort(), [
          '/.gitignore: a symbolic link, which git does not follow either',
          '/kernel: a link that leads outside the scanned paths',
          '/link.txt: a link that leads outside the folder',
          '/pages.tf: generated by the operating system, not a file on a disk',
          '/pipe.tf: not a regular file',
          '/sparse.json: larger than 32 MB',
          '/zero.tf: not a regular file',
        ]);
      } finally {
        outside.remove();
      }
    });
  }

  it('ends with the reason of its signal, hands nothing over afterwards, and lets others be read meanwhile', async () => {
    write(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}.tf`, trail])));
    const thread = start(programs().shipped);
    const controller = new AbortController();
    const steps: ScanStep[] = [];
    const scanning = thread.scanDisk([folder('')], {
      open: [],
      sources: new MemorySources(),
      signal: controller.signal,
      onStep: step => {
        steps.push(step);
        controller.abort(new Error('enough'));
      },
    });
    const typed = thread.analyze({ uri: 'file:///typed.tf', text: trail }, new MemorySources());
    await assert.rejects(scanning, { message: 'enough' });
    assert.equal((await typed).assessments.length, 1);
    assert.equal(steps.length, 1);
    assert.ok((steps[0]?.files.length ?? 0) < 200);
    const again = thread.scanDisk([folder('')], {
      open: [],
      sources: new MemorySources(),
      signal: controller.signal,
      onStep: () => assert.fail(),
    });
    await assert.rejects(again, { message: 'enough' });
  });
});

/** The end of a pipe to write to, as soon as somebody reads it. */
async function whenRead(pipe: string): Promise<number> {
  for (;;) {
    try {
      return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      await setImmediate();
    }
  }
}
