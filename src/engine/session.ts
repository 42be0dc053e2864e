import { Worker } from 'node:worker_threads';
import { messageOf } from '../core/base/thrown.ts';
import type { SourceDocument } from '../core/iac/sources/sources.ts';
import { newPlace, readPlace } from './place.ts';
import {
  type FromThread,
  type SentDocument,
  type ThreadData,
  type ToThread,
  withDocument,
} from './protocol.ts';
import { SentDocuments } from './sentDocuments.ts';

/**
 * Megabytes for what lives shortly. Node's own choice is 48: with a third of that the thread is as fast, and lets its
 * memory go earlier.
 */
const youngMemory = 16;

/** Megabytes for the largest text and all that is kept of others. More would take the memory of the host with it. */
const memoryLimit = 1024;

export interface SessionListener {
  readonly onMessage: (message: FromThread) => void;
  /** The thread has ended by itself; `reason` is part of a sentence. */
  readonly onCrash: (reason: string) => void;
}

/** The life of one thread. After `end` it reports nothing. */
export class Session {
  readonly #worker: Worker;
  readonly #current = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #place = newPlace();
  readonly #sent = new SentDocuments(documents => this.#post({ kind: 'forget', documents }));
  #hasEnded = false;

  constructor(file: string, { onMessage, onCrash }: SessionListener) {
    const workerData: ThreadData = { current: this.#current, place: this.#place };
    // Neither the flags of the host nor its environment are the engine's business: it reads texts.
    this.#worker = new Worker(file, {
      workerData,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit, maxYoungGenerationSizeMb: youngMemory },
    });
    const crashed = (reason: string) => {
      if (!this.#hasEnded) {
        this.#hasEnded = true;
        onCrash(reason);
      }
    };
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => {
      if (!this.#hasEnded) {
        onMessage(message);
      }
    });
    this.#worker.on('error', error => crashed(`failed: ${messageOf(error)}`));
    this.#worker.on('exit', code => crashed(`ended with code ${code}`));
  }

  /** The request that the thread works on, or worked on last; 0 before the first. */
  get current(): number {
    return Atomics.load(this.#current, 0);
  }

  /** The path that a scan looks at, or looked at last. */
  get place(): string {
    return readPlace(this.#place);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** A document is named at the moment of sending: what its name means depends on what was sent before. */
  send(message: ToThread<SourceDocument>): void {
    this.#post(withDocument(message, document => this.#sent.name(document)));
  }

  /**
   * The thread is not waited for: one that waits for the operating system, for a dead network disk say, ends when that
   * answers, if ever. It holds neither its host nor its successor.
   */
  end(): void {
    this.#hasEnded = true;
    this.#worker.terminate().catch(() => undefined);
  }

  #post(message: ToThread<SentDocument>): void {
    this.#worker.postMessage(message);
  }
}
