import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
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
      await append(folder, leases, JSON.stringify({ names, holder }));
      await shorten(leases);
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

/**
 * Puts a file with the leases that are held in the place of a long one. What another window appends meanwhile is lost,
 * and so no harm is done: it reads again after it has leased, and before every attempt, and does not find its lease.
 */
async function shorten(leases: string): Promise<void> {
  const fresh = `${leases}.${process.pid}`;
  try {
    if ((await stat(leases)).size < leasesLimit) {
      return;
    }
    const held = [...leasesIn(await linesOf(leases))].filter(([, { holder }]) => !isDead(holder));
    // A lease is as old as it may be: that it was the first has been settled.
    const lines = held.map(([name, lease]) => `${JSON.stringify({ names: [name], ...lease, at: 0 })}\n`);
    await writeFile(fresh, lines.join(''), { mode: 0o600 });
    await rename(fresh, leases);
  } catch {
    // Another window has it open: the next one to give a lease back tries again.
    await rm(fresh, { force: true });
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
