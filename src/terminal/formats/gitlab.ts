import { printJson } from '../../core/base/show.ts';
import type { Severity } from '../../core/iac/finding.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { shownPath } from '../lines.ts';
import { newFindings, type Report } from '../report.ts';

const severities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  information: 'minor',
  hint: 'info',
};

/**
 * GitLab Docs, "Code Quality": a list of findings with paths relative to the root of the repository, which is where a job
 * starts. Findings in the baseline are left out.
 */
export function asGitlab(report: Report): string {
  return printJson(
    newFindings(report).map(({ finding, severity, place, fingerprint }) => ({
      description: inEnglish(findingMessage(finding)),
      check_name: finding.code,
      fingerprint,
      severity: severities[severity],
      location: {
        path: shownPath(place.path, report.folder),
        lines: { begin: place.line, end: place.endLine },
      },
    })),
  );
}
