import { printJson } from '../../core/base/show.ts';
import { describeState } from '../../core/iac/state.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { shownPath } from '../lines.ts';
import type { Report, ReportedTrail } from '../report.ts';

/** A list with one object for each declared trail, encrypted or not. */
export function asJson({ trails, folder }: Report): string {
  return printJson(trails.map(trail => objectOf(trail, folder)));
}

function objectOf({ assessment, place, findings, suppressed }: ReportedTrail, folder: string) {
  const { path, line, column, endLine, endColumn } = place;
  const { language, resource } = assessment.declaration;
  return {
    file: shownPath(path, folder),
    line,
    column,
    endLine,
    endColumn,
    language,
    resource,
    state: describeState(assessment),
    ...(assessment.inputs && { inputs: assessment.inputs }),
    findings: findings.map(({ finding, severity, fingerprint, isKnown }) => ({
      code: finding.code,
      severity,
      message: inEnglish(findingMessage(finding)),
      fingerprint,
      ...(isKnown && { known: true }),
      ...(finding.inputs && { inputs: finding.inputs }),
    })),
    ...(suppressed[0] ? { suppressedBy: suppressed[0].by.tool } : {}),
  };
}
