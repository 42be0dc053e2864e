import { xml } from '../../core/base/show.ts';
import { isUnread } from '../../core/iac/sources/fileProblem.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { problemLine, shownPath } from '../lines.ts';
import { fails, type Report, type ReportedFinding, type ReportedTrail } from '../report.ts';

/*
 * JUnit's report as Jenkins, GitLab, Azure Pipelines and CircleCI read it: each trail is a test of its file. It fails on
 * what makes the scan fail, is skipped if all its findings are ignored, and what could not be read is an error.
 */

export function asJunit(report: Report): string {
  const trails = report.trails.map(trail => trailCase(trail, report));
  const problems = report.problems.filter(isUnread).map(problem => {
    const file = shownPath(problem.path, report.folder);
    const message = problemLine(problem, report.folder);
    return element('testcase', { classname: file, name: 'read', file }, [element('error', { message }, [])]);
  });
  const counts = {
    tests: trails.length + problems.length,
    failures: trails.filter(({ outcome }) => outcome === 'failure').length,
    errors: problems.length,
    skipped: trails.filter(({ outcome }) => outcome === 'skipped').length,
  };
  const cases = [...trails.map(({ text }) => text), ...problems];
  const suite = element('testsuite', { name: 'CloudTrail Encryption', ...counts }, cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', counts, [suite])}\n`;
}

interface TrailCase {
  readonly outcome: 'failure' | 'skipped' | 'passed';
  readonly text: string;
}

function trailCase(trail: ReportedTrail, report: Report): TrailCase {
  const { assessment, place, findings, suppressed } = trail;
  const line = (one: ReportedFinding) => lineOf(one, report.folder);
  const failing = findings.filter(one => fails(one, report));
  const [first] = failing;
  const accepted = [
    ...findings.filter(({ isKnown }) => isKnown).map(one => `in the baseline: ${line(one)}`),
    ...suppressed.map(one => `ignored: ${line(one)}`),
  ];
  const outcome = first ? 'failure' : accepted.length > 0 ? 'skipped' : 'passed';
  const inside: string[] = [];
  if (first) {
    const attributes = { type: first.finding.code, message: inEnglish(findingMessage(first.finding)) };
    inside.push(element('failure', attributes, [xml(failing.map(line).join('\n'))]));
  } else if (outcome === 'skipped') {
    inside.push(element('skipped', { message: accepted.join('\n') }, []));
  }
  const others = findings.filter(one => !fails(one, report) && !one.isKnown);
  if (others.length > 0) {
    inside.push(element('system-out', {}, [xml(others.map(line).join('\n'))]));
  }
  const name = assessment.declaration.resource;
  const file = shownPath(place.path, report.folder);
  return { outcome, text: element('testcase', { classname: file, name, file, line: place.line }, inside) };
}

function lineOf(
  { finding, severity, place: { path, line, column } }: ReportedFinding,
  folder: string,
): string {
  const place = `${shownPath(path, folder)}:${line}:${column}`;
  return `${place}: ${severity}: ${inEnglish(findingMessage(finding))} (${finding.code})`;
}

/** `inside` is XML already. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inside: readonly string[],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xml(String(value))}"`);
  const start = `<${name}${written.join('')}`;
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.join('')}</${name}>`;
}
