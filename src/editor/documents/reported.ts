import { levelOf } from '../../core/iac/configuration/configuration.ts';
import type { Finding, Severity } from '../../core/iac/finding.ts';
import type { Reading } from './reading.ts';
import type { CodeSettings } from './settings.ts';

export interface ReportedFinding {
  readonly finding: Finding;
  readonly severity: Severity;
}

/** The findings that a person wants to see, as it is configured for their file. */
export function reportedFindings(
  { uri, assessments }: Pick<Reading, 'uri' | 'assessments'>,
  settings: CodeSettings,
): readonly ReportedFinding[] {
  const configuration = settings.of(uri);
  if (settings.isSilent(uri, configuration)) {
    return [];
  }
  return assessments
    .flatMap(({ findings }) => findings)
    .flatMap(finding => {
      const severity = levelOf(configuration, finding);
      return severity === undefined ? [] : [{ finding, severity }];
    });
}
