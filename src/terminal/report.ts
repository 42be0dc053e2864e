import { TextLines, type TextRange } from '../core/base/text.ts';
import type { AnalysisProblem } from '../core/iac/analysis/analyze.ts';
import { type Assessment, type Finding, type Severity, severities } from '../core/iac/finding.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import type { SourceDocument } from '../core/iac/sources/sources.ts';
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
  const { declaration, findings, suppressed } = assessment;
  const { uri, header, whole } = declaration;
  const places = new Places(reporting.textOf);
  const accepted = suppressed.map(async ({ finding, by }) => {
    const byPlace = await places.of(by.uri ?? uri, by.range);
    const reported = await reportFinding(finding, reporting, places);
    return reported.map(one => ({ ...one, isKnown: false, by, byPlace }));
  });
  return {
    assessment,
    place: await places.of(uri, { start: header.start, end: whole.end }),
    findings: (await Promise.all(findings.map(one => reportFinding(one, reporting, places)))).flat(),
    suppressed: (await Promise.all(accepted)).flat(),
  };
}

/** The finding, or none if it is not reported. */
async function reportFinding(
  finding: Finding,
  { levelOf, fingerprintOf, isKnown }: Reporting,
  places: Places,
): Promise<readonly ReportedFinding[]> {
  const fingerprint = fingerprintOf(finding);
  const severity = levelOf(finding);
  if (severity === undefined) {
    return [];
  }
  const related = finding.related.map(async one => ({
    related: one,
    place: await places.of(one.uri, one.range),
  }));
  return [
    {
      finding,
      severity,
      place: await places.of(finding.declaration.uri, finding.range),
      related: await Promise.all(related),
      fingerprint,
      isKnown: isKnown(fingerprint),
    },
  ];
}

/** Places in texts, each of which is split into lines once. */
class Places {
  readonly #textOf: TextOf;
  readonly #lines = new Map<string, TextLines>();

  constructor(textOf: TextOf) {
    this.#textOf = textOf;
  }

  async of(uri: string, range: TextRange): Promise<Location> {
    const lines = this.#lines.get(uri) ?? new TextLines((await this.#textOf(uri))?.text ?? '');
    this.#lines.set(uri, lines);
    const start = lines.positionAt(range.start);
    const end = lines.positionAt(range.end);
    return {
      path: pathOf(uri) ?? uri,
      line: start.line + 1,
      column: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
    };
  }
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
