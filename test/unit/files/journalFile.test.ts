import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { JournalStorage } from '../../../src/core/remediation/index.ts';
import { journalFile, windowName } from '../../../src/files/journalFile.ts';

describe('the journal and its leases, as files', () => {
  let folder: string;
  let storage: JournalStorage;
  const one = windowName('one');
  const other = windowName('other');
  const until = 5 * 60_000;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    storage = journalFile(join(folder, 'not', 'there', 'yet'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const leasesFile = () => join(folder, 'not', 'there', 'yet', 'leases.jsonl');

  it('gives back the lines that were added, whole also behind one that was cut short', async () => {
    assert.deepEqual(await storage.lines(), []);
    await storage.append('{"a":1}');
    appendFileSync(join(folder, 'not', 'there', 'yet', 'journal.jsonl'), '{"b":');
    await storage.append('{"c":1}');
    assert.deepEqual(await storage.lines(), ['{"a":1}', '{"b":', '{"c":1}']);
  });

  // Windows has no such bits.
  if (process.platform !== 'win32') {
    it('may be read by its owner alone', async () => {
      await storage.append('{}');
      await storage.lease(['trail'], one, until, 0);
      for (const name of ['journal.jsonl', 'leases.jsonl']) {
        assert.equal(statSync(join(folder, 'not', 'there', 'yet', name)).mode & 0o077, 0);
      }
    });
  }

  it('lets one of two windows have a lease, until it is given back or runs out', async () => {
    const leased = await Promise.all([
      storage.lease(['trail'], one, until, 0),
      storage.lease(['trail'], other, until, 0),
    ]);
    assert.deepEqual([...leased].sort(), ['trail', undefined]);
    const holder = leased[0] === undefined ? one : other;
    assert.equal(await storage.leasedBy('trail', 1), holder);
    const loser = holder === one ? other : one;
    await storage.release(['trail'], loser);
    assert.equal(await storage.lease(['trail'], loser, until, 1), 'trail');
    await storage.release(['trail'], holder);
    assert.equal(await storage.lease(['trail'], loser, until, 2), undefined);
    assert.equal(await storage.leasedBy('trail', until), undefined);
    assert.equal(await storage.lease(['trail'], holder, 2 * until, until), undefined);
  });

  it('takes all leases of a plan in one line, or none of them', async () => {
    assert.equal(await storage.lease(['run a', 'trail', 'key'], one, until, 0), undefined);
    assert.equal(readFileSync(leasesFile(), 'utf8').trim().split('\n').length, 1);
    assert.equal(await storage.lease(['run b', 'other trail', 'key'], other, until, 1), 'key');
    assert.deepEqual(
      await Promise.all(['run a', 'key', 'run b', 'other trail'].map(name => storage.leasedBy(name, 2))),
      [one, one, undefined, undefined],
    );
    await storage.release(['run a', 'trail', 'key'], one);
    assert.equal(await storage.lease(['run b', 'other trail', 'key'], other, until, 3), undefined);
  });

  it('passes over lines of leases that do not fit', async () => {
    await storage.lease(['trail'], one, until, 0);
    for (const line of [
      'null',
      '7',
      '{"names":"trail","holder":"x"}',
      '{"names":[1],"holder":"x"}',
      '{"names',
    ]) {
      appendFileSync(leasesFile(), `${line}\n`);
    }
    assert.equal(await storage.leasedBy('trail', 1), one);
  });

  it('waits for no window of this computer that is gone', async () => {
    const gone = `${hostname()}/999999999/x`;
    await storage.lease(['trail'], gone, until, 0);
    assert.equal(await storage.leasedBy('trail', 1), undefined);
    assert.equal(await storage.lease(['trail'], one, until, 1), undefined);
  });

  it('waits for a window of another computer', async () => {
    await storage.lease(['trail'], 'elsewhere/1/x', until, 0);
    assert.equal(await storage.lease(['trail'], one, until, 1), 'trail');
    assert.equal(await storage.leasedBy('trail', 1), 'elsewhere/1/x');
  });

  it('forgets leases that were given back, and keeps those that are held', async () => {
    await storage.lease(['held'], other, until, 0);
    const long = 'x'.repeat(1000);
    for (let run = 0; run < 50; run++) {
      assert.equal(await storage.lease([`${long} ${run}`], one, until, 0), undefined);
      await storage.release([`${long} ${run}`], one);
    }
    assert.ok(statSync(leasesFile()).size < 70_000, `${statSync(leasesFile()).size}`);
    assert.equal(await storage.lease(['held'], one, until, 1), 'held');
    assert.equal(await storage.lease(['held'], one, 2 * until, until), undefined);
  });

  it('leaves a window that leases while the leases are forgotten without one, rather than two with one', async () => {
    const long = 'x'.repeat(70_000);
    for (let round = 0; round < 20; round++) {
      await storage.lease([long], one, until, 0);
      const [, first, second] = await Promise.all([
        storage.release([long], one),
        storage.lease(['trail'], one, until, 0),
        storage.lease(['trail'], other, until, 0),
      ]);
      const again = await Promise.all([
        storage.lease(['trail'], one, until, 1),
        storage.lease(['trail'], other, until, 1),
      ]);
      assert.deepEqual([...again].sort(), ['trail', undefined], `${first} ${second} ${again}`);
      await storage.release(['trail'], one);
      await storage.release(['trail'], other);
    }
  });

  it('loses no lease that another window gives back while leases are forgotten', async () => {
    const long = 'x'.repeat(70_000);
    await storage.lease([long], one, until, 0);
    await storage.lease(['trail'], other, until, 0);
    const released = storage.release([long], one);
    while (!existsSync(`${leasesFile()}.new`)) {
      await setImmediate();
    }
    appendFileSync(leasesFile(), `${JSON.stringify({ names: ['trail'], holder: other })}\n`);
    await released;
    assert.ok(statSync(leasesFile()).size < 1000, 'it was replaced');
    assert.equal(await storage.leasedBy('trail', 1), undefined);
    assert.deepEqual(readdirSync(dirname(leasesFile())), ['leases.jsonl']);
  });

  it('forgets leases also behind a window that ended while it did so', async () => {
    const long = 'x'.repeat(70_000);
    await storage.lease([long], one, until, 0);
    writeFileSync(`${leasesFile()}.lock`, `${hostname()}/999999999`);
    for (const run of [1, 2]) {
      await storage.lease([`${run}`], one, until, 0);
      await storage.release([`${run}`, long], one);
    }
    assert.ok(statSync(leasesFile()).size < 1000);
  });
});
