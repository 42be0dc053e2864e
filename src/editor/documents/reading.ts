import * as vscode from 'vscode';
import { TextLines, type TextRange } from '../../core/base/text.ts';
import { messageOf, traceOf } from '../../core/base/thrown.ts';
import type { Analysis, Analyzer } from '../../core/iac/analysis/analyze.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import { languageTable } from '../../core/iac/languageTable.ts';
import { type Consulted, countsFor } from '../../core/iac/sources/consulted.ts';
import type { SourceDocument, Sources } from '../../core/iac/sources/sources.ts';
import type { Log } from '../log.ts';
import { rangeOf } from './range.ts';
import { concerns, type FileChange } from './workspaceFiles.ts';

/** What was found in one document, with all that is needed to show it without reading anything again. */
export interface Reading {
  readonly uri: vscode.Uri;
  /** Version of the open document that it was read from; undefined for a file. */
  readonly version: number | undefined;
  readonly assessments: readonly Assessment[];
  /** Lines of the document and of the others that its findings point to, by address. */
  readonly lines: ReadonlyMap<string, TextLines>;
  readonly consulted: Consulted;
  /** Why trails may be missing, in a few words of English: the document was not read, or not to its end. */
  readonly unread?: string;
}

/** Reads a document with everything it refers to; `undefined` where no language knows it or the signal came. Never throws. */
export async function readDocument(
  document: SourceDocument & { readonly version?: number },
  sources: Sources,
  analyzer: Analyzer,
  log: Log,
  signal: AbortSignal,
): Promise<Reading | undefined> {
  if (!analyzer.claims(document)) {
    return undefined;
  }
  try {
    return readingOf(document, await analyzer.analyze(document, sources, signal), log);
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    log.error(`${document.uri}: ${traceOf(error)}`);
    return unreadReading(document, messageOf(error));
  }
}

/** What is known of a document over which the engine failed. */
export function unreadReading(
  { uri, version }: { readonly uri: string; readonly version?: number },
  why: string,
): Reading {
  return {
    uri: vscode.Uri.parse(uri),
    version,
    assessments: [],
    lines: new Map(),
    consulted: { files: new Set(), folders: new Set(), parents: new Set(), searched: new Set() },
    unread: why,
  };
}

/** What an analysis says of a document, ready to be shown. What went wrong in it goes to the log. */
export function readingOf(
  { uri, version }: { readonly uri: string; readonly version?: number },
  { assessments, lines, consulted, problems }: Analysis,
  log: Log,
): Reading {
  for (const { language, resource, detail } of problems) {
    log.warn(
      resource === undefined
        ? `${uri} could not be read as ${language}: ${detail}`
        : `${uri}: the evaluation of ${resource} ended: ${detail}`,
    );
  }
  const failed = problems.filter(({ resource }) => resource === undefined);
  return {
    uri: vscode.Uri.parse(uri),
    version,
    assessments,
    lines: new Map([...lines].map(([address, starts]) => [address, new TextLines(starts)])),
    consulted,
    ...(failed.length > 0 && {
      unread: failed.map(({ language }) => `reading it as ${languageTable[language].name} failed`).join(', '),
    }),
  };
}

/** Whether a change of another file may change this reading. */
export function dependsOn({ consulted, uri }: Reading, change: FileChange): boolean {
  const { files, folders, parents, searched } = consulted;
  const changed = change.uri.toString();
  if (changed === uri.toString()) {
    return false;
  }
  if (countsFor(consulted, changed)) {
    return true;
  }
  const folder = changed.slice(0, changed.lastIndexOf('/'));
  const parent = folder.slice(0, folder.lastIndexOf('/'));
  const isListed = folders.has(folder) || searched.has(folder) || parents.has(parent) || searched.has(parent);
  if (change.kind !== 'changed' && isListed) {
    return true;
  }
  return change.kind === 'deleted' && [...files, ...folders, ...searched].some(one => concerns(change, one));
}

/** A range of a document that the reading knows; the start for a place that it does not. */
export function rangeIn(reading: Reading, uri: string, range: TextRange): vscode.Range {
  const lines = reading.lines.get(uri);
  return lines ? rangeOf(lines, range) : new vscode.Range(0, 0, 0, 0);
}
