import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { createAnalyzer, createLanguages } from '../src/core/iac/index.ts';
import { scan } from '../src/files/scan.ts';
import { type Figure, quantile } from './figure.ts';
import { cloudFormationTemplate, cloudFormationTrail, terraformFile, terraformTrail } from './samples.ts';

const fileCount = 10_000;
const trailEvery = 100;
const rounds = 5;

/** A folder of 10,000 files of which 1 in 100 declares a trail, scanned as the terminal scans it. */
export async function benchScan(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const files = writeFiles(folder);
    readAll(files);
    const idle = process.memoryUsage().rss;
    await scanAll(folder);

    const reading: number[] = [];
    const scanning: number[] = [];
    const stretches: number[] = [];
    for (let round = 0; round < rounds; round++) {
      reading.push(timed(() => readAll(files)));
      // The timer of the monitor counts from the time its loop knows, which is that of its last turn.
      await setImmediate();
      const delays = monitorEventLoopDelay({ resolution: 1 });
      delays.enable();
      const start = performance.now();
      await scanAll(folder);
      scanning.push(performance.now() - start);
      delays.disable();
      stretches.push(delays.max / 1e6);
    }
    const ratio = quantile(scanning, 0.5) / quantile(reading, 0.5);
    const memory = (process.memoryUsage().rss - idle) / 2 ** 20;
    return [
      {
        what: `scan of ${fileCount} files, against reading their bytes`,
        measured: ratio,
        budget: 3,
        unit: 'times',
      },
      {
        what: 'memory after it, over idle',
        measured: memory,
        budget: 80,
        unit: 'MB',
      },
      {
        what: 'longest synchronous stretch of it',
        measured: quantile(stretches, 0.5),
        budget: 50,
        unit: 'ms',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function scanAll(folder: string): Promise<void> {
  const analyzer = createAnalyzer({ languages: createLanguages(), now: Date.now });
  let trails = 0;
  const onProblem = ({ path, detail }: { path: string; detail: string }) => {
    throw new Error(`${path}: ${detail}`);
  };
  for await (const { analysis } of scan([folder], { analyzer, onProblem })) {
    trails += analysis.assessments.length;
  }
  if (trails !== fileCount / trailEvery) {
    throw new Error(`${trails} trails were found of ${fileCount / trailEvery}`);
  }
}

function writeFiles(folder: string): string[] {
  return Array.from({ length: fileCount }, (_, index) => {
    const hasTrail = index % trailEvery === 0;
    const isTerraform = index % 3 !== 1;
    const path = join(
      folder,
      `stack-${index % 500}`,
      isTerraform ? `part-${index}.tf` : `part-${index}.yaml`,
    );
    mkdirSync(dirname(path), { recursive: true });
    const text = isTerraform
      ? terraformFile(index, 12) + (hasTrail ? terraformTrail.replaceAll('audit', `audit_${index}`) : '')
      : cloudFormationTemplate(index, 12, hasTrail ? cloudFormationTrail : '');
    writeFileSync(path, text);
    return path;
  });
}

function readAll(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + readFileSync(file).length, 0);
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
