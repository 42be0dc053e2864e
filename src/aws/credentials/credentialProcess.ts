import type { AwsCredentialIdentity } from '@smithy/types';
import { ProblemError } from '../../core/account/problem.ts';
import { redact } from '../../core/base/redact.ts';
import { messageOf } from '../../core/base/thrown.ts';
import type { AwsClock } from '../awsClock.ts';
import { type Output, runCommand } from './runCommand.ts';

/**
 * Milliseconds that a `credential_process` has to answer. The AWS SDK for Go also allows a minute; those for JavaScript
 * and Python would wait forever.
 */
const timeLimit = 60_000;

export interface ProcessOptions {
  /** Ends the program when its result is no longer needed. */
  readonly signal: AbortSignal;
  /** As long as AWS has not said its time, what looks expired is left for AWS to refuse. */
  readonly clock: AwsClock;
  /** Ends the program when its time is over. */
  readonly limit?: AbortSignal;
}

/**
 * Runs the command line of a `credential_process` and reads the credentials that it prints (AWS SDKs and Tools Reference
 * Guide, "Process credential provider"). The AWS SDK would run it without a time limit and could not end it. Throws
 * `ProblemError` with what the program wrote to standard error, and never with what it printed: that may be secret.
 */
export async function credentialsOfProcess(
  command: string,
  { signal, clock, limit = AbortSignal.timeout(timeLimit) }: ProcessOptions,
): Promise<AwsCredentialIdentity> {
  const output = await runCommand(command, AbortSignal.any([signal, limit])).catch(error => {
    if (signal.aborted) {
      throw new ProblemError({ kind: 'cancelled' });
    }
    throw failed(
      limit.aborted
        ? `credential_process did not answer within ${timeLimit / 1000} seconds and was ended.`
        : redact(messageOf(error)),
    );
  });
  if (output.tooLong) {
    throw failed('credential_process printed more than 1 MB and was ended.');
  }
  if (output.exitCode !== 0) {
    throw failed(said(output) || 'credential_process ended with an error and printed nothing.');
  }
  return readCredentials(output.stdout, clock);
}

/** The end of what the program wrote to its standard error, without secrets. */
function said({ stderr }: Output): string {
  const clean = redact(stderr).trim();
  return clean.length > mostSaid ? `…${clean.slice(-mostSaid)}` : clean;
}

const mostSaid = 1000;

function readCredentials(text: string, clock: AwsClock): AwsCredentialIdentity {
  const answer = parse(text);
  if (answer['Version'] !== 1) {
    throw failed('credential_process did not print "Version": 1.');
  }
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = [
    'AccessKeyId',
    'SecretAccessKey',
    'SessionToken',
    'Expiration',
  ].map(name => textOf(answer, name));
  if (!accessKeyId || !secretAccessKey) {
    throw failed('credential_process did not print AccessKeyId and SecretAccessKey.');
  }
  const expires = expiration === undefined ? undefined : new Date(expiration);
  if (expires && Number.isNaN(expires.getTime())) {
    throw failed('credential_process printed an Expiration that is not a time.');
  }
  if (expires && clock.isKnown && expires.getTime() < clock.now()) {
    throw failed('credential_process printed credentials that have expired.');
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expires && { expiration: expires }),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(text.trim());
    if (typeof answer === 'object' && answer !== null) {
      return answer as Readonly<Record<string, unknown>>;
    }
  } catch {
    // JSON.parse would quote the text.
  }
  throw failed('credential_process did not print JSON.');
}

/** A member that is missing or `null` is not there; helpers print both. */
function textOf(answer: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = answer[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') {
    throw failed(`credential_process printed ${name} that is not a string.`);
  }
  return value;
}

function failed(detail: string): ProblemError {
  return new ProblemError({ kind: 'credential-process-failed', detail });
}
