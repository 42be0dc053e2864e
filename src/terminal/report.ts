import { isAbsolute, relative, sep } from 'node:path';
import { visible } from '../core/base/show.ts';
import { TextLines, type TextRange } from '../core/base/text.ts';
import type { AnalysisProblem } from '../core/iac/analyze.ts';
import { type FileProblem, isUnread } from '../core/iac/fileProblem.ts';
import { type Assessment, type Finding, type Severity, severities } from '../core/iac/finding.ts';
import type { SourceDocument } from '../core/iac/sources.ts';
import type { Suppression } from '../core/iac/suppression.ts';
import { pathOf } from '../files/fileSources.ts';

/** What a scan found, ready to be written in one format or another. */
export interface Report {
  readonly folder: string;
  readonly version: string;
  readonly trails: readonly ReportedTrail[];
  readonly problems: readonly FileProblem[];
  /** How many files were looked at. */
  readonly files: number;
  /** The lowest severity that makes the scan fail. */
  readonly failOn: Severity | 'never';
  /** Some of the findings may be known. */
  readonly hasBaseline: boolean;
}

/** One declared trail, with the places of everything in its findings. */
export interface ReportedTrail {
  readonly assessment: Assessment;
  readonly place: Location;
  /** Those that are reported. */
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: readonly (ReportedFinding & {
    readonly by: Suppression;
    readonly byPlace: Location | undefined;
  })[];
}

export interface ReportedFinding {
  readonly finding: Finding;
  /** As it is configured. */
  readonly severity: Severity;
  readonly place: Location;
  readonly related: readonly { readonly related: Finding['related'][number]; readonly place: Location }[];
  /** What it stays the same by. */
  readonly fingerprint: string;
  /** The baseline has it. */
  readonly isKnown: boolean;
}

/** Lines and columns from 1; the end is the position after the last character. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Texts by their address, as far as they are known; places in others have no line. */
export type TextOf = (uri: string) => Promise<SourceDocument | undefined>;

export interface Reporting {
  /** How severe a finding is; undefined if it is not reported. */
  readonly levelOf: (finding: Finding) => Severity | undefined;
  /** Computed once for each finding, in the order of the text, also for those that are not reported. */
  readonly fingerprintOf: (finding: Finding) => string;
  readonly isKnown: (fingerprint: string) => boolean;
  readonly textOf: TextOf;
}

export async function reportTrail(assessment: Assessment, reporting: Reporting): Promise<ReportedTrail> {
  const { levelOf, fingerprintOf, isKnown, textOf } = reporting;
  const lines = new Map<string, TextLines>();
  const { declaration, findings, suppressed } = assessment;

  const placeOf = async (uri: string, range: TextRange): Promise<Location> => {
    const known = lines.get(uri) ?? new TextLines((await textOf(uri))?.text ?? '');
    lines.set(uri, known);
    const start = known.positionAt(range.start);
    const end = known.positionAt(range.end);
    return {
      path: pathOf(uri) ?? uri,
      line: start.line + 1,
      column: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
    };
  };

  const reportFinding = async (finding: Finding): Promise<readonly ReportedFinding[]> => {
    const fingerprint = fingerprintOf(finding);
    const severity = levelOf(finding);
    if (severity === undefined) {
      return [];
    }
    const related = finding.related.map(async one => ({
      related: one,
      place: await placeOf(one.uri, one.range),
    }));
    return [
      {
        finding,
        severity,
        place: await placeOf(declaration.uri, finding.range),
        related: await Promise.all(related),
        fingerprint,
        isKnown: isKnown(fingerprint),
      },
    ];
  };

  const accepted = suppressed.map(async ({ finding, by }) => {
    const byPlace = await placeOf(by.uri ?? declaration.uri, by.range);
    return (await reportFinding(finding)).map(reported => ({ ...reported, isKnown: false, by, byPlace }));
  });
  return {
    assessment,
    place: await placeOf(declaration.uri, { start: declaration.header.start, end: declaration.whole.end }),
    findings: (await Promise.all(findings.map(reportFinding))).flat(),
    suppressed: (await Promise.all(accepted)).flat(),
  };
}

/** The findings that are not in the baseline. */
export function newFindings({ trails }: Report): readonly ReportedFinding[] {
  return trails.flatMap(({ findings }) => findings.filter(({ isKnown }) => !isKnown));
}

/** Whether a finding makes the scan fail. */
export function fails({ severity, isKnown }: ReportedFinding, { failOn }: Pick<Report, 'failOn'>): boolean {
  return !isKnown && failOn !== 'never' && isAtLeast(severity, failOn);
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}

/** What went wrong in the analysis of a file: it failed, or it was given up for a trail or a module call. */
export function fileProblem(path: string, { resource, detail }: AnalysisProblem): FileProblem {
  return resource === undefined
    ? { path, kind: 'unreadable', detail }
    : { path, kind: 'given-up', detail: `${resource}: ${detail}` };
}

/** A problem in one line: the file, what became of it, and why. */
export function problemLine({ path, kind, detail }: FileProblem, folder: string): string {
  const what =
    kind === 'given-up' ? 'evaluation ended' : isUnread({ kind }) ? 'could not be read' : 'not followed';
  return visible(`${shownPath(path, folder)}: ${what}: ${detail}`);
}

/** A path as it is printed: with slashes, and relative to the folder if it is below. */
export function shownPath(path: string, folder: string): string {
  const inside = relative(folder, path);
  const isBelow = inside !== '' && !isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`);
  return (isBelow ? inside : path).split(sep).join('/');
}

/** `1 file`, `2,000 files`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
