import assert from 'node:assert/strict';
import { devNull } from 'node:os';
import { hasDevices, isLinux } from '../files/machine.ts';
import { ScannedFolder, scannerProgram, withKey, withoutKey } from './scanner.ts';

describe('the scanner among what it cannot read', function () {
  this.timeout(120_000);
  const folder = new ScannedFolder();
  const scanned = folder.scanned.bind(folder);
  const again = folder.again.bind(folder);
  before(scannerProgram);
  afterEach(() => folder.remove());

  it('ends with 2 where it could not read something, named or not, and reports what it found all the same', async () => {
    const binary = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]);
    const alone = await scanned({ 'a.tf': withoutKey, 'sub/binary.tf': binary }, ['sub/binary.tf']);
    assert.deepEqual(alone, {
      code: 2,
      out: 'No trails. 1 file scanned.\n',
      err: 'sub/binary.tf: could not be read: not a text file\n',
    });
    const both = await again(['.']);
    assert.equal(both.code, 2);
    assert.match(both.out, /no-kms-key/);
    assert.equal((await again(['.', '--exclude', 'a.tf'])).code, 2);
    assert.equal((await again(['.', '--exclude', 'sub/'])).code, 1);
    assert.equal(
      (await again(['a.tf'])).code,
      1,
      'a file that might call a module of that folder, and that nobody named',
    );
    folder.write('binary.tf', binary);
    const inModule = await again(['a.tf']);
    assert.equal(inModule.code, 2, 'a file of the module of what was named');
  });

  if (isLinux) {
    it('says what it does not follow, which is no failure', async () => {
      const files = { 'main.tf': withKey, 'sub/around': { link: '..' }, kernel: { link: '/proc' } };
      assert.deepEqual(await scanned(files), {
        code: 0,
        out: '1 trail, no findings. 1 file scanned.\n',
        err: [
          'kernel: not followed: a link that leads outside the scanned paths\n',
          `sub/around: not followed: a link back to ${folder.path}\n`,
        ].join(''),
      });
    });
  }

  if (hasDevices) {
    it('ends by itself among pipes, devices and files without an end', async () => {
      const { code, err } = await scanned({
        '.git/info/exclude': { link: '/dev/zero' },
        '.gitignore': { pipe: true },
        '.checkov.yaml': { link: '/dev/zero' },
        'pipe.tf': { pipe: true },
        'zero.tf': { link: '/dev/zero' },
        'sparse.json': { sparse: 1e12 },
        'main.tf': withoutKey,
      });
      assert.equal(code, 2);
      assert.deepEqual(err.split('\n').sort(), [
        '',
        '.checkov.yaml: not followed: a link that leads outside the scanned paths',
        '.git/info/exclude: could not be read: not a regular file',
        '.gitignore: could not be read: not a regular file',
        'pipe.tf: could not be read: not a regular file',
        'sparse.json: could not be read: larger than 32 MB',
        'zero.tf: could not be read: not a regular file',
      ]);
    });
  }

  it('ends with 2 where what was named is neither a file nor a folder', async () => {
    assert.deepEqual(await scanned({}, [devNull]), {
      code: 2,
      out: 'No trails. 0 files scanned.\n',
      err: `${devNull}: could not be read: neither a file nor a folder\n`,
    });
  });

  it('names what it could not read and loses nothing else', async () => {
    const { code, out, err } = await scanned(
      {
        'binary.tf': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]),
        'folder.tf/inside.tf': withoutKey,
        'gone.tf': { link: 'nowhere' },
        'loop/back': { link: '..' },
        'main.tf': Buffer.from(`\uFEFF${withoutKey}`, 'utf16le'),
        'self.tf': { link: 'self.tf' },
        'broken.tf': `resource "aws_cloudtrail" "x" {{{ "\n${withoutKey}`,
        'cycle/main.tf': 'module "again" {\n  source = "./"\n}\n',
        'large.json': JSON.stringify({ cloudtrail: 'x'.repeat(5 * 1024 * 1024) }),
      },
      ['--format', 'json'],
    );
    assert.equal(code, 2);
    const files = new Set(JSON.parse(out).map(({ file }: { file: string }) => file));
    assert.deepEqual([...files].sort(), ['broken.tf', 'folder.tf/inside.tf', 'main.tf']);
    for (const name of ['binary.tf', 'gone.tf', 'self.tf']) {
      assert.match(err, new RegExp(`^${name}: could not be read: .+$`, 'm'));
    }
    assert.match(err, /^loop\/back: not followed: a link back to .+$/m);
  });
});
