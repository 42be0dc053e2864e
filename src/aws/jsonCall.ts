import { setTimeout as pause } from 'node:timers/promises';
import type { HttpResponse } from '@smithy/types';
import { ProblemError } from '../core/account/problem.ts';
import type { ServiceId } from './config/endpoints.ts';
import type { Answer, Connection } from './connection.ts';
import { type CallName, factsOf, problemOfCall } from './problems.ts';
import { sendSigned } from './signedCall.ts';

/** A call in the protocol AWS JSON 1.1 that only reads. */
export interface JsonCall {
  /** `operation` is the name in the API, `service` that in IAM and in the host. */
  readonly call: CallName & { readonly region: string };
  readonly serviceId: ServiceId;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly input: object;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Makes a call; retried as the SDK would. Throws `ProblemError`, also for an answer that is no JSON object. */
export async function callJson(
  connection: Connection,
  { call, serviceId, target, input }: JsonCall,
  signal: AbortSignal,
): Promise<JsonObject> {
  const answer = await connection.call(call, signal, ({ abortSignal }) =>
    withRetries(call, abortSignal, async clockOffset => {
      const { response, body } = await sendSigned(
        connection,
        {
          serviceId,
          service: call.service,
          region: call.region,
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `${target}.${call.operation}`,
          },
          body: JSON.stringify(input),
          clockOffset,
        },
        abortSignal,
      );
      return readAnswer(response, body);
    }),
  );
  return answer.output;
}

type JsonAnswer = Answer & { readonly output: JsonObject };

function readAnswer(response: HttpResponse, body: string): JsonAnswer {
  const requestId = response.headers['x-amzn-requestid'];
  const $metadata = { httpStatusCode: response.statusCode, requestId };
  let output: unknown;
  try {
    output = body === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw Object.assign(new SyntaxError(error instanceof Error ? error.message : ''), {
      $metadata,
      $response: response,
    });
  }
  const object = (typeof output === 'object' && output !== null ? output : {}) as JsonObject;
  if (response.statusCode === 200 && output === object && !Array.isArray(output)) {
    return { $metadata, output: object };
  }
  const text = (name: string) => (typeof object[name] === 'string' ? (object[name] as string) : undefined);
  const name = text('__type') ?? text('code') ?? response.headers['x-amzn-errortype'] ?? 'Unknown';
  throw Object.assign(new Error(text('message') ?? text('Message') ?? ''), {
    // A namespace stands before it, and an address behind it.
    name: name.replace(/^.*#/, '').replace(/:.*$/, ''),
    $metadata,
    $response: response,
  });
}

const mostAttempts = 5;

/** Milliseconds: the longest pause after a first failure; it doubles with each, up to `longestPause`. */
const firstPause = 200;
const longestPause = 5_000;

/**
 * What the SDK's standard mode does (AWS SDKs and Tools Reference Guide, "Retry behavior"): pauses of a random length, the longer
 * the more often it failed; a clock that is off is set by the answer's date.
 */
async function withRetries(
  call: CallName,
  signal: AbortSignal,
  send: (clockOffset: number) => Promise<JsonAnswer>,
): Promise<JsonAnswer> {
  let clockOffset = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      const answer = await send(clockOffset);
      return { ...answer, $metadata: { ...answer.$metadata, attempts } };
    } catch (error) {
      const { kind } = problemOfCall(error, call);
      const { status = 0 } = factsOf(error);
      const offset = kind === 'clock-skewed' && clockOffset === 0 ? offsetIn(error) : 0;
      const isPassing = kind === 'throttled' || kind === 'timeout' || kind === 'network' || status >= 500;
      if (attempts >= mostAttempts || error instanceof ProblemError || !(isPassing || offset !== 0)) {
        throw withAttempts(error, attempts);
      }
      clockOffset += offset;
      await pause(
        offset === 0 ? Math.random() * Math.min(longestPause, firstPause * 2 ** attempts) : 0,
        undefined,
        { signal },
      );
    }
  }
}

function withAttempts(error: unknown, attempts: number): unknown {
  const { $metadata } = error as Partial<Answer>;
  return $metadata ? Object.assign(error as object, { $metadata: { ...$metadata, attempts } }) : error;
}

/** How far the clock of AWS is ahead, by the date of its answer. */
function offsetIn(error: unknown): number {
  const { $response } = error as { readonly $response?: HttpResponse };
  const date = Date.parse($response?.headers['date'] ?? '');
  return Number.isNaN(date) ? 0 : date - Date.now();
}
