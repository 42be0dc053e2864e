import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { ProblemError } from '../core/account/problem.ts';
import type { Profile } from '../core/account/profile.ts';
import { type ClientOptions, clientOptions, makeHandler, type Network } from './clientOptions.ts';
import type { ServiceId } from './config/endpoints.ts';
import type { CredentialSession } from './credentials/session.ts';
import { type CallName, factsOf, problemOfCall } from './problems.ts';

/** One line for each call that was made, free of secrets. */
export interface CallReport extends CallName {
  readonly profile: string;
  /** HTTP status; absent when nothing was answered. */
  readonly status?: number;
  readonly milliseconds: number;
  readonly attempts: number;
  readonly requestId?: string;
  /** Kind of the problem and what was said, when the call failed. */
  readonly failure?: string;
}

export type Log = (report: CallReport) => void;

export interface ConnectionOptions {
  readonly profile: Profile;
  readonly network: Network;
  readonly credentials: CredentialSession;
  readonly log: Log | undefined;
  readonly now: () => number;
}

/** The way to one account: what its clients are made with, and how each call is made, ended and told of. */
export class Connection {
  readonly profile: Profile;
  readonly network: Network;
  readonly credentials: CredentialSession;
  readonly #handler: NodeHttpHandler;
  readonly #underWay = new Set<AbortController>();
  readonly #log: Log | undefined;
  readonly #now: () => number;
  #closed = false;

  constructor({ profile, network, credentials, log, now }: ConnectionOptions) {
    this.profile = profile;
    this.network = network;
    this.credentials = credentials;
    this.#handler = makeHandler(network);
    this.#log = log;
    this.#now = now;
  }

  get handler(): NodeHttpHandler {
    return this.#handler;
  }

  clientOptions(
    service: ServiceId,
    region: string,
  ): ClientOptions & Required<Pick<ClientOptions, 'credentials'>> {
    return {
      ...clientOptions(this.network, this.#handler, service, region),
      credentials: this.credentials.provider,
    };
  }

  /**
   * Makes a call. `send` is given the signal to hand to the SDK. Throws `ProblemError` and nothing else, at once when
   * the signal aborts: the SDK itself would wait for a credential process or a code to the end.
   */
  async call<T extends Answer>(call: CallName, signal: AbortSignal, send: Send<T>): Promise<T> {
    const controller = new AbortController();
    const abort = () => controller.abort();
    const started = this.#now();
    if (signal.aborted || this.#closed) {
      throw new ProblemError({ kind: 'cancelled', ...call });
    }
    this.#underWay.add(controller);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const answer = await unlessAborted(controller.signal, async () => {
        await this.credentials.get();
        controller.signal.throwIfAborted();
        return send({ abortSignal: controller.signal });
      });
      this.#report(call, started, { $metadata: answer.$metadata });
      return answer;
    } catch (error) {
      const problem = controller.signal.aborted
        ? ({ kind: 'cancelled', ...call } as const)
        : problemOfCall(error, call, this.credentials.secrets);
      if (problem.kind === 'credentials-expired' || problem.kind === 'credentials-invalid') {
        this.credentials.forget();
      }
      this.#report(call, started, error, `${problem.kind}${problem.detail ? `: ${problem.detail}` : ''}`);
      throw new ProblemError(problem, { cause: error });
    } finally {
      signal.removeEventListener('abort', abort);
      this.#underWay.delete(controller);
    }
  }

  dispose(): void {
    this.#closed = true;
    for (const controller of this.#underWay) {
      controller.abort();
    }
    this.#handler.destroy();
  }

  #report(call: CallName, started: number, outcome: unknown, failure?: string): void {
    const { status, requestId } = factsOf(outcome);
    const attempts = (outcome as Partial<Answer>)?.$metadata?.attempts ?? 1;
    this.#log?.({
      ...call,
      profile: this.profile.name,
      ...(status !== undefined && { status }),
      milliseconds: Math.round(this.#now() - started),
      attempts,
      ...(requestId && { requestId }),
      ...(failure && { failure }),
    });
  }
}

export type Send<T> = (options: { readonly abortSignal: AbortSignal }) => Promise<T>;

export interface Answer {
  readonly $metadata?: {
    readonly httpStatusCode?: number | undefined;
    readonly requestId?: string | undefined;
    readonly attempts?: number | undefined;
  };
}

/** Makes a value for a Region on first use, and keeps it. */
export function perRegion<T>(make: (region: string) => T): (region: string) => T {
  const made = new Map<string, T>();
  return region => {
    const present = made.get(region);
    if (present !== undefined) {
      return present;
    }
    const fresh = make(region);
    made.set(region, fresh);
    return fresh;
  };
}

function unlessAborted<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    run().then(resolve, reject);
  });
}
