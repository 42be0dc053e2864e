import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createAnalyzer, createLanguages } from '../src/core/iac/index.ts';
import { FileSources } from '../src/files/fileSources.ts';
import { scan } from '../src/files/scan.ts';
import { walk } from '../src/files/walk.ts';
import { type Figure, quantile } from './figure.ts';
import { fileCount, readAll, trailCount, writeFiles } from './manyFiles.ts';

const rounds = 5;

/** A folder of 10,000 files of which 1 in 100 declares a trail, scanned as the terminal scans it. */
export async function benchScan(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const files = writeFiles(folder);
    readAll(files);
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
    const memory = (peakOf([folder, '--format', 'json']) - peakOf(['--version'])) / 1024;
    return [
      {
        what: `scan of ${fileCount} files, against reading their bytes`,
        measured: ratio,
        budget: 3,
        unit: 'times',
      },
      {
        what: 'peak memory of it, over idle',
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
  const files = new FileSources(onProblem);
  for await (const { analysis } of scan(walk([folder], { onProblem }), { analyzer, files })) {
    trails += analysis.assessments.length;
  }
  if (trails !== trailCount) {
    throw new Error(`${trails} trails were found of ${trailCount}`);
  }
}

/** The most memory, in kB, that the scanner has had as a process of its own. */
function peakOf(args: readonly string[]): number {
  const scanner = fileURLToPath(new URL('../dist/scan.cjs', import.meta.url));
  const report = 'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)))';
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  const { stderr } = spawnSync(process.execPath, ['--import', preload, scanner, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return Number(stderr);
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
