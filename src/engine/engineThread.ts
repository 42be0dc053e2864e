import type { Analysis, Analyzer } from '../core/iac/analyze.ts';
import { mayNameTrail } from '../core/iac/candidates.ts';
import type { Finding } from '../core/iac/finding.ts';
import type { Fix, FixContext } from '../core/iac/fix.ts';
import type { SourceDocument, Sources } from '../core/iac/sources.ts';
import { type Answer, type Asked, detailOf, type FromThread, type Result, type Work } from './protocol.ts';
import { Session } from './session.ts';

export interface EngineThreadOptions {
  /** The program of the thread: a file that calls `serve`. */
  readonly file: string;
  /** As for `createAnalyzer`. */
  readonly rootOf?: (uri: string) => string | undefined;
  /** After so many milliseconds in which the thread owes an answer and says nothing, it is ended. */
  readonly patience?: number;
  /** After so many milliseconds without a request the thread is ended, and what it keeps with it. */
  readonly rest?: number;
}

interface Request {
  readonly id: number;
  readonly document: SourceDocument;
  readonly sources: Sources;
  readonly work: Work;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  /** Its questions to us that we have not answered. */
  questions: number;
  /** Nobody waits for it; the thread may still be busy with it. */
  isAborted: boolean;
}

/** Time is counted in so many pieces, since a timer alone also runs out while the machine sleeps or we are busy. */
const ticks = 10;

/**
 * The engine in a thread of its own, so that no text, however large or intricate, keeps the extension host from its
 * work. A thread that hangs or crashes is started afresh: the document that it worked on is refused from then on, by
 * an error that names it, and everything else is asked again. The thread begins with the first request.
 */
export class EngineThread implements Analyzer {
  readonly #file: string;
  readonly #rootOf: (uri: string) => string | undefined;
  readonly #patience: number;
  readonly #rest: number;
  readonly #requests = new Map<number, Request>();
  readonly #refused = new WeakMap<SourceDocument, string>();
  #session: Session | undefined;
  #lastRequest = 0;
  #ticking: NodeJS.Timeout | undefined;
  #silentTicks = 0;
  #resting: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor({ file, rootOf, patience = 10_000, rest = 300_000 }: EngineThreadOptions) {
    this.#file = file;
    this.#rootOf = rootOf ?? (() => undefined);
    this.#patience = patience;
    this.#rest = rest;
  }

  /** The first search alone: what the text is, the thread finds out. */
  claims({ text }: SourceDocument): boolean {
    return mayNameTrail(text);
  }

  async analyze(document: SourceDocument, sources: Sources, signal?: AbortSignal): Promise<Analysis> {
    const work: Work = { kind: 'analyze', root: this.#rootOf(document.uri) };
    const result = await this.#ask(document, sources, work, signal);
    return result.kind === 'analysis' ? result.analysis : { assessments: [], problems: [] };
  }

  async fixesFor(
    finding: Finding,
    document: SourceDocument,
    sources: Sources,
    context: FixContext = {},
  ): Promise<readonly Fix[]> {
    const result = await this.#ask(document, sources, { kind: 'fixes', finding, context });
    return result.kind === 'fixes' ? result.fixes : [];
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#endSession();
    this.#failAll('The engine was closed.');
  }

  #ask(document: SourceDocument, sources: Sources, work: Work, signal?: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const refusal = this.#isDisposed ? 'The engine was closed.' : this.#refused.get(document);
      if (refusal !== undefined) {
        throw new Error(refusal);
      }
      const id = ++this.#lastRequest;
      const abort = () => {
        request.isAborted = true;
        reject(signal?.reason);
        this.#session?.send({ kind: 'abort', request: id });
      };
      const settle =
        <T>(how: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', abort);
          how(value);
        };
      const request: Request = {
        id,
        document,
        sources,
        work,
        resolve: settle(resolve),
        reject: settle(reject),
        questions: 0,
        isAborted: false,
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#requests.set(id, request);
      this.#start(request);
    });
  }

  #start(request: Request): void {
    const { id, document, work } = request;
    const session = this.#openSession();
    request.questions = 0;
    session.send({ kind: 'start', request: id, document: session.name(document), work });
    if (this.#ticking === undefined) {
      this.#silentTicks = 0;
      this.#ticking = setInterval(() => this.#tick(), this.#patience / ticks).unref();
    }
  }

  #openSession(): Session {
    clearTimeout(this.#resting);
    if (!this.#session) {
      const session: Session = new Session(this.#file, {
        onMessage: message => this.#hear(message, session),
        onCrash: reason => this.#startAfresh(reason, session.current),
      });
      this.#session = session;
    }
    return this.#session;
  }

  #hear(message: FromThread, session: Session): void {
    this.#silentTicks = 0;
    const request = this.#requests.get(message.request);
    switch (message.kind) {
      case 'question':
        if (request) {
          void this.#answer(request, message.question, message.asked, session);
        }
        break;
      case 'end':
        this.#requests.delete(message.request);
        if (message.result.kind === 'failure') {
          request?.reject(new Error(message.result.detail));
        } else {
          request?.resolve(message.result);
        }
        this.#restWhenDone();
        break;
    }
  }

  async #answer(request: Request, question: number, asked: Asked, session: Session): Promise<void> {
    request.questions++;
    const { id, sources } = request;
    let answer: Answer;
    try {
      if (asked.kind === 'list') {
        answer = { kind: 'files', uris: await sources.list(asked.uri) };
      } else {
        const document = await sources.read(asked.uri);
        answer = { kind: 'document', document: document && session.name(document) };
      }
    } catch (error) {
      answer = { kind: 'failure', detail: detailOf(error) };
    }
    if (!session.hasEnded) {
      request.questions--;
      session.send({ kind: 'answer', request: id, question, answer });
    }
  }

  #tick(): void {
    const owes = [...this.#requests.values()].some(({ questions }) => questions === 0);
    this.#silentTicks = owes ? this.#silentTicks + 1 : 0;
    if (this.#session && this.#silentTicks >= ticks) {
      const { current } = this.#session;
      this.#startAfresh(`did not end within ${this.#patience / 1000} s`, current);
    }
  }

  /** The request that the thread worked on fails, and its document is refused. The others are asked again. */
  #startAfresh(reason: string, current: number): void {
    this.#endSession();
    const culprit = this.#requests.get(current);
    if (!culprit) {
      this.#failAll(`The engine ${reason}.`);
      return;
    }
    const refusal = `Reading ${culprit.document.uri} ${reason}. It is not read again before its text changes.`;
    this.#requests.delete(current);
    this.#refused.set(culprit.document, refusal);
    culprit.reject(new Error(refusal));
    for (const request of this.#requests.values()) {
      if (request.isAborted) {
        this.#requests.delete(request.id);
      } else {
        this.#start(request);
      }
    }
  }

  #endSession(): void {
    clearTimeout(this.#resting);
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#session?.end();
    this.#session = undefined;
  }

  #failAll(detail: string): void {
    for (const request of this.#requests.values()) {
      request.reject(new Error(detail));
    }
    this.#requests.clear();
  }

  #restWhenDone(): void {
    if (this.#requests.size === 0) {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
      this.#resting = setTimeout(() => this.#endSession(), this.#rest).unref();
    }
  }
}
