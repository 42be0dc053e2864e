import { quoted } from '../../core/base/show.ts';
import type { Severity } from '../../core/iac/finding.ts';
import { defaultSeverity, findingCodes } from '../../core/iac/findingCode.ts';
import { isUnread } from '../../core/iac/sources/fileProblem.ts';
import { sarifLog } from '../../core/report/sarifLog.ts';
import { findingMessage, relatedMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { pageOfFinding, ruleTexts } from '../../core/wording/rules.ts';
import { uriOf } from '../../files/fileSources.ts';
import { shownPath } from '../lines.ts';
import type { Location, Report, ReportedFinding } from '../report.ts';

/*
 * SARIF 2.1.0 (OASIS), with what code scanning of GitHub reads of it: rules with help, a level for each result, places
 * relative to the source root, fingerprints that survive moved lines, and suppressions. GitHub Docs, "SARIF support for
 * code scanning".
 */

export function asSarif(report: Report): string {
  const { folder, version, problems } = report;
  return sarifLog({
    version,
    rules: findingCodes.map(ruleOf),
    notifications: problems.map(({ path, kind, detail }) => ({
      level: isUnread({ kind }) ? 'error' : 'warning',
      text: `${kind}: ${detail}`,
      location: { physicalLocation: { artifactLocation: artifact(path, folder) } },
    })),
    more: {
      originalUriBaseIds: { '%SRCROOT%': { uri: `${uriOf(folder).replace(/\/$/, '')}/` } },
      columnKind: 'utf16CodeUnits',
    },
    results: resultsOf(report),
  });
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

function ruleOf(code: (typeof findingCodes)[number]) {
  const { title, help } = ruleTexts[code];
  const name = code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    id: code,
    name,
    shortDescription: { text: inEnglish(title) },
    fullDescription: { text: inEnglish(help) },
    helpUri: pageOfFinding(code),
    help: { text: inEnglish(help), markdown: inEnglish(help) },
    defaultConfiguration: { level: levels[defaultSeverity[code]] },
    properties: { precision: 'high', tags: ['security', 'aws', 'cloudtrail'] },
  };
}

function resultsOf(report: Report) {
  const { trails, folder } = report;
  return trails.flatMap(trail => [
    ...trail.findings.map(one => ({
      ...resultOf(one, report),
      suppressions: one.isKnown
        ? [{ kind: 'external', status: 'accepted', justification: 'in the baseline' }]
        : [],
    })),
    ...trail.suppressed.map(one => ({
      ...resultOf(one, report),
      suppressions: [
        {
          kind: one.by.uri === undefined ? 'inSource' : 'external',
          status: 'accepted',
          ...(one.by.reason === undefined ? {} : { justification: quoted(one.by.reason) }),
          ...(one.byPlace ? { location: location(one.byPlace, folder) } : {}),
        },
      ],
    })),
  ]);
}

function resultOf(
  { finding, severity, place, related, fingerprint, isKnown }: ReportedFinding,
  { folder, hasBaseline }: Report,
) {
  return {
    ruleId: finding.code,
    ruleIndex: findingCodes.indexOf(finding.code),
    level: levels[severity],
    ...(hasBaseline && { baselineState: isKnown ? 'unchanged' : 'new' }),
    message: { text: inEnglish(findingMessage(finding)) },
    locations: [location(place, folder)],
    ...(related.length > 0
      ? {
          relatedLocations: related.map(({ related, place }, id) => ({
            id,
            ...location(place, folder),
            message: { text: inEnglish(relatedMessage(related)) },
          })),
        }
      : {}),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  };
}

function location(place: Location, folder: string) {
  return {
    physicalLocation: {
      artifactLocation: artifact(place.path, folder),
      region: {
        startLine: place.line,
        startColumn: place.column,
        endLine: place.endLine,
        endColumn: place.endColumn,
      },
    },
  };
}

/** Relative to the source root if it is below, else the whole address. */
function artifact(path: string, folder: string) {
  const shown = shownPath(path, folder);
  return shown === path.replaceAll('\\', '/')
    ? { uri: uriOf(path) }
    : { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
