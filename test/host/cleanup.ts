import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What must be gone when this process ends, whichever way it ends. Asynchronous owners are closed on Ctrl+C and
 * SIGTERM; folders are removed even when nobody waits any more.
 */
const owners = new Set<() => Promise<void>>();
const folders = new Set<string>();

/** Registers a way to close something; call the result once it has been closed. */
export function closeOnExit(close: () => Promise<void>): () => void {
  install();
  owners.add(close);
  return () => owners.delete(close);
}

/** A new folder in the system's temporary one, removed at the end or by `removeFolder`. */
export function temporaryFolder(name: string): string {
  install();
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  folders.delete(folder);
  // A process that is just ending may still write: a few attempts, then leave it to the system.
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    console.warn(`could not remove ${folder}`);
  }
}

export async function closeAll(): Promise<void> {
  const closing = [...owners].map(close => close());
  owners.clear();
  await Promise.allSettled(closing);
}

let installed = false;

function install(): void {
  if (installed) return;
  installed = true;
  process.on('exit', () => {
    for (const folder of [...folders]) removeFolder(folder);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(130), 4000).unref();
      void closeAll().finally(() => process.exit(130));
    });
  }
}
