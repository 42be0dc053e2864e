import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { visible } from '../core/base/show.ts';
import { messageOf } from '../core/base/thrown.ts';
import { isUnread } from '../core/iac/sources/fileProblem.ts';
import { EngineThread } from '../engine/engineThread.ts';
import { FileSources, pathOf } from '../files/fileSources.ts';
import { machineClock } from '../machineClock.ts';
import type { Output, ScanRequest } from './arguments.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { exitCodes } from './exitCodes.ts';
import { type Fixing, fixesOf, printedDifference, writeFixes } from './fix.ts';
import { written } from './formats/index.ts';
import { problemLine, shownPath } from './lines.ts';
import { fails, type Report } from './report.ts';
import { type ScanContext, scan } from './scan.ts';
import { type Scopes, scopeOf, scopesOf } from './scopes.ts';
import { readStdin } from './stdin.ts';
import { patience } from './usage.ts';

export interface CommandContext {
  /** The program of the thread. */
  readonly engine: string;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Runs `scan`; resolves to the exit code. */
export async function scanAndReport(request: ScanRequest, context: CommandContext): Promise<number> {
  const folder = process.cwd();
  let scopes: Scopes = { all: [], inputs: [], faults: [] };
  const thread = new EngineThread({
    file: context.engine,
    clock: machineClock,
    patience: patience * 1000,
    rootOf: uri => scopeOf(scopes, uri)?.root,
    inputsOf: uri => scopeOf(scopes, uri)?.inputs ?? [],
  });
  try {
    const missing =
      request.stdinFilename === undefined ? request.paths.filter(path => !existsSync(path)) : [];
    const sources = new FileSources(() => undefined);
    scopes = await scopesOf(request, folder, document => thread.configuration(document, sources));
    const known = request.baseline === undefined ? undefined : readBaseline(request.baseline);
    const mistakes = [
      ...missing.map(path => `${path}: no such file or folder`),
      ...scopes.faults,
      ...(await inputFaults(scopes, thread, folder)),
      ...(known && 'fault' in known ? [`${request.baseline}: ${known.fault}`] : []),
    ];
    if (mistakes.length > 0 || (known && 'fault' in known)) {
      return refused(mistakes);
    }
    const stdin = request.stdinFilename === undefined ? undefined : await readStdin(context.signal);
    if (stdin && 'fault' in stdin) {
      return refused([`standard input: ${stdin.fault}`]);
    }
    const { version, signal } = context;
    return await reported(request, { folder, version, signal, thread, scopes, known, text: stdin?.text });
  } finally {
    thread.dispose();
  }
}

async function reported(request: ScanRequest, context: ScanContext): Promise<number> {
  const scanned = await scan(request, context);
  if (request.newBaseline !== undefined) {
    const file = request.newBaseline;
    const count = tryTo(file, () => writeBaseline(file, scanned.report, scanned.fingerprints));
    if (count === undefined) {
      return exitCodes.mistake;
    }
    const report = { ...scanned.report, trails: scanned.report.trails.map(allKnown), hasBaseline: true };
    return told(request, report, context);
  }
  if (request.fix === 'no') {
    return told(request, scanned.report, context);
  }
  const fixing = await fixesOf(scanned.report, {
    analyzer: context.thread,
    sources: scanned.sources,
    scopes: context.scopes,
    signal: context.signal,
  });
  tell([...fixing.failures, ...fixing.done]);
  return request.fix === 'print'
    ? worst(told(request, scanned.report, context, fixing), fixing)
    : worst(await writtenAndReported(request, context, fixing), fixing);
}

/** Writes the fixes, and looks again: only that says what is left. */
async function writtenAndReported(
  request: ScanRequest,
  context: ScanContext,
  fixing: Fixing,
): Promise<number> {
  const left = writeFixes(fixing, context.scopes, context.folder);
  tell(left);
  const { report } = await scan(request, context);
  const code = told(request, report, context);
  return left.length > 0 ? exitCodes.mistake : code;
}

function worst(code: number, { failures }: Fixing): number {
  return failures.length > 0 ? exitCodes.mistake : code;
}

function allKnown(trail: Report['trails'][number]): Report['trails'][number] {
  return { ...trail, findings: trail.findings.map(one => ({ ...one, isKnown: true })) };
}

function refused(mistakes: readonly string[]): number {
  tell(mistakes.map(visible));
  return exitCodes.mistake;
}

/** What keeps the files that the command line names from being read as inputs, in a line each. */
async function inputFaults(
  { inputs }: Scopes,
  thread: EngineThread,
  folder: string,
): Promise<readonly string[]> {
  const details = new Map<string, string>();
  const sources = new FileSources(({ path, detail }) => details.set(path, detail));
  const faults = inputs.length === 0 ? [] : await thread.inputFaults(inputs, sources);
  return faults.map(({ file, what }) => {
    const path = pathOf(file) ?? file;
    const why = what === 'malformed' ? 'contains no inputs in a known format' : 'no such file';
    return `${shownPath(path, folder)}: ${details.get(path) ?? why}`;
  });
}

/** Writes the reports, and on standard output the difference that fixes would make. */
function told(request: ScanRequest, report: Report, context: ScanContext, fixing?: Fixing): number {
  const used = new Set(report.trails.flatMap(({ assessment }) => assessment.inputs ?? []));
  const unused = context.scopes.inputs.filter(({ name }) => !used.has(name));
  tell(unused.map(({ name }) => `${visible(name)}: no trail is deployed with these inputs`));
  tell(report.problems.map(problem => problemLine(problem, report.folder)));
  const code = codeOf(report);
  process.exitCode = code;
  const isTerminal = process.stdout.isTTY === true;
  const color = request.color ?? (isTerminal && process.stdout.hasColors());
  if (fixing) {
    process.stdout.write(printedDifference(fixing, isTerminal, color));
  }
  const isWritten = request.outputs.map(output => write(output, report, color));
  return isWritten.includes(false) ? exitCodes.mistake : code;
}

/** False, and reported, if the file could not be written. */
function write({ format, file }: Output, report: Report, color: boolean): boolean {
  if (file === undefined) {
    process.stdout.write(written(report, format, color));
    return true;
  }
  return tryTo(file, () => writeFileSync(resolve(file), written(report, format, false)) ?? true) === true;
}

/** Undefined, and reported, if a file cannot be written. */
function tryTo<T>(file: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    tell([visible(`${file}: could not be written: ${messageOf(error)}`)]);
    return undefined;
  }
}

function tell(lines: readonly string[]): void {
  process.stderr.write(lines.map(line => `${line}\n`).join(''));
}

/** What could not be read may hold anything, so the scan says neither that there is nothing nor that this is all. */
function codeOf(report: Report): number {
  if (report.problems.some(isUnread)) {
    return exitCodes.mistake;
  }
  const isFailure = report.trails.some(({ findings }) => findings.some(one => fails(one, report)));
  return isFailure ? exitCodes.something : exitCodes.nothing;
}
