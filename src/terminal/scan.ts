import type { Analysis } from '../core/iac/analysis/analyze.ts';
import type { ScanStep } from '../core/iac/analysis/diskScan.ts';
import { isLeftOut, levelOf, nothingConfigured } from '../core/iac/configuration/configuration.ts';
import type { Finding, Severity } from '../core/iac/finding.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import { type Sources, sourcesLike } from '../core/iac/sources/sources.ts';
import type { EngineThread } from '../engine/engineThread.ts';
import { FileSources, pathOf } from '../files/fileSources.ts';
import type { ScanRequest } from './arguments.ts';
import { Fingerprints } from './fingerprints.ts';
import { Progress } from './progress.ts';
import { fileProblem, isAtLeast, type Report, type ReportedTrail, reportTrail } from './report.ts';
import { diskFolderOf, type Scopes, scopeOf } from './scopes.ts';

export interface ScanContext {
  /** The current folder: paths are shown from there. */
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly thread: EngineThread;
  readonly scopes: Scopes;
  /** Fingerprints of the baseline. */
  readonly known: ReadonlySet<string> | undefined;
  /** Of standard input. */
  readonly text: string | undefined;
}

export interface Scanned {
  readonly report: Report;
  readonly fingerprints: Fingerprints;
  /** What was read. */
  readonly sources: Sources;
}

/** Reads all that is to be scanned, and reports the result. */
export async function scan(request: ScanRequest, context: ScanContext): Promise<Scanned> {
  const { folder, version, known, scopes } = context;
  const problems = new Map<string, FileProblem>();
  const onProblem = (problem: FileProblem) => {
    const key = problem.kind === 'given-up' ? `${problem.path}\n${problem.detail}` : problem.path;
    problems.set(key, problems.get(key) ?? problem);
  };
  const sources = sourcesOf(context);
  const { analyses, looked } = await analysesOf(request, context, sources, onProblem);
  const fingerprints = new Fingerprints(folder);
  const trails: ReportedTrail[] = [];
  for (const [uri, analysis] of analyses) {
    for (const problem of analysis.problems) {
      onProblem(fileProblem(pathOf(uri) ?? uri, problem));
    }
    for (const assessment of analysis.assessments) {
      const reported = await reportTrail(assessment, {
        levelOf: finding => severityOf(finding, request, scopes),
        fingerprintOf: finding => fingerprints.next(finding),
        isKnown: fingerprint => known?.has(fingerprint) ?? false,
        textOf: one => sources.read(one),
      });
      trails.push(reported);
    }
  }
  const report: Report = {
    folder,
    version,
    trails,
    problems: [...problems.values()],
    files: looked,
    failOn: request.failOn,
    hasBaseline: known !== undefined,
  };
  return { report, fingerprints, sources };
}

/** As configured; undefined if it is not reported. */
function severityOf(
  finding: Finding,
  { codes, severity: least }: ScanRequest,
  scopes: Scopes,
): Severity | undefined {
  const severity = levelOf(
    scopeOf(scopes, finding.declaration.uri)?.configuration ?? nothingConfigured,
    finding,
  );
  return severity !== undefined && codes.has(finding.code) && isAtLeast(severity, least)
    ? severity
    : undefined;
}

/** The disk, with the text of standard input at its place. */
function sourcesOf({ scopes, text }: ScanContext): Sources {
  const disk = new FileSources(() => undefined);
  const [scope] = scopes.all;
  if (text === undefined || !scope) {
    return disk;
  }
  const document = { uri: scope.uri, text };
  return sourcesLike(disk, {
    read: async (uri, within, quietly) => (uri === document.uri ? document : disk.read(uri, within, quietly)),
  });
}

interface Analyses {
  readonly analyses: ReadonlyMap<string, Analysis>;
  /** How many files were looked at. */
  readonly looked: number;
}

async function analysesOf(
  request: ScanRequest,
  { folder, scopes, thread, signal, text }: ScanContext,
  sources: Sources,
  onProblem: (problem: FileProblem) => void,
): Promise<Analyses> {
  // A scan that has to start again reports the same files again.
  const analyses = new Map<string, Analysis>();
  const [scope] = scopes.all;
  if (text !== undefined && scope) {
    const document = await sources.read(scope.uri);
    if (document && thread.claims(document) && !isLeftOut(scope.configuration, scope.uri)) {
      analyses.set(scope.uri, await thread.analyze(document, sources, signal));
    }
    return { analyses, looked: 1 };
  }
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
  try {
    const folders = scopes.all.map(one => diskFolderOf(one, request, folder));
    await thread.scanDisk(folders, { open: [], sources, onStep, signal });
  } finally {
    progress.clear();
  }
  return { analyses, looked };
}
