import { setTimeout as pause } from 'node:timers/promises';
import type { HttpResponse } from '@smithy/types';
import { ProblemError } from '../core/account/problem.ts';
import { clockOffsetIn } from './clockOffset.ts';
import type { Answer } from './connection.ts';
import { type CallName, factsOf, problemOfCall } from './problems.ts';

const mostAttempts = 5;

/** Milliseconds: the longest pause after a first failure; it doubles with each, up to `longestPause`. */
const firstPause = 200;
const longestPause = 5_000;

/**
 * What the SDK's standard mode does (AWS SDKs and Tools Reference Guide, "Retry behavior"): pauses of a random length, the longer
 * the more often it failed; a clock that is off is set by the answer's date.
 */
export async function withRetries<T extends Answer>(
  call: CallName,
  signal: AbortSignal,
  send: (clockOffset: number) => Promise<T>,
): Promise<T> {
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

function offsetIn(error: unknown): number {
  const { $response } = error as { readonly $response?: HttpResponse };
  return clockOffsetIn($response?.headers ?? {}, Date.now()) ?? 0;
}
