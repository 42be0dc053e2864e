import { isServiceFault } from '../core/account/cause.ts';
import { ProblemError } from '../core/account/problem.ts';
import { factsOf, isOfCertificate } from './problems.ts';

/**
 * Whether a failed call certainly changed nothing: AWS refused it, by name and in its own format, with a status that
 * says so (RFC 9110: 4xx is a refusal, 5xx says nothing about the effect), or nothing was ever sent. Any other answer,
 * from anyone, leaves it unknown.
 */
export function changedNothing(error: unknown): boolean {
  return wasNeverSent(error) || isRefusal(error);
}

function isRefusal(error: unknown): boolean {
  const { name, status, foreign, requestId } = factsOf(error);
  const { $fault } = (error ?? {}) as RawError;
  return (
    status !== undefined &&
    status >= 400 &&
    status < 500 &&
    // The server gave up waiting for the rest of a request.
    status !== 408 &&
    !foreign &&
    $fault !== 'server' &&
    !isServiceFault(name) &&
    isNameOfError(name) &&
    // Every answer from AWS has an ID; anything in front of AWS knows none.
    requestId !== undefined
  );
}

/** What the SDK calls an answer that names no error, or one that it cannot read. */
function isNameOfError(name: string): boolean {
  return (
    /^[A-Z]\w+$/.test(name) &&
    !/^(?:Unknown|UnknownError|Error|TypeError|RangeError|SyntaxError|TimeoutError|AbortError)$/.test(name)
  );
}

/** No credentials, no address, no connection, no certificate to trust: the request never left. */
function wasNeverSent(error: unknown): boolean {
  return error instanceof ProblemError || isOfConnecting(error) || isOfCertificate(factsOf(error));
}

function isOfConnecting(error: unknown): boolean {
  const { syscall, code, errors, cause, $response } = (error ?? {}) as RawError;
  if ($response !== undefined) {
    return false;
  }
  return (
    syscall === 'getaddrinfo' ||
    syscall === 'connect' ||
    code === 'ECONNREFUSED' ||
    // One for each address that was tried.
    (Array.isArray(errors) && errors.length > 0 && errors.every(isOfConnecting)) ||
    (cause !== undefined && isOfConnecting(cause))
  );
}

interface RawError {
  readonly $fault?: string;
  readonly $response?: object;
  /** Of Node. */
  readonly syscall?: string;
  readonly code?: string;
  readonly errors?: readonly unknown[];
  readonly cause?: unknown;
}
