import type { Clock } from '../core/base/clock.ts';
import { messageOf } from '../core/base/thrown.ts';
import type { Analysis, Analyzer } from '../core/iac/analysis/analyze.ts';
import type { DiskFolder, DiskScanner, DiskScanOptions, ScanStep } from '../core/iac/analysis/diskScan.ts';
import { mayNameTrail } from '../core/iac/candidates.ts';
import type { ConfigurationFile } from '../core/iac/configuration/configurationFile.ts';
import type { Finding } from '../core/iac/finding.ts';
import type { Fix, FixContext } from '../core/iac/fix.ts';
import type { InputFault, InputSet } from '../core/iac/inputs.ts';
import type { FileProblem } from '../core/iac/sources/fileProblem.ts';
import type { SourceDocument, Sources } from '../core/iac/sources/sources.ts';
import type { Answer, Asked, Belonging, FromThread, Result, Work } from './protocol.ts';
import { Session } from './session.ts';

export interface EngineThreadOptions {
  /** The program of the thread: a file that calls `serve`. */
  readonly file: string;
  readonly clock: Clock;
  /** As for `createAnalyzer`. */
  readonly rootOf?: (uri: string) => string | undefined;
  /** Likewise. */
  readonly inputsOf?: (uri: string) => readonly InputSet[];
  /** After so many milliseconds in which the thread owes an answer and says nothing, it is ended; they count from its first work. */
  readonly patience?: number;
  /** After so many milliseconds without a request the thread is ended, and what it keeps with it. */
  readonly rest?: number;
}

interface Asking {
  readonly sources: Sources;
  /** What the thread is told, and told again if it has to be restarted. */
  readonly work: () => Work<SourceDocument>;
  /** What happens to a request on which a thread ended, at this place: it fails, or it is repeated. */
  readonly blame: (reason: string, place: string) => Error | 'ask again';
  readonly onStep?: (step: ScanStep) => void;
  readonly signal?: AbortSignal | undefined;
}

interface Request extends Asking {
  readonly id: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  /** Its questions to us that we have not answered. */
  questions: number;
  /** No longer awaited; the thread may still be busy with it. */
  isAborted: boolean;
}

/** Time is counted in so many pieces, since a single timer also runs out while the machine sleeps or we are busy. */
const ticks = 10;

/** A thread that has not started within so many times the patience never will. */
const birth = 6;

/**
 * A scan is given up when it would have to leave out more than this: each costs the patience once more, and a thread
 * that waits for a dead disk stays where it is.
 */
const mostLeftOut = 20;

/**
 * The engine in a thread of its own, so that no text, however large or intricate, blocks the extension host. A thread
 * that hangs or crashes is restarted: the document that it worked on is refused from then on, with an error that names
 * it, a scan continues without the file that it was reading, and everything else is repeated. The thread starts with
 * the first request.
 */
export class EngineThread implements Analyzer, DiskScanner {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #rootOf: (uri: string) => string | undefined;
  readonly #inputsOf: (uri: string) => readonly InputSet[];
  readonly #patience: number;
  readonly #rest: number;
  readonly #requests = new Map<number, Request>();
  readonly #refused = new WeakMap<SourceDocument, string>();
  #session: Session | undefined;
  #lastRequest = 0;
  #hasBegun = false;
  #stopTicking: (() => void) | undefined;
  #silentTicks = 0;
  #stopResting: () => void = () => {};
  #isDisposed = false;

  constructor({ file, clock, rootOf, inputsOf, patience = 10_000, rest = 300_000 }: EngineThreadOptions) {
    this.#file = file;
    this.#clock = clock;
    this.#rootOf = rootOf ?? (() => undefined);
    this.#inputsOf = inputsOf ?? (() => []);
    this.#patience = patience;
    this.#rest = rest;
  }

  /** Only the first search: the thread finds out what the text is. */
  claims({ uri, text }: SourceDocument): boolean {
    return mayNameTrail(uri, text);
  }

