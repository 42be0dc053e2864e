import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Analyzer } from '../../../src/core/iac/analysis/analyze.ts';
import type { DiskScanner } from '../../../src/core/iac/analysis/diskScan.ts';
import { ConfigurationFiles } from '../../../src/editor/documents/configurationFiles.ts';
import { Readings } from '../../../src/editor/documents/readings.ts';
import { CodeSettings } from '../../../src/editor/documents/settings.ts';
import { EditorSources } from '../../../src/editor/documents/sources.ts';
import { WorkspaceFiles } from '../../../src/editor/documents/workspaceFiles.ts';
import { WorkspaceScan } from '../../../src/editor/documents/workspaceScan.ts';
import type { Log } from '../../../src/editor/log.ts';
import { EngineThread } from '../../../src/engine/engineThread.ts';
import { machineClock } from '../../../src/machineClock.ts';

export interface OwnScan {
  readonly sources: EditorSources;
  readonly settings: CodeSettings;
  readonly analyzer: Analyzer;
  readonly log: Log;
  readonly scan: WorkspaceScan;
  readonly readings: Readings;
  readonly files: WorkspaceFiles;
}

export interface OwnScanOptions {
  readonly warn: (message: string) => void;
  /** Stand between the scan and its engine, to let answers come late. */
  readonly scannerFor?: (engine: DiskScanner) => DiskScanner;
  readonly analyzerFor?: (engine: Analyzer) => Analyzer;
}

/** A scan beside that of the extension, which nothing else knows of. */
export async function using(
  { warn, scannerFor = engine => engine, analyzerFor = engine => engine }: OwnScanOptions,
  work: (own: OwnScan) => Promise<void>,
): Promise<void> {
  const log = { info() {}, warn, error: assert.fail, show() {}, dispose() {} };
  const files = new WorkspaceFiles(log);
  const sources = new EditorSources(files, log);
  const readings = new Readings();
  const engine = new EngineThread({
    file: join(import.meta.dirname, '../../../dist/engine.cjs'),
    clock: machineClock,
  });
  const configurations = new ConfigurationFiles({ analyzer: engine, sources, files, log });
  const settings = new CodeSettings(configurations);
  const analyzer = analyzerFor(engine);
  const scan = new WorkspaceScan({
    analyzer,
    scanner: scannerFor(engine),
    sources,
    readings,
    files,
    settings,
    log,
  });
  try {
    await work({ scan, readings, files, sources, settings, analyzer, log });
  } finally {
    vscode.Disposable.from(scan, settings, configurations, engine, sources, files, readings).dispose();
  }
}

/** Until the watcher has told of a file. */
export function changeOf({ files }: Pick<OwnScan, 'files'>, file: vscode.Uri): Promise<void> {
  return new Promise(resolve => {
    const listening = files.onDidChange(changes => {
      if (changes.some(({ uri }) => uri.toString() === file.toString())) {
        listening.dispose();
        // Others that listen have heard of it, too.
        setImmediate(resolve);
      }
    });
  });
}

/** The same analyzer, but for some of its answers. */
export function analyzerLike(engine: Analyzer, changed: Partial<Analyzer>): Analyzer {
  return {
    claims: document => engine.claims(document),
    analyze: (...asked) => engine.analyze(...asked),
    fixesFor: (...asked) => engine.fixesFor(...asked),
    inputFaults: (...asked) => engine.inputFaults(...asked),
    configuration: (...asked) => engine.configuration(...asked),
    ...changed,
  };
}
