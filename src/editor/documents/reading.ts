import * as vscode from 'vscode';
import { TextLines, type TextRange } from '../../core/base/text.ts';
import type { Analyzer } from '../../core/iac/analyze.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import type { SourceDocument, Sources } from '../../core/iac/sources.ts';
import type { Log } from '../log.ts';
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
}

/** The other files and folders that were asked for: when one changes, the reading is out of date. */
export interface Consulted {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Reads a document with everything it refers to; `undefined` where no language knows it or the signal came. */
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
  const files = new Set<string>();
  const folders = new Set<string>();
  const recorded: Sources = {
    read: uri => sources.read(add(files, uri)),
    list: uri => sources.list(add(folders, uri)),
  };
  try {
    const { assessments, problems } = await analyzer.analyze(document, recorded, signal);
    for (const { uri, language, detail } of problems) {
      log.warn(`${uri} could not be read as ${language}: ${detail}`);
    }
    return {
      uri: vscode.Uri.parse(document.uri),
      version: document.version,
      assessments,
      lines: await linesFor(assessments, document, sources),
      consulted: { files, folders },
    };
  } catch (error) {
    if (!signal.aborted) {
      log.error(`${document.uri}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    }
    return undefined;
  }
}

/** Whether a change of a file, made elsewhere, may change what was read. */
export function dependsOn({ consulted, uri }: Reading, change: FileChange): boolean {
  const { files, folders } = consulted;
  const changed = change.uri.toString();
  if (changed === uri.toString()) {
    return false;
  }
  if (files.has(changed)) {
    return true;
  }
  const folder = changed.slice(0, changed.lastIndexOf('/'));
  if (change.kind !== 'changed' && folders.has(folder)) {
    return true;
  }
  return change.kind === 'deleted' && [...files, ...folders].some(one => concerns(change, one));
}

/** A range of a document that the reading knows; the beginning for a place that it does not. */
export function rangeIn(reading: Reading, uri: string, range: TextRange): vscode.Range {
  const lines = reading.lines.get(uri);
  const start = lines?.positionAt(range.start) ?? { line: 0, column: 0 };
  const end = lines?.positionAt(range.end) ?? start;
  return new vscode.Range(start.line, start.column, end.line, end.column);
}

async function linesFor(
  assessments: readonly Assessment[],
  document: SourceDocument,
  sources: Sources,
): Promise<Map<string, TextLines>> {
  const lines = new Map<string, TextLines>();
  if (assessments.length === 0) {
    return lines;
  }
  lines.set(document.uri, new TextLines(document.text));
  for (const { uri } of assessments.flatMap(({ declaration }) => declaration.related)) {
    const other = lines.has(uri) ? undefined : await sources.read(uri);
    if (other) {
      lines.set(uri, new TextLines(other.text));
    }
  }
  return lines;
}

function add(to: Set<string>, uri: string): string {
  to.add(uri);
  return uri;
}
