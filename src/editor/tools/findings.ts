import * as vscode from 'vscode';
import { quoted } from '../../core/base/show.ts';
import { unifiedDifference } from '../../core/iac/fixes/difference.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { inEnglish } from '../../core/wording/message.ts';
import { abortedBy } from '../abortedBy.ts';
import { rangeIn } from '../documents/reading.ts';
import { shownPath } from '../shownPath.ts';
import { type Tool, textOf } from './tool.ts';

/** Limit of findings in one answer. */
const most = 100;

/** What is found in the workspace's code, and what the preferred fixes would change. The workspace is scanned where that was not done. */
export const findings: Tool = {
  async answer({ code }, input, token) {
    await code.scan.scanned(token);
    const path = textOf(input['path']);
    const isWanted = ({ uri }: { readonly uri: vscode.Uri }) =>
      path === undefined || pathOf(uri).includes(path.replaceAll('\\', '/'));
    const readings = code.withFindings().filter(isWanted);
    const unreadPaths = code.scan.unreadPaths.map(({ path: place, detail }) => ({
      uri: vscode.Uri.file(place),
      unread: detail,
    }));
    const unread = [...code.readings.shown(), ...unreadPaths]
      .filter(isWanted)
      .flatMap(({ uri, unread: why }) =>
        why === undefined
          ? []
          : [{ file: pathOf(uri), why: quoted(why.replaceAll(uri.toString(), pathOf(uri))) }],
      );
    const all = readings.flatMap(reading =>
      code.reported(reading).map(({ finding, severity }) => {
        const { start } = rangeIn(reading, finding.declaration.uri, finding.range);
        return {
          file: pathOf(reading.uri),
          line: start.line + 1,
          code: finding.code,
          severity,
          trail: finding.declaration.resource,
          message: inEnglish(findingMessage(finding)),
        };
      }),
    );
    const documents =
      input['fixes'] === false ? [] : await abortedBy(token, signal => code.fixesOf(readings, signal));
    return {
      findings: all.slice(0, most),
      ...(all.length > most && { findingsLeftOut: all.length - most }),
      ...(unread.length > 0 && { filesNotRead: unread.slice(0, most) }),
      ...(!code.scan.end && { incomplete: 'The scan was cancelled.' }),
      preferredFixes: documents
        .map(({ before, edits }) =>
          unifiedDifference(pathOf(vscode.Uri.parse(before.uri)), before.text, edits),
        )
        .join(''),
    };
  },
};

function pathOf(uri: vscode.Uri): string {
  return shownPath(uri).replaceAll('\\', '/');
}
