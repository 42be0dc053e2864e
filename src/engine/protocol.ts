import type { Analysis } from '../core/iac/analysis/analyze.ts';
import type { DiskFolder, ScanStep } from '../core/iac/analysis/diskScan.ts';
import type { ConfigurationFile } from '../core/iac/configuration/configurationFile.ts';
import type { Finding } from '../core/iac/finding.ts';
import type { Fix, FixContext } from '../core/iac/fix.ts';
import type { InputFault, InputSet } from '../core/iac/inputs.ts';

/*
 * Messages between the extension host and the thread of the engine. Everything is plain data, copied on its way.
 * Messages arrive in the order of sending, in both directions.
 */

/**
 * A document of the host. Its text is sent the first time; afterwards only its number, so that what was parsed from it
 * can be used again.
 */
export interface SentDocument {
  readonly id: number;
  readonly content?: { readonly uri: string; readonly text: string };
}

/** What belongs together with a document. */
export interface Belonging {
  /** The folder that holds it. */
  readonly root: string | undefined;
  /** The sets of inputs that are named for it. */
  readonly inputs: readonly InputSet[];
}

/** `D`: a document as it is named on its way, or the document itself, before and after it. */
export type Work<D> =
  | ({ readonly kind: 'analyze'; readonly document: D } & Belonging)
  | ({
      readonly kind: 'fixes';
      readonly document: D;
      readonly finding: Finding;
      readonly context: FixContext;
    } & Belonging)
  | {
      readonly kind: 'scan';
      readonly folders: readonly DiskFolder[];
      /** Addresses of documents that the host keeps to itself. */
      readonly open: readonly string[];
      /** A thread has ended on it before: it is left out, and reported as a problem. */
      readonly leftOut: ScanStep['problems'];
    }
  | { readonly kind: 'configuration'; readonly document: D }
  | { readonly kind: 'input-files'; readonly sets: readonly InputSet[] };

export type ToThread<D> =
  | { readonly kind: 'start'; readonly request: number; readonly work: Work<D> }
  /** The result is no longer awaited. The thread still reports when the request has ended. */
  | { readonly kind: 'abort'; readonly request: number }
  | {
      readonly kind: 'answer';
      readonly request: number;
      readonly question: number;
      readonly answer: Answer<D>;
    }
  /** These numbers are not used again. */
  | { readonly kind: 'forget'; readonly documents: readonly number[] };

export type FromThread =
  /** The request goes on when it is answered, if not before. */
  | { readonly kind: 'question'; readonly request: number; readonly question: number; readonly asked: Asked }
  | { readonly kind: 'end'; readonly request: number; readonly result: Result };

export type Asked =
  /** A file or folder that the request needs. */
  | {
      readonly kind: 'read';
      readonly uri: string;
      readonly within?: readonly string[];
      readonly quietly?: true;
    }
  | { readonly kind: 'list'; readonly uri: string; readonly quietly?: true }
  | { readonly kind: 'folders'; readonly uri: string }
  /** What was found is to be taken before more comes. */
  | { readonly kind: 'take'; readonly step: ScanStep };

export type Answer<D> =
  | { readonly kind: 'document'; readonly document: D | undefined }
  | { readonly kind: 'listed'; readonly uris: readonly string[] }
  | { readonly kind: 'taken' }
  | { readonly kind: 'failure'; readonly detail: string };

export type Result =
  | { readonly kind: 'analysis'; readonly analysis: Analysis }
  | { readonly kind: 'fixes'; readonly fixes: readonly Fix[] }
  | { readonly kind: 'scanned' }
  | { readonly kind: 'input-faults'; readonly faults: readonly InputFault[] }
  | { readonly kind: 'configuration'; readonly file: ConfigurationFile }
  | { readonly kind: 'failure'; readonly detail: string };

/** The same message with its document, if it has one, as another form. */
export function withDocument<D, E>(message: ToThread<D>, form: (document: D) => E): ToThread<E> {
  switch (message.kind) {
    case 'start':
      return { ...message, work: workWith(message.work, form) };
    case 'answer':
      return { ...message, answer: answerWith(message.answer, form) };
    case 'abort':
    case 'forget':
      return message;
  }
}

function workWith<D, E>(work: Work<D>, form: (document: D) => E): Work<E> {
  return 'document' in work ? { ...work, document: form(work.document) } : work;
}

function answerWith<D, E>(answer: Answer<D>, form: (document: D) => E): Answer<E> {
  return answer.kind === 'document'
    ? { ...answer, document: answer.document && form(answer.document) }
    : answer;
}

/** What a thread is born with: shared memory, which can be read while the thread hears nothing. */
export interface ThreadData {
  /** One number: the request that the thread works on, 0 before the first. Loading its program may take long on a busy machine. */
  readonly current: Int32Array;
  /** The path that a scan is reading, in UTF-8, with a zero at its end. */
  readonly place: Uint8Array;
}
