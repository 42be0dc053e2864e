#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import manifest from '../../package.json' with { type: 'json' };
import { visible, visibleLines } from '../core/base/show.ts';
import { isBelow } from '../core/base/uri.ts';
import type { Analysis } from '../core/iac/analyze.ts';
import type { DiskFolder, ScanStep } from '../core/iac/diskScan.ts';
import { type FileProblem, isUnread } from '../core/iac/fileProblem.ts';
import { createLanguages } from '../core/iac/index.ts';
import type { InputSet } from '../core/iac/inputs.ts';
import { EngineThread } from '../engine/engineThread.ts';
import { serve } from '../engine/serve.ts';
import { FileSources, pathOf, uriOf } from '../files/fileSources.ts';
import { machineClock } from '../machineClock.ts';
import { patience, type Request, readArguments, usage } from './arguments.ts';
import { inputSetsOf } from './inputs.ts';
import { asJson } from './json.ts';
import { Progress } from './progress.ts';
import {
  fileProblem,
  problemLine,
  type Report,
  type ReportedTrail,
  reportTrail,
  shownPath,
} from './report.ts';
import { asSarif } from './sarif.ts';
import { asText } from './text.ts';

/** The exit codes that the usage names. */
const found = { nothing: 0, something: 1, mistake: 2 } as const;

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
// Whoever reads the report may stop before its end, as `head` does. That is no failure of the scan.
process.stdout.on('error', error => {
  if (!('code' in error && error.code === 'EPIPE')) {
    process.exitCode = found.mistake;
  }
  process.exit();
});

// Files are read and analysed in a thread of the same program, so that one that takes too long can be left out.
if (isMainThread) {
  start();
} else {
  serve(createLanguages());
}

function start(): void {
  run(readArguments(process.argv.slice(2))).then(
    code => {
      process.exitCode = code;
    },
    error => {
      process.exitCode = interrupted.signal.aborted ? 130 : found.mistake;
      if (!interrupted.signal.aborted) {
        process.stderr.write(
          `The scan failed: ${visibleLines(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
        );
      }
    },
  );
}

async function run(request: Request): Promise<number> {
  switch (request.kind) {
    case 'help':
      process.stdout.write(usage);
      return found.nothing;
    case 'version':
      process.stdout.write(`${manifest.version}\n`);
      return found.nothing;
    case 'mistake':
      process.stderr.write(`${visible(request.message)}\nTry --help.\n`);
      return found.mistake;
    case 'scan':
      return scanAndReport(request);
  }
}

type ScanRequest = Extract<Request, { kind: 'scan' }>;

async function scanAndReport(request: ScanRequest): Promise<number> {
  const missing = request.paths.filter(path => !existsSync(path));
  if (missing.length > 0) {
    process.stderr.write(missing.map(path => `${visible(path)}: no such file or folder\n`).join(''));
    return found.mistake;
  }
  const sets = inputSetsOf(request.inputs);
  const thread = new EngineThread({
    file: fileURLToPath(import.meta.url),
    clock: machineClock,
    patience: patience * 1000,
  });
  try {
    const faults = await inputFaults(sets, thread);
    if (faults.length > 0) {
      process.stderr.write(faults.map(fault => `${visible(fault)}\n`).join(''));
      return found.mistake;
    }
    return tell(await scanAll(request, sets, thread), sets, request);
  } finally {
    thread.dispose();
  }
}

/** What keeps the files that the command line names from being read as inputs, in a line each. */
async function inputFaults(sets: readonly InputSet[], thread: EngineThread): Promise<readonly string[]> {
  const details = new Map<string, string>();
  const sources = new FileSources(({ path, detail }) => details.set(path, detail));
  const faults = sets.length === 0 ? [] : await thread.inputFaults(sets, sources);
  return faults.map(({ file, what }) => {
    const path = pathOf(file) ?? file;
    const why = what === 'malformed' ? 'holds no inputs in a form that is known' : 'no such file';
    return `${shownPath(path, process.cwd())}: ${details.get(path) ?? why}`;
  });
}

function tell(report: Report, sets: readonly InputSet[], request: ScanRequest): number {
  const used = new Set(report.trails.flatMap(({ assessment }) => assessment.inputs ?? []));
  for (const { name } of sets.filter(one => !used.has(one.name))) {
    process.stderr.write(`${visible(name)}: no trail is deployed with these inputs\n`);
  }
  for (const problem of report.problems) {
    process.stderr.write(`${problemLine(problem, report.folder)}\n`);
  }
  const code = codeOf(report);
  process.exitCode = code;
  process.stdout.write(write(report, request));
  return code;
}

/** What could not be read may hold anything, so the scan says neither that there is nothing nor that this is all. */
function codeOf({ trails, problems }: Report): number {
  if (problems.some(isUnread)) {
    return found.mistake;
  }
  return trails.some(trail => trail.findings.length > 0) ? found.something : found.nothing;
}

async function scanAll(
  request: ScanRequest,
  sets: readonly InputSet[],
  thread: EngineThread,
): Promise<Report> {
  const folder = process.cwd();
  const problems = new Map<string, FileProblem>();
  const onProblem = (problem: FileProblem) => {
    const key = problem.kind === 'given-up' ? `${problem.path}\n${problem.detail}` : problem.path;
    problems.set(key, problems.get(key) ?? problem);
  };
  // A scan that has to begin again tells of the same files once more.
  const analyses = new Map<string, Analysis>();
  const progress = new Progress(process.stderr);
  let looked = 0;
  const onStep = (step: ScanStep) => {
    looked = step.looked;
    step.problems.forEach(onProblem);
    for (const { uri, analysis } of step.files) {
      analyses.set(uri, analysis);
    }
    progress.update(looked, analyses.size);
  };
  const sources = new FileSources(() => undefined);
  try {
    const folders = foldersOf(request, folder).map(one => ({ ...one, inputs: sets }));
    await thread.scanDisk(folders, { open: [], sources, onStep, signal: interrupted.signal });
  } finally {
    progress.clear();
  }
  const trails: ReportedTrail[] = [];
  for (const [uri, analysis] of analyses) {
    for (const problem of analysis.problems) {
      onProblem(fileProblem(pathOf(uri) ?? uri, problem));
    }
    for (const assessment of analysis.assessments) {
      trails.push(await reportTrail(assessment, request.severity, one => sources.read(one)));
    }
  }
  return { folder, version: manifest.version, trails, problems: [...problems.values()], files: looked };
}

/** Configuration of other scanners counts from the current folder down, or from the scanned path outside of it. */
function foldersOf({ paths, exclude }: ScanRequest, folder: string): readonly DiskFolder[] {
  const ignored = { patterns: exclude, from: folder };
  const root = uriOf(folder);
  return [...new Set(paths.map(path => resolve(path)))].map(path => {
    const uri = uriOf(path);
    return { path, uri: isBelow(root, uri) ? root : uri, exclude: [], ignored };
  });
}

function write(report: Report, { format, color }: ScanRequest): string {
  switch (format) {
    case 'text':
      return asText(report, color ?? (process.stdout.isTTY === true && process.stdout.hasColors()));
    case 'json':
      return asJson(report);
    case 'sarif':
      return asSarif(report);
  }
}
