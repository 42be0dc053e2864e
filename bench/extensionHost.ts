import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Figure, inRounds, type Measured } from './figure.ts';

/**
 * Figures from a real extension host: the integration tests that print them are run alone. Those of the activation are
 * VS Code's own, of the page "Startup Performance": reading the entry file, and calling `activate`.
 */
export function benchExtensionHost(): Promise<readonly Figure[]> {
  return inRounds(3, measure);
}

async function measure(): Promise<readonly Measured[]> {
  const root = join(import.meta.dirname, '..');
  const child = spawn(
    process.execPath,
    ['--import', './scripts/typescript.mjs', 'test/host/integration.ts'],
    {
      cwd: root,
      env: { ...process.env, TEST_GREP: 'activates within its budget|stretch' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const figures: Measured[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const json = /FIGURE (\{.*\})/.exec(line)?.[1];
    if (json !== undefined) {
      figures.push(JSON.parse(json));
    }
  }
  if (child.exitCode === null) {
    await once(child, 'exit');
  }
  if (child.exitCode !== 0 || figures.length === 0) {
    throw new Error('The extension host could not be measured: see npm test -- integration.');
  }
  return figures;
}
