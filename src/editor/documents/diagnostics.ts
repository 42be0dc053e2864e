import * as vscode from 'vscode';
import type { Severity } from '../../core/iac/finding.ts';
import { findingMessage, relatedMessage } from '../../core/wording/findings.ts';
import { unreadDocument } from '../../core/wording/unread.ts';
import { extensionName, section, shippedPageOfFinding } from '../contributions.ts';
import { say } from '../say.ts';
import { type Reading, rangeIn } from './reading.ts';
import type { Readings } from './readings.ts';
import { type ReportedFinding, reportedFindings } from './reported.ts';
import type { CodeSettings } from './settings.ts';
import { warningAt } from './warning.ts';

/** Keeps the problems of VS Code in step with the readings and the settings. */
export function showDiagnostics(readings: Readings, settings: CodeSettings): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(section);
  const show = (uris: readonly vscode.Uri[]) => {
    collection.set(
      uris.map(uri => {
        const reading = readings.get(uri);
        return [uri, reading ? diagnosticsOf(reading, settings) : []];
      }),
    );
  };
  return vscode.Disposable.from(
    collection,
    readings.onDidChange(show),
    settings.onDidChange(() => show(readings.shown().map(({ uri }) => uri))),
  );
}

function diagnosticsOf(reading: Reading, settings: CodeSettings): vscode.Diagnostic[] {
  const { uri, unread } = reading;
  return [
    // At the start of the file: that nothing is found in it must not look as if nothing were there.
    ...(unread === undefined || settings.isSilent(uri)
      ? []
      : [warningAt(new vscode.Range(0, 0, 0, 0), unreadDocument(unread))]),
    ...reportedFindings(reading, settings).map(reported => diagnosticOf(reading, reported)),
  ];
}

function diagnosticOf(reading: Reading, { finding, severity }: ReportedFinding): vscode.Diagnostic {
  const { uri } = finding.declaration;
  const diagnostic = new vscode.Diagnostic(
    rangeIn(reading, uri, finding.range),
    say(findingMessage(finding)),
    severities[severity],
  );
  diagnostic.source = extensionName;
  diagnostic.code = { value: finding.code, target: vscode.Uri.parse(shippedPageOfFinding(finding.code)) };
  diagnostic.relatedInformation = finding.related
    .filter(related => reading.lines.has(related.uri))
    .map(
      related =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(vscode.Uri.parse(related.uri), rangeIn(reading, related.uri, related.range)),
          say(relatedMessage(related)),
        ),
    );
  return diagnostic;
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
