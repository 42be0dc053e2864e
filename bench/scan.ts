import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createAnalyzer, createLanguages } from '../src/core/iac/index.ts';
import { FileSources, uriOf } from '../src/files/fileSources.ts';
import { scan } from '../src/files/scan.ts';
import { walk } from '../src/files/walk.ts';
import { type Figure, inRounds, type Measured } from './figure.ts';
import { fileCount, trailCount, writeFiles, writeSources } from './manyFiles.ts';
import { treeFiles, treeTrails, writeTree } from './realTree.ts';
import { cpuSince } from './yardstick.ts';

/** Folders scanned as the terminal scans them, against reading their bytes alone. */
export async function benchScan(): Promise<readonly Figure[]> {
  return [
    ...(await inFolder(writeFiles, async (folder, files) => [
      ...(await againstReading(folder, files, {
        what: `scan of ${fileCount} files, 1 in 100 with a trail`,
        trails: trailCount,
        budget: 3,
      })),
      {
        what: 'peak memory of it, over idle',
        value: (peakOf([folder, '--format', 'json']) - peakOf(['--version'])) / 1024,
        budget: 80,
        unit: 'MB',
      },
    ])),
    ...(await inFolder(writeSources, (folder, files) =>
      againstReading(folder, files, {
        what: `scan of ${fileCount} programs that never name CloudTrail`,
        trails: 0,
        budget: 2,
      }),
    )),
    ...(await inFolder(writeTree, (folder, files) =>
      againstReading(folder, files, {
        what: `scan of ${treeFiles} files, 1 in 20 about CloudTrail, modules three deep`,
        trails: treeTrails,
        budget: 4,
      }),
    )),
  ];
}

async function inFolder(
  write: (folder: string) => readonly string[],
  measure: (folder: string, files: readonly string[]) => Promise<readonly Measured[]>,
): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const files = write(folder);
    // Once for nothing: neither the code nor the files are warm.
    await measure(folder, files);
    return await inRounds(5, () => measure(folder, files));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** CPU time against CPU time: how fast a disk is says nothing of a scan. */
async function againstReading(
  folder: string,
  files: readonly string[],
  { what, trails, budget }: { readonly what: string; readonly trails: number; readonly budget: number },
): Promise<readonly Measured[]> {
  const beforeReading = process.cpuUsage();
  for (const file of files) {
    readFileSync(file);
  }
  const reading = cpuSince(beforeReading);
  // The timer of the monitor counts from the time its loop knows, which is that of its last turn.
  await setImmediate();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const beforeScan = process.cpuUsage();
  await scanAll(folder, trails);
  const scanning = cpuSince(beforeScan);
  delays.disable();
  return [
    { what: `${what}, against reading`, value: scanning / reading, budget, unit: 'times', cpu: scanning },
    { what: `${what}, longest stretch`, value: delays.max / 1e6, budget: 50, unit: 'ms' },
  ];
}

async function scanAll(folder: string, expected: number): Promise<void> {
  const root = uriOf(folder);
  const analyzer = createAnalyzer({ languages: createLanguages(), now: Date.now, rootOf: () => root });
  let trails = 0;
  const onProblem = ({ path, detail }: { path: string; detail: string }) => {
    throw new Error(`${path}: ${detail}`);
  };
  const files = new FileSources(onProblem);
  const paths = walk([folder], { onProblem, list: path => files.listing(path) });
  for await (const { analysis } of scan(paths, { analyzer, files })) {
    trails += analysis.assessments.length;
  }
  if (trails !== expected) {
    throw new Error(`${trails} trails were found of ${expected}`);
  }
}

/** The most memory, in kB, that the scanner has had as a process of its own. */
function peakOf(args: readonly string[]): number {
  const scanner = fileURLToPath(new URL('../dist/scan.cjs', import.meta.url));
  const report = 'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)))';
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  const { stderr } = spawnSync(process.execPath, ['--import', preload, scanner, 'scan', ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return Number(stderr);
}
