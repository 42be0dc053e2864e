import type { AwsError } from '../errors.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** A request as its protocol says it: which operation, with which members. */
export interface WireCall {
  readonly operation: string;
  readonly params: unknown;
}

/**
 * One AWS wire format. `read` refuses what the format cannot hold; `operationOf` never refuses, for the log and for
 * faults that strike before a request is looked at.
 */
export interface Protocol {
  operationOf(request: HttpRequest): string | undefined;
  read(request: HttpRequest): WireCall;
  answer(operation: string, output: unknown, requestId: string): HttpResponse;
  fail(error: AwsError, requestId: string, request: HttpRequest): HttpResponse;
}
