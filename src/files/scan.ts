import type { Analysis, Analyzer } from '../core/iac/analysis/analyze.ts';
import type { SourceDocument, Sources } from '../core/iac/sources/sources.ts';
import type { FileSources } from './fileSources.ts';
import { Turns } from './turns.ts';

export interface ScanOptions {
  readonly analyzer: Analyzer;
  readonly files: FileSources;
  /** Where referenced files come from, if not only from the disk. */
  readonly sources?: Sources;
  /** Called before each file, with the number of those before it, and at the end. */
  readonly onFile?: (count: number, path?: string) => void;
  readonly signal?: AbortSignal;
}

export interface ScannedFile {
  readonly path: string;
  readonly document: SourceDocument;
  readonly analysis: Analysis;
}

/**
 * Looks at every file and yields those that a language claims, in the order in which they come. A file is turned into
 * text only where its bytes may name a trail (`FileSources.candidate`). Ends early, by throwing the signal's reason, only when it is aborted.
 */
export async function* scan(paths: Iterable<string>, options: ScanOptions): AsyncGenerator<ScannedFile> {
  const { analyzer, files, sources = files, onFile, signal } = options;
  let count = 0;
  const turns = new Turns();
  for (const path of paths) {
    const turn = turns.due();
    if (turn) {
      await turn;
    }
    signal?.throwIfAborted();
    onFile?.(count++, path);
    const document = files.candidate(path);
    if (document && analyzer.claims(document)) {
      yield { path, document, analysis: await analyzer.analyze(document, sources, signal) };
    }
  }
  onFile?.(count);
}
