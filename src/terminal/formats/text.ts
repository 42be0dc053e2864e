import { styleText } from 'node:util';
import { visible } from '../../core/base/show.ts';
import { type Severity, severities } from '../../core/iac/finding.ts';
import { findingMessage, relatedMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { count, grouped, shownPath } from '../lines.ts';
import { type Location, newFindings, type Report, type ReportedFinding } from '../report.ts';

/** One line for each finding, the places that explain it below, and a summary at the end. */
export function asText(report: Report, color: boolean): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const findings = newFindings(report);
  const lines = findings.map(finding => linesOf(finding, report.folder, paint));
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${summary(report, findings)}\n`;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles: Readonly<Record<Severity, Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'gray',
};

function linesOf(
  { finding, severity: level, place, related }: ReportedFinding,
  folder: string,
  paint: Paint,
): string {
  const severity = paint(styles[level], level);
  const code = paint('gray', finding.code);
  const first = `${shown(place, folder)}  ${severity}  ${inEnglish(findingMessage(finding))}  ${code}\n`;
  const others = related.map(
    ({ related, place }) =>
      `    ${shown(place, folder)}  ${paint('gray', inEnglish(relatedMessage(related)))}\n`,
  );
  return [first, ...others].join('');
}

function shown({ path, line, column }: Location, folder: string): string {
  return `${visible(shownPath(path, folder))}:${line}:${column}`;
}

function summary({ trails, files }: Report, findings: readonly ReportedFinding[]): string {
  const scanned = `${count(files, 'file')} scanned`;
  if (trails.length === 0) {
    return `No trails. ${scanned}.`;
  }
  const ignored = trails.reduce((sum, trail) => sum + trail.suppressed.length, 0);
  const known = trails.flatMap(trail => trail.findings).length - findings.length;
  const aside = [
    ...(known > 0 ? [`, ${grouped(known)} in the baseline`] : []),
    ...(ignored > 0 ? [`, ${grouped(ignored)} ignored`] : []),
  ];
  const tail = `${aside.join('')}. ${scanned}.`;
  if (findings.length === 0) {
    return `${count(trails.length, 'trail')}, no findings${tail}`;
  }
  const parts = severities
    .map(severity => [severity, findings.filter(one => one.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) =>
      severity === 'information' ? `${grouped(number)} ${severity}` : count(number, severity),
    );
  return `${count(trails.length, 'trail')}, ${count(findings.length, 'finding')} (${parts.join(', ')})${tail}`;
}
