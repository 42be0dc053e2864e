import { commandData, commandProperty } from '../../core/base/show.ts';
import type { Severity } from '../../core/iac/finding.ts';
import { isUnread } from '../../core/iac/sources/fileProblem.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { problemLine, shownPath } from '../lines.ts';
import { newFindings, type Report } from '../report.ts';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/**
 * GitHub Docs, "Workflow commands": one line is one annotation. Paths are relative to the root of the repository, which is
 * where a step starts. Findings in the baseline are left out.
 */
export function asGithub(report: Report): string {
  const { folder, problems } = report;
  const findings = newFindings(report).map(({ finding, severity, place }) =>
    command(commands[severity], inEnglish(findingMessage(finding)), {
      file: shownPath(place.path, folder),
      line: place.line,
      endLine: place.endLine,
      col: place.column,
      endColumn: place.endColumn,
      title: finding.code,
    }),
  );
  const unread = problems
    .filter(isUnread)
    .map(problem =>
      command('error', problemLine(problem, folder), { file: shownPath(problem.path, folder) }),
    );
  return [...findings, ...unread].join('');
}

function command(name: string, text: string, properties: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(properties).map(
    ([key, value]) => `${key}=${commandProperty(String(value))}`,
  );
  return `::${name} ${written.join(',')}::${commandData(text)}\n`;
}
