import type { AwsCredentialIdentity } from '@smithy/types';
import { type Problem, ProblemError } from '../../core/account/problem.ts';
import type { AwsClock } from '../awsClock.ts';
import { problemOfCredentials } from './problems.ts';
import type { CredentialSource } from './source.ts';

/**
 * The credentials of one profile, fetched once for all its clients and kept until shortly before they expire.
 * Concurrent callers wait for the same answer, so that a person is asked for only one code.
 */
export class CredentialSession {
  /** What must never be shown: keys, tokens and codes, as they become known. */
  readonly secrets = new Set<string>();
  /** AWS's: by it, they expire. */
  readonly clock: AwsClock;
  readonly #profile: string;
  readonly #source: CredentialSource;
  #current: AwsCredentialIdentity | undefined;
  #pending: Pending | undefined;
  #refusal: Problem | undefined;

  constructor(profile: string, source: (session: CredentialSession) => CredentialSource, clock: AwsClock) {
    this.#profile = profile;
    this.clock = clock;
    this.#source = source(this);
  }

  /** For the clients of the SDK; `memoized` keeps each of them from remembering what was given. Throws `ProblemError`. */
  readonly provider = Object.assign(() => this.get(), { memoized: true });

  /** Those that the next call gets, if they have not expired. */
  get current(): AwsCredentialIdentity | undefined {
    return this.#current;
  }

  /** When the signal aborts, the caller no longer waits; when no caller waits, a running program is ended. */
  async get(signal?: AbortSignal): Promise<AwsCredentialIdentity> {
    if (this.#current && !this.#expires(this.#current)) {
      return this.#current;
    }
    if (this.#refusal) {
      throw new ProblemError(this.#refusal);
    }
    signal?.throwIfAborted();
    this.#pending ??= this.#begin();
    const pending = this.#pending;
    const leave = pending.join();
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await pending.credentials;
    } catch (error) {
      // Others gave it up before this caller came.
      if (pending.isGivenUp && !signal?.aborted && isCancelled(error)) {
        return this.get(signal);
      }
      throw error;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /**
   * The service did not accept these: the next call gets others, where the profile can give others. Of many calls that are refused at
   * once, the later ones find that others are there already.
   */
  forget(refused: AwsCredentialIdentity): void {
    if (this.#current === refused) {
      this.#current = undefined;
    }
  }

  /** A person tries again: what they refused may be asked once more. */
  tryAgain(): void {
    this.#refusal = undefined;
  }

  #begin(): Pending {
    return new Pending(signal =>
      this.#renew(signal).finally(() => {
        this.#pending = undefined;
      }),
    );
  }

  async #renew(signal: AbortSignal): Promise<AwsCredentialIdentity> {
    try {
      const credentials = await this.#source(signal);
      for (const secret of [credentials.secretAccessKey, credentials.sessionToken, credentials.accessKeyId]) {
        if (secret) {
          this.secrets.add(secret);
        }
      }
      this.#current = credentials;
      return credentials;
    } catch (error) {
      const problem = problemOfCredentials(error, this.#profile, this.secrets);
      if (problem.kind === 'mfa-code-missing' || problem.kind === 'mfa-code-refused') {
        this.#refusal = problem;
      }
      throw new ProblemError(problem);
    }
  }

  #expires({ expiration }: AwsCredentialIdentity): boolean {
    return expiration !== undefined && expiration.getTime() - this.clock.now() < renewBefore;
  }
}

/** Credentials on their way, and how many wait for them. */
class Pending {
  readonly credentials: Promise<AwsCredentialIdentity>;
  readonly #controller = new AbortController();
  #waiting = 0;

  constructor(get: (signal: AbortSignal) => Promise<AwsCredentialIdentity>) {
    this.credentials = get(this.#controller.signal);
  }

  get isGivenUp(): boolean {
    return this.#controller.signal.aborted;
  }

  /** One more waits, until it leaves. */
  join(): () => void {
    this.#waiting += 1;
    return () => {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#controller.abort();
      }
    };
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.kind === 'cancelled';
}

/** Milliseconds before the end of their life at which credentials are renewed; the AWS SDK takes the same. */
const renewBefore = 5 * 60_000;