  async analyze(document: SourceDocument, sources: Sources, signal?: AbortSignal): Promise<Analysis> {
    const belonging = this.#belonging(document);
    const result = await this.#askAbout(document, {
      sources,
      work: () => ({ kind: 'analyze', document, ...belonging }),
      signal,
    });
    if (result.kind !== 'analysis') {
      throw new Error(`The engine answered ${result.kind}.`);
    }
    return result.analysis;
  }

  async fixesFor(
    finding: Finding,
    document: SourceDocument,
    sources: Sources,
    context: FixContext = {},
  ): Promise<readonly Fix[]> {
    const belonging = this.#belonging(document);
    const result = await this.#askAbout(document, {
      sources,
      work: () => ({ kind: 'fixes', document, ...belonging, finding, context }),
    });
    return result.kind === 'fixes' ? result.fixes : [];
  }

  async inputFaults(sets: readonly InputSet[], sources: Sources): Promise<readonly InputFault[]> {
    const result = await this.#ask({
      sources,
      work: () => ({ kind: 'input-files', sets }),
      blame: reason => new Error(`Reading the files of inputs ${reason}.`),
    });
    return result.kind === 'input-faults' ? result.faults : [];
  }

  async configuration(document: SourceDocument, sources: Sources): Promise<ConfigurationFile> {
    const result = await this.#askAbout(document, {
      sources,
      work: () => ({ kind: 'configuration', document }),
    });
    if (result.kind !== 'configuration') {
      throw new Error(`The engine answered ${result.kind}.`);
    }
    return result.file;
  }

  async scanDisk(folders: readonly DiskFolder[], options: DiskScanOptions): Promise<void> {
    const { open, sources, onStep, signal } = options;
    const leftOut: FileProblem[] = [];
    const told = new Set<string>();
    const isNew = (what: string) => told.size < told.add(what).size;
    await this.#ask({
      sources,
      work: () => ({ kind: 'scan', folders, open, leftOut: [...leftOut] }),
      // A scan that begins again meets the same again.
      onStep: step =>
        onStep({
          ...step,
          open: step.open.filter(isNew),
          problems: step.problems.filter(({ path, detail }) => isNew(`${path}\n${detail}`)),
        }),
      signal,
      blame: (reason, place) => {
        if (place === '' || leftOut.some(({ path }) => path === place)) {
          return new Error(`The scan ${reason}.`);
        }
        if (leftOut.length === mostLeftOut) {
          return new Error(`The scan ${reason} over more than ${mostLeftOut} files and folders.`);
        }
        leftOut.push({ path: place, kind: 'given-up', detail: `reading it ${reason}` });
        return 'ask again';
      },
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#endSession();
    this.#failAll('The engine was closed.');
  }

  #belonging({ uri }: SourceDocument): Belonging {
    return { root: this.#rootOf(uri), inputs: this.#inputsOf(uri) };
  }

  async #askAbout(document: SourceDocument, asking: Omit<Asking, 'blame'>): Promise<Result> {
    const refusal = this.#refused.get(document);
    if (refusal !== undefined) {
      throw new Error(refusal);
    }
    return this.#ask({
      ...asking,
      blame: reason => {
        const message = `reading it ${reason}. It is not read again before its text changes.`;
        this.#refused.set(document, message);
        return new Error(message);
      },
    });
  }

  #ask(asking: Asking): Promise<Result> {
    return new Promise((resolve, reject) => {
      const { signal } = asking;
      signal?.throwIfAborted();
      if (this.#isDisposed) {
        throw new Error('The engine was closed.');
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
        ...asking,
        id,
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
    const session = this.#openSession();
    request.questions = 0;
    session.send({ kind: 'start', request: request.id, work: request.work() });
    if (this.#stopTicking === undefined) {
      this.#silentTicks = 0;
      this.#tickSoon();
    }
  }

  #openSession(): Session {
    this.#stopResting();
    if (!this.#session) {
      this.#hasBegun = false;
      const session: Session = new Session(this.#file, {
        onMessage: message => this.#hear(message, session),
        onCrash: reason => this.#startAfresh(reason, session),
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
    let answer: Answer<SourceDocument>;
    try {
      answer = await this.#answerTo(asked, request);
    } catch (error) {
      answer = { kind: 'failure', detail: messageOf(error) };
    }
    if (!session.hasEnded) {
      request.questions--;
      session.send({ kind: 'answer', request: request.id, question, answer });
    }
  }

  async #answerTo(asked: Asked, request: Request): Promise<Answer<SourceDocument>> {
    switch (asked.kind) {
      case 'list':
        return { kind: 'listed', uris: await request.sources.list(asked.uri, asked.quietly) };
      case 'folders':
        return { kind: 'listed', uris: await request.sources.folders(asked.uri) };
      case 'read':
        return {
          kind: 'document',
          document: await request.sources.read(asked.uri, asked.within, asked.quietly),
        };
      case 'take':
        if (!request.isAborted) {
          request.onStep?.(asked.step);
        }
        return { kind: 'taken' };
    }
  }

  #tickSoon(): void {
    this.#stopTicking = this.#clock.after(this.#patience / ticks, () => {
      this.#tickSoon();
      this.#tick();
    });
  }

  #tick(): void {
    const owes = [...this.#requests.values()].some(({ questions }) => questions === 0);
    const begins = !this.#hasBegun && this.#session !== undefined && this.#session.current !== 0;
    this.#hasBegun ||= begins;
    this.#silentTicks = owes && !begins ? this.#silentTicks + 1 : 0;
    const [what, times] = this.#hasBegun ? ['end', 1] : ['begin', birth];
    if (this.#session && this.#silentTicks >= ticks * times) {
      this.#startAfresh(`did not ${what} within ${(this.#patience * times) / 1000} s`, this.#session);
    }
  }

  /** What the thread worked on fails, or goes on without. The other requests are asked again. */
  #startAfresh(reason: string, { current, place }: Session): void {
    this.#endSession();
    const culprit = this.#requests.get(current);
    if (!culprit) {
      this.#failAll(`The engine ${reason}.`);
      return;
    }
    const blamed = culprit.blame(reason, place);
    if (blamed !== 'ask again') {
      this.#requests.delete(current);
      culprit.reject(blamed);
    }
    for (const request of this.#requests.values()) {
      if (request.isAborted) {
        this.#requests.delete(request.id);
      } else {
        this.#start(request);
      }
    }
  }

  #endSession(): void {
    this.#stopResting();
    this.#endTicking();
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
      this.#endTicking();
      this.#stopResting = this.#clock.after(this.#rest, () => this.#endSession());
    }
  }

  #endTicking(): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
  }
}
