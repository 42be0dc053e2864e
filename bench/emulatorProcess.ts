import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The emulated AWS in a process of its own, so that what it takes is not the product's; `latency` in milliseconds an answer. */
export async function startEmulatorProcess(
  world: string,
  latency: number,
): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  const root = join(import.meta.dirname, '..');
  const words = [
    '--import',
    './scripts/typescript.mjs',
    'test/emulator/main.ts',
    world,
    '--latency',
    String(latency),
  ];
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    url,
    end: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
