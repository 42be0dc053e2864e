import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../core/base/thrown.ts';
import { type Analyzer, createAnalyzer } from '../core/iac/analysis/analyze.ts';
import type { ScanStep } from '../core/iac/analysis/diskScan.ts';
import type { Language } from '../core/iac/language.ts';
import type { SourceDocument, Sources } from '../core/iac/sources/sources.ts';
import { scanDisk } from './diskScan.ts';
import { writePlace } from './place.ts';
import {
  type Answer,
  type Asked,
  type Belonging,
  type FromThread,
  type Result,
  type SentDocument,
  type ThreadData,
  type ToThread,
  type Work,
  withDocument,
} from './protocol.ts';

/** Does what the host asks for, with these languages, until the thread is ended. */
export function serve(languages: readonly Language[]): void {
  const server = new Server(languages, workerData);
  parentPort?.on('message', (message: ToThread<SentDocument>) => server.receive(message));
}

function analyzerFor(languages: readonly Language[], { root, inputs }: Belonging): Analyzer {
  return createAnalyzer({ languages, now: Date.now, rootOf: () => root, inputsOf: () => inputs });
}

interface Request {
  readonly id: number;
  readonly work: Work<SourceDocument>;
  readonly controller: AbortController;
}

/**
 * Requests take turns while they wait for files. Messages are received before each one starts, so that a cancelled one
 * costs nothing.
 */
class Server {
  readonly #languages: readonly Language[];
  readonly #thread: ThreadData;
  readonly #documents = new Map<number, SourceDocument>();
  readonly #requests = new Map<number, Request>();
  /** Those that have not started. */
  readonly #waiting: Request[] = [];
  /** Who waits for which answer of the host. */
  readonly #questions = new Map<number, (answer: Answer<SourceDocument>) => void>();
  #lastQuestion = 0;

  constructor(languages: readonly Language[], thread: ThreadData) {
    this.#languages = languages;
    this.#thread = thread;
  }

  /** Documents are opened at once: later the number of one may have been forgotten. */
  receive(sent: ToThread<SentDocument>): void {
    const message = withDocument(sent, document => this.#open(document));
    switch (message.kind) {
      case 'start':
        this.#accept(message.request, message.work);
        break;
      case 'abort':
        this.#requests.get(message.request)?.controller.abort();
        break;
      case 'answer':
        this.#work(message.request);
        this.#questions.get(message.question)?.(message.answer);
        this.#questions.delete(message.question);
        break;
      case 'forget':
        for (const id of message.documents) {
          this.#documents.delete(id);
        }
        break;
    }
  }

  #accept(id: number, work: Work<SourceDocument>): void {
    const request = { id, work, controller: new AbortController() };
    this.#requests.set(id, request);
    if (this.#waiting.push(request) === 1) {
      setImmediate(() => this.#startNext());
    }
  }

  #startNext(): void {
    const request = this.#waiting.shift();
    if (request) {
      this.#work(request.id);
      void this.#run(request);
    }
    if (this.#waiting.length > 0) {
      setImmediate(() => this.#startNext());
    }
  }

  async #run(request: Request): Promise<void> {
    let result: Result;
    try {
      request.controller.signal.throwIfAborted();
      result = await this.#resultOf(request);
    } catch (error) {
      result = { kind: 'failure', detail: messageOf(error) };
    }
    this.#requests.delete(request.id);
    this.#send({ kind: 'end', request: request.id, result });
  }

  async #resultOf({ id, work, controller: { signal } }: Request): Promise<Result> {
    const languages = this.#languages;
    const sources = this.#sourcesFor(id);
    switch (work.kind) {
      case 'analyze': {
        const analyzer = analyzerFor(languages, work);
        return { kind: 'analysis', analysis: await analyzer.analyze(work.document, sources, signal) };
      }
      case 'fixes': {
        const analyzer = analyzerFor(languages, work);
        const fixes = await analyzer.fixesFor(work.finding, work.document, sources, work.context);
        return { kind: 'fixes', fixes };
      }
      case 'scan': {
        const take = (step: ScanStep) => this.#ask(id, { kind: 'take', step });
        const onPlace = (path: string) => {
          this.#work(id);
          writePlace(this.#thread.place, path);
        };
        await scanDisk(work, { languages, sources, take, onPlace, signal });
        return { kind: 'scanned' };
      }
      case 'configuration': {
        const analyzer = createAnalyzer({ languages, now: Date.now });
        return { kind: 'configuration', file: await analyzer.configuration(work.document, sources) };
      }
      case 'input-files': {
        const analyzer = createAnalyzer({ languages, now: Date.now });
        return { kind: 'input-faults', faults: await analyzer.inputFaults(work.sets, sources) };
      }
    }
  }

  /** Those of the host. */
  #sourcesFor(request: number): Sources {
    return {
      read: async (uri, within, quietly) => {
        const answer = await this.#ask(request, {
          kind: 'read',
          uri,
          ...(within && { within }),
          ...(quietly && { quietly: true as const }),
        });
        return answer.kind === 'document' ? answer.document : undefined;
      },
      list: async (uri, quietly) => {
        const answer = await this.#ask(request, {
          kind: 'list',
          uri,
          ...(quietly && { quietly: true as const }),
        });
        return answer.kind === 'listed' ? answer.uris : [];
      },
      folders: async uri => {
        const answer = await this.#ask(request, { kind: 'folders', uri });
        return answer.kind === 'listed' ? answer.uris : [];
      },
    };
  }

  async #ask(request: number, asked: Asked): Promise<Answer<SourceDocument>> {
    const question = ++this.#lastQuestion;
    const answer = await new Promise<Answer<SourceDocument>>(resolve => {
      this.#questions.set(question, resolve);
      this.#send({ kind: 'question', request, question, asked });
    });
    if (answer.kind === 'failure') {
      throw new Error(answer.detail);
    }
    return answer;
  }

  /** The same number is the same object, so that the languages find again what they parsed. */
  #open({ id, content }: SentDocument): SourceDocument {
    const document = content ?? this.#documents.get(id);
    if (!document) {
      throw new Error(`Document ${id} was never sent.`);
    }
    this.#documents.set(id, document);
    return document;
  }

  /** What runs until the next message belongs to this request. */
  #work(request: number): void {
    Atomics.store(this.#thread.current, 0, request);
  }

  #send(message: FromThread): void {
    parentPort?.postMessage(message);
  }
}
