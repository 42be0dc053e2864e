import * as vscode from 'vscode';
import { excluding } from '../../core/base/glob.ts';
import { pathBelow } from '../../core/base/uri.ts';
import type { Finding, Severity } from '../../core/iac/finding.ts';
import type { Reading } from './reading.ts';
import { readCodeSettings } from './settings.ts';

export interface ReportedFinding {
  readonly finding: Finding;
  readonly severity: Severity;
}

/** The findings that a person wants to see, by the settings of their file. */
export function reportedFindings({
  uri,
  assessments,
}: Pick<Reading, 'uri' | 'assessments'>): readonly ReportedFinding[] {
  const settings = readCodeSettings(uri);
  if (!settings.enabled || isExcluded(uri, settings.exclude)) {
    return [];
  }
  return assessments
    .flatMap(({ findings }) => findings)
    .flatMap(finding => {
      const severity = settings.severity[finding.code] ?? finding.severity;
      return severity === 'off' ? [] : [{ finding, severity }];
    });
}

function isExcluded(uri: vscode.Uri, patterns: readonly string[]): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
  const path = folder === undefined ? uri.path.replace(/^\//, '') : pathBelow(folder, uri.toString());
  return path !== undefined && patterns.length > 0 && excluding(patterns)(path);
}
