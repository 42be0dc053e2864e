import type { Analysis } from '../core/iac/analyze.ts';
import type { Finding } from '../core/iac/finding.ts';
import type { Fix, FixContext } from '../core/iac/fix.ts';

/*
 * What the extension host and the thread of the engine say to each other. Everything is plain data, copied on its way.
 * Whoever sends first is heard first, in both directions.
 */

/**
 * A document of the host. Its text goes along the first time; afterwards the number alone stands for it, so that what
 * was parsed from it can be used again.
 */
export interface SentDocument {
  readonly id: number;
  readonly content?: { readonly uri: string; readonly text: string };
}

export type Work =
  /** `root`: the folder that holds what belongs together with the document. */
  | { readonly kind: 'analyze'; readonly root: string | undefined }
  | { readonly kind: 'fixes'; readonly finding: Finding; readonly context: FixContext };

export type ToThread =
  | { readonly kind: 'start'; readonly request: number; readonly document: SentDocument; readonly work: Work }
  /** Nobody waits for the result any more. The thread still tells when the request has ended. */
  | { readonly kind: 'abort'; readonly request: number }
  | { readonly kind: 'answer'; readonly request: number; readonly question: number; readonly answer: Answer }
  /** These numbers are not used again. */
  | { readonly kind: 'forget'; readonly documents: readonly number[] };

export type FromThread =
  /** A file or folder that the request needs. */
  | { readonly kind: 'question'; readonly request: number; readonly question: number; readonly asked: Asked }
  | { readonly kind: 'end'; readonly request: number; readonly result: Result };

export interface Asked {
  readonly kind: 'read' | 'list';
  readonly uri: string;
}

export type Answer =
  | { readonly kind: 'document'; readonly document: SentDocument | undefined }
  | { readonly kind: 'files'; readonly uris: readonly string[] }
  | { readonly kind: 'failure'; readonly detail: string };

export type Result =
  | { readonly kind: 'analysis'; readonly analysis: Analysis }
  | { readonly kind: 'fixes'; readonly fixes: readonly Fix[] }
  | { readonly kind: 'failure'; readonly detail: string };

/** What a thread is born with. */
export interface ThreadData {
  /** One number, shared: the request that the thread works on. It can be read while the thread hears nothing. */
  readonly current: Int32Array;
}

export function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
