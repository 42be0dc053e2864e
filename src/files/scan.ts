import { setImmediate } from 'node:timers/promises';
import type { Analysis, Analyzer } from '../core/iac/analyze.ts';
import type { SourceDocument } from '../core/iac/sources.ts';
import { encodingOf } from './decode.ts';
import { createUriOf, FileSources } from './fileSources.ts';
import { type WalkOptions, walk } from './walk.ts';

export interface ScanOptions extends WalkOptions {
  readonly analyzer: Analyzer;
  /** Called after each file with the number of files looked at so far. */
  readonly onFile?: (count: number) => void;
  readonly signal?: AbortSignal;
}

export interface ScannedFile {
  readonly path: string;
  readonly document: SourceDocument;
  readonly analysis: Analysis;
}

/** So long, in milliseconds, others may have to wait for their turn. */
const slice = 5;

/**
 * Looks at every file in and below the paths and yields those that declare trails, or that a language could not cope
 * with, in the order of the walk. A file is turned into text only where its bytes may name a trail.
 * Ends early, by throwing the signal's reason, only when it is aborted.
 */
export async function* scan(paths: readonly string[], options: ScanOptions): AsyncGenerator<ScannedFile> {
  const { analyzer, onFile, signal } = options;
  const sources = new FileSources(options.onProblem);
  const uriOf = createUriOf();
  let count = 0;
  let turn = performance.now();
  for (const path of walk(paths, options)) {
    if (performance.now() - turn > slice) {
      await setImmediate();
      turn = performance.now();
    }
    signal?.throwIfAborted();
    const document = candidateAt(uriOf(path), path, sources, analyzer);
    if (document) {
      const analysis = await analyzer.analyze(document, sources, signal);
      if (analysis.assessments.length > 0 || analysis.problems.length > 0) {
        yield { path, document, analysis };
      }
    }
    onFile?.(++count);
  }
}

/**
 * What may name a trail names it in ASCII, and Latin-1 is the cheapest reading of bytes that keeps ASCII as it is: only
 * what is claimed in that reading is decoded. Bytes in UTF-16 are few, and decoded at once.
 */
function candidateAt(
  uri: string,
  path: string,
  sources: FileSources,
  analyzer: Analyzer,
): SourceDocument | undefined {
  const bytes = sources.bytes(path);
  if (!bytes) {
    return undefined;
  }
  const isPlain = encodingOf(bytes).startsWith('utf-8');
  if (isPlain && !analyzer.claims({ uri, text: bytes.toString('latin1') })) {
    return undefined;
  }
  const document = sources.document(uri, path, bytes);
  return document && analyzer.claims(document) ? document : undefined;
}
