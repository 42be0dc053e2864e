import type { Analysis, Analyzer } from '../core/iac/analyze.ts';
import { mayNameTrail } from '../core/iac/candidates.ts';
import type { SourceDocument, Sources } from '../core/iac/sources.ts';
import { encodingOf } from './decode.ts';
import { createUriOf, type FileSources } from './fileSources.ts';
import { Turns } from './turns.ts';

export interface ScanOptions {
  readonly analyzer: Analyzer;
  readonly files: FileSources;
  /** Where the files that others refer to come from, if not from the disk alone. */
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
 * text only where its bytes may name a trail. Ends early, by throwing the signal's reason, only when it is aborted.
 */
export async function* scan(paths: Iterable<string>, options: ScanOptions): AsyncGenerator<ScannedFile> {
  const { analyzer, sources = options.files, onFile, signal } = options;
  const uriOf = createUriOf();
  let count = 0;
  const turns = new Turns();
  for (const path of paths) {
    const turn = turns.due();
    if (turn) {
      await turn;
    }
    signal?.throwIfAborted();
    onFile?.(count++, path);
    const document = candidateAt(path, options, uriOf);
    if (document) {
      yield { path, document, analysis: await analyzer.analyze(document, sources, signal) };
    }
  }
  onFile?.(count);
}

/**
 * What may name a trail names it in ASCII, and Latin-1 is the cheapest reading of bytes that keeps ASCII as it is: only
 * what holds the words in that reading is decoded. Bytes in UTF-16 are few, and decoded at once.
 */
function candidateAt(
  path: string,
  { analyzer, files }: ScanOptions,
  uriOf: (path: string) => string,
): SourceDocument | undefined {
  const bytes = files.bytes(path);
  if (!bytes) {
    return undefined;
  }
  const isPlain = encodingOf(bytes).startsWith('utf-8');
  if (isPlain && !mayNameTrail(path, bytes.toString('latin1'))) {
    return undefined;
  }
  const document = files.document(uriOf(path), path, bytes);
  return document && analyzer.claims(document) ? document : undefined;
}
