import { copyFile, link, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { JournalStorage } from '../core/remediation/index.ts';

/**
 * The journal and its leases, as two files to which all windows append. The system puts appended lines in one order
 * for everybody, so the file itself decides which of two leases came first. What is in them are plans, policies, ARNs
 * and request ids; only their owner may read them. The journal is the history, and is never shortened: a change takes
 * about 4 kB of it. Leases are forgotten once they are given back.
 */
export function journalFile(folder: string): JournalStorage {
  const journal = journalPath(folder);
  const leases = join(folder, 'leases.jsonl');
  const current = async () => leasesIn(await linesOf(leases));
  return {
    append: line => append(folder, journal, line),
    lines: () => linesOf(journal),
    async lease(names, holder, until, now) {
      const held = await current();
      const others = new Set(names.flatMap(name => held.get(name)?.holder ?? []));
      for (const dead of [...others].filter(other => other !== holder && isDead(other))) {
        await append(folder, leases, JSON.stringify({ names, holder: dead }));
      }
      await append(folder, leases, JSON.stringify({ names, holder, until, at: now }));
      const after = await current();
      const lost = names.filter(name => after.get(name)?.holder !== holder);
      return lost.find(name => after.has(name)) ?? lost[0];
    },
    async leasedBy(name, now) {
      const found = (await current()).get(name);
      return found && found.until > now && !isDead(found.holder) ? found.holder : undefined;
    },
    async release(names, holder) {
      await giveBack(folder, leases, { names, holder });
      if (await isLong(leases)) {
        await alone(`${leases}.lock`, () => shorten(folder, leases));
      }
    },
  };
}

export function journalPath(folder: string): string {
  return join(folder, 'journal.jsonl');
}

/** Names this window: by its process one can tell whether it still runs. */
export function windowName(id: string): string {
  return `${hostname()}/${process.pid}/${id}`;
}

interface Lease {
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

interface LeaseLine {
  readonly names: readonly string[];
  readonly holder: string;
  /** Absent = given back. */
  readonly until?: number;
  readonly at?: number;
}

/**
 * Replays the lines: the first of two leases wins, until it runs out or is given back. A line takes all that it names, or
 * nothing.
 */
function leasesIn(lines: readonly string[]): ReadonlyMap<string, Lease> {
  const held = new Map<string, Lease>();
  for (const { names, holder, until, at } of lines.flatMap(readLease)) {
    const others = names.flatMap(name => held.get(name) ?? []).filter(former => former.holder !== holder);
    if (until === undefined || at === undefined) {
      for (const name of names.filter(one => held.get(one)?.holder === holder)) {
        held.delete(name);
      }
    } else if (others.every(former => former.until <= at)) {
      for (const name of names) {
        held.set(name, { holder, until });
      }
    }
  }
  return held;
}

function readLease(line: string): LeaseLine[] {
  try {
    const value: unknown = JSON.parse(line);
    const { names, holder, until, at } = value as Record<string, unknown>;
    const isLease =
      Array.isArray(names) &&
      names.every(name => typeof name === 'string') &&
      typeof holder === 'string' &&
      [until, at].every(time => time === undefined || typeof time === 'number');
    return isLease ? [value as LeaseLine] : [];
  } catch {
    return [];
  }
}

/** A window of this computer whose process has ended will not come back for what it leased. */
function isDead(holder: string): boolean {
  const [host, pid] = holder.split('/');
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) {
    return false;
  }
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Size in bytes up to which leases can be read repeatedly at no noticeable cost. */
const leasesLimit = 64 * 1024;

async function isLong(leases: string): Promise<boolean> {
  return ((await stat(leases).catch(() => undefined))?.size ?? 0) >= leasesLimit;
}

/**
 * Puts a file with the leases that are held in the place of a long one. What another window appends meanwhile is lost. A lease does
 * no harm by that: its window reads again after it has leased, and before every attempt, and does not find it. One that was given
 * back would be held by nobody until it runs out, so it is given back again in the new file: here, if it was appended before the last
 * look at the old one, else by its own window (`giveBack`). Only where this process ends right between the two, it runs out.
 */
async function shorten(folder: string, leases: string): Promise<void> {
  const fresh = `${leases}.new`;
  const old = `${leases}.old`;
  try {
    await rm(old, { force: true });
    // A file system without hard links has a copy, which misses what is appended to the old file later.
    await link(leases, old).catch(() => copyFile(leases, old));
    const held = [...leasesIn(await linesOf(old))].filter(([, { holder }]) => !isDead(holder));
    // A lease is as old as it may be: that it was the first has been settled.
    const lines = held.map(([name, lease]) => `${JSON.stringify({ names: [name], ...lease, at: 0 })}\n`);
    await writeFile(fresh, lines.join(''), { mode: 0o600 });
    await rename(fresh, leases);
    for (const { names, holder, until } of (await linesOf(old)).flatMap(readLease)) {
      if (until === undefined) {
        await giveBack(folder, leases, { names, holder });
      }
    }
  } catch {
    // Another window has it open: the next one to give a lease back tries again.
    await rm(fresh, { force: true });
  } finally {
    await rm(old, { force: true });
  }
}

/** Does some work unless a window is at it. */
async function alone(lock: string, work: () => Promise<void>): Promise<void> {
  try {
    await writeFile(lock, `${hostname()}/${process.pid}`, { mode: 0o600, flag: 'wx' });
  } catch {
    // One that a crash has left is out of the way the next time.
    if (isDead(await readFile(lock, 'utf8').catch(() => ''))) {
      await rm(lock, { force: true });
    }
    return;
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Between the appending of a line and the next look, the leases are replaced once at most, and hardly this often in a row. */
const mostTries = 10;

/** Appends the line until it counts: the file may be replaced by one that was written before. */
async function giveBack(
  folder: string,
  leases: string,
  { names, holder }: Pick<LeaseLine, 'names' | 'holder'>,
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const held = leasesIn(await linesOf(leases));
    if (!names.some(name => held.get(name)?.holder === holder)) {
      return;
    }
    await append(folder, leases, JSON.stringify({ names, holder }));
  }
}

/** Starts with a line break, since a crash may have cut the last line short; ends only when it is on the disk. */
async function append(folder: string, file: string, line: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(`\n${line}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function linesOf(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter(line => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
