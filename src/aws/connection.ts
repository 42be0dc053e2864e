import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type Problem, ProblemError } from '../core/account/problem.ts';
import type { Profile } from '../core/account/profile.ts';
import type { Written } from '../core/remediation/ports.ts';
import type { AwsClock } from './awsClock.ts';
import { type ClientOptions, clientOptions, makeHandler, type Network } from './clientOptions.ts';
import type { ServiceId } from './config/endpoints.ts';
import type { CredentialSession } from './credentials/session.ts';
import { changedNothing } from './effect.ts';
import { type CallName, factsOf, problemOfCall } from './problems.ts';
import { UnderWay } from './underWay.ts';
import { unlessAborted } from './unlessAborted.ts';

/** One line for each call, free of secrets. */
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

/** The connection to one account: the options of its clients, and how each call is made, ended and logged. */
export class Connection {
  readonly profile: Profile;
  readonly network: Network;
  readonly credentials: CredentialSession;
  readonly handler: NodeHttpHandler;
  readonly #reads = new UnderWay();
  readonly #log: Log | undefined;
  readonly #now: () => number;
  #closed = false;

  constructor({ profile, network, credentials, log, now }: ConnectionOptions) {
    this.profile = profile;
    this.network = network;
    this.credentials = credentials;
    this.handler = makeHandler(network, credentials.clock);
    this.#log = log;
    this.#now = now;
  }

  /** AWS's, which the next connections of the profile know as well. */
  get clock(): AwsClock {
    return this.credentials.clock;
  }

  /** Milliseconds by which AWS's clock was ahead of this computer's at the last answer; 0 where they agree. */
  get clockOffset(): number {
    const { offset } = this.clock;
    return Math.abs(offset) < noticeable ? 0 : offset;
  }

  clientOptions(
    service: ServiceId,
    region: string,
  ): ClientOptions & Required<Pick<ClientOptions, 'credentials'>> {
    return {
      ...clientOptions(this.network, this.handler, service, region),
      credentials: this.credentials.provider,
      systemClockOffset: this.clock.offset,
    };
  }

  /**
   * Makes a call that only reads. `send` gets the signal for the SDK. Throws `ProblemError` and nothing else, at once
   * when the signal aborts: the SDK itself would wait for a credential process or a code to finish.
   */
  async call<T extends Answer>(call: CallName, signal: AbortSignal, send: Send<T>): Promise<T> {
    if (signal.aborted || this.#closed) {
      throw new ProblemError({ kind: 'cancelled', ...call });
    }
    return this.#reads.run(signal, own => this.#make(call, own, send));
  }

  /**
   * Makes a call that changes something. Nothing aborts it, so that its outcome is known. If it fails, the problem says
   * whether it certainly changed nothing.
   */
  async write<T extends Answer>(call: CallName, send: Send<T>): Promise<T> {
    if (this.#closed) {
      throw new ProblemError({ kind: 'cancelled', ...call, effect: 'none' });
    }
    return this.#make(call, new AbortController().signal, send, 'write');
  }

  /** Aborts what only reads. A write has a connection of its own (`oneAttempt`), which ends with it. */
  dispose(): void {
    this.#closed = true;
    this.#reads.abort();
    this.handler.destroy();
  }

  async #make<T extends Answer>(
    call: CallName,
    signal: AbortSignal,
    send: Send<T>,
    purpose: 'read' | 'write' = 'read',
  ): Promise<T> {
    let used: AwsCredentialIdentity | undefined;
    const started = this.#now();
    try {
      const answer = await unlessAborted(signal, async () => {
        const credentials = await this.credentials.get(signal);
        signal.throwIfAborted();
        used = credentials;
        return send({ abortSignal: signal });
      });
      this.#report(call, started, answer);
      return answer;
    } catch (error) {
      const problem = signal.aborted
        ? ({ kind: 'cancelled', ...call } as const)
        : problemOfCall(error, call, this.credentials.secrets);
      if (used && problem.kind === 'credentials-expired') {
        this.credentials.forget(used);
      }
      this.#report(call, started, error, `${problem.kind}${problem.detail ? `: ${problem.detail}` : ''}`);
      const isNothing = purpose === 'write' && (!used || changedNothing(error));
      throw new CallError(isNothing ? { ...problem, effect: 'none' } : problem, responseOf(error));
    }
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

/** Milliseconds: an answer says its time in whole seconds, and takes its own to come. */
const noticeable = 5_000;

export type Send<T> = (options: { readonly abortSignal: AbortSignal }) => Promise<T>;

export interface Answer {
  readonly $metadata?: {
    readonly httpStatusCode?: number | undefined;
    readonly requestId?: string | undefined;
    readonly attempts?: number | undefined;
  };
}

/** What is recorded of a call that writes. */
export function writtenOf({ $metadata }: Answer): Written {
  return { ...($metadata?.requestId && { requestId: $metadata.requestId }) };
}

/**
 * A call that failed, with the answer's status and headers: some of S3's answers have nothing else. The SDK's own error
 * ends here, because it drags along what was sent, and so the credentials.
 */
export class CallError extends ProblemError {
  readonly response: ErrorResponse | undefined;

  constructor(problem: Problem, response: ErrorResponse | undefined) {
    super(problem);
    this.response = response;
  }
}

export interface ErrorResponse {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function responseOf(error: unknown): ErrorResponse | undefined {
  const { $response: response } = (error ?? {}) as {
    readonly $response?: { readonly statusCode?: number; readonly headers?: Record<string, string> };
  };
  return response && { status: response.statusCode, headers: response.headers ?? {} };
}

/** Whether a call failed with this error of AWS. */
export function isAwsError(error: unknown, name: string): boolean {
  return error instanceof ProblemError && error.problem.kind === 'aws-error' && error.problem.name === name;
}

/**
 * A member that a success always has. Where it is missing something else answered, such as a proxy, and nothing may be
 * concluded from it.
 */
export function memberOf<T>(value: T | undefined, name: string, call: CallName): T {
  if (value === undefined) {
    throw new ProblemError({ kind: 'not-aws', ...call, detail: `The answer has no ${name}.` });
  }
  return value;
}

/** Creates a value for a Region on first use, and keeps it. */
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
