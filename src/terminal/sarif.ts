import { createHash } from 'node:crypto';
import { quoted } from '../core/base/show.ts';
import { isUnread } from '../core/iac/fileProblem.ts';
import type { Severity } from '../core/iac/finding.ts';
import { findingCodes } from '../core/iac/findingCode.ts';
import { sarifLog } from '../core/report/sarifLog.ts';
import { findingMessage, relatedMessage } from '../core/wording/findings.ts';
import { inEnglish } from '../core/wording/message.ts';
import { ruleTexts } from '../core/wording/rules.ts';
import { uriOf } from '../files/fileSources.ts';
import { type Location, type Report, type ReportedFinding, type ReportedTrail, shownPath } from './report.ts';

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
    help: { text: inEnglish(help), markdown: inEnglish(help) },
    defaultConfiguration: {
      level: code === 'kms-key-rotation-off' ? 'note' : errors.has(code) ? 'error' : 'warning',
    },
    properties: { precision: 'high', tags: ['security', 'aws', 'cloudtrail'] },
  };
}

const errors: ReadonlySet<string> = new Set([
  'kms-key-not-customer-managed',
  'kms-key-unusable',
  'kms-key-not-arn',
  'kms-key-policy',
]);

function resultsOf({ trails, folder }: Report) {
  const fingerprints = new Map<string, number>();
  return trails.flatMap(trail => [
    ...trail.findings.map(one => ({ ...resultOf(one, trail, folder, fingerprints), suppressions: [] })),
    ...trail.suppressed.map(one => ({
      ...resultOf(one, trail, folder, fingerprints),
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
  { finding, place, related }: ReportedFinding,
  trail: ReportedTrail,
  folder: string,
  fingerprints: Map<string, number>,
) {
  return {
    ruleId: finding.code,
    ruleIndex: findingCodes.indexOf(finding.code),
    level: levels[finding.severity],
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
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding.code, trail, folder, fingerprints) },
  };
}

/** What a finding stays the same by: its code, its file and the name of its trail. Equal ones are numbered. */
function fingerprint(code: string, trail: ReportedTrail, folder: string, seen: Map<string, number>): string {
  const { resource } = trail.assessment.declaration;
  const identity = [code, shownPath(trail.place.path, folder), resource].join('\n');
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  const number = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, number);
  return `${hash}:${number}`;
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

/** Relative to the source root where it lies below, else by its whole address. */
function artifact(path: string, folder: string) {
  const shown = shownPath(path, folder);
  return shown === path.replaceAll('\\', '/')
    ? { uri: uriOf(path) }
    : { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
