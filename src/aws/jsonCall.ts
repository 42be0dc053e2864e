import type { HttpResponse } from '@smithy/types';
import { messageOf } from '../core/base/thrown.ts';
import type { ServiceId } from './config/endpoints.ts';
import type { Answer, Connection } from './connection.ts';
import type { CallName } from './problems.ts';
import { withRetries } from './retries.ts';
import { sendSigned } from './signedCall.ts';

/** A call in the protocol AWS JSON 1.1 that only reads. */
export interface JsonCall {
  /** `operation` is the name in the API, `service` that in IAM and in the host. */
  readonly call: CallName & { readonly region: string };
  readonly serviceId: ServiceId;
  /** The prefix of the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly input: object;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Makes a call; retried as the SDK would. Throws `ProblemError`, also for an answer that is not a JSON object. */
export async function callJson(
  connection: Connection,
  { call, serviceId, target, input }: JsonCall,
  signal: AbortSignal,
): Promise<JsonObject> {
  const answer = await connection.call(call, signal, ({ abortSignal }) =>
    withRetries(call, abortSignal, async () => {
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
        },
        abortSignal,
      );
      return readAnswer(response, body);
    }),
  );
  return answer.output;
}

export type JsonAnswer = Answer & { readonly output: JsonObject };

/** Throws what was answered instead of a JSON object, in the form of the SDK's errors. */
export function readAnswer(response: HttpResponse, body: string): JsonAnswer {
  const requestId = response.headers['x-amzn-requestid'];
  const $metadata = { httpStatusCode: response.statusCode, requestId };
  const unreadable = (why: string) => Object.assign(new SyntaxError(why), { $metadata, $response: response });
  let output: unknown;
  try {
    output = body === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw unreadable(messageOf(error));
  }
  const object = (typeof output === 'object' && output !== null ? output : {}) as JsonObject;
  if (response.statusCode === 200) {
    if (output !== object || Array.isArray(output)) {
      throw unreadable('The answer is not an object.');
    }
    return { $metadata, output: object };
  }
  const text = (name: string) => (typeof object[name] === 'string' ? (object[name] as string) : undefined);
  const name = text('__type') ?? text('code') ?? response.headers['x-amzn-errortype'] ?? 'Unknown';
  throw Object.assign(new Error(text('message') ?? text('Message') ?? ''), {
    // A namespace may precede it, and an address may follow it.
    name: name.replace(/^.*#/, '').replace(/:.*$/, ''),
    $metadata,
    $response: response,
  });
}

/*
 * Of a value in an answer, whatever it is; undefined where it is something else.
 */

export function objectIn(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
}

export function textIn(value: unknown, name: string): string | undefined {
  const text = objectIn(value)?.[name];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

export function listIn(value: unknown, name: string): readonly unknown[] | undefined {
  const list = objectIn(value)?.[name];
  return Array.isArray(list) ? list : undefined;
}
